"""A card of a deck that may not be written is to be edited: the deck can be copied."""

from pathlib import Path
from typing import ClassVar

from quizapp.domain.drawable import one_line
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class CopyDeckDialog(Dialog[bool]):
    """Whether to copy the deck into the learner's own folder."""

    ACTIONS = (commands.CopyDeck, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "A deck that cannot be edited"

    def __init__(self, deck: str, target: Path) -> None:
        super().__init__()
        self._deck = deck
        self._target = target

    def on_mount(self) -> None:
        self.ask(
            self._deck,
            f"Copy the deck to {one_line(self._target)}?",
            "The deck is read-only: it belongs to the installed program, or its folder may not be written. A copy is yours to edit, and is "
            f"studied from then on. Your progress follows. `quizapp deck remove {self._deck}` goes back to the original.",
        )

    def action_copy_deck(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
