"""Tiles as cells: two columns for each, denser where its level is higher, so that colour is not needed."""

from collections.abc import Sequence

from quizapp.demos.figures import TILE_LEVELS, Tiles
from quizapp.plots.picture import Picture, Row, Run, fitted, line, merged, width

_TILE = 2
"""Columns of a tile."""
GLYPHS = "·░▒▓█"
"""One for each level."""
_INKS = ("muted", *(f"heat-{level}" for level in (3, 4, 6, 7)))


def tile_cells(tiles: Tiles, columns: int, rows: int) -> Picture | None:
    """The tiles in exactly `columns` x `rows` cells; None where there is too little room. A gap parts their columns if all have room so."""
    margin = max(map(width, tiles.rows), default=0) + 1
    step = _TILE + (margin + (_TILE + 1) * len(tiles.columns) <= columns)
    shown = min((columns - margin) // step, len(tiles.columns))
    if rows < rows_filled(tiles) or shown < 1:
        return None
    first = len(tiles.columns) - shown
    drawn = [_head(tiles, columns), line(" " * margin + _names(tiles.columns[first:], step, columns - margin), columns, "muted")]
    for name, levels in zip(tiles.rows, tiles.levels, strict=True):
        runs = [_tile(level, step) for level in levels[first:]]
        drawn.append(merged([Run(fitted(name, margin), "muted"), *runs, Run(" " * (columns - margin - shown * step))]))
    return Picture(columns, (*drawn, *(line("", columns) for _ in range(rows - len(drawn)))))


def rows_filled(tiles: Tiles) -> int:
    """The rows that the tiles take, with their title and the names of the columns."""
    return len(tiles.rows) + 2


def _tile(level: int, step: int) -> Run:
    return Run(
        f"{GLYPHS[level] * _TILE if level > 0 else '· ' if level == 0 else '  '}{' ' * (step - _TILE)}", _INKS[level] if level >= 0 else ""
    )


def _names(names: Sequence[str], step: int, room: int) -> str:
    """The names of columns over them, each where there is room behind the one before."""
    text = ""
    for place, name in enumerate(names):
        start = place * step
        if name and (not text or start > width(text)) and start + width(name) <= room:
            text = fitted(text, start) + name
    return text


def _head(tiles: Tiles, columns: int) -> Row:
    """The title, and on its right the key where there is room for it."""
    ramp = [Run(GLYPHS[level] * _TILE, _INKS[level]) for level in range(1, TILE_LEVELS + 1)]
    key = [Run(f"{tiles.low} ", "muted"), *ramp, Run(f" {tiles.high}", "muted")]
    room = columns - sum(width(run.text) for run in key)
    if not tiles.low or width(tiles.title) + 2 > room:
        return line(tiles.title, columns, "muted")
    return merged([Run(fitted(tiles.title, room), "muted"), *key])
