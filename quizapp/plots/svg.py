"""A page of figures as SVG: vectors, and text that a screen reader can read."""

from collections.abc import Sequence
from html import escape

from quizapp.demos.figures import Figure
from quizapp.plots.shapes import CLASSES, PAPER, TEXT_SIZE, Box, Colour, Marker, Shape, Stroke, Words, page


def svg(figures: Sequence[Figure], caption: str) -> str:
    """One SVG document with the figures side by side over the caption."""
    drawn = page(figures, caption)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height:g}"'
    ground = f'<rect width="100%" height="100%" fill="{_hex(PAPER)}"/>'
    parts = "\n".join(part for shape in drawn.shapes if (part := _element(shape)))
    return f'{head} font-family="monospace" font-size="{TEXT_SIZE}">\n{ground}\n{parts}\n</svg>\n'


def _element(shape: Shape) -> str:
    match shape:
        case Stroke():
            if not len(shape.ends):
                return ""
            path = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in shape.ends)
            dash = ' stroke-dasharray="5 4"' if shape.dashed else ""
            return f'<path d="{path}" stroke="{_hex(shape.colour)}" stroke-width="{shape.width:g}"{dash} fill="none"/>'
        case Box():
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" {size} fill="{_hex(shape.colour)}" shape-rendering="crispEdges"/>'
        case Marker():
            return _marker(shape.x, shape.y, shape.kind)
        case Words():
            place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}"'
            return f'<text {place} fill="{_hex(shape.colour)}">{escape(shape.text)}</text>' if shape.text else ""


def _marker(x: float, y: float, kind: int) -> str:
    colour = _hex(CLASSES[kind])
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="none" stroke="{colour}" stroke-width="2"/>'
    if kind == 1:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 6:.1f} l6 11 h-12 z" fill="{colour}"/>'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
