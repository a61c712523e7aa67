"""What a layer is in lines and words, wherever it is drawn.

Places are shares of the plot: (0, 0) is its lower left corner, (1, 1) its upper right one.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

import numpy as np

from quizapp.demos.figures import Boundary, Contour, Curve, Floats, Heat, Plot, Regions, Scatter
from quizapp.plots.axes import Axis
from quizapp.plots.contours import segments

FAR = 1e6
"""Shares of a plot beyond which it makes no difference how far outside something lies."""


def boundary_ends(layer: Boundary, plot: Plot) -> Floats | None:
    """Two points (2, 2) of the line, in data coordinates, far enough apart to cross the plot; None while w is zero or not finite."""
    norm = float(np.linalg.norm(layer.w))
    if not math.isfinite(norm) or norm == 0 or not math.isfinite(layer.b):
        return None
    reach = math.hypot(plot.xlim[1] - plot.xlim[0], plot.ylim[1] - plot.ylim[0])
    middle = np.array([sum(plot.xlim) / 2, sum(plot.ylim) / 2])
    foot = middle - (layer.w @ middle + layer.b) * layer.w / norm**2
    along = np.array([-layer.w[1], layer.w[0]]) / norm
    return np.stack([foot - reach * along, foot + reach * along])


@lru_cache(maxsize=64)
def contour_ends(layer: Contour, level: float) -> Floats:
    """The lines of one level, (n, 2, 2)."""
    rows, columns = layer.z.shape
    return np.asarray(segments(layer.z, level) / np.array([columns - 1, rows - 1]))


def key(plot: Plot) -> list[tuple[int, str]]:
    """Each class of the plot's points that has a name, once."""
    named = [
        (kind, layer.names[kind])
        for layer in plot.layers
        if isinstance(layer, Scatter) and not layer.faint
        for kind in range(len(layer.names))
        if layer.names[kind]
    ]
    return list(dict.fromkeys(named))


def heat(plot: Plot) -> Heat | None:
    """What its scale belongs to."""
    return next((layer for layer in plot.layers if isinstance(layer, Heat)), None)


def is_map(plot: Plot) -> bool:
    """Whether the plane itself is drawn: names of curves then lie inside it."""
    return any(isinstance(layer, Contour | Regions | Heat) for layer in plot.layers)


def curve_names(plot: Plot) -> list[str]:
    """Those that are written at the ends of curves."""
    return [layer.name for layer in plot.layers if isinstance(layer, Curve) and layer.name and not layer.faint]


def named_ends(plot: Plot, x: Axis, y: Axis) -> list[tuple[float, float, Curve]]:
    """Where the named curves end, from above to below: (x, y, curve)."""

    def ends() -> Iterator[tuple[float, float, Curve]]:
        for layer in plot.layers:
            if not isinstance(layer, Curve) or not layer.name or layer.faint:
                continue
            across, up = x.share(layer.x), y.share(layer.y)
            finite = np.flatnonzero(np.isfinite(across) & np.isfinite(up))
            if len(finite):
                yield _near(across[finite[-1]]), _near(up[finite[-1]]), layer

    return sorted(ends(), key=itemgetter(1), reverse=True)


def _near(share: float) -> float:
    return max(min(float(share), FAR), -FAR)


def spread(places: Sequence[float], gap: float, low: float, high: float, spans: Sequence[tuple[float, float]]) -> list[float]:
    """The places (rising), moved as little as keeps those `gap` apart whose `spans`, from left to right, overlap; within `low` and `high`.

    Too many for that lie closer together at `low`.
    """

    def collide(i: int, j: int) -> bool:
        return spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1]

    apart: list[float] = []
    for i, place in enumerate(places):
        apart.append(max([place, low, *(apart[j] + gap for j in range(i) if collide(i, j))]))
    for i in range(len(apart) - 1, -1, -1):
        below = [apart[j] - gap for j in range(i + 1, len(apart)) if collide(i, j)]
        apart[i] = max(min([apart[i], high, *below]), low)
    return apart


def ratio(plot: Plot) -> float:
    """How many times as wide as high a plot is in which a unit is as long on x as on y."""
    return (plot.xlim[1] - plot.xlim[0]) / (plot.ylim[1] - plot.ylim[0])
