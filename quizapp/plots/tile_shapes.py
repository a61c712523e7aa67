"""Tiles as shapes on a page."""

from collections.abc import Iterator

from quizapp.demos.figures import TILE_LEVELS, Tiles
from quizapp.plots.ink import LINE, MUTED, Box, Colour, Shape, Words, length, mixed

_GAP = 2.0
_SMALLEST, _LARGEST = 14.0, 26.0
"""Pixels from one tile to the next."""
_LINE = 18.0
"""Pixels from which on the names of rows do not touch."""
_SHARES = (0.08, 0.3, 0.52, 0.76, 1.0)
TILE_COLOURS: tuple[Colour, ...] = tuple(mixed(LINE, share) for share in _SHARES)
"""One for each level."""


def tile_shapes(tiles: Tiles, left: float, across: float, top: float) -> Iterator[Shape]:
    """The tiles in a place `across` wide, from `top` down: names of rows on the left, of columns above, the key below."""
    start = left + 12 + max(map(length, tiles.rows), default=0) + 8
    room = left + across - 12 - start
    first = max(0, len(tiles.columns) - int(room / _SMALLEST))
    step = min(_LARGEST, room / max(len(tiles.columns) - first, 1))
    free = start
    for place, name in enumerate(tiles.columns[first:]):
        x = start + place * step
        if name and x >= free and x + length(name) <= left + across:
            yield Words(x, top, name, colour=MUTED)
            free = x + length(name) + 4
    top += 8
    for row, (name, levels) in enumerate(zip(tiles.rows, tiles.levels, strict=True)):
        y = top + row * step
        if step >= _LINE or row % 2 == 0:
            yield Words(left + 12, y + step / 2 + 4, name, colour=MUTED)
        for place, level in enumerate(levels[first:]):
            if level >= 0:
                yield Box(start + place * step, y, step - _GAP, step - _GAP, TILE_COLOURS[level])
    if tiles.low:
        yield from _key(tiles, start, top + len(tiles.rows) * step + 18)


def _key(tiles: Tiles, x: float, y: float) -> Iterator[Shape]:
    yield Words(x, y + 11, tiles.low, colour=MUTED)
    x += length(tiles.low) + 8
    for level in range(1, TILE_LEVELS + 1):
        yield Box(x, y, 12, 12, TILE_COLOURS[level])
        x += 14
    yield Words(x + 6, y + 11, tiles.high, colour=MUTED)
