"""Figures as SVG: vectors, and text that a screen reader can read."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

from quizapp.demos.figures import Figure
from quizapp.plots.ink import CLASSES, INK, LINE, MUTED, PAPER, TEXT_SIZE, Box, Colour, Marker, Shape, Stroke, Words, mixed
from quizapp.plots.plot_shapes import FAINT
from quizapp.plots.shapes import chart, page
from quizapp.plots.tile_shapes import TILE_COLOURS

Paint: TypeAlias = Callable[[Colour], str]
"""How a colour is written."""

VARIABLES = {
    PAPER: "paper",
    INK: "ink",
    MUTED: "muted",
    LINE: "line",
    mixed(LINE, FAINT): "faint",
    **{colour: f"class-{name}" for name, colour in zip("abc", CLASSES, strict=True)},
    **{colour: f"tile-{level}" for level, colour in enumerate(TILE_COLOURS)},
}
"""What the colours of a chart are called in a style sheet, which can have others for the night."""


def svg(figures: Sequence[Figure], caption: str) -> str:
    """One SVG document with the figures side by side over the caption."""
    drawn = page(figures, caption)
    ground = f'<rect width="100%" height="100%" fill="{_hex(PAPER)}"/>'
    head = f'{_head(drawn.width, drawn.height)} xmlns="http://www.w3.org/2000/svg" font-family="monospace">'
    return f"{head}\n{ground}\n{_elements(drawn.shapes, _hex)}\n</svg>\n"


def inline_svg(figure: Figure) -> str:
    """The figure as an element of an HTML page whose style sheet defines `VARIABLES`."""
    drawn = chart(figure)
    head = f'{_head(drawn.width, drawn.height)} role="img" aria-label="{escape(figure.title)}">'
    return f"{head}\n{_elements(drawn.shapes, _variable)}\n</svg>\n"


def _head(width: float, height: float) -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" font-size="{TEXT_SIZE:g}"'


def _elements(shapes: Sequence[Shape], paint: Paint) -> str:
    return "\n".join(part for shape in shapes if (part := _element(shape, paint)))


def _element(shape: Shape, paint: Paint) -> str:
    match shape:
        case Stroke():
            if not len(shape.ends):
                return ""
            path = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in shape.ends)
            dash = ' stroke-dasharray="5 4"' if shape.dashed else ""
            return f'<path d="{path}" stroke="{paint(shape.colour)}" stroke-width="{shape.width:g}"{dash} fill="none"/>'
        case Box():
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" {size} fill="{paint(shape.colour)}" shape-rendering="crispEdges"/>'
        case Marker():
            return _marker(shape, paint)
        case Words():
            return _words(shape, paint) if shape.text else ""


def _words(words: Words, paint: Paint) -> str:
    place = f'x="{words.x:.1f}" y="{words.y:.1f}" text-anchor="{words.anchor}"'
    size = f' font-size="{words.size:.3g}"' if words.size != TEXT_SIZE else ""
    halo = f' paint-order="stroke" stroke="{paint(PAPER)}" stroke-width="4"' if words.halo else ""
    return f'<text {place}{size}{halo} fill="{paint(words.colour)}">{escape(words.text)}</text>'


def _marker(marker: Marker, paint: Paint) -> str:
    x, y, colour, paper = marker.x, marker.y, paint(marker.colour), paint(PAPER)
    if marker.kind == 0:
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{paper}"'
        return f'{ring} stroke="{paper}" stroke-width="5"/>{ring} stroke="{colour}" stroke-width="2"/>'
    edge = f'fill="{colour}" stroke="{paper}" stroke-width="1.5"'
    if marker.kind == 1:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" {edge}/>'
    return f'<path d="M{x:.1f} {y - 7:.1f} l7 13 h-14 z" {edge}/>'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _variable(colour: Colour) -> str:
    return f"var(--{VARIABLES[colour]})"
