"""Figures as shapes on a page, in pixels: what SVG and GIF share. Classes are told apart by shape as well as colour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from quizapp.demos.figures import (
    Bars,
    Boundary,
    Contour,
    Curve,
    Figure,
    Floats,
    Heat,
    Layer,
    Network,
    Plot,
    Regions,
    Scatter,
    Table,
)
from quizapp.plots import clip
from quizapp.plots.axes import ticks
from quizapp.plots.draw import boundary_ends, contour_ends

PAPER = (250, 249, 246)
INK, MUTED, LINE = (42, 46, 51), (92, 102, 112), (47, 95, 138)
CLASSES = ((154, 91, 0), (31, 97, 141), (47, 111, 58))
TEXT_SIZE = 13
CHAR = 8.0
"""Width of a character, for placing words."""
_WIDTH, _HEIGHT, _CAPTION = 440.0, 360.0, 44.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 84.0, 52.0, 48.0

Colour: TypeAlias = tuple[int, int, int]


class Stroke(NamedTuple):
    """Lines (n, 2, 2) between pairs of places."""

    ends: Floats
    colour: Colour
    width: float = 1.5
    dashed: bool = False


class Box(NamedTuple):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


class Marker(NamedTuple):
    """A marker of its class around (x, y): a ring, a disc, a triangle."""

    x: float
    y: float
    kind: int


class Words(NamedTuple):
    """Text on a baseline; `anchor` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: Colour = INK


Shape: TypeAlias = Stroke | Box | Marker | Words


@dataclass(frozen=True)
class Page:
    """Shapes in the order in which they are laid over each other."""

    width: float
    height: float
    shapes: Sequence[Shape]


def page(figures: Sequence[Figure], caption: str) -> Page:
    """The figures side by side over the caption, which is wrapped."""
    width = _WIDTH * max(len(figures), 1)
    lines = list(_wrapped(caption, int((width - 24) / CHAR)))
    shapes = [shape for i, figure in enumerate(figures) for shape in _figure(figure, i * _WIDTH)]
    shapes += [Words(12, _HEIGHT + 18 + i * 18, text) for i, text in enumerate(lines)]
    return Page(width, _HEIGHT + _CAPTION, shapes)


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _figure(figure: Figure, left: float) -> Iterator[Shape]:
    yield Words(left + _LEFT, 24, figure.title, colour=MUTED)
    match figure:
        case Table():
            yield from _table(figure, left)
        case Network():
            yield from _network(figure, left)
        case Plot():
            yield from _Axes(figure, left).shapes()


def _table(table: Table, left: float) -> Iterator[Shape]:
    room = int((_HEIGHT - 60) / 16)
    first = max(0, len(table.rows) - room)
    rows = [(table.columns, MUTED), *((row, CLASSES[0] if i == table.lit else INK) for i, row in enumerate(table.rows))]
    sizes = [max(len(str(row[c])) for row, _ in rows) + 2 for c in range(len(table.columns))]
    step = min(CHAR, (_WIDTH - 24) / max(sum(sizes), 1))
    for r, (row, colour) in enumerate(rows[:1] + rows[1 + first :]):
        for c, cell in enumerate(row):
            yield Words(left + 12 + sum(sizes[: c + 1]) * step, 48 + r * 16, str(cell), "end", colour)


def _network(network: Network, left: float) -> Iterator[Shape]:
    places = [(left + 20 + node.x * (_WIDTH - 40), _TOP + (1 - node.y) * (_HEIGHT - _TOP - 20)) for node in network.nodes]
    halves = [max((len(words) for words in node.lines), default=0) * CHAR / 2 + 4 for node in network.nodes]
    for edge in network.edges:
        (x0, y0), (x1, y1) = places[edge.start], places[edge.end]
        side = np.sign(x1 - x0)
        ends = np.array([[x0 + side * halves[edge.start], y0 - 4], [x1 - side * halves[edge.end], y1 - 4]])
        weight = edge.weight or 0.0
        colour = MUTED if edge.weight is None else CLASSES[1] if weight >= 0 else CLASSES[0]
        yield Stroke(ends[None], colour, dashed=weight < 0)
        if edge.weight is not None:
            x, y = ends[0] * 0.7 + ends[1] * 0.3
            yield Words(float(x), float(y) - 3, f"{edge.weight:+.2f}", "middle", colour)
    for node, (x, y) in zip(network.nodes, places, strict=True):
        for i, words in enumerate(node.lines):
            yield Words(x, y + i * 16, words, "middle", CLASSES[0] if node.lit else INK)


