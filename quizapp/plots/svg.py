"""Figures as SVG: vectors in data coordinates, classes told apart by shape as well as colour, text that a screen reader can read."""

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Figure, Layer, Plot, Regions, Scatter, Table
from quizapp.plots.draw import boundary_ends, contour_ends

_WIDTH, _HEIGHT, _MARGIN = 420.0, 360.0, 48.0
_COLOURS = ("#9a5b00", "#1f618d", "#2f6f3a")
_INK, _MUTED, _LINE = "#2a2e33", "#5c6670", "#2f5f8a"


def svg(figures: Sequence[Figure], caption: str) -> str:
    """One SVG document with the figures side by side over the caption."""
    width, height = _WIDTH * max(len(figures), 1), _HEIGHT + 40
    parts = [part for i, figure in enumerate(figures) for part in _placed(figure, i)]
    text = f'<text x="12" y="{height - 14:g}" fill="{_INK}">{escape(caption)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="monospace" font-size="13">\n'
        f'<rect width="100%" height="100%" fill="#faf9f6"/>\n' + "\n".join(parts) + f"\n{text}\n</svg>\n"
    )


def _placed(figure: Figure, i: int) -> Iterator[str]:
    yield f'<g transform="translate({i * _WIDTH:g} 0)">'
    yield f'<text x="{_MARGIN:g}" y="24" fill="{_MUTED}">{escape(figure.title)}</text>'
    yield from _table(figure) if isinstance(figure, Table) else _plot(figure, i)
    yield "</g>"


def _table(table: Table) -> Iterator[str]:
    step = (_WIDTH - _MARGIN) / max(len(table.columns), 1)
    rows = [table.columns, *table.rows[-int((_HEIGHT - 60) / 16) :]]
    lit = None if table.lit is None else len(rows) - (len(table.rows) - table.lit)
    for r, row in enumerate(rows):
        colour = _MUTED if r == 0 else _COLOURS[0] if r == lit else _INK
        for c, cell in enumerate(row):
            yield f'<text x="{(c + 1) * step:.1f}" y="{48 + r * 16}" text-anchor="end" fill="{colour}">{escape(str(cell))}</text>'


def _plot(plot: Plot, i: int) -> Iterator[str]:
    side_x, side_y = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    yield f'<clipPath id="box{i}"><rect x="{_MARGIN:g}" y="{_MARGIN:g}" width="{side_x:g}" height="{side_y:g}"/></clipPath>'
    yield f'<rect x="{_MARGIN:g}" y="{_MARGIN:g}" width="{side_x:g}" height="{side_y:g}" fill="none" stroke="{_MUTED}"/>'
    bottom = _HEIGHT - _MARGIN
    labels = (
        (_MARGIN, bottom + 18, "middle", f"{plot.xlim[0]:.4g}"),
        (_WIDTH - _MARGIN, bottom + 18, "middle", f"{plot.xlim[1]:.4g}"),
        (_WIDTH / 2, bottom + 18, "middle", plot.xlabel),
        (_MARGIN - 6, bottom, "end", f"{plot.ylim[0]:.4g}"),
        (_MARGIN - 6, _MARGIN + 10, "end", f"{plot.ylim[1]:.4g}"),
        (_MARGIN - 6, _HEIGHT / 2, "end", plot.ylabel),
    )
    for x, y, anchor, label in labels:
        yield f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{_MUTED}">{escape(label)}</text>'
    yield f'<g clip-path="url(#box{i})">'
    for layer in plot.layers:
        yield from _layer(plot, layer)
    yield "</g>"


def _x(plot: Plot, value: float) -> float:
    return _MARGIN + (value - plot.xlim[0]) / (plot.xlim[1] - plot.xlim[0]) * (_WIDTH - 2 * _MARGIN)


def _y(plot: Plot, value: float) -> float:
    return _MARGIN + (plot.ylim[1] - value) / (plot.ylim[1] - plot.ylim[0]) * (_HEIGHT - 2 * _MARGIN)


def _path(plot: Plot, points: np.ndarray, colour: str) -> str:
    kept = points[np.isfinite(points).all(axis=1)]
    places = " ".join(f"{_x(plot, x):.2f},{_y(plot, y):.2f}" for x, y in np.clip(kept, -1e6, 1e6))
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _layer(plot: Plot, layer: Layer) -> Iterator[str]:
    match layer:
        case Scatter():
            for point, kind in zip(layer.points, layer.classes, strict=True):
                yield _marker(_x(plot, point[0]), _y(plot, point[1]), int(kind) % 3)
        case Curve():
            yield _path(plot, np.stack([layer.x, layer.y], axis=1), _LINE)
            yield f'<text x="{_x(plot, layer.x[-1]) + 4:.1f}" y="{_y(plot, layer.y[-1]):.1f}" fill="{_LINE}">{escape(layer.name)}</text>'
        case Boundary():
            if (ends := boundary_ends(layer, plot)) is not None:
                yield _path(plot, ends, _LINE)
        case Contour():
            for level in layer.levels:
                yield from (_path(plot, ends, _MUTED) for ends in contour_ends(layer, float(level), plot.xlim, plot.ylim))
        case Regions():
            yield from _regions(plot, layer)
        case Bars():
            for i, height in enumerate(layer.heights):
                left, right, top = _x(plot, i - 0.35), _x(plot, i + 0.35), _y(plot, float(height))
                size = f'width="{right - left:.1f}" height="{_HEIGHT - _MARGIN - top:.1f}"'
                yield f'<rect x="{left:.1f}" y="{top:.1f}" {size} fill="{_COLOURS[1]}"/>'


def _marker(x: float, y: float, kind: int) -> str:
    colour = _COLOURS[kind]
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="none" stroke="{colour}" stroke-width="2"/>'
    if kind == 1:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 6:.1f} l6 11 h-12 z" fill="{colour}"/>'


def _regions(plot: Plot, layer: Regions) -> Iterator[str]:
    rows, columns = layer.classes.shape
    (x0, x1), (y0, y1) = plot.xlim, plot.ylim
    w, h = (_WIDTH - 2 * _MARGIN) / columns, (_HEIGHT - 2 * _MARGIN) / rows
    for r in range(rows):
        for c in range(columns):
            x, y = _x(plot, x0 + (x1 - x0) * c / columns), _y(plot, y0 + (y1 - y0) * (r + 1) / rows)
            colour = _COLOURS[int(layer.classes[r, c]) % 3]
            yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{colour}" opacity="0.2"/>'
