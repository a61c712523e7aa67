"""A card's answer side, laid out while it is still hidden, so that revealing it is immediate."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from quizapp.domain.card import CardText, Coverage
from quizapp.domain.progress import Misses
from quizapp.domain.sections import answer_markdown, beyond_markdown, names_for
from quizapp.ui.messages import LinkFollowed
from quizapp.ui.widgets.page import page, read_as_page
from quizapp.ui.widgets.points import Points


class Answer(VerticalScroll):
    """Shows the answer of a card. Links do not open by themselves: they are reported."""

    def __init__(self, text: CardText, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def compose(self) -> ComposeResult:
        yield page(answer_markdown(self._text))

    async def show(self, text: CardText, *, from_top: bool = True) -> None:
        """Lays out another answer, from its top or where the old one was being read."""
        self._text = text
        place = self.scroll_offset.y
        await self._lay_out()
        self.scroll_to(y=0 if from_top else place, animate=False)

    async def _lay_out(self) -> None:
        await self.query_one(Markdown).update(answer_markdown(self._text))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Looks no different with the focus; styling every line of the answer anew takes longer than all else that its key does."""

    def links(self) -> list[tuple[str, str]]:
        """As `links_in` gives them."""
        return links_in(self._text)

    @on(Markdown.LinkClicked)
    def _report(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.post_message(LinkFollowed(event.href))


class TickedAnswer(Answer):
    """An answer whose key points can be ticked off."""

    def compose(self) -> ComposeResult:
        yield page(self._text.answer, id="spoken")
        yield Points()
        yield page(beyond_markdown(self._text), id="beyond")

    async def _lay_out(self) -> None:
        for id, markdown in (("#spoken", self._text.answer), ("#beyond", beyond_markdown(self._text))):
            for part in self.query(id).results(Markdown):  # none is there while the screen is being left
                await part.update(markdown)

    async def show_points(self, misses: Sequence[Misses], coverages: Sequence[Coverage]) -> None:
        """The key points with their marks; both have one item for each."""
        heading = names_for(self._text.language).key_points
        for points in self.query(Points):
            await points.show(heading, [point.text for point in self._text.key_points], misses, coverages)

    def scroll_to_point(self, index: int) -> None:
        """Shows a key point that may be out of sight."""
        for points in self.query(Points):
            points.scroll_to_line(index)

    def mark(self, coverages: Sequence[Coverage]) -> None:
        """How much of each key point was said."""
        for points in self.query(Points):
            points.mark(coverages)


def links_in(card: CardText) -> list[tuple[str, str]]:
    """Text and address of each link of the answer, in order, each address once."""
    found: dict[str, str] = {}
    for text, href in _links(answer_markdown(card)):
        found.setdefault(href, text)
    return [(text, href) for href, text in found.items()]


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    for block in read_as_page(markdown):
        text: list[str] | None = None
        for token in block.children or []:
            if token.type == "link_open":
                text, href = [], str(token.attrs["href"])
            elif token.type == "link_close" and text is not None:
                yield " ".join("".join(text).split()), href
                text = None
            elif text is not None:
                text.append(token.content or " ")
