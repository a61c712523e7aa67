"""Figures as cells: each plot between axes with round numbers, each network as nodes and edges, each table in aligned columns."""

import math
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

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
    Node,
    Plot,
    Regions,
    Scatter,
    Table,
)
from quizapp.plots import clip
from quizapp.plots.axes import ticks
from quizapp.plots.contours import segments
from quizapp.plots.picture import Picture, Row, Run, fitted, line, merged, width
from quizapp.plots.raster import SHADES, Raster

MARKERS = "○●▲"
"""One for each class, so that classes differ without colour."""
_INKS = ("a", "b", "c")
_ARROWS = "→↘↓↙←↖↑↗"


@dataclass(frozen=True)
class _Frame:
    """From data coordinates to dots."""

    plot: Plot
    raster: Raster

    def x(self, values: Floats) -> Floats:
        low, high = self.plot.xlim
        return (np.asarray(values, float) - low) / (high - low) * (self.raster.width - 1)

    def y(self, values: Floats) -> Floats:
        low, high = self.plot.ylim
        return (high - np.asarray(values, float)) / (high - low) * (self.raster.height - 1)


def draw(figure: Figure, columns: int, rows: int) -> Picture:
    """The figure in exactly `columns` x `rows` cells; too small a place shows its title alone."""
    match figure:
        case Table():
            return _table(figure, columns, rows)
        case Network():
            return _network(figure, columns, rows)
        case Plot():
            return _plot(figure, columns, rows)


