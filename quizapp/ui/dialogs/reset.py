"""A card's memory is to start afresh."""

from typing import ClassVar

from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class ResetDialog(Dialog[bool]):
    """Whether to reset a card."""

    ACTIONS = (commands.ConfirmReset, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Reset a card"

    def __init__(self, question: str, about: str) -> None:
        super().__init__()
        self._question = question
        self._about = about

    def on_mount(self) -> None:
        self.ask(
            self.NAME,
            self._question,
            f"{self._about}\n\n"
            "Start afresh with this card? It is then asked as a new one. "
            f"Its history stays, and {commands.Undo.spoken()} in the list of cards takes it back.",
        )

    def action_confirm_reset(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
