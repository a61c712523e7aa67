"""A page of figures as SVG: vectors, and text that a screen reader can read."""

from collections.abc import Sequence
from html import escape

from quizapp.demos.figures import Figure
from quizapp.plots.ink import PAPER, TEXT_SIZE, Box, Colour, Marker, Shape, Stroke, Words
from quizapp.plots.shapes import page


def svg(figures: Sequence[Figure], caption: str) -> str:
    """One SVG document with the figures side by side over the caption."""
    drawn = page(figures, caption)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height:g}"'
    ground = f'<rect width="100%" height="100%" fill="{_hex(PAPER)}"/>'
    parts = "\n".join(part for shape in drawn.shapes if (part := _element(shape)))
    return f'{head} font-family="monospace" font-size="{TEXT_SIZE:g}">\n{ground}\n{parts}\n</svg>\n'


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
            return _marker(shape)
        case Words():
            return _words(shape) if shape.text else ""


def _words(words: Words) -> str:
    place = f'x="{words.x:.1f}" y="{words.y:.1f}" text-anchor="{words.anchor}"'
    size = f' font-size="{words.size:.3g}"' if words.size != TEXT_SIZE else ""
    halo = f' paint-order="stroke" stroke="{_hex(PAPER)}" stroke-width="4"' if words.halo else ""
    return f'<text {place}{size}{halo} fill="{_hex(words.colour)}">{escape(words.text)}</text>'


def _marker(marker: Marker) -> str:
    x, y, colour, paper = marker.x, marker.y, _hex(marker.colour), _hex(PAPER)
    if marker.kind == 0:
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{paper}"'
        return f'{ring} stroke="{paper}" stroke-width="5"/>{ring} stroke="{colour}" stroke-width="2"/>'
    edge = f'fill="{colour}" stroke="{paper}" stroke-width="1.5"'
    if marker.kind == 1:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" {edge}/>'
    return f'<path d="M{x:.1f} {y - 7:.1f} l7 13 h-14 z" {edge}/>'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
