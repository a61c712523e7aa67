"""Cutting lines to a box."""

import numpy as np

from quizapp.demos.figures import Floats


def polyline(x: Floats, y: Floats) -> Floats:
    """The lines (n - 1, 2, 2) between neighbouring places (x, y), both (n,)."""
    if len(x) < 2:
        return np.empty((0, 2, 2))
    return np.stack([np.stack([x[:-1], y[:-1]], -1), np.stack([x[1:], y[1:]], -1)], 1)


def clipped(ends: Floats, box: tuple[float, float, float, float]) -> Floats:
    """The parts of the lines `ends` (n, 2, 2) inside `box` (left, top, right, bottom); what is outside or not finite is gone.

    Liang and Barsky, 1984, doi:10.1145/357332.357333.
    """
    ends = ends[np.isfinite(ends).all(axis=(1, 2))]
    start, delta = ends[:, 0], ends[:, 1] - ends[:, 0]
    low, high = np.zeros(len(ends)), np.ones(len(ends))
    for axis in (0, 1):
        p, d = start[:, axis], delta[:, axis]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            enter, leave = np.sort(np.stack([(box[axis] - p) / d, (box[axis + 2] - p) / d]), axis=0)
        flat = np.abs(d) < 1e-9
        outside = flat & ((p < box[axis]) | (p > box[axis + 2]))
        enter, leave = np.where(flat, 0.0, enter), np.where(flat, 1.0, leave)
        low, high = np.maximum(low, enter), np.where(outside, -1.0, np.minimum(high, leave))
    kept = low <= high
    start, delta, low, high = start[kept], delta[kept], low[kept, None], high[kept, None]
    return np.stack([start + low * delta, start + high * delta], axis=1)
