"""The last gate before the terminal: what steers it or turns text around is in no line that is drawn.

Texts are made drawable where they enter. Here nothing is shown in the place of what is left out, so that a line keeps its width.
"""

from collections.abc import Iterable, Iterator

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from quizapp.domain.drawable import bare


def drawn(segments: Iterable[Segment]) -> Iterator[Segment]:
    """`segments` of a line without what is not drawn, and without the addresses that a terminal would be told in a sequence of its own."""
    for segment in segments:
        style = segment.style
        if style is not None and style.link:
            style = style.update_link(None)
        yield Segment(bare(segment.text), style, segment.control)


class DrawnAlone(LineFilter):
    """Leaves what is not drawn out of every line of every widget."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The line as it may be drawn."""
        return list(drawn(segments))
