"""A frame's figures together in one place: beside each other where that leaves each wide enough, else one below the other."""

from collections.abc import Sequence

from quizapp.demos.figures import Figure, Network, Plot, Table, Tiles
from quizapp.plots.draw import below, beside, column_widths, draw, network_columns
from quizapp.plots.picture import Picture
from quizapp.plots.plot_cells import columns_filled
from quizapp.plots.tile_cells import rows_filled

_NARROWEST = 26
"""Columns below which a figure stands alone on its lines."""
_NETWORK = 46
"""Columns that a network gets at most beside a table that needs them."""
_LOWEST = 8
"""Rows below which a second figure is left out rather than both made illegible."""


def compose(figures: Sequence[Figure], columns: int, rows: int) -> Picture:
    """All figures in exactly `columns` x `rows` cells. Where there is room for fewer, the last ones are left out."""
    if not figures or columns < 1 or rows < 1:
        return Picture(columns, ())
    if len(figures) == 1:
        return draw(figures[0], columns, rows)
    if _fit_beside(figures, columns) or (_stand_beside(figures, columns) and rows < _LOWEST * len(figures)):
        return beside(
            [draw(figure, size, rows) for figure, size in zip(figures, _spare(figures, _widths(figures, columns), rows), strict=True)]
        )
    if rows >= _LOWEST * len(figures):
        heights = _heights(figures, rows)
        return below([draw(figure, columns, height) for figure, height in zip(figures, heights, strict=True)])
    return compose(figures[:-1], columns, rows)


def rows_needed(figures: Sequence[Figure], columns: int) -> int:
    """How many rows it takes, at least, for all figures to be shown in `columns`."""
    if len(figures) < 2 or _fit_beside(figures, columns):
        return _LOWEST if figures else 0
    return _LOWEST * len(figures)


def _stand_beside(figures: Sequence[Figure], columns: int) -> bool:
    """Whether there is room beside each other, if need be without the last columns of a table. Tiles are of use the wider they are."""
    return not any(isinstance(each, Tiles) for each in figures) and columns >= _NARROWEST * len(figures) + 2


def _fit_beside(figures: Sequence[Figure], columns: int) -> bool:
    """Whether there is room beside each other with every column of every table, set close."""
    if not _stand_beside(figures, columns):
        return False
    widths = zip(figures, _widths(figures, columns), strict=True)
    return all(sum(size + 1 for size in column_widths(each)) <= width + 1 for each, width in widths if isinstance(each, Table))


def _heights(figures: Sequence[Figure], rows: int) -> list[int]:
    """A table takes no more than its rows and two for its title and headings, tiles just what they fill; the others share the rest."""
    heights = _shares(rows, len(figures))
    takers = [i for i, each in enumerate(figures) if not isinstance(each, Table | Tiles)]
    if not takers:
        return heights
    taken = [_rows_taken(each, height) for each, height in zip(figures, heights, strict=True)]
    shares = dict(zip(takers, _shares(rows - sum(taken), len(takers)), strict=True))
    return [shares.get(i, height) for i, height in enumerate(taken)]


def _rows_taken(figure: Figure, share: int) -> int:
    match figure:
        case Table():
            return min(len(figure.rows) + 2, share)
        case Tiles():
            return rows_filled(figure)
        case _:
            return 0


def _widths(figures: Sequence[Figure], columns: int) -> list[int]:
    """A table takes what its columns need where that leaves the others enough; they share the rest."""
    room = columns - 2 * (len(figures) - 1)
    needs = [sum(size + 2 for size in column_widths(figure)) if isinstance(figure, Table) else 0 for figure in figures]
    least = [
        0 if need else min(network_columns(figure), _NETWORK) if isinstance(figure, Network) else _NARROWEST
        for figure, need in zip(figures, needs, strict=True)
    ]
    tables, plots = sum(map(bool, needs)), sum(map(bool, least))
    if not plots or not tables:
        return _shares(room, len(figures))
    needs = [min(need, max((room - sum(least)) // tables, room // len(figures) // 2)) for need in needs]
    shares = iter(_shares(room - sum(needs), plots))
    return [need or next(shares) for need in needs]


def _spare(figures: Sequence[Figure], widths: Sequence[int], rows: int) -> list[int]:
    """What plots cannot fill of their widths, because units are to be equal, goes to those beside them."""
    filled = [columns_filled(figure, rows) if isinstance(figure, Plot) else None for figure in figures]
    least = [size if most is None else min(size, max(most, _NARROWEST)) for size, most in zip(widths, filled, strict=True)]
    takers = [i for i, most in enumerate(filled) if most is None and isinstance(figures[i], Plot)]
    more = dict(zip(takers, _shares(sum(widths) - sum(least), len(takers)), strict=True)) if takers else {}
    return [size + more.get(i, 0) for i, size in enumerate(least)] if takers else list(widths)


def _shares(whole: int, parts: int) -> list[int]:
    return [whole // parts + (i < whole % parts) for i in range(parts)]
