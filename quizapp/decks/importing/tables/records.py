"""Delimited text as rows, within bounds. Quotation marks that are not closed, or not as in CSV, are characters of their cells."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

DELIMITERS = ("\t", ";", ",", "|")
"""In the order in which they are preferred where two explain a table equally well."""
MOST_COLUMNS = 500
MOST_ROWS = 200_000
MOST_CELLS = 3_000_000
_LONGEST = 200_000
"""Characters of a row; a quotation mark that is still open then is none."""
_SAMPLE = 300
"""Rows from which the delimiter is recognised."""
_WASTE = 8
"""How many times the table is looked through again for the ends of quotations before its quotation marks count as characters."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row: the 0-based line on which it begins, and its cells."""

    line: int
    cells: Sequence[str]


def rows(lines: Sequence[str], delimiter: str, start: int = 0) -> Iterator[Record]:
    """The rows of `lines` from the line `start` on; empty ones are passed over. Raises DeckError beyond the bounds."""
    reader = _Records(lines, delimiter, start)
    cells = 0
    for number, row in enumerate(reader.rows()):
        cells += len(row.cells)
        if number >= MOST_ROWS or cells > MOST_CELLS:
            raise DeckError(
                gettext("the table is too large: it has more than {rows:,} rows or {cells:,} cells", rows=MOST_ROWS, cells=MOST_CELLS),
                gettext("Import a part of it at a time."),
            )
        yield row


def likely_delimiter(lines: Sequence[str], start: int, among: Sequence[str] = DELIMITERS) -> tuple[str, float]:
    """The delimiter by which most of the first rows have the same number of cells, at least two, and the share that do; 0 for none.

    Raises DeckError where there is none because the table is beyond the bounds.
    """
    best = ("", 0.0)
    beyond: DeckError | None = None
    for delimiter in among:
        try:
            widths = Counter(len(row.cells) for row in islice(rows(lines, delimiter, start), _SAMPLE))
        except DeckError as error:
            beyond = error
            continue
        several = {width: number for width, number in widths.items() if width > 1}
        if several:
            share = max(several.values()) / widths.total()
            if share > best[1] + 0.1:
                best = (delimiter, share)
    if beyond is not None and not best[1]:
        raise beyond
    return best


class _Records:
    def __init__(self, lines: Sequence[str], delimiter: str, start: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._place = start
        self._usual = 0
        """The number of cells in the row before."""
        self._waste = _WASTE * sum(map(len, lines)) + _LONGEST

    def rows(self) -> Iterator[Record]:
        """Every row that has anything in it."""
        while self._place < len(self._lines):
            line = self._place
            cells = self._next()
            if any(map(str.strip, cells)):
                self._usual = len(cells)
                yield Record(line, cells)

    def _next(self) -> list[str]:
        text = self._lines[self._place]
        if text.count(self._delimiter) >= MOST_COLUMNS:
            return self._quoted_wide(text)
        plain = text.split(self._delimiter)
        if '"' in text and self._waste > 0:
            quoted, taken = self._quoted()
            self._waste -= sum(len(each) for each in self._lines[self._place : self._place + taken]) if quoted is None or taken > 1 else 0
            swallowed = quoted is not None and taken > 1 and self._usual > 1 and len(quoted) != self._usual == len(plain)
            if quoted is not None and not swallowed:
                self._place += taken
                return quoted
        self._place += 1
        return plain

    def _quoted_wide(self, text: str) -> list[str]:
        """A line with very many delimiters, which may all be in one quoted cell."""
        if '"' in text and len(text) <= _LONGEST:
            quoted, taken = self._quoted()
            if quoted is not None and len(quoted) <= MOST_COLUMNS:
                self._place += taken
                return quoted
        raise DeckError(
            gettext("line {line:,} has more than {limit:,} columns", line=self._place + 1, limit=MOST_COLUMNS),
            gettext("Import a table in which each row is a question."),
        )

    def _quoted(self) -> tuple[list[str] | None, int]:
        """The cells of the row that begins here, if its quotation marks are those of CSV, and the number of lines that were looked at."""
        taken = length = 0

        def lines() -> Iterator[str]:
            nonlocal taken, length
            for place in range(self._place, len(self._lines)):
                text = self._lines[place]
                length += len(text) + 1
                if length > _LONGEST or (taken and text.count(self._delimiter) >= MOST_COLUMNS):
                    return
                taken += 1
                yield f"{text}\n"

        try:
            cells = next(csv.reader(lines(), delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration):
            return None, max(1, taken)
        return (cells if len(cells) <= MOST_COLUMNS else None), taken
