"""A plot as shapes on a page: its layers in a box with round numbers, curves named at their ends, and a key where classes have names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Floats, Heat, Layer, Plot, Regions, Scatter
from quizapp.plots import clip
from quizapp.plots.axes import Axis, axes, label
from quizapp.plots.geometry import boundary_ends, contour_ends, curve_names, heat, is_map, key, named_ends, ratio, spread
from quizapp.plots.ink import CLASSES, LINE, MUTED, PAPER, Box, Colour, Marker, Shape, Stroke, Words, length, mixed

_TOP, _BOTTOM = 52.0, 48.0
_LINE = 14.0
"""From one line of small words to the next."""
FAINT = 0.4
"""How much of its colour is left of what was there before."""
_SHADES = 24


@dataclass(frozen=True)
class PlotShapes:
    """One plot on the page, in a place `width` x `height` whose left edge is at `left`. Nothing is drawn outside of it."""

    plot: Plot
    left: float
    width: float
    height: float

    @property
    def _right(self) -> float:
        return self.left + self.width

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        """Of x and of y."""
        return axes(self.plot)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the axes."""
        numbers = max((length(name) for _, name in self.axes[1].ticks(6)), default=0.0)
        left = self.left + max(numbers + 12, 48)
        right = self._right - self._room_on_the_right()
        top, bottom = _TOP + (0 if self._key_fits_above() else _LINE + 2), self.height - _BOTTOM
        if self.plot.equal:
            wide, high = right - left, bottom - top
            right, bottom = left + min(wide, high * ratio(self.plot)), top + min(high, wide / ratio(self.plot))
        return left, top, right, bottom

    def shapes(self) -> Iterator[Shape]:
        """Everything, in the order in which it is drawn."""
        for layer in self.plot.layers:
            yield from self._layer(layer)
        yield from self._frame()
        yield from self._names()
        yield from self._key()

    # -- places ----------------------------------------------------------------------------------------------------------

    def _x(self, values: ArrayLike) -> Any:
        return self.box[0] + self.axes[0].share(values) * (self.box[2] - self.box[0])

    def _y(self, values: ArrayLike) -> Any:
        return self.box[3] - self.axes[1].share(values) * (self.box[3] - self.box[1])

    def _inside(self, x: float, y: float) -> bool:
        x0, y0, x1, y1 = self.box
        return x0 <= x <= x1 and y0 <= y <= y1  # NaN is nowhere

    def _room_on_the_right(self) -> float:
        """For the names of curves that run up to there, or for the scale of a heat map."""
        if (shades := heat(self.plot)) is not None:
            return 34 + max(length(label(shades.low)), length(label(shades.high)))
        names = curve_names(self.plot)
        return 16.0 if is_map(self.plot) or not names else min(max(map(length, names)) + 12, self.width / 3)

    # -- around the box --------------------------------------------------------------------------------------------------

    def _frame(self) -> Iterator[Shape]:
        x0, y0, x1, y1 = self.box
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]])
        yield Stroke(clip.polyline(corners[:, 0], corners[:, 1]), MUTED, 1)
        bars = next((layer for layer in self.plot.layers if isinstance(layer, Bars)), None)
        across = self.axes[0].ticks(6) if bars is None else [(float(i), name) for i, name in enumerate(bars.names)]
        free = self.left
        for value, name in across:
            x, half = float(self._x(value)), length(name) / 2
            x = min(max(x, self.left + half), self._right - half)
            if name and x - half >= free:
                yield Words(x, y1 + 18, name, "middle", MUTED)
                free = x + half + 6
        for value, name in self.axes[1].ticks(6):
            yield Words(x0 - 6, float(self._y(value)) + 4, name, "end", MUTED)
        half = length(self.plot.xlabel) / 2
        middle = min(max((x0 + x1) / 2, self.left + half), self._right - half)
        yield Words(middle, y1 + 36, self.plot.xlabel, "middle", MUTED)
        yield Words(self.left + 12, _TOP - 12, self.plot.ylabel, colour=MUTED)

    def _names(self) -> Iterator[Shape]:
        """Names stand at the ends of their curves, moved apart where those lie close together."""
        x0, y0, x1, y1 = self.box
        ends = named_ends(self.plot, *self.axes)
        starts = [min(min(max(x0 + x * (x1 - x0), x0), x1) + 5, self._right - length(layer.name) - 2) for x, _, layer in ends]
        spans = [(start, start + length(layer.name)) for start, (_, _, layer) in zip(starts, ends, strict=True)]
        heights = [min(max(y1 - y * (y1 - y0), y0), y1) + 4 for _, y, _ in ends]
        for x, y, (_, _, layer) in zip(starts, spread(heights, _LINE, y0 + 10, y1 - 2, spans), ends, strict=True):
            yield Words(x, y, layer.name, colour=_colour(layer), halo=True)

    def _key_fits_above(self) -> bool:
        """Whether the key has room beside the name of the y axis."""
        return length(self.plot.ylabel) + self._key_length() + 36 <= self.width

    def _key_length(self) -> float:
        return sum(24 + length(name) for _, name in key(self.plot))

    def _key(self) -> Iterator[Shape]:
        x, y = self._right - 12 - self._key_length(), self.box[1] - 12
        for kind, name in key(self.plot):
            yield Marker(x + 6, y - 4, kind % 3)
            yield Words(x + 16, y, name, colour=MUTED)
            x += 24 + length(name)
        if (shades := heat(self.plot)) is not None:
            _, top, x, bottom = self.box
            step = (bottom - top) / _SHADES
            for level in range(_SHADES):
                yield Box(x + 10, bottom - (level + 1) * step, 12, step, mixed(LINE, level / (_SHADES - 1)))
            yield Words(x + 27, bottom, label(shades.low), colour=MUTED)
            yield Words(x + 27, top + 10, label(shades.high), colour=MUTED)

    # -- inside it -------------------------------------------------------------------------------------------------------

    def _layer(self, layer: Layer) -> Iterator[Shape]:
        match layer:
            case Scatter():
                yield from self._scatter(layer)
            case Curve():
                yield from self._curve(layer)
            case Boundary():
                if (ends := boundary_ends(layer, self.plot)) is not None:
                    yield self._stroke(clip.polyline(self._x(ends[:, 0]), self._y(ends[:, 1])), LINE)
            case Contour():
                x0, y0, x1, y1 = self.box
                for level in layer.levels:
                    yield self._stroke([x0, y1] + contour_ends(layer, float(level)) * [x1 - x0, y0 - y1], MUTED)
            case Regions():
                yield from self._cells(layer.classes, [mixed(colour, 0.2) for colour in CLASSES])
            case Heat():
                share = np.clip((layer.z - layer.low) / (layer.high - layer.low), 0, 1)
                levels = np.where(np.isfinite(share), np.rint(np.nan_to_num(share) * (_SHADES - 1)) + 1, 0).astype(int)
                yield from self._cells(levels, [PAPER, *(mixed(LINE, i / (_SHADES - 1)) for i in range(_SHADES))])
            case Bars():
                yield from self._bars(layer)

    def _scatter(self, layer: Scatter) -> Iterator[Shape]:
        places = zip(self._x(layer.points[:, 0]).tolist(), self._y(layer.points[:, 1]).tolist(), layer.classes, strict=True)
        for i, (x, y, kind) in enumerate(places):
            if not self._inside(x, y):
                continue
            yield Marker(x, y, int(kind) % 3, layer.faint)
            if i == layer.highlight and not layer.faint:
                corners = np.array([[x - 9, y - 9], [x + 9, y - 9], [x + 9, y + 9], [x - 9, y + 9], [x - 9, y - 9]])
                yield self._stroke(clip.polyline(corners[:, 0], corners[:, 1]), CLASSES[0])

    def _curve(self, layer: Curve) -> Iterator[Shape]:
        x, y = self._x(layer.x), self._y(layer.y)
        yield self._stroke(clip.polyline(x, y), _colour(layer), dashed=layer.faint)
        finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if layer.arrow and not layer.faint and len(finite) > 1 and self._inside(x[finite[-1]], y[finite[-1]]):
            yield self._stroke(_head(x[finite[-2:]], y[finite[-2:]]), _colour(layer))

    def _bars(self, layer: Bars) -> Iterator[Shape]:
        for i, height in enumerate(layer.heights):
            if not np.isfinite(height):
                continue
            x, end = np.clip([self._x(i - 0.35), self._x(i + 0.35)], self.box[0], self.box[2])
            top = float(self._y(height))
            if self.plot.ylog is not None:
                yield self._stroke(np.array([[[x, top], [end, top]]]), CLASSES[1], width=4)
            else:
                top = min(max(top, self.box[1]), self.box[3])
                yield Box(float(x), top, float(end - x), self.box[3] - top, CLASSES[1])

    def _stroke(self, ends: Floats, colour: Colour, *, dashed: bool = False, width: float = 1.5) -> Stroke:
        return Stroke(clip.clipped(ends, self.box), colour, width, dashed)

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


def _colour(layer: Curve) -> Colour:
    colour = LINE if layer.kind is None else CLASSES[layer.kind % 3]
    return mixed(colour, FAINT) if layer.faint else colour


def _head(x: Floats, y: Floats) -> Floats:
    """The two lines of an arrow's head (2, 2, 2) at the end of the way from (x[0], y[0]) to (x[1], y[1])."""
    back = np.arctan2(y[0] - y[1], x[0] - x[1])
    tip = np.array([x[1], y[1]])
    return np.stack([np.stack([tip, tip + 10 * np.array([np.cos(back + turn), np.sin(back + turn)])]) for turn in (-0.5, 0.5)])
