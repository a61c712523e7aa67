"""A card has changed so much that only the learner can tell whether it is still the same."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.services.library import Doubt
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class Settle(Protocol):
    """Stores what the learner has told."""

    def __call__(self, doubt: Doubt, *, same: bool) -> None:
        """Raises StorageError."""


class DoubtDialog(Dialog[None]):
    """Asks about one card after the other. Whatever is not answered keeps its memory."""

    ACTIONS = (commands.SameCard, commands.AnotherCard, commands.SameCards)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("A card has changed")

    def __init__(self, doubts: Sequence[Doubt], settle: Settle) -> None:
        super().__init__()
        self._doubts = list(doubts)
        self._place = 0
        self._settle = settle

    def compose(self) -> ComposeResult:
        yield TopBar("")
        yield Static("", id="asked", markup=False)
        yield Static("", id="explained", markup=False)
        yield VerticalScroll(id="diff")
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one("#diff").focus()
        await self._show()

    async def _show(self) -> None:
        doubt = self._doubts[self._place]
        number = gettext("{number} of {total}", number=self._place + 1, total=len(self._doubts)) if len(self._doubts) > 1 else ""
        asked, explained = _words(doubt)
        self.ask(asked, explained, progress=number)
        diff = self.query_one("#diff", VerticalScroll)
        await diff.remove_children()
        await diff.mount(*map(_line, doubt.diff))

    async def _answer(self, *, same: bool) -> None:
        try:
            self._settle(self._doubts[self._place], same=same)
        except QuizAppError as error:
            self.report(error)
            return
        self._place += 1
        if self._place < len(self._doubts):
            await self._show()
        else:
            self.dismiss()

    async def action_same_card(self) -> None:
        await self._answer(same=True)

    async def action_another_card(self) -> None:
        await self._answer(same=False)

    async def action_same_cards(self) -> None:
        while self.is_current and self._place < len(self._doubts):
            before = self._place
            await self._answer(same=True)
            if self._place == before:
                return  # it could not be stored, which has been told


def _line(changed: str) -> Horizontal:
    """A line of the diff, its mark in a column of its own."""
    kind = {"-": "removed", "+": "added"}.get(changed[0], "stayed")
    return Horizontal(Static(changed[0], classes="mark", markup=False), Static(changed[1:], classes="line", markup=False), classes=kind)


def _words(doubt: Doubt) -> tuple[str, str]:
    if doubt.edited:
        return gettext("Does {card} still ask the same thing?", card=doubt.card), gettext(
            "Its question has changed. If it is the same card, it keeps its schedule; if it is a different one, it starts as new. "
            "Its history stays either way."
        )
    return gettext("Is {card} the card that used to be {former}?", card=doubt.card, former=doubt.source), gettext(
        "The old card is no longer in the deck, and the new one looks much like it. If they are the same card, your progress carries over."
    )
