"""A card's answer side, laid out while it is still hidden, so that revealing it is immediate."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from quizapp.domain.card import CardText, Coverage
from quizapp.domain.i18n import ngettext
from quizapp.domain.progress import Misses
from quizapp.domain.sections import answer_markdown, beyond_markdown, names_for
from quizapp.services.markdown import links
from quizapp.ui import commands
from quizapp.ui.messages import LinkFollowed
from quizapp.ui.widgets.page import page
from quizapp.ui.widgets.points import Points


class Answer(VerticalScroll):
    """Shows the answer of a card. Links do not open by themselves: they are reported."""

    def __init__(self, text: CardText, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def compose(self) -> ComposeResult:
        yield page(self._markdown)

    async def show(self, text: CardText, *, from_top: bool = True) -> None:
        """Lays out another answer, from its top or where the old one was being read."""
        self._text = text
        place = self.scroll_offset.y
        await self._lay_out()
        self.scroll_to(y=0 if from_top else place, animate=False)

    @property
    def _markdown(self) -> str:
        """All that is shown."""
        return answer_markdown(self._text)

    async def _lay_out(self) -> None:
        await self.query_one(Markdown).update(self._markdown)

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
    """An answer whose key points can be ticked off. Its follow-up questions are folded: they are yet to be asked."""

    def compose(self) -> ComposeResult:
        yield page(self._text.answer, id="spoken")
        yield Points()
        yield page(beyond_markdown(self._folded), id="beyond")
        yield Static("", id="follow-ups-folded", markup=False)

    @property
    def _folded(self) -> CardText:
        return replace(self._text, follow_ups=())

    async def _lay_out(self) -> None:
        for id, markdown in (("#spoken", self._text.answer), ("#beyond", beyond_markdown(self._folded))):
            for part in self.query(id).results(Markdown):  # none is there while the screen is being left
                await part.update(markdown)
        for folded in self.query("#follow-ups-folded").results(Static):
            folded.update(self._told_of_follow_ups())
            folded.display = bool(self._text.follow_ups)

    def _told_of_follow_ups(self) -> str:
        """A line in the place of the follow-up questions."""
        return ngettext(
            "{heading}: {count} question. {key} asks it.",
            "{heading}: {count} questions. {key} asks them.",
            len(self._text.follow_ups),
            heading=names_for(self._text.language).follow_ups,
            key=commands.FollowUps.spoken(),
        )

    async def show_points(self, misses: Sequence[Misses], marks: Sequence[Coverage] | None) -> None:
        """The key points with their marks; None where nobody has gone through them."""
        heading = names_for(self._text.language).key_points
        for points in self.query(Points):
            await points.show(heading, [point.text for point in self._text.key_points], misses, marks)

    def put_points(self, *, first: bool) -> None:
        """Puts the key points before the answer, where something was typed that they judge; or behind it."""
        for points in self.query(Points):
            if (self.children[0] is points) != first:
                self.move_child(points, before=0 if first else 2)

    def scroll_to_point(self, index: int) -> None:
        """Shows a key point that may be out of sight."""
        for points in self.query(Points):
            points.scroll_to_line(index)

    def mark(self, marks: Sequence[Coverage] | None) -> None:
        """How much of each key point was said; None where nobody has gone through them."""
        for points in self.query(Points):
            points.mark(marks)


def links_in(card: CardText) -> list[tuple[str, str]]:
    """Text and address of each link of the answer, in order, each address once."""
    return links(answer_markdown(card))
