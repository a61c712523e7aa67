"""A card's memory is to start afresh."""

from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class ResetDialog(Dialog[bool]):
    """Whether to reset a card."""

    ACTIONS = (commands.ConfirmReset, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Reset a card")

    def __init__(self, question: str, about: str) -> None:
        super().__init__()
        self._question = question
        self._about = about

    def on_mount(self) -> None:
        self.ask(
            self._question,
            self._about
            + "\n\n"
            + gettext(
                "Start this card over? It will be asked as a new card. Its history stays, and {key} in the list of cards undoes this.",
                key=commands.Undo.spoken(),
            ),
        )

    def action_confirm_reset(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
