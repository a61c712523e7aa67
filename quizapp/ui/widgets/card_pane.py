"""A card beside the list: its question, its answer and what is known of it; or, in their place, its demo."""

from asyncio import sleep
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from quizapp.domain.card import Card, CardText, DemoLink
from quizapp.domain.errors import QuizAppError
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.demo_pane import DemoPane

REST_SECONDS = 0.12
"""How long a list's cursor rests on a card before it is laid out: while a key is held down, none is laid out in vain."""
_NOTHING = CardText("", "")


class CardPane(Vertical):
    """Shows one card after another. `read` gives a card by its id and raises QuizAppError."""

    DEFAULT_CSS = """
    CardPane {
        #card-about { height: auto; padding: 0 2; color: $text-muted; }
        #card-question { height: auto; max-height: 8; padding: 1 2; color: $text-bright; text-style: bold; }
        Answer { height: 1fr; }
    }
    """

    def __init__(self, lab: Lab, predictions: Predictions, read: Callable[[str], Card]) -> None:
        super().__init__()
        self._lab = lab
        self._predictions = predictions
        self._read = read
        self._wanted: tuple[str | None, str, str] = None, "", ""
        """The card, the language, and what to say of it."""
        self._shown: tuple[str | None, CardText, str] = None, _NOTHING, ""
        self.demo_of: str | None = None
        """The card whose demo is open."""

    def compose(self) -> ComposeResult:
        """Empty until a card is shown."""
        with Vertical(id="card"):
            yield Static("", id="card-about", markup=False)
            yield Static("", id="card-question", markup=False)
            yield Answer(_NOTHING)

    @property
    def shown(self) -> tuple[str, str] | None:
        """The card that stands there, by its id, and its language."""
        card, text, _ = self._shown
        return None if card is None else (card, text.language)

    async def follow(self, card: str | None, language: str, about: str) -> None:
        """Shows `card`, or nothing, once no other has been asked for in a moment. `about` says what is known of it. Its demo stays open."""
        if self.demo_of is not None and self.demo_of != card:
            await self.close_demo()
        self._wanted = card, language, about
        self._rest()

    @work(exclusive=True)
    async def _rest(self) -> None:
        """A newer one takes its place while it waits; laying out, which must not be left half done, is no longer part of it."""
        if self._wanted[0] != self._shown[0]:
            await sleep(REST_SECONDS)
        self.call_later(self._show)

    async def _show(self) -> None:
        card, language, about = self._wanted
        try:
            text = _NOTHING if card is None else self._read(card).text(language)
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        before, self._shown = self._shown, (card, text, about)
        self.query_one("#card-about", Static).update(about)
        self.query_one("#card-question", Static).update(text.question)
        if text != before[1]:
            await self.query_one(Answer).show(text, from_top=before[0] != card)

    async def open_demo(self, card: str, link: DemoLink, seed: int) -> None:
        """Runs a demo of `card` in the place of its text."""
        await self.close_demo()
        self.demo_of = card
        self.query_one("#card").display = False
        pane = DemoPane(self._lab, self._predictions, link.demo, dict(link.settings), seed)
        await self.mount(pane)
        pane.focus()

    async def close_demo(self) -> None:
        """Puts the demo away; the card is there again."""
        self.demo_of = None
        await self.query(DemoPane).remove()
        self.query_one("#card").display = True
