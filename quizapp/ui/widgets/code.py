"""A demo's source, around the line that has just run."""

import keyword
import tokenize
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.ui.code_lines import wrapped

MARGIN = 6
"""Cells for the mark and the number before a line."""
_INKS = {tokenize.COMMENT: "$ink-muted", tokenize.STRING: "$class-c", tokenize.NUMBER: "$class-b"}
_INKS |= {token: "$class-c" for token, name in tokenize.tok_name.items() if name.startswith("FSTRING")}  # from Python 3.12 on
_KEYWORD = "$primary"


class Code(Widget):
    """The demo's source around one line, which is lit. The others are inked as code is: it stays quiet beside the picture."""

    DEFAULT_CSS = "Code { height: 8; text-wrap: nowrap; text-overflow: clip; }"
    line: reactive[int] = reactive(0)
    lines: reactive[tuple[str, ...]] = reactive(())
    hidden: reactive[int] = reactive(0)
    """How many lines at its beginning are not shown."""

    def render(self) -> Content:
        """As many rows as there is room for, those of the lit line in their middle."""
        height = self.size.height
        start = max(self.hidden, min(self.line - 1 - height // 2, len(self.lines) - height))
        shown = range(start + 1, min(start + height, len(self.lines)) + 1)
        margin = _margin(self.lines[start : start + height])  # room is scarce
        rows = [(number, row) for number in shown for row in self._rows(number, margin)]
        lit = [place for place, (number, _) in enumerate(rows) if number == self.line] or [0]
        middle = min(lit[0], max(lit[0] - height // 2, lit[-1] + 1 - height))  # to its end, if it has room
        top = max(0, min(middle, len(rows) - height))
        return Content("\n").join(row for _, row in rows[top : top + height])

    def _rows(self, number: int, margin: int) -> Iterator[Content]:
        """The rows of one line: the first behind its number, and below it what does not fit."""
        is_lit = number == self.line
        line = Content.styled(self.lines[number - 1], "bold $accent") if is_lit else _inked(self.lines)[number - 1]
        for place, row in enumerate(wrapped(line[margin:], self.size.width - MARGIN)):
            mark = "▶" if is_lit and place == 0 else " "
            yield Content.assemble((mark, "bold $accent"), (f"{number:>4} " if place == 0 else " " * 5, "$ink-muted"), row)


def _margin(lines: Sequence[str]) -> int:
    """The blanks that all of `lines` begin with."""
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


@lru_cache(4)
def _inked(lines: tuple[str, ...]) -> tuple[Content, ...]:
    """Each line with its words inked by their kind; a source that cannot be read stays plain from there on."""
    inked = [Content(line) for line in lines]
    try:
        for token in tokenize.generate_tokens(StringIO("\n".join(lines)).readline):
            ink = _KEYWORD if token.type == tokenize.NAME and keyword.iskeyword(token.string) else _INKS.get(token.type)
            if ink:
                for row in range(token.start[0], token.end[0] + 1):
                    first = token.start[1] if row == token.start[0] else 0
                    inked[row - 1] = inked[row - 1].stylize(ink, first, token.end[1] if row == token.end[0] else None)
    except (tokenize.TokenError, SyntaxError):
        return tuple(inked)
    return tuple(inked)
