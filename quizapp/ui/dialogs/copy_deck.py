"""A card of a deck that may not be written is to be edited: the deck can be copied."""

from pathlib import Path
from typing import ClassVar

from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class CopyDeckDialog(Dialog[bool]):
    """Whether to copy the deck into the learner's own folder."""

    ACTIONS = (commands.CopyDeck, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("A deck that cannot be edited")

    def __init__(self, deck: str, target: Path) -> None:
        super().__init__()
        self._deck = deck
        self._target = target

    def on_mount(self) -> None:
        self.ask(
            gettext("Copy the deck to {folder}?", folder=one_line(self._target)),
            gettext(
                "This deck is read-only: it came with QuizApp, or you may not write to its folder. You can edit a copy, which takes its "
                "place. Your progress carries over. `quizapp deck remove {deck}` brings the original back.",
                deck=self._deck,
            ),
            where=self._deck,
        )

    def action_copy_deck(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
