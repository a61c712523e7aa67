"""Figures as shapes on a page, in pixels: what SVG and GIF share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quizapp.demos.figures import Figure, Frame, Network, Plot, Table, Tiles
from quizapp.plots.ink import CHAR, CLASSES, INK, MUTED, TEXT_SIZE, Box, Marker, Shape, Stroke, Words, length
from quizapp.plots.picture import fitted, width
from quizapp.plots.plot_shapes import PlotShapes
from quizapp.plots.tile_shapes import tile_shapes

_WIDTH, _HEIGHT = 440.0, 360.0
_LINE = 18.0
_TOP = 52.0


@dataclass(frozen=True)
class Page:
    """Shapes in the order in which they are laid over each other."""

    width: float
    height: float
    shapes: Sequence[Shape]


def page(figures: Sequence[Figure], caption: str) -> Page:
    """The figures side by side over the caption, which is wrapped."""
    return next(pages([Frame(caption, figures=figures)]))


def chart(figure: Figure) -> Page:
    """The figure alone, without a caption, on a page as high as it is."""
    shapes = list(_figures([figure]))
    return Page(_WIDTH, max(map(_bottom, shapes)) + 8, shapes)


def _bottom(shape: Shape) -> float:
    match shape:
        case Stroke():
            return float(shape.ends[..., 1].max(initial=0.0))
        case Box():
            return shape.y + shape.height
        case Marker() | Words():
            return shape.y + 6


def pages(frames: Sequence[Frame]) -> Iterator[Page]:
    """A page for each frame, all of one size: as wide as the most figures and as high as the longest caption need."""
    wide = _WIDTH * max(1, *(len(frame.figures) for frame in frames))
    captions = [list(_wrapped(frame.caption, int((wide - 24) / CHAR))) for frame in frames]
    high = _HEIGHT + _LINE * max(2, *map(len, captions)) + 8
    for frame, lines in zip(frames, captions, strict=True):
        words = [Words(12, _HEIGHT + _LINE * (i + 1), text) for i, text in enumerate(lines)]
        yield Page(wide, high, [*_figures(frame.figures), *words])


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _figures(figures: Sequence[Figure]) -> Iterator[Shape]:
    for i, figure in enumerate(figures):
        left = i * _WIDTH
        yield Words(left + 12, 24, fitted(figure.title, min(width(figure.title), int((_WIDTH - 24) / CHAR))), colour=MUTED)
        match figure:
            case Table():
                yield from _table(figure, left)
            case Network():
                yield from _network(figure, left)
            case Tiles():
                yield from tile_shapes(figure, left, _WIDTH, _TOP)
            case Plot():
                yield from PlotShapes(figure, left, _WIDTH, _HEIGHT).shapes()


def _table(table: Table, left: float) -> Iterator[Shape]:
    """The last rows that fit, in letters as small as its columns need."""
    room = int((_HEIGHT - 60) / 16)
    first = max(0, len(table.rows) - room)
    rows = [(table.columns, MUTED), *((row, CLASSES[0] if i == table.lit else INK) for i, row in enumerate(table.rows))]
    sizes = [max(length(str(row[c])) for row, _ in rows) + 2 * CHAR for c in range(len(table.columns))]
    scale = min(1.0, (_WIDTH - 24) / max(sum(sizes), 1))
    for r, (row, colour) in enumerate(rows[:1] + rows[1 + first :]):
        for c, cell in enumerate(row):
            yield Words(left + 12 + sum(sizes[: c + 1]) * scale, 48 + r * 16, str(cell), "end", colour, size=TEXT_SIZE * scale)


def _network(network: Network, left: float) -> Iterator[Shape]:
    halves = [max(map(length, node.lines), default=0) / 2 + 4 for node in network.nodes]
    places = [
        (
            min(max(left + 20 + node.x * (_WIDTH - 40), left + half), left + _WIDTH - half),
            _TOP + (1 - node.y) * (_HEIGHT - _TOP - 16 * len(node.lines)),
        )
        for node, half in zip(network.nodes, halves, strict=True)
    ]
    for edge in network.edges:
        (x0, y0), (x1, y1) = places[edge.start], places[edge.end]
        side = np.sign(x1 - x0)
        ends = np.array([[x0 + side * halves[edge.start], y0 - 4], [x1 - side * halves[edge.end], y1 - 4]])
        weight = edge.weight or 0.0
        colour = MUTED if edge.weight is None else CLASSES[1] if weight >= 0 else CLASSES[0]
        yield Stroke(ends[None], colour, dashed=weight < 0)
        if edge.weight is not None:
            x, y = ends[0] * 0.7 + ends[1] * 0.3
            yield Words(float(x), float(y) - 3, f"{edge.weight:+.2f}", "middle", colour, halo=True)
    for node, (x, y) in zip(network.nodes, places, strict=True):
        for i, words in enumerate(node.lines):
            yield Words(x, y + i * 16, words, "middle", CLASSES[0] if node.lit else INK)