def _plot(plot: Plot, columns: int, rows: int) -> Picture:
    inner_rows = rows - 3
    labels = ticks(plot.ylim, max(2, inner_rows // 3))
    margin = max((len(label) for _, label in labels), default=0)
    spare = _room_for_names(plot, columns)
    inner_columns = columns - margin - 2 - spare
    if inner_columns < 8 or inner_rows < 3:
        return _only_title(plot.title, columns, rows)
    if plot.equal:
        inner_columns = min(inner_columns, _equal_columns(plot, inner_rows))
    raster = Raster(inner_columns, inner_rows, spare)
    frame = _Frame(plot, raster)
    for layer in plot.layers:
        _layer(frame, layer)
    _name_curves(frame)
    told = {min(int(frame.y(np.array(value))) // 4, inner_rows - 1): label for value, label in labels}
    blank = Run(" " * (columns - margin - 2 - inner_columns - spare))
    drawn: list[Row] = [line(" " * (margin + 2) + _title(plot), columns, "muted")]
    for i, row in enumerate(raster.rows_of_runs()):
        axis = f"{told[i]:>{margin}} ┤" if i in told else " " * (margin + 1) + "│"
        drawn.append(merged((Run(axis, "muted"), *row, blank)))
    rule, numbers = _x_axis(frame, inner_columns)
    drawn.append(line(" " * (margin + 1) + "└" + rule, columns, "muted"))
    drawn.append(line(" " * (margin + 2) + numbers, columns, "muted"))
    return Picture(columns, tuple(drawn))


def _title(plot: Plot) -> str:
    return f"{plot.ylabel}   {plot.title}" if plot.ylabel else plot.title


def _room_for_names(plot: Plot, columns: int) -> int:
    """Columns on the right for the names of curves that run up to there; over a map, names lie inside."""
    names = [width(layer.name) for layer in plot.layers if isinstance(layer, Curve) and layer.name]
    on_a_map = any(isinstance(layer, Contour | Regions | Heat) for layer in plot.layers)
    return 0 if on_a_map or not names else min(max(names) + 1, columns // 4)


def _x_axis(frame: _Frame, columns: int) -> tuple[str, str]:
    """The axis with its name at its end, and the numbers under it; under bars, their names."""
    plot = frame.plot
    bars = next((layer for layer in plot.layers if isinstance(layer, Bars)), None)
    named = None if bars is None else [(float(i), name) for i, name in enumerate(bars.names)]
    rule, numbers = ["─"] * columns, ""
    for value, label in named or ticks(plot.xlim, max(2, columns // 8)):
        column = min(max(int(frame.x(np.array(value))) // 2, 0), columns - 1)
        start = min(max(column - width(label) // 2, 0), columns - width(label))
        if start > width(numbers) or (not numbers and start >= 0):
            numbers += " " * (start - width(numbers)) + label
            rule[column] = "─" if bars is not None else "┴"
    name = f" {plot.xlabel}" if plot.xlabel else ""
    if 0 < width(name) < columns * 2 // 3:
        rule[columns - width(name) :] = name
    return "".join(rule), numbers


def _equal_columns(plot: Plot, rows: int) -> int:
    """Columns that make a unit of x as long as one of y, a dot being square."""
    (x0, x1), (y0, y1) = plot.xlim, plot.ylim
    return max(8, round((x1 - x0) / (y1 - y0) * rows * 2))


def _layer(frame: _Frame, layer: Layer) -> None:
    match layer:
        case Scatter():
            _scatter(frame, layer)
        case Curve():
            _curve(frame, layer)
        case Boundary():
            _boundary(frame, layer)
        case Regions():
            _regions(frame, layer)
        case Contour():
            _contour(frame, layer)
        case Heat():
            _heat(frame, layer)
        case Bars():
            _bars(frame, layer)


def _scatter(frame: _Frame, layer: Scatter) -> None:
    x, y = frame.x(layer.points[:, 0]), frame.y(layer.points[:, 1])
    for i, kind in enumerate(layer.classes):
        if i == layer.highlight:
            for offset, bracket in ((-2, "["), (2, "]")):
                frame.raster.mark(float(x[i]) + offset, float(y[i]), bracket, "lit")
        frame.raster.mark(float(x[i]), float(y[i]), MARKERS[kind % 3], _INKS[kind % 3])


def _curve(frame: _Frame, layer: Curve) -> None:
    x, y = frame.x(layer.x), frame.y(layer.y)
    frame.raster.segments(clip.polyline(x, y), _ink(layer))
    if layer.arrow and len(x) > 1:
        frame.raster.mark(float(x[-1]), float(y[-1]), _arrow(x, y), "lit" if layer.kind is None else _ink(layer))


def _ink(layer: Curve) -> str:
    return "line" if layer.kind is None else _INKS[layer.kind % 3]


def _name_curves(frame: _Frame) -> None:
    """Writes curves' names at their ends, over everything else, in the order in which the curves end from above to below."""
    raster = frame.raster
    ends = []
    for layer in frame.plot.layers:
        if isinstance(layer, Curve) and layer.name:
            finite = np.flatnonzero(np.isfinite(layer.x) & np.isfinite(layer.y))
            if len(finite):
                x, y = float(frame.x(layer.x[finite[-1]])), float(frame.y(layer.y[finite[-1]]))
                ends.append((max(min(y, 1e6), -1e6), max(min(x, 1e6), -1e6), layer))
    rows = _spread([min(max(int(y) // 4, 0), raster.rows - 1) for y, _, _ in sorted(ends, key=itemgetter(0))], raster.rows)
    for row, (_, x, layer) in zip(rows, sorted(ends, key=itemgetter(0)), strict=True):
        column = max(0, min(int(x) // 2 + 2, raster.columns - width(layer.name)))
        raster.text(column, row, layer.name, "lit" if layer.kind is None else _ink(layer))


def _spread(rows: list[int], room: int) -> list[int]:
    """The rows (rising), moved as little as keeps them apart and within `room`."""
    apart: list[int] = []
    for row in rows:
        apart.append(max(row, apart[-1] + 1) if apart else row)
    highest = room - 1
    for i in range(len(apart) - 1, -1, -1):
        apart[i] = max(min(apart[i], highest), 0)
        highest = apart[i] - 1
    return apart


def _arrow(x: Floats, y: Floats) -> str:
    dx, dy = float(x[-1] - x[-2]), float(y[-1] - y[-2])
    if not (math.isfinite(dx) and math.isfinite(dy)) or math.hypot(dx, dy) < 1:
        return "◆"
    return _ARROWS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]


def _boundary(frame: _Frame, layer: Boundary) -> None:
    ends = boundary_ends(layer, frame.plot)
    if ends is not None:
        frame.raster.segments(clip.polyline(frame.x(ends[:, 0]), frame.y(ends[:, 1])), "line")


def boundary_ends(layer: Boundary, plot: Plot) -> Floats | None:
    """Two points (2, 2) of the line, far enough apart to cross the plot; None while w is zero or not finite."""
    norm = float(np.linalg.norm(layer.w))
    if not math.isfinite(norm) or norm == 0 or not math.isfinite(layer.b):
        return None
    reach = math.hypot(plot.xlim[1] - plot.xlim[0], plot.ylim[1] - plot.ylim[0])
    middle = np.array([sum(plot.xlim) / 2, sum(plot.ylim) / 2])
    foot = middle - (layer.w @ middle + layer.b) * layer.w / norm**2
    along = np.array([-layer.w[1], layer.w[0]]) / norm
    return np.stack([foot - reach * along, foot + reach * along])


def _regions(frame: _Frame, layer: Regions) -> None:
    frame.raster.region(_sampled(layer.classes, frame.raster.rows * 2, frame.raster.width // 2))


def _heat(frame: _Frame, layer: Heat) -> None:
    z = _sampled(layer.z, frame.raster.rows, frame.raster.width // 2)
    share = np.clip((z - layer.low) / (layer.high - layer.low), 0, 1)
    last = len(SHADES) - 1
    frame.raster.shade(np.where(np.isfinite(share), np.rint(np.nan_to_num(share) * last), -1).astype(int))


def _sampled(grid: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """The cells of a grid whose row 0 is the lowest, seen at `rows` x `columns` places from the top."""
    across = (np.arange(columns) + 0.5) / columns * grid.shape[1]
    down = (np.arange(rows) + 0.5) / rows * len(grid)
    return np.asarray(grid[::-1][np.ix_(down.astype(int), across.astype(int))])


def _contour(frame: _Frame, layer: Contour) -> None:
    for level in layer.levels:
        ends = contour_ends(layer, float(level), frame.plot.xlim, frame.plot.ylim)
        if len(ends):
            frame.raster.segments(np.stack([frame.x(ends[..., 0]), frame.y(ends[..., 1])], axis=-1), "muted")


@lru_cache(maxsize=64)
def contour_ends(layer: Contour, level: float, xlim: tuple[float, float], ylim: tuple[float, float]) -> Floats:
    """The lines of one level in data coordinates, (n, 2, 2)."""
    rows, columns = layer.z.shape
    (x0, x1), (y0, y1) = xlim, ylim
    scale = np.array([(x1 - x0) / (columns - 1), (y1 - y0) / (rows - 1)])
    return np.asarray(segments(layer.z, level) * scale + np.array([x0, y0]))


def _bars(frame: _Frame, layer: Bars) -> None:
    half = 0.35
    for i, height in enumerate(layer.heights):
        if math.isfinite(float(height)):
            left, right = float(frame.x(np.array(i - half))), float(frame.x(np.array(i + half)))
            frame.raster.bar(left, right, float(frame.y(np.array(height))) + (1 if height <= frame.plot.ylim[0] else 0), "b")


def _network(network: Network, columns: int, rows: int) -> Picture:
    """Edges under nodes; a negative weight is dashed, and written on its edge where there is room."""
    if columns < 12 or rows < 4:
        return _only_title(network.title, columns, rows)
    raster = Raster(columns, rows - 1)
    boxes = [_box(node, raster) for node in network.nodes]
    for node, (column, row, size) in zip(network.nodes, boxes, strict=True):
        for i, words in enumerate(node.lines):
            raster.text(column + (size - width(words)) // 2, row + i, words, "lit" if node.lit else "")
    for edge in network.edges:
        ends = _edge_ends(boxes[edge.start], boxes[edge.end])
        weight = edge.weight or 0.0
        role = "muted" if edge.weight is None else "b" if weight >= 0 else "a"
        raster.segments(ends[None], role, dashed=weight < 0)
        if edge.weight is not None:
            _weigh(raster, ends, f"{edge.weight:+.2f}", role)
    drawn = [line(network.title, columns, "muted"), *raster.rows_of_runs()]
    return Picture(columns, tuple(drawn))


def _box(node: Node, raster: Raster) -> tuple[int, int, int]:
    """The column and row at which the node's words begin, and the columns they take."""
    size = max((width(words) for words in node.lines), default=0)
    column = round(node.x * raster.columns - size / 2)
    row = round((1 - node.y) * raster.rows - len(node.lines) / 2)
    return max(0, min(column, raster.columns - size)), max(0, min(row, raster.rows - len(node.lines))), size


def _edge_ends(start: tuple[int, int, int], end: tuple[int, int, int]) -> Floats:
    """From the near side of one node's first line to the near side of the other's, in dots: (2, 2)."""
    (c0, r0, s0), (c1, r1, s1) = start, end
    if c1 >= c0 + s0:
        x0, x1 = c0 + s0, c1
    elif c0 >= c1 + s1:
        x0, x1 = c0, c1 + s1
    else:
        x0, x1 = c0 + s0 // 2, c1 + s1 // 2
    return np.array([[x0 * 2, r0 * 4 + 2], [x1 * 2 - 1, r1 * 4 + 2]], float)


def _weigh(raster: Raster, ends: Floats, words: str, role: str) -> None:
    """Writes an edge's weight on it, at the first of a few places that is free together with a cell on either side."""
    for t in (0.3, 0.7, 0.5, 0.2, 0.8):
        x, y = ends[0] * (1 - t) + ends[1] * t
        column, row = int(x) // 2 - len(words) // 2, int(y) // 4
        if raster.free(column - 1, row, len(words) + 2):
            raster.text(column, row, words, role)
            return


def column_widths(table: Table) -> list[int]:
    """Cells that each column's name and widest entry take."""
    return [max(width(name), *(width(str(row[i])) for row in table.rows), 1) for i, name in enumerate(table.columns)]


def _table(table: Table, columns: int, rows: int) -> Picture:
    """Columns aligned to the right; the last rows that fit, and as many columns as fit."""
    cells = [list(map(str, row)) for row in table.rows]
    widths = column_widths(table)
    while len(widths) > 1 and sum(widths) + len(widths) - 1 > columns - 2 * (len(widths) < len(table.columns)):
        widths.pop()
    cut = " …" if len(widths) < len(table.columns) else ""
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= columns else " "

    def laid_out(row: list[str]) -> str:
        return gap.join(fitted(cell, size, right=True) for cell, size in zip(row, widths, strict=False))

    room = max(rows - 2, 0)
    shown = range(max(0, len(cells) - room), len(cells))
    drawn = [line(table.title, columns, "muted"), line(laid_out(list(table.columns)) + cut, columns, "muted")]
    drawn += [line(laid_out(cells[i]), columns, "lit" if i == table.lit else "") for i in shown]
    drawn += [line("", columns)] * (rows - len(drawn))
    return Picture(columns, tuple(drawn[:rows]))


def _only_title(title: str, columns: int, rows: int) -> Picture:
    return Picture(columns, tuple(line(title if i == 0 else "", columns, "muted") for i in range(rows)))


def beside(pictures: list[Picture], gap: int = 2) -> Picture:
    """Pictures of one height next to each other."""
    between = Run(" " * gap)
    rows = []
    for parts in zip(*(picture.rows for picture in pictures), strict=True):
        runs = [run for part in parts for run in (*part, between)]
        rows.append(merged(runs[:-1]))
    return Picture(sum(picture.columns for picture in pictures) + gap * (len(pictures) - 1), tuple(rows))


def below(pictures: list[Picture]) -> Picture:
    """Pictures of one width under each other."""
    return Picture(pictures[0].columns, tuple(row for picture in pictures for row in picture.rows))
