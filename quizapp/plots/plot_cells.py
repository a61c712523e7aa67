"""A plot as cells: its layers between axes with round numbers, curves named at their ends, and a key where classes have names."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Floats, Heat, Layer, Plot, Regions, Scatter
from quizapp.plots import clip
from quizapp.plots.axes import Axis, axes, label
from quizapp.plots.geometry import boundary_ends, contour_ends, curve_names, heat, is_map, key, named_ends, ratio, spread
from quizapp.plots.picture import Picture, Row, Run, fitted, line, merged, width
from quizapp.plots.raster import SHADES, Raster

MARKERS = "○●▲"
"""One for each class, so that classes differ without colour."""
_FAINT = "◦"
"""Every class of what was there before."""
_INKS = ("a", "b", "c")
_ARROWS = "→↘↓↙←↖↑↗"
_ROOM_FOR_KEY = 8
"""Rows from which a key that does not fit beside the title gets a line of its own."""


@dataclass(frozen=True)
class _Place:
    """From data coordinates to dots."""

    plot: Plot
    raster: Raster
    across: Axis
    up: Axis

    def x(self, values: ArrayLike) -> Floats:
        return self.across.share(values) * (self.raster.width - 1)

    def y(self, values: ArrayLike) -> Floats:
        return (1 - self.up.share(values)) * (self.raster.height - 1)

    def shares(self, places: Floats) -> Floats:
        """Shares of the plot (..., 2) as dots."""
        return (places * [1, -1] + [0, 1]) * [self.raster.width - 1, self.raster.height - 1]


def plot_cells(plot: Plot, columns: int, rows: int) -> Picture | None:
    """The plot in exactly `columns` x `rows` cells; None where there is too little room."""
    across, up = axes(plot)
    inner_rows = rows - 3
    margin = max((len(name) for _, name in up.ticks(max(2, inner_rows // 3))), default=0)
    key_beside, key_below = _key(plot, columns - margin - 2, rows)
    inner_rows -= len(key_below)
    spare = _room_for_names(plot, columns)
    inner_columns = columns - margin - 2 - spare
    if inner_columns < 8 or inner_rows < 3:
        return None
    if plot.equal:
        inner_columns, inner_rows = _equal(plot, inner_columns, inner_rows)
    labels = up.ticks(max(2, inner_rows // 3))
    raster = Raster(inner_columns, inner_rows, spare)
    place = _Place(plot, raster, across, up)
    for layer in plot.layers:
        _layer(place, layer)
    _name_curves(place)
    told = {min(int(place.y(value)) // 4, inner_rows - 1): name for value, name in labels}
    blank = Run(" " * (columns - margin - 2 - inner_columns - spare))
    drawn: list[Row] = [_beside(" " * (margin + 2) + _title(plot), key_beside, columns)]
    drawn += [_beside(" " * (margin + 2), runs, columns) for runs in key_below]
    for i, row in enumerate(raster.rows_of_runs()):
        axis = f"{told[i]:>{margin}} ┤" if i in told else " " * (margin + 1) + "│"
        drawn.append(merged((Run(axis, "muted"), *row, blank)))
    rule, numbers = _x_axis(place, inner_columns)
    drawn.append(line(" " * (margin + 1) + "└" + rule, columns, "muted"))
    drawn.append(line(" " * (margin + 2) + numbers, columns, "muted"))
    drawn += [line("", columns)] * (rows - len(drawn))
    return Picture(columns, tuple(drawn))


def columns_filled(plot: Plot, rows: int) -> int | None:
    """The columns that the plot can fill in so many rows; None where it can fill any."""
    if not plot.equal:
        return None
    margin = max((len(name) for _, name in axes(plot)[1].ticks(max(2, (rows - 3) // 3))), default=0)
    return margin + 2 + max(round(2 * ratio(plot) * (rows - 3)), width(_title(plot)), 8)


def _title(plot: Plot) -> str:
    return f"{plot.ylabel}   {plot.title}" if plot.ylabel else plot.title


# -- the key -------------------------------------------------------------------------------------------------------------


def _key(plot: Plot, room: int, rows: int) -> tuple[Sequence[Run], Sequence[Sequence[Run]]]:
    """What the classes are called and what shades mean: beside the title, or in lines of its own, as there is room."""
    entries = [[Run(MARKERS[kind % 3], _INKS[kind % 3]), Run(f" {name}", "muted")] for kind, name in key(plot)]
    if (shades := heat(plot)) is not None:
        ramp = [Run(SHADES[level], f"heat-{level}") for level in range(1, len(SHADES))]
        entries.append([Run(f"{label(shades.low)} ", "muted"), *ramp, Run(f" {label(shades.high)}", "muted")])
    runs: list[Run] = []
    for entry in entries:
        runs += [Run("  "), *entry] if runs else entry
    size = sum(width(run.text) for run in runs)
    if not runs or size + width(_title(plot)) + 3 <= room:
        return runs, []
    return [], [runs] if rows - 3 >= _ROOM_FOR_KEY and size <= room else []


def _beside(words: str, runs: Sequence[Run], columns: int) -> Row:
    """Words on the left, and the key's runs on the right or, without words, behind the margin."""
    size = sum(width(run.text) for run in runs)
    if not words.strip():
        return merged((Run(words), *runs, Run(" " * (columns - len(words) - size))))
    return merged((Run(fitted(words, columns - size), "muted"), *runs))


# -- the axes ------------------------------------------------------------------------------------------------------------


