"""A card's key points, each with a mark that says whether it was said, and a letter that changes it."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.card import Coverage
from quizapp.domain.i18n import gettext
from quizapp.domain.progress import Misses
from quizapp.ui.phrases import POINT_LETTERS
from quizapp.ui.widgets.inline import inline

MARKS = {Coverage.SAID: ("[✓]", "$success"), Coverage.PERHAPS: ("[~]", "$warning"), Coverage.MISSING: ("[✗]", "$error")}
OPEN = ("[ ]", "$ink-muted")
"""The mark of a point that nobody has gone through."""


class Points(Vertical):
    """Shows key points; reports which one the learner points at."""

    DEFAULT_CSS = """
    Points {
        height: auto; margin: 0 0 1 0;
        #points-heading { color: $text-muted; margin: 1 0 0 0; }
        &:first-child #points-heading { margin: 0; }
        PointLine { height: auto; }
        .mark { width: 6; }
        .point { width: 1fr; }
    }
    """

    class Toggled(Message):
        """A key point was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self._heading = Static("", id="points-heading", markup=False)

    def compose(self) -> ComposeResult:
        yield self._heading

    async def show(self, heading: str, points: Sequence[str], misses: Sequence[Misses], marks: Sequence[Coverage] | None) -> None:
        """The points under a heading. `points` are inline Markdown; the other two have one item for each, but for `marks` not made yet."""
        self.display = bool(points)
        self._heading.update(f"{heading} · {_ticking(len(points))}")
        await self.query(PointLine).remove()
        if self.is_attached and self.is_running:  # else the screen is being left
            await self.mount(*(PointLine(i, inline(point), missed) for i, (point, missed) in enumerate(zip(points, misses, strict=True))))
            self.mark(marks)

    def mark(self, marks: Sequence[Coverage] | None) -> None:
        """How much of each point was said; None where nobody has gone through them."""
        lines = list(self.query(PointLine))
        for line, mark in zip(lines, [None] * len(lines) if marks is None else marks, strict=False):  # none while the screen is being left
            line.mark(mark)

    def scroll_to_line(self, index: int) -> None:
        """Shows a point that may be out of sight, for its letter works there too."""
        for line in self.query(PointLine)[index : index + 1]:
            line.scroll_visible(animate=False)


class PointLine(Horizontal):
    """One point: its letter, its mark, its text, and how often it was missed before."""

    def __init__(self, index: int, text: Content, missed: Misses) -> None:
        super().__init__()
        self._index = index
        self._mark = Static("", classes="mark", markup=False)
        before = gettext("missed {missed} of {asked}", missed=missed.missed, asked=missed.asked) if missed.missed else ""
        self._text = text.append(Content.styled(f"  {before}", "$text-muted") if before else "")

    def compose(self) -> ComposeResult:
        yield self._mark
        yield Static(self._text, classes="point", markup=False)

    def mark(self, mark: Coverage | None) -> None:
        """How much of it was said; None where nobody has gone through it."""
        letter = POINT_LETTERS[self._index] if self._index < len(POINT_LETTERS) else " "  # a card stored by an older version
        self._mark.update(Content.assemble(f"{letter} ", OPEN if mark is None else MARKS[mark]))

    def on_click(self, event: events.Click) -> None:
        """Reports it."""
        event.stop()
        self.post_message(Points.Toggled(self._index))


def _ticking(points: int) -> str:
    """Which keys change the marks: "A-E to tick"."""
    last = POINT_LETTERS[min(points, len(POINT_LETTERS)) - 1]
    keys = f"{POINT_LETTERS[0]}-{last}" if last != POINT_LETTERS[0] else last
    return gettext("{keys} to tick", keys=keys)
