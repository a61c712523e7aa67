"""Lines of equal height through a grid: marching squares with linear interpolation (Lorensen and Cline, 1987, in two dimensions)."""

import numpy as np

from quizapp.demos.figures import Floats

_EDGES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
"""The four edges of a square as pairs of (row, column) corners: low, right, high, left."""


def segments(z: Floats, level: float) -> Floats:
    """Where the grid `z` (rows, columns) crosses `level`: lines of shape (n, 2, 2), ends as (column, row) in grid units."""
    rows, columns = z.shape
    crossings = []
    for (r0, c0), (r1, c1) in _EDGES:
        a = z[r0 : rows - 1 + r0, c0 : columns - 1 + c0] - level
        b = z[r1 : rows - 1 + r1, c1 : columns - 1 + c1] - level
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where((a < 0) != (b < 0), a / (a - b), np.nan)
        r, c = np.mgrid[0 : rows - 1, 0 : columns - 1]
        crossings.append(np.stack([c + c0 + t * (c1 - c0), r + r0 + t * (r1 - r0)], axis=-1))
    points = np.stack(crossings, axis=2)  # (rows - 1, columns - 1, edge, (column, row))
    crossed = np.isfinite(points[..., 0])
    two, four = crossed.sum(-1) == 2, crossed.sum(-1) == 4
    pairs = points[two][crossed[two]].reshape(-1, 2, 2)
    saddles = points[four].reshape(-1, 2, 2)
    return np.concatenate([pairs, saddles])
