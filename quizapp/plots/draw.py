"""Figures as cells: each plot in a frame of axes with its limits, each table in aligned columns."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Figure, Floats, Layer, Plot, Regions, Scatter, Table
from quizapp.plots.contours import segments
from quizapp.plots.picture import Picture, Row, Run, fitted, line, merged, width
from quizapp.plots.raster import Raster

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
    if isinstance(figure, Table):
        return _table(figure, columns, rows)
    return _plot(figure, columns, rows)


def _plot(plot: Plot, columns: int, rows: int) -> Picture:
    ticks = [_number(limit) for limit in (plot.ylim[1], plot.ylim[0])]
    margin = max(map(len, ticks), default=0)
    inner_columns, inner_rows = columns - margin - 2, rows - 3
    if inner_columns < 8 or inner_rows < 3:
        return _only_title(plot.title, columns, rows)
    if plot.equal:
        inner_columns = min(inner_columns, _equal_columns(plot, inner_rows))
    raster = Raster(inner_columns, inner_rows)
    frame = _Frame(plot, raster)
    for layer in plot.layers:
        _layer(frame, layer)
    drawn: list[Row] = [line(" " * (margin + 2) + _title(plot), columns, "muted")]
    for i, row in enumerate(raster.rows_of_runs()):
        tick = ticks[0] if i == 0 else ticks[1] if i == inner_rows - 1 else ""
        blank = Run(" " * (columns - margin - 2 - inner_columns))
        drawn.append((Run(f"{tick:>{margin}} ", "muted"), Run("│", "muted"), *row, blank))
    drawn.append(line(" " * (margin + 1) + "└" + "─" * inner_columns, columns, "muted"))
    drawn.append(line(" " * (margin + 2) + _ticks(plot, inner_columns), columns, "muted"))
    return Picture(columns, tuple(drawn))


def _title(plot: Plot) -> str:
    return f"{plot.ylabel}   {plot.title}" if plot.ylabel else plot.title


def _ticks(plot: Plot, columns: int) -> str:
    """The limits of x at their places, its name between them where there is room; under bars, their names."""
    for layer in plot.layers:
        if isinstance(layer, Bars):
            return _bar_names(plot, layer, columns)
    low, high = _number(plot.xlim[0]), _number(plot.xlim[1])
    between = columns - len(low) - len(high)
    if between < 1:
        return fitted(plot.xlabel, columns)
    name = plot.xlabel if width(plot.xlabel) <= between - 2 else ""
    return low + name.center(between) + high


def _bar_names(plot: Plot, layer: Bars, columns: int) -> str:
    """Each bar's name under its middle, leaving out those that would touch; then the name of the axis."""
    text = ""
    low, high = plot.xlim
    for i, name in enumerate(layer.names):
        start = round((i - low) / (high - low) * (columns - 1)) - width(name) // 2
        if start > width(text) or (not text and start >= 0):
            text += " " * (start - width(text)) + name
    return (
        fitted(text, columns - width(plot.xlabel)) + plot.xlabel
        if width(text) + width(plot.xlabel) + 2 < columns
        else fitted(text, columns)
    )


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
    frame.raster.polyline(x, y, "line")
    if not len(x) or not (np.isfinite(x[-1]) and np.isfinite(y[-1])):
        return
    if layer.arrow and len(x) > 1:
        frame.raster.mark(float(x[-1]), float(y[-1]), _arrow(x, y), "lit")
    if layer.name:
        column = max(0, min(int(x[-1]) // 2 + 2, frame.raster.columns - width(layer.name)))
        frame.raster.text(column, min(max(int(y[-1]) // 4, 0), frame.raster.rows - 1), layer.name, "lit")


def _arrow(x: Floats, y: Floats) -> str:
    dx, dy = float(x[-1] - x[-2]), float(y[-1] - y[-2])
    if not (math.isfinite(dx) and math.isfinite(dy)) or math.hypot(dx, dy) < 1:
        return "◆"
    return _ARROWS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]


def _boundary(frame: _Frame, layer: Boundary) -> None:
    ends = boundary_ends(layer, frame.plot)
    if ends is not None:
        frame.raster.polyline(frame.x(ends[:, 0]), frame.y(ends[:, 1]), "line")


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
    grid = layer.classes[::-1]
    rows = np.linspace(0, len(grid) - 1, frame.raster.rows * 2).round().astype(int)
    columns = np.linspace(0, grid.shape[1] - 1, frame.raster.columns).round().astype(int)
    frame.raster.region(grid[np.ix_(rows, columns)])


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


def _table(table: Table, columns: int, rows: int) -> Picture:
    """Columns aligned to the right; the last rows that fit, and as many columns as fit."""
    cells = [list(map(str, row)) for row in table.rows]
    widths = [max(width(name), *(width(row[i]) for row in cells), 1) if cells else width(name) for i, name in enumerate(table.columns)]
    gap = "  " if sum(widths) + 2 * len(widths) <= columns else " "

    def laid_out(row: list[str]) -> str:
        return gap.join(fitted(cell, size, right=True) for cell, size in zip(row, widths, strict=True))

    room = max(rows - 2, 0)
    shown = range(max(0, len(cells) - room), len(cells))
    drawn = [line(table.title, columns, "muted"), line(laid_out(list(table.columns)), columns, "muted")]
    drawn += [line(laid_out(cells[i]), columns, "lit" if i == table.lit else "") for i in shown]
    drawn += [line("", columns)] * (rows - len(drawn))
    return Picture(columns, tuple(drawn[:rows]))


def _only_title(title: str, columns: int, rows: int) -> Picture:
    return Picture(columns, tuple(line(title if i == 0 else "", columns, "muted") for i in range(rows)))


def _number(value: float) -> str:
    return f"{value:.4g}"


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
