"""Figures that many demos draw: the classes a learner decides over the plane, named curves, a net of fully connected layers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np

from quizapp.demos.figures import Boundary, Contour, Curve, Edge, Floats, Layer, Network, Node, Plot, Regions, Scatter
from quizapp.domain.i18n import gettext

Limits = tuple[float, float]


def regions(decide: Callable[[Floats], Floats], xlim: Limits, ylim: Limits, side: int = 40) -> Regions:
    """What `decide`, of points (n, 2) to labels (n,), says at `side` x `side` places of the window."""
    x, y = np.meshgrid(np.linspace(*xlim, side), np.linspace(*ylim, side))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    return Regions(np.asarray(decide(points) > 0, dtype=np.int64).reshape(side, side))


def classed(X: Floats, y: Floats, highlight: int | None = None) -> Scatter:
    """The points (n, 2) with the marks of their classes (n,), 0 and 1, which the key names."""
    return Scatter(X, y.astype(np.int64), highlight, [gettext("class {number}", number=k) for k in (0, 1)])


def divided(title: str, w: Floats, b: float, X: Floats, y: Floats, limits: Limits, highlight: int | None = None) -> Plot:
    """The points (n, 2) with their classes (n,), the line w . x + b = 0, and the side on which that is positive."""
    sides = regions(lambda P: np.asarray(P @ w + b), limits, limits)
    return Plot(title, (sides, Boundary(w, b), classed(X, y, highlight)), limits, limits, "x1", "x2", equal=True)


def off_origin(title: str, w: Floats, b: float, X: Floats, y: Floats, foot: Floats) -> Plot:
    """The same around the origin, with the way to the line's nearest point `foot` (2,) and the circle of that radius."""
    far = float(np.linalg.norm(foot))
    angle = np.linspace(0, 2 * np.pi, 80)
    circle = Curve(far * np.cos(angle), far * np.sin(angle))
    way = Curve(np.array([0, foot[0]]), np.array([0, foot[1]]), f"{far:.2f}", arrow=True)
    plane = divided(title, w, b, X, y, (-1.6, 1.6))
    return replace(plane, layers=(*plane.layers, circle, way)) if far else plane


def contours(f: Callable[[Floats], Floats], xlim: Limits, ylim: Limits, side: int = 50) -> Contour:
    """The heights of `f`, of weights (..., 2) to values (...), over the window, lines closer together towards the bottom."""
    z = np.asarray(f(np.stack(np.meshgrid(np.linspace(*xlim, side), np.linspace(*ylim, side)), axis=-1)), dtype=float)
    return _contour(z.tobytes(), side)


@lru_cache(maxsize=16)
def _contour(z: bytes, side: int) -> Contour:
    """One object for the same heights: where frame after frame draws them, they are cut once."""
    heights = np.frombuffer(z).reshape(side, side)
    return Contour(heights, np.quantile(heights, (0.02, 0.08, 0.2, 0.4, 0.6, 0.8)))


def descent(title: str, loss: Callable[[Floats], Floats], best: Floats, path: Sequence[Floats]) -> Plot:
    """A `loss`, of weights (..., 2) to values (...), over a square that holds 0 and the best weights (2,), with a path of weights on it."""
    reach = 0.8 * float(np.abs(best).max())
    xlim, ylim = ((float(w) / 2 - reach, float(w) / 2 + reach) for w in best)
    track = np.array(path).reshape(-1, 2)
    layers = (contours(loss, xlim, ylim), Curve(track[:, 0], track[:, 1], arrow=True), Scatter(best[None], np.array([2])))
    return Plot(title, layers, xlim, ylim, "w1", "w2", equal=True)


def curves(
    title: str,
    named: Mapping[str, Sequence[float] | Floats],
    xlabel: str = "",
    *,
    x: Sequence[float] | Floats | None = None,
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    ylog: int | None = None,
    marked: Sequence[Layer] = (),
    lit: str | None = None,
) -> Plot:
    """Each sequence against `x`, or against its index (from 0), naming itself at its end, with what is `marked` over them.

    Limits not given are those of the finite values, and of `x`. Each has a colour of its own, or `lit` alone has one.
    """
    ys = {name: np.asarray(values, float) for name, values in named.items()}
    longest = max((len(y) for y in ys.values()), default=0)
    at = np.arange(max(longest, 2), dtype=float) if x is None else np.asarray(x, float)
    kinds = [0 if name == lit else None for name in ys] if lit else list(range(len(ys))) if len(ys) > 1 else [None]
    lines = [Curve(at[: len(y)], y, name, kind=kind) for kind, (name, y) in zip(kinds, ys.items(), strict=True)]
    window = xlim or (float(at[0]), float(at[-1])), ylim or span(np.concatenate([*ys.values(), []]))
    return Plot(title, (*lines, *marked), *window, xlabel, ylog=ylog)


def bundle(title: str, ys: Sequence[Floats], name: str, xlim: Limits, ylim: Limits, xlabel: str) -> Plot:
    """Many curves against the index (from 0): `ys` holds their heights (n,) by index. The first is named and stands out."""
    at = np.unique(np.linspace(0, len(ys) - 1, 60).astype(int))
    gap = np.full(len(ys[0]), np.nan)  # between the end of one curve and the next one's beginning
    heights = np.array([*(ys[i] for i in at), gap])
    others = Curve(np.tile([*at, np.nan], len(gap) - 1), heights[:, 1:].T.ravel())
    return Plot(title, (others, Curve(at.astype(float), heights[:-1, 0], name, kind=0)), xlim, ylim, xlabel)


def groups(names: Sequence[str], x: Sequence[Floats], y: Sequence[Floats]) -> Scatter:
    """One class of points for each name, at its x (n,) and y (n,)."""
    classes = np.repeat(np.arange(len(names)), [len(each) for each in x])
    return Scatter(np.column_stack([np.concatenate(x), np.concatenate(y)]), classes, names=names)


def span(values: Floats, room: float = 0.05) -> Limits:
    """Limits that hold every finite value with `room`, a share of their spread, on either side."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    spread = high - low or abs(high) or 1.0
    return low - room * spread, high + room * spread


def layered(title: str, activations: Sequence[Floats], weights: Sequence[Floats], layer: int, unit: int | None) -> Network:
    """A net of fully connected layers from left to right: `activations` (n_l,) on its nodes, `weights[l]` (n_(l+1), n_l) on its edges.

    The nodes of `layer` stand out, or one `unit` of it with the weights into it: it and what lies behind it are still sums, z. Before
    them inputs are called x, activations a, and those of the last layer y. NaN is drawn as a node not yet computed.
    """
    nodes: list[Node] = []
    starts: list[int] = []
    for place, values in enumerate(activations):
        starts.append(len(nodes))
        x = (place + 0.5) / len(activations)
        summed = place > layer or (place == layer and unit is not None)
        letter = "x" if place == 0 else "z" if summed else "y" if place == len(weights) else "a"
        for i, value in enumerate(values):
            text = f"{letter}{i + 1} {value:.2f}" if np.isfinite(value) else f"{letter}{i + 1}"
            nodes.append(Node(x, 1 - (i + 0.5) / len(values), (text,), place == layer and unit in (None, i)))
    edges = [
        Edge(starts[place] + i, starts[place + 1] + j, float(W[j, i]) if (place + 1, j) == (layer, unit) else None)
        for place, W in enumerate(weights)
        for j, i in product(*map(range, W.shape))
    ]
    return Network(title, tuple(nodes), tuple(edges))