def _room_for_names(plot: Plot, columns: int) -> int:
    """Columns on the right for the names of curves that run up to there."""
    names = curve_names(plot)
    return 0 if is_map(plot) or not names else min(max(map(width, names)) + 1, columns // 4)


def _x_axis(place: _Place, columns: int) -> tuple[str, str]:
    """The axis with its name at its end, and the numbers under it; under bars, their names."""
    plot = place.plot
    bars = next((layer for layer in plot.layers if isinstance(layer, Bars)), None)
    named = None if bars is None else [(float(i), name) for i, name in enumerate(bars.names)]
    rule, numbers = ["─"] * columns, ""
    for value, name in named or place.across.ticks(max(2, columns // 8)):
        if not name:
            continue
        column = min(max(int(place.x(value)) // 2, 0), columns - 1)
        start = min(max(column - width(name) // 2, 0), columns - width(name))
        if start > width(numbers) or (not numbers and start >= 0):
            numbers += " " * (start - width(numbers)) + name
            rule[column] = "─" if bars is not None else "┴"
    name = f" {plot.xlabel}" if plot.xlabel else ""
    if 0 < width(name) < columns * 2 // 3:
        rule[columns - width(name) :] = name
    return "".join(rule), numbers


def _equal(plot: Plot, columns: int, rows: int) -> tuple[int, int]:
    """The most columns and rows in which a unit of x is as long as one of y, a dot being square and a cell two dots by four."""
    wide = 2 * ratio(plot)
    return max(8, min(columns, round(wide * rows))), max(3, min(rows, round(columns / wide)))


# -- the layers ----------------------------------------------------------------------------------------------------------


def _layer(place: _Place, layer: Layer) -> None:
    match layer:
        case Scatter():
            _scatter(place, layer)
        case Curve():
            _curve(place, layer)
        case Boundary():
            if (ends := boundary_ends(layer, place.plot)) is not None:
                place.raster.segments(clip.polyline(place.x(ends[:, 0]), place.y(ends[:, 1])), "line")
        case Regions():
            place.raster.region(_sampled(layer.classes, place.raster.rows * 2, place.raster.width // 2))
        case Contour():
            for level in layer.levels:
                if len(ends := contour_ends(layer, float(level))):
                    place.raster.segments(place.shares(ends), "muted")
        case Heat():
            _heat(place, layer)
        case Bars():
            _bars(place, layer)


def _scatter(place: _Place, layer: Scatter) -> None:
    x, y = place.x(layer.points[:, 0]), place.y(layer.points[:, 1])
    for i, kind in enumerate(layer.classes):
        if layer.faint:
            place.raster.mark(float(x[i]), float(y[i]), _FAINT, "muted")
            continue
        if i == layer.highlight:
            for offset, bracket in ((-2, "["), (2, "]")):
                place.raster.mark(float(x[i]) + offset, float(y[i]), bracket, "lit")
        place.raster.mark(float(x[i]), float(y[i]), MARKERS[kind % 3], _INKS[kind % 3])


def _curve(place: _Place, layer: Curve) -> None:
    x, y = place.x(layer.x), place.y(layer.y)
    place.raster.segments(clip.polyline(x, y), _ink(layer), dashed=layer.faint)
    if layer.arrow and len(x) > 1 and not layer.faint:
        place.raster.mark(float(x[-1]), float(y[-1]), _arrow(x, y), "lit" if layer.kind is None else _ink(layer))


def _ink(layer: Curve) -> str:
    if layer.faint:
        return "muted"
    return "line" if layer.kind is None else _INKS[layer.kind % 3]


def _name_curves(place: _Place) -> None:
    """Writes curves' names at their ends, over everything else, in the order in which the curves end from above to below."""
    raster = place.raster
    ends = named_ends(place.plot, place.across, place.up)
    columns = [max(0, min(int(x * (raster.width - 1)) // 2 + 2, raster.columns - width(layer.name))) for x, _, layer in ends]
    spans = [(column, column + width(layer.name) + 1) for column, (_, _, layer) in zip(columns, ends, strict=True)]
    rows = spread([int((1 - y) * (raster.height - 1)) // 4 for _, y, _ in ends], 1, 0, raster.rows - 1, spans)
    for column, row, (_, _, layer) in zip(columns, rows, ends, strict=True):
        raster.text(column, int(row), layer.name, "lit" if layer.kind is None else _ink(layer))


def _arrow(x: Floats, y: Floats) -> str:
    dx, dy = float(x[-1] - x[-2]), float(y[-1] - y[-2])
    if not (math.isfinite(dx) and math.isfinite(dy)) or math.hypot(dx, dy) < 1:
        return "◆"
    return _ARROWS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]


def _heat(place: _Place, layer: Heat) -> None:
    z = _sampled(layer.z, place.raster.rows, place.raster.width // 2)
    share = np.clip((z - layer.low) / (layer.high - layer.low), 0, 1)
    last = len(SHADES) - 1
    place.raster.shade(np.where(np.isfinite(share), np.rint(np.nan_to_num(share) * last), -1).astype(int))


def _sampled(grid: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """The cells of a grid whose row 0 is the lowest, seen at `rows` x `columns` places from the top."""
    across = (np.arange(columns) + 0.5) / columns * grid.shape[1]
    down = (np.arange(rows) + 0.5) / rows * len(grid)
    return np.asarray(grid[::-1][np.ix_(down.astype(int), across.astype(int))])


def _bars(place: _Place, layer: Bars) -> None:
    half = 0.35
    for i, height in enumerate(layer.heights):
        if not math.isfinite(float(height)):
            continue
        left, right, top = float(place.x(i - half)), float(place.x(i + half)), float(place.y(height))
        if place.plot.ylog is not None:
            place.raster.segments(np.array([[[left, top], [right, top]]]), "b")
        else:
            place.raster.bar(left, right, top + (1 if height <= place.plot.ylim[0] else 0), "b")