@dataclass(frozen=True)
class _Axes:
    """One plot on the page, its left edge at `left`."""

    plot: Plot
    left: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the axes."""
        return self.left + _LEFT, _TOP, self.left + _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x(self, values: Any) -> Any:
        low, high = self.plot.xlim
        return self.box[0] + (values - low) / (high - low) * (self.box[2] - self.box[0])

    def y(self, values: Any) -> Any:
        low, high = self.plot.ylim
        return self.box[1] + (high - values) / (high - low) * (self.box[3] - self.box[1])

    def places(self, points: Floats) -> list[list[float]]:
        """Points (n, 2) in data coordinates, on the page."""
        return [[float(self.x(x)), float(self.y(y))] for x, y in points]

    def inside(self, x: float, y: float) -> bool:
        x0, y0, x1, y1 = self.box
        return x0 <= x <= x1 and y0 <= y <= y1  # NaN is nowhere

    def shapes(self) -> Iterator[Shape]:
        for layer in self.plot.layers:
            yield from self._layer(layer)
        yield from self._frame()

    def _frame(self) -> Iterator[Shape]:
        x0, y0, x1, y1 = self.box
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]])
        yield Stroke(clip.polyline(corners[:, 0], corners[:, 1]), MUTED, 1)
        bars = next((layer for layer in self.plot.layers if isinstance(layer, Bars)), None)
        across = ticks(self.plot.xlim, 6) if bars is None else [(float(i), name) for i, name in enumerate(bars.names)]
        for value, label in across:
            yield Words(self.x(value), y1 + 18, label, "middle", MUTED)
        for value, label in ticks(self.plot.ylim, 6):
            yield Words(x0 - 6, self.y(value) + 4, label, "end", MUTED)
        yield Words((x0 + x1) / 2, y1 + 36, self.plot.xlabel, "middle", MUTED)
        yield Words(x0 - 6, y0 - 12, self.plot.ylabel, "end", MUTED)

    def _layer(self, layer: Layer) -> Iterator[Shape]:
        match layer:
            case Scatter():
                for i, ((x, y), kind) in enumerate(zip(self.places(layer.points), layer.classes, strict=True)):
                    if self.inside(x, y):
                        yield Marker(x, y, int(kind) % 3)
                        if i == layer.highlight:
                            corners = np.array([[x - 9, y - 9], [x + 9, y - 9], [x + 9, y + 9], [x - 9, y + 9], [x - 9, y - 9]])
                            yield self._stroke(clip.polyline(corners[:, 0], corners[:, 1]), CLASSES[0])
            case Curve():
                yield from self._curve(layer)
            case Boundary():
                if (ends := boundary_ends(layer, self.plot)) is not None:
                    yield self._stroke(clip.polyline(self.x(ends[:, 0]), self.y(ends[:, 1])), LINE)
            case Contour():
                for level in layer.levels:
                    ends = contour_ends(layer, float(level), self.plot.xlim, self.plot.ylim)
                    yield self._stroke(np.stack([self.x(ends[..., 0]), self.y(ends[..., 1])], axis=-1), MUTED)
            case Regions():
                yield from self._cells(layer.classes, [mixed(colour, 0.2) for colour in CLASSES])
            case Heat():
                share = np.clip((layer.z - layer.low) / (layer.high - layer.low), 0, 1)
                levels = np.where(np.isfinite(share), np.rint(np.nan_to_num(share) * 23) + 1, 0).astype(int)
                yield from self._cells(levels, [PAPER, *(mixed(LINE, i / 23) for i in range(24))])
            case Bars():
                for i, height in enumerate(layer.heights):
                    if np.isfinite(height):
                        x, end = np.clip([self.x(i - 0.35), self.x(i + 0.35)], self.box[0], self.box[2])
                        top = min(max(self.y(float(height)), self.box[1]), self.box[3])
                        yield Box(float(x), top, float(end - x), self.box[3] - top, CLASSES[1])

    def _curve(self, layer: Curve) -> Iterator[Shape]:
        colour = LINE if layer.kind is None else CLASSES[layer.kind % 3]
        x, y = self.x(layer.x), self.y(layer.y)
        yield self._stroke(clip.polyline(x, y), colour)
        finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if len(finite) and self.inside(x[finite[-1]], y[finite[-1]]):
            end_x, end_y = float(x[finite[-1]]), float(y[finite[-1]])
            yield Words(end_x + 5, end_y + 4, layer.name, colour=colour)
            if layer.arrow and len(finite) > 1:
                yield self._stroke(_head(x[finite[-2:]], y[finite[-2:]]), colour)

    def _stroke(self, ends: Floats, colour: Colour) -> Stroke:
        return Stroke(clip.clipped(ends, self.box), colour)

    def _cells(self, kinds: NDArray[np.int64], palette: Sequence[Colour]) -> Iterator[Box]:
        """The grid's cells, neighbours of one colour as one box."""
        x0, _, x1, y1 = self.box
        rows, columns = kinds.shape
        w, h = (x1 - x0) / columns, (y1 - self.box[1]) / rows
        for r in range(rows):
            column = 0
            for kind, run in groupby(kinds[r].tolist()):
                size = len(list(run))
                yield Box(x0 + column * w, y1 - (r + 1) * h, size * w, h, palette[kind % len(palette)])
                column += size


def _head(x: Floats, y: Floats) -> Floats:
    """The two lines of an arrow's head (2, 2, 2) at the end of the way from (x[0], y[0]) to (x[1], y[1])."""
    back = np.arctan2(y[0] - y[1], x[0] - x[1])
    tip = np.array([x[1], y[1]])
    return np.stack([np.stack([tip, tip + 10 * np.array([np.cos(back + turn), np.sin(back + turn)])]) for turn in (-0.5, 0.5)])


def mixed(colour: Colour, share: float) -> Colour:
    """`colour` over paper."""
    red, green, blue = (round(p + (c - p) * share) for p, c in zip(PAPER, colour, strict=True))
    return red, green, blue
