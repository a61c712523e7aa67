"""The answers of a prediction, to choose from."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.i18n import gettext
from quizapp.ui import commands


class Choices(Static):
    """One answer a line; clicking on one picks it."""

    class Picked(Message):
        """The learner points at an answer."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def show(self, choices: Sequence[str], chosen: int) -> None:
        """The answers, the chosen one marked; without any, a number is to be typed."""
        lines = [
            Content.styled(f"{'▸' if i == chosen else ' '} {i + 1} {choice}", "bold $accent" if i == chosen else "")
            for i, choice in enumerate(choices)
        ]
        self.update(Content("\n").join(lines) if lines else Content(_number()))

    def on_click(self, event: events.Click) -> None:
        """The line is the answer."""
        self.post_message(self.Picked(event.y))


def _number() -> str:
    return gettext("Type a number, or press {key} to run it without one.", key=commands.PlayPause.spoken())
