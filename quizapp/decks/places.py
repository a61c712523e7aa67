"""Places in a file as its author sees it. What is read is not quite what stands there: undrawn characters are gone, and tabs are blanks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from markdown_it.token import Token

from quizapp.domain.drawable import clean, undrawn

TAB = 4
_FRONT_MATTER = re.compile(r"---[ ]*\n(?:(?!---|\.\.\.|#[ ]).*\n)*(?:---|\.\.\.)[ ]*(?:\n|\Z)")
"""The YAML at the beginning of a file, in which other programs keep tags and the like."""


def readable(text: str) -> str:
    """`text` as it is parsed: without undrawn characters and front matter, and with blanks for tabs. Its lines stay the same lines."""
    readable = clean(text).expandtabs(TAB)
    matter = _FRONT_MATTER.match(readable)
    return "\n" * matter[0].count("\n") + readable[matter.end() :] if matter else readable


def column(written: str, place: int, tab: int = TAB) -> int:
    """The 1-based column, in characters of the line `written`, of what stands at the 0-based `place` once the line is readable.

    Where tabs have not been expanded, `tab` is 1.
    """
    columns = _columns(written, tab)
    return columns[place] if place < len(columns) else len(written) + 1


@lru_cache(maxsize=4)  # a line may hold thousands of places
def _columns(written: str, tab: int) -> Sequence[int]:
    if written.isascii() and written.isprintable():
        return range(1, len(written) + 1)
    columns: list[int] = []
    gone = set(undrawn(written))
    for number, char in enumerate(written, start=1):
        width = 0 if number - 1 in gone else tab - len(columns) % tab if char == "\t" else 1
        columns += [number] * width
    return columns


class Paragraph:
    """Where the text of a paragraph or heading, which is its lines without what indents or quotes them, stands in those `lines`."""

    def __init__(self, text: str, first: int, lines: Sequence[str]) -> None:
        """`first` is the 0-based number of its first line."""
        self._rows = text.split("\n")
        self._starts = [0, *accumulate(len(row) + 1 for row in self._rows)]
        self._first = first
        self._lines = lines
        self._begins: dict[int, int] = {}

    def spot(self, place: int) -> tuple[int, int]:
        """The 0-based line of the text's character `place`, and its 0-based place in that line."""
        row = bisect_right(self._starts, place, hi=len(self._rows)) - 1
        line = self._first + row
        return line, self.begin(line) + place - self._starts[row]

    def begin(self, line: int) -> int:
        """Where the text begins in one of its lines, by its 0-based number."""
        row = line - self._first
        if row not in self._begins:
            self._begins[row] = self._lines[line].rfind(self._rows[row].rstrip())
        return self._begins[row]


class Spots:
    """Where the texts of a card's blocks stand in its lines."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str]) -> None:
        self._lines = lines
        self._paragraphs: dict[int, Paragraph] = {}
        self._cells: dict[int, int] = {}
        """For each cell of a table, by its token, where it begins in its line."""
        looked_at: dict[int, int] = {}
        for before, token in pairwise(tokens):
            if before.type in ("td_open", "th_open"):
                self._find_cell(token, looked_at)

    def of(self, block: Token, place: int) -> tuple[int, int]:
        """The 0-based line, and the place in it, of the character `place` of the text of `block`."""
        line = block.map[0] if block.map else 0
        if id(block) in self._cells:  # whose content lacks the backslashes before '|'
            begin = self._cells[id(block)]
            return line, begin + place + block.content.count("|", 0, place) if begin >= 0 else -1
        if block.type != "inline":
            return line, max(0, self._lines[line].find(block.markup)) + place
        return self._paragraph(block).spot(place)

    def begin(self, block: Token, line: int) -> int:
        """Where the text of the paragraph `block` begins in one of its lines."""
        return self._paragraph(block).begin(line)

    def _paragraph(self, block: Token) -> Paragraph:
        if id(block) not in self._paragraphs:
            self._paragraphs[id(block)] = Paragraph(block.content, block.map[0] if block.map else 0, self._lines)
        return self._paragraphs[id(block)]

    def _find_cell(self, token: Token, looked_at: dict[int, int]) -> None:
        line, written = (token.map or [0])[0], token.content.replace("|", "\\|")
        begin = self._lines[line].find(written, looked_at.get(line, 0))
        looked_at[line] = begin + len(written)
        self._cells[id(token)] = begin
