"""A clock was wrong: what was done is dated in the future."""

from collections.abc import Sequence
from typing import ClassVar

from quizapp.services.doctor import Misdated
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog
from quizapp.ui.phrases import count

MOST_SHOWN = 8


class FutureDialog(Dialog[bool]):
    """Whether to give such events the moment at which they were done."""

    ACTIONS = (commands.SetDatesRight, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Wrong dates"

    def __init__(self, found: Sequence[Misdated]) -> None:
        super().__init__()
        self._found = found

    def on_mount(self) -> None:
        rows = [f"  {each.card}   {each.at:%Y-%m-%d %H:%M} becomes {each.moment:%Y-%m-%d %H:%M}" for each in self._found[:MOST_SHOWN]]
        if len(self._found) > MOST_SHOWN:
            rows.append(f"  and {len(self._found) - MOST_SHOWN} more")
        self.ask(
            self.NAME,
            f"{count(len(self._found), 'event is', 'events are')} dated later than now: the clock was wrong. Set the dates right?",
            "Until then these cards are put off. The moments are as near as can be told; nothing is deleted from your history.\n\n"
            + "\n".join(rows),
        )

    def action_set_dates_right(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
