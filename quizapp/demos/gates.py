"""The logic gates of two bits as data: the smallest problems on which one neuron succeeds or fails."""

from itertools import product

import numpy as np

from quizapp.demos.figures import Floats, Plot
from quizapp.demos.views import divided

X: Floats = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""The four inputs, shape (4, 2)."""

TARGETS: dict[str, Floats] = {
    "and": np.array([0.0, 0.0, 0.0, 1.0]),
    "or": np.array([0.0, 1.0, 1.0, 1.0]),
    "nand": np.array([1.0, 1.0, 1.0, 0.0]),
    "xor": np.array([0.0, 1.0, 1.0, 0.0]),
    "xnor": np.array([1.0, 0.0, 0.0, 1.0]),
}
"""What each gate answers to the rows of `X`, shape (4,)."""


LINES = tuple(product((-1.0, 0.0, 1.0), (-1.0, 0.0, 1.0), (-1.5, -0.5, 0.5, 1.5)))
"""(w1, w2, b): between them they cut the square's corners in every way in which a line can."""


def step(z: float) -> float:
    """The threshold unit of McCulloch and Pitts: 1 where z > 0, else 0."""
    return 1.0 if z > 0 else 0.0


def right_of_four(y: Floats) -> int:
    """How many of the four inputs the best single line classifies as `y` does."""
    return max(int(sum((w1 * x1 + w2 * x2 + b > 0) == (t > 0) for (x1, x2), t in zip(X, y, strict=True))) for w1, w2, b in LINES)


def plane(title: str, w: Floats, b: float, y: Floats, highlight: int | None) -> Plot:
    """The four inputs, the line that w (2,) and b draw, and the side on which the neuron says 1."""
    return divided(title, w, b, X, y, (-0.5, 1.5), highlight)
