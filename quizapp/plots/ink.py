"""Shapes on a page and their colours, in pixels. Classes are told apart by shape as well as colour."""

from typing import NamedTuple, TypeAlias

from quizapp.demos.figures import Floats
from quizapp.plots.picture import width

Colour: TypeAlias = tuple[int, int, int]

PAPER: Colour = (250, 249, 246)
INK: Colour = (42, 46, 51)
MUTED: Colour = (92, 102, 112)
LINE: Colour = (47, 95, 138)
CLASSES: tuple[Colour, ...] = ((154, 91, 0), (31, 97, 141), (47, 111, 58))
TEXT_SIZE = 13.0
CHAR = 8.0
"""Width of a character of that size, for placing words."""


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
    """A marker of its class around (x, y), with an edge of paper: a ring, a disc, a triangle."""

    x: float
    y: float
    kind: int
    faint: bool = False

    @property
    def colour(self) -> Colour:
        """Its class's, or a little of it."""
        return mixed(CLASSES[self.kind], 0.4) if self.faint else CLASSES[self.kind]


class Words(NamedTuple):
    """Text on a baseline; `anchor` is "start", "middle" or "end". A halo of paper sets it off against what lies under it."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: Colour = INK
    halo: bool = False
    size: float = TEXT_SIZE


Shape: TypeAlias = Stroke | Box | Marker | Words


def length(text: str) -> float:
    """How wide `text` is in the usual size."""
    return width(text) * CHAR


def mixed(colour: Colour, share: float) -> Colour:
    """`colour` over paper."""
    red, green, blue = (round(p + (c - p) * share) for p, c in zip(PAPER, colour, strict=True))
    return red, green, blue
