"""A card's key points, each with a mark that says whether it was said, and a letter that changes it."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.card import Coverage
from quizapp.domain.progress import Misses
from quizapp.ui.phrases import POINT_LETTERS
from quizapp.ui.widgets.inline import inline

MARKS = {Coverage.SAID: "[x]", Coverage.PERHAPS: "[~]", Coverage.MISSING: "[ ]"}


class Points(Vertical):
    """Shows key points; reports which one the learner points at."""

    DEFAULT_CSS = """
    Points {
        height: auto; margin: 0 0 1 0;
        #points-heading { color: $text-muted; margin: 1 0 0 0; }
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

    async def show(self, heading: str, points: Sequence[str], misses: Sequence[Misses], coverages: Sequence[Coverage]) -> None:
        """The points under a heading. `points` are inline Markdown; the other two have one item for each."""
        self.display = bool(points)
        self._heading.update(heading)
        await self.query(PointLine).remove()
        if self.is_attached and self.is_running:  # else the screen is being left
            await self.mount(*(PointLine(i, inline(point), missed) for i, (point, missed) in enumerate(zip(points, misses, strict=True))))
            self.mark(coverages)

    def mark(self, coverages: Sequence[Coverage]) -> None:
        """How much of each point was said."""
        for line, coverage in zip(self.query(PointLine), coverages, strict=False):  # none are there while the screen is being left
            line.mark(coverage)

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
        self._text = text.append(Content.styled(f"  missed {missed.missed} of {missed.asked}", "$text-muted") if missed.missed else "")

    def compose(self) -> ComposeResult:
        yield self._mark
        yield Static(self._text, classes="point", markup=False)

    def mark(self, coverage: Coverage) -> None:
        """How much of it was said."""
        letter = POINT_LETTERS[self._index] if self._index < len(POINT_LETTERS) else " "
        self._mark.update(f"{letter} {MARKS[coverage]}")

    def on_click(self, event: events.Click) -> None:
        """Reports it."""
        event.stop()
        self.post_message(Points.Toggled(self._index))
