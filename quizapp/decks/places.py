"""Places in a file as its author sees it. What is read is not quite what stands there: undrawn characters are gone, and tabs are blanks."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from quizapp.domain.drawable import clean, undrawn

TAB = 4


def readable(text: str) -> str:
    """`text` as it is parsed: without undrawn characters, and with blanks for tabs. Its lines stay the same lines."""
    return clean(text).expandtabs(TAB)


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
        if row not in self._begins:
            self._begins[row] = self._lines[line].rfind(self._rows[row].rstrip())
        return line, self._begins[row] + place - self._starts[row]
