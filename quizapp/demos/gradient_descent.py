"""Gradient descent: one number decides between crawling, arriving and flying away.

Claim: The steps w <- w - lr grad f(w) arrive at a minimum. It fails where lr is not below 2 / L, L being the largest curvature at the
minimum, or 2 (1 + beta) / L with a momentum of beta.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 4.3; Polyak, 1964, doi:10.1016/0041-5553(64)90137-5.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from quizapp.demos.figures import Curve, Floats, Plot, Scatter
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Run, Slider, found, gettext, lesson, say, word
from quizapp.demos.views import contours, curves

L = 10.0
"""The largest curvature at each minimum: across the valley, along w2."""
ARRIVED, GONE = 1e-6, 1e6
"""The run has arrived when the gradient is shorter than the one, and is given up when it is longer than the other."""

WINDOW = (-2.0, 2.0), (-1.25, 1.25)
"""What is looked at of the weights."""


class Surface(NamedTuple):
    """A function of two weights."""

    f: Callable[[Floats], Floats]
    """Of weights (..., 2) to values (...)."""
    grad: Callable[[Floats], Floats]
    """Of weights (2,) to (2,)."""
    minima: Floats
    """(n, 2)"""
    start: Floats


SURFACES = {
    "quadratic": Surface(
        f=lambda w: (w[..., 0] ** 2 + L * w[..., 1] ** 2) / 2,
        grad=lambda w: np.array([w[0], L * w[1]]),
        minima=np.array([[0.0, 0.0]]),
        start=np.sqrt([3.0, 0.6]) * [-1, 1],
    ),
    "saddle": Surface(
        f=lambda w: (w[..., 0] ** 2 - 1) ** 2 / 4 + L * w[..., 1] ** 2 / 2,
        grad=lambda w: np.array([w[0] ** 3 - w[0], L * w[1]]),
        minima=np.array([[-1.0, 0.0], [1.0, 0.0]]),
        start=np.array([0.02, np.sqrt(0.6)]),
    ),
}
"""A convex valley, ten times as steep across as along; and one with two minima and a saddle between them, at 0."""


@lesson(
    "gradient-descent", title="Gradient descent and its learning rate",
    summary="A path over contours: too small crawls, above 2/L flies away.",
    ask=Bands("In which step will the gradient first be shorter than a millionth?", "needed",
              {"before step 30": 30, "step 30 to 99": 100, "step 100 or later": np.inf, "it will not be": np.inf}),
    breaks={"lr": "0.21"}, surface=Choice("surface", SURFACES),
    lr=Slider("learning rate", 0.0005, 0.001, 0.002, 0.01, 0.02, 0.05, 0.1, 0.15, 0.19, 0.21, 0.3, start=0.15),
    momentum=Slider("momentum", 0.0, 0.5, 0.9, start=0.0), steps=Slider("at most", 20, 50, 100, 200, 500, start=200))  # fmt: skip
def run(surface: str, lr: float, momentum: float, steps: int) -> Run:
    """Walks down `surface` from its start."""
    S = SURFACES[surface]
    w, v = S.start, np.zeros(2)
    g = S.grad(w)
    lengths = [float(np.linalg.norm(g))]
    yield say("The start: the gradient is {length:.3g} long, and points uphill.", length=lengths[0], w=w)
    for t in range(1, steps + 1):
        v = momentum * v - lr * g
        w = w + v
        yield say("Step {step}: the gradient was {length:.3g} long, w moves {moved:.3g} far; the loss is now {loss:.4g}.",
                  step=t, length=lengths[-1], moved=float(np.linalg.norm(v)), loss=float(S.f(w)), w=w)  # fmt: skip
        g = S.grad(w)
        lengths.append(float(np.linalg.norm(g)))
        if not ARRIVED <= lengths[-1] <= GONE:
            break

    threshold = 2 * (1 + momentum) / L
    below = lr < threshold * (1 - 1e-9)
    arrived = lengths[-1] < ARRIVED
    half = t // 2
    rate = (lengths[t] / lengths[half]) ** (1 / (t - half))
    measured = {"steps": t, "needed": t if arrived else np.inf, "threshold": threshold, "rate": rate, "loss": float(S.f(w)), "w": w}
    return found(
        True if arrived else None if below else False,
        "It arrived in step {steps}. lr = {lr:g} is below the threshold 2 (1 + momentum) / L = {threshold:.4g}; in the second half of the "
        "run each step left {rate:.3f} of the gradient." if arrived else
        "It was still on its way in step {steps}. lr = {lr:g} is below the threshold 2 (1 + momentum) / L = {threshold:.4g}; in the second "
        "half of the run each step left {rate:.3f} of the gradient." if below else
        "It did not arrive. lr = {lr:g} is not below the threshold 2 (1 + momentum) / L = {threshold:.4g}; in the second half of the run "
        "each step made the gradient {rate:.3f} times as long.", lr=lr, **measured)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """The path over the contours, and how far it is from the nearest minimum, along the valley and across."""
    S, path = SURFACES[now.surface], np.array(past.w)
    track = (contours(S.f, *WINDOW, 60), Curve(path[:, 0], path[:, 1], arrow=True), Scatter(S.minima, np.full(len(S.minima), 2)))
    yield Plot(word(now.surface), track, *WINDOW, "w1", "w2", equal=True)
    off = np.abs(path - S.minima[np.argmin(np.linalg.norm(S.minima - now.w, axis=1))])
    both = {gettext("along w1"): off[:, 0], gettext("across w2"): off[:, 1]}
    yield curves(gettext("distance to minimum"), both, gettext("step"), ylim=(1e-7, 10), ylog=10)
