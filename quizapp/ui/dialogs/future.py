"""A clock was wrong: what was done is dated in the future."""

from collections.abc import Sequence
from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.services.doctor import Misdated
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog

MOST_SHOWN = 8


class FutureDialog(Dialog[bool]):
    """Whether to give such events the moment at which they were done."""

    ACTIONS = (commands.SetDatesRight, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Wrong dates")

    def __init__(self, found: Sequence[Misdated]) -> None:
        super().__init__()
        self._found = found

    def on_mount(self) -> None:
        rows = [f"  {each.card}   {each.at:%Y-%m-%d %H:%M} → {each.moment:%Y-%m-%d %H:%M}" for each in self._found[:MOST_SHOWN]]
        if (more := len(self._found) - MOST_SHOWN) > 0:
            rows.append(ngettext("  and {count} more", "  and {count} more", more))
        self.ask(
            ngettext(
                "{count} event is dated in the future, because a clock was wrong. Correct its date?",
                "{count} events are dated in the future, because a clock was wrong. Correct their dates?",
                len(self._found),
            ),
            gettext("Until then these cards are put off. The new dates are the best guess; nothing is deleted from your history.")
            + "\n\n"
            + "\n".join(rows),
        )

    def action_set_dates_right(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
