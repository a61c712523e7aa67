"""The learner's own answer, typed before the card's is shown and standing beside it afterwards."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from quizapp.ui import commands


class Typed(Vertical):
    """A text area, read-only once the answer is shown."""

    DEFAULT_CSS = """
    Typed {
        height: 1fr;
        #typed-heading { color: $text-muted; padding: 0 2; height: 1; }
        TextArea { height: 1fr; border: none; padding: 0 2; background: $background; }
        TextArea:focus { border: none; background: $panel; }
    }
    """

    class Changed(Message):
        """Something was typed."""

    class Left(Message):
        """The learner has typed enough for now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._area = AnswerArea(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")

    def compose(self) -> ComposeResult:
        yield Static("Your answer", id="typed-heading", markup=False)
        yield self._area

    @property
    def text(self) -> str:
        """What is typed."""
        return self._area.text

    def type(self) -> None:
        """Goes on typing, behind what is there."""
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def freeze(self) -> None:
        """The card's answer is shown: this one stays as it is."""
        self._area.read_only = True
        self._area.can_focus = False

    @on(TextArea.Changed)
    def _report(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())


class AnswerArea(TextArea):
    """Esc leaves it; every other key is text."""

    ACTIONS = (commands.LeaveTyping,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def action_leave_typing(self) -> None:
        """Hands the keys back to the screen."""
        self.post_message(Typed.Left())
