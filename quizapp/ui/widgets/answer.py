"""A card's answer side, laid out while it is still hidden, so that revealing it is immediate."""

from urllib.parse import unquote

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from quizapp.domain.card import CardText
from quizapp.domain.sections import answer_markdown
from quizapp.ui.messages import OpenLink


class Answer(VerticalScroll):
    """Shows the answer of a card. Links do not open by themselves: they are reported."""

    def __init__(self, text: CardText, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def compose(self) -> ComposeResult:
        yield Markdown(answer_markdown(self._text), open_links=False)

    async def show(self, text: CardText, *, from_top: bool = True) -> None:
        """Lays out another answer, from its top or where the old one was being read."""
        self._text = text
        place = self.scroll_offset.y
        await self.query_one(Markdown).update(answer_markdown(text))
        self.scroll_to(y=0 if from_top else place, animate=False)

    @on(Markdown.LinkClicked)
    def _report(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.post_message(OpenLink(unquote(event.href)))
