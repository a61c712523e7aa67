"""A demo's source, around the line that has just run."""

import textwrap

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Code(Widget):
    """The demo's source around one line, which is lit."""

    DEFAULT_CSS = "Code { height: 8; text-wrap: nowrap; text-overflow: clip; }"
    line: reactive[int] = reactive(0)
    lines: reactive[tuple[str, ...]] = reactive(())

    def render(self) -> Content:
        """As many lines as there is room for, the lit one in their middle."""
        height = self.size.height
        start = max(0, min(self.line - 1 - height // 2, len(self.lines) - height))
        window = textwrap.dedent("\n".join(self.lines[start : start + height])).split("\n")  # room is scarce
        shown = enumerate(window, start=start + 1)
        return Content("\n").join(
            Content.assemble(
                ("▶" if number == self.line else " ", "bold $accent"),
                (f"{number:>4} ", "$ink-muted"),
                (text, "bold $accent" if number == self.line else ""),
            )
            for number, text in shown
        )
