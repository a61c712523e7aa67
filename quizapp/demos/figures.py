"""What a demo can draw, described in data coordinates: no pixels, no characters, no colours.

A figure is a `Plot` (layers that share two axes), a `Network` of nodes and edges, a `Table`, or a grid of `Tiles`. Drawing them
is the business of `quizapp.plots`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import SupportsFloat, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Scatter:
    """Points of shape (n, 2); `classes` (n,) of small ints chooses each point's marker and colour."""

    points: Floats
    classes: NDArray[np.int64]
    highlight: int | None = None
    """Index of the point the caption speaks of."""
    names: Sequence[str] = ()
    """What each class is called, for the key: `names[k]` for class k. An empty name is left out of it."""
    faint: bool = False
    """Drawn back, as what was there before."""


@dataclass(frozen=True)
class Curve:
    """A polyline through (x, y), both of shape (n,); names itself at its end. NaN and infinity leave the picture."""

    x: Floats
    y: Floats
    name: str = ""
    arrow: bool = False
    """Mark the last point as the head of a path."""
    kind: int | None = None
    """Which of three colours it takes, to be told from other curves; None for the plain one."""
    faint: bool = False
    """Drawn back and without its name, as what was there before."""


@dataclass(frozen=True)
class Boundary:
    """The line w . x + b = 0 in the plane; `w` has shape (2,). Nothing is drawn while w is zero."""

    w: Floats
    b: float


@dataclass(frozen=True)
class Regions:
    """Class decided at each place of a grid: `classes` (rows, columns), row 0 at the lowest y, spanning the plot's limits evenly."""

    classes: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Contour:
    """A scalar field on a grid: `z` (rows, columns), row 0 at the lowest y, spanning the plot's limits, cut at `levels`.

    Frames that share one object share the work of cutting it.
    """

    z: Floats
    levels: Floats


@dataclass(frozen=True, eq=False)
class Heat:
    """A value at each cell of a grid: `z` (rows, columns), row 0 at the lowest y, spanning the plot's limits, denser towards `high`.

    NaN leaves a cell empty. A scale from `low` to `high` stands beside it.
    """

    z: Floats
    low: float
    high: float


@dataclass(frozen=True)
class Bars:
    """A bar at x = i, named `names[i]`, from the plot's lower limit up to `heights[i]`.

    On a logarithmic axis, where nothing is the natural beginning of a bar, only its upper end is drawn.
    """

    heights: Floats
    names: Sequence[str]


Layer: TypeAlias = Scatter | Curve | Boundary | Regions | Contour | Heat | Bars


@dataclass(frozen=True)
class Plot:
    """Layers over two shared axes, drawn in order. Limits are (low, high) in data units, also where an axis is logarithmic.

    What spans the limits as a grid (regions, contours, heat) spans a logarithmic axis evenly in its powers.
    """

    title: str
    layers: Sequence[Layer]
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    xlabel: str = ""
    ylabel: str = ""
    equal: bool = False
    """Whether one unit is as long on x as on y."""
    xlog: int | None = None
    """The base of the powers that a logarithmic x axis names (2 for 16, 64, 256; 10 for 0.1, 1, 10); None for an even one."""
    ylog: int | None = None
    """The same for y."""


@dataclass(frozen=True)
class Node:
    """A node at (x, y) in the unit square, y upwards. `lines` are short words and numbers drawn at its place, centred."""

    x: float
    y: float
    lines: Sequence[str]
    lit: bool = False


@dataclass(frozen=True)
class Edge:
    """A line from one node to another, given by their indices. The sign of `weight` chooses its stroke and is written on it."""

    start: int
    end: int
    weight: float | None = None


@dataclass(frozen=True)
class Network:
    """Nodes and the edges between them."""

    title: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; `lit` is the index of the row the caption speaks of."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    lit: int | None = None


TILE_LEVELS = 4
"""The highest level of a tile."""


@dataclass(frozen=True)
class Tiles:
    """A grid of tiles, such as the days of weeks: `levels[row][column]`, 0 to TILE_LEVELS; -1 leaves a place empty.

    Where there is no room for all columns, the last ones are shown.
    """

    title: str
    rows: Sequence[str]
    """The name of each row, from above to below."""
    columns: Sequence[str]
    """The name of each column, which may reach over those behind it that have none."""
    levels: Sequence[Sequence[int]]
    low: str = ""
    """What a tile of level 1 means, in a word, and below, what one of the highest does; for the key."""
    high: str = ""


Figure: TypeAlias = Plot | Network | Table | Tiles

Value: TypeAlias = float | int | bool | str | Floats | Sequence[float]
"""A quantity that a run names."""


def number(value: Value) -> float:
    """`value`, which is a single number. Raises TypeError where it is a text or several numbers."""
    if not isinstance(value, SupportsFloat):
        raise TypeError(f"{value!r} is not a single number")
    return float(value)


@dataclass(frozen=True)
class Frame:
    """One moment of a run: a sentence, the named quantities behind it, and what to draw."""

    caption: str
    values: Mapping[str, Value] = field(default_factory=dict)
    figures: Sequence[Figure] = ()
    line: int = 1
    """The 1-based line of the demo's file that ran before it."""
