"""A demo's source, around the line that has just run."""

import textwrap
from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.ui.code_lines import wrapped

MARGIN = 6
"""Cells for the mark and the number before a line."""


class Code(Widget):
    """The demo's source around one line, which is lit."""

    DEFAULT_CSS = "Code { height: 8; text-wrap: nowrap; text-overflow: clip; }"
    line: reactive[int] = reactive(0)
    lines: reactive[tuple[str, ...]] = reactive(())

    def render(self) -> Content:
        """As many rows as there is room for, those of the lit line in their middle."""
        height = self.size.height
        start = max(0, min(self.line - 1 - height // 2, len(self.lines) - height))
        window = textwrap.dedent("\n".join(self.lines[start : start + height])).split("\n")  # room is scarce
        rows = [(number, row) for number, text in enumerate(window, start=start + 1) for row in self._rows(number, text)]
        lit = [place for place, (number, _) in enumerate(rows) if number == self.line] or [0]
        middle = min(lit[0], max(lit[0] - height // 2, lit[-1] + 1 - height))  # to its end, if it has room
        top = max(0, min(middle, len(rows) - height))
        return Content("\n").join(row for _, row in rows[top : top + height])

    def _rows(self, number: int, text: str) -> Iterator[Content]:
        """Of one line: behind its number, and what does not fit below."""
        style = "bold $accent" if number == self.line else ""
        for place, row in enumerate(wrapped(Content.styled(text, style), self.size.width - MARGIN)):
            mark = "▶" if number == self.line and place == 0 else " "
            yield Content.assemble((mark, "bold $accent"), (f"{number:>4} " if place == 0 else " " * 5, "$ink-muted"), row)
