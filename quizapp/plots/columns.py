"""Tables of figures as lines of text."""

from collections.abc import Iterator

from quizapp.domain.drawable import one_line
from quizapp.domain.statistics_tables import FigureTable
from quizapp.plots.picture import fitted, width

_GAP = 2
_FEWEST = 12
"""Cells that are left to the column of words, however little room there is."""


def lines(table: FigureTable, columns: int) -> Iterator[str]:
    """The headings and the rows in at most `columns` cells where that leaves the words enough: numbers aligned on the right, words cut."""
    rows = [tuple(map(one_line, row)) for row in (table.heads, *table.rows)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    others = sum(size + _GAP for place, size in enumerate(widths) if place != table.words)
    widths[table.words] = max(min(widths[table.words], columns - others), _FEWEST)
    for row in rows:
        cells = (fitted(cell, size, right=place != table.words) for place, (cell, size) in enumerate(zip(row, widths, strict=True)))
        yield (" " * _GAP).join(cells).rstrip()
