"""Gradient descent: the same step, and one number that decides between crawling, arriving and flying away.

Claim: steps of w <- w - lr * grad come ever nearer to a minimum. It does not hold where lr is not below 2 / L, L being the
largest curvature at the minimum, or 2 (1 + beta) / L with a momentum of beta: above it the steps in the end lead away.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 4.3; Polyak, 1964, doi:10.1016/0041-5553(64)90137-5.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from quizapp.demos.kit import (
    Choice,
    Curve,
    Finding,
    Floats,
    Frame,
    Plot,
    Prediction,
    Run,
    Scatter,
    Slider,
    Value,
    demo,
)
from quizapp.demos.views import contours, counted

TOLERANCE = 1e-6
"""The run has arrived when the gradient is shorter than this."""
CHANGED = 0.01
"""The share by which the loss must have changed from the middle of a run to its end to say where it is going."""


@dataclass(frozen=True)
class Surface:
    """A function of two weights with its gradient, its minima, a start, and the window to look through."""

    f: Callable[[Floats], Floats]
    """Of weights (..., 2) to values (...)."""
    grad: Callable[[Floats], Floats]
    """Of weights (2,) to (2,)."""
    hessian: Callable[[Floats], Floats]
    """Of weights (2,) to (2, 2)."""
    minima: Floats
    start: Floats
    xlim: tuple[float, float]
    ylim: tuple[float, float]


def quadratic() -> Surface:
    """f = (w1^2 + 10 w2^2) / 2: a valley ten times as steep across as along, so L = 10."""
    H = np.diag([1.0, 10.0])
    return Surface(
        f=lambda w: 0.5 * (w[..., 0] ** 2 + 10 * w[..., 1] ** 2),
        grad=lambda w: H @ w,
        hessian=lambda w: H,  # noqa: ARG005  (the same everywhere)
        minima=np.zeros((1, 2)),
        start=np.array([-3.5, 1.2]),
        xlim=(-4, 4),
        ylim=(-2, 2),
    )


def rosenbrock() -> Surface:
    """f = (1 - w1)^2 + 100 (w2 - w1^2)^2: a bent valley, easy to find and slow to follow."""
    return Surface(
        f=lambda w: (1 - w[..., 0]) ** 2 + 100 * (w[..., 1] - w[..., 0] ** 2) ** 2,
        grad=lambda w: np.array([-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] ** 2), 200 * (w[1] - w[0] ** 2)]),
        hessian=lambda w: np.array([[2 - 400 * (w[1] - 3 * w[0] ** 2), -400 * w[0]], [-400 * w[0], 200.0]]),
        minima=np.array([[1.0, 1.0]]),
        start=np.array([-1.2, 1.0]),
        xlim=(-2, 2),
        ylim=(-1, 3),
    )


def himmelblau() -> Surface:
    """f = (w1^2 + w2 - 11)^2 + (w1 + w2^2 - 7)^2: four minima, and which one is found depends on the start."""

    def grad(w: Floats) -> Floats:
        p, q = w[0] ** 2 + w[1] - 11, w[0] + w[1] ** 2 - 7
        return np.array([4 * w[0] * p + 2 * q, 2 * p + 4 * w[1] * q])

    def hessian(w: Floats) -> Floats:
        off = 4 * (w[0] + w[1])
        return np.array([[12 * w[0] ** 2 + 4 * w[1] - 42, off], [off, 12 * w[1] ** 2 + 4 * w[0] - 26]])

    return Surface(
        f=lambda w: (w[..., 0] ** 2 + w[..., 1] - 11) ** 2 + (w[..., 0] + w[..., 1] ** 2 - 7) ** 2,
        grad=grad,
        hessian=hessian,
        minima=np.array([[3.0, 2.0], [-2.805118, 3.131312], [-3.779310, -3.283186], [3.584428, -1.848126]]),
        start=np.array([0.5, -0.5]),
        xlim=(-5, 5),
        ylim=(-5, 5),
    )


SURFACES = {"quadratic": quadratic, "rosenbrock": rosenbrock, "himmelblau": himmelblau}


def outcome(finding: Finding) -> str:
    """What the run did, in the words of the prediction."""
    if finding.values["diverged"]:
        return "it flies away"
    return "it arrives" if finding.values["arrived"] else "it is still on its way"


def gone(loss: float) -> bool:
    """Whether the point has left every picture."""
    return not np.isfinite(loss) or loss > 1e12


def change(losses: Sequence[float]) -> float:
    """By which share the loss at the end is above that in the middle: its peaks in a quarter of the run, for momentum swings."""
    quarter = max(len(losses) // 4, 1)
    middle = (len(losses) - quarter) // 2
    return max(losses[-quarter:]) / max(losses[middle : middle + quarter]) - 1


def step_caption(t: int, g: Floats, loss: float) -> str:
    """A step in a sentence."""
    if gone(loss):
        return f"Step {t}: the point has left the picture; its steps grew longer and longer."
    return f"Step {t}: lr times against the gradient ({g[0]:.3g}, {g[1]:.3g}); the loss is now {loss:.4g}."


@demo(
    "gradient-descent",
    title="Gradient descent and its learning rate",
    summary="A path over contours: too small crawls, above 2/L flies away.",
    parameters={
        "surface": Choice("surface", SURFACES, "quadratic"),
        "lr": Slider("learning rate", 0.0005, 0.001, 0.002, 0.01, 0.02, 0.05, 0.1, 0.15, 0.19, 0.21, 0.3, start=0.15),
        "momentum": Slider("momentum", 0.0, 0.5, 0.9, start=0.0),
        "steps": Slider("at most", 20, 50, 100, 200, 500, start=200),
    },
    predict=Prediction("Where will it be in the end?", ("it arrives", "it is still on its way", "it flies away"), outcome),
)
def run(surface: str, lr: float, momentum: float, steps: int, rng: np.random.Generator) -> Run:
    """Walks down `surface` from its start."""
    del rng  # nothing here is random
    S = SURFACES[surface]()
    w, v = S.start.copy(), np.zeros(2)
    path, losses = [w.copy()], [float(S.f(w))]
    contour = contours(S.f, S.xlim, S.ylim, 60)

    def look() -> Frame:
        """The path with the new point over the contours, and the loss at each step on a logarithmic scale."""
        path.append(w.copy())
        losses.append(float(S.f(w)))
        track = np.array(path)
        minima = Scatter(S.minima, np.full(len(S.minima), 2))
        over = Plot(
            surface,
            (contour, Curve(track[:, 0], track[:, 1], arrow=True), minima),
            S.xlim,
            S.ylim,
            "w1",
            "w2",
        )
        heights = np.log10(np.clip(losses, 1e-12, 1e300))
        span = (float(min(heights.min(), -1)), float(max(heights.max(), 1)))
        curve = Plot(
            "log10 loss",
            (Curve(np.arange(len(heights), dtype=float), heights),),
            (0, max(len(heights) - 1, 10)),
            span,
            "step",
        )
        return Frame(step_caption(t, g, losses[-1]), {"step": t, "w": w.copy(), "gradient": g.copy(), "loss": losses[-1]}, (over, curve))

    for t in range(1, steps + 1):
        g = S.grad(w)
        v = momentum * v - lr * g
        w = w + v
        yield look()
        if gone(losses[-1]) or float(np.linalg.norm(S.grad(w))) < TOLERANCE:
            break

    diverged = gone(losses[-1])
    arrived = not diverged and float(np.linalg.norm(S.grad(w))) < TOLERANCE
    last = next((p for p in reversed(path) if np.all(np.isfinite(p))), S.start)
    nearest = S.minima[np.argmin(np.linalg.norm(S.minima - last, axis=1))]
    H = S.hessian(nearest)
    L = float(np.linalg.eigvalsh(H).max())
    threshold = 2 * (1 + momentum) / L
    bends = not np.allclose(H, S.hessian(S.start))
    at = bool(np.isclose(lr, threshold, rtol=1e-9, atol=0))
    held: bool | None
    if arrived or diverged:
        held = arrived
    elif at and not bends:
        held = False
    else:
        rose = change(losses)
        held = rose < 0 if abs(rose) > CHANGED else None
        if not bends and held != (lr < threshold):
            held = None  # where the curvature is the same everywhere the threshold is exact: the run has not come to show it
    side = "at" if at else "below" if lr < threshold else "above"
    ended = (
        f"arrived after {counted(t)}"
        if arrived
        else f"left the picture after {counted(t)}"
        if diverged
        else f"was still on its way after {counted(t)}"
    )
    text = f"It {ended}. lr = {lr:g} is {side} the threshold 2(1+momentum)/L = {threshold:.4g} (L = {L:.4g})"
    if held is not None and not at and held != (lr < threshold):
        text += ", which speaks only of the neighbourhood of the minimum: elsewhere this surface curves otherwise"
    elif at and not bends:
        text += ": along the steepest direction it neither arrives nor leaves"
    values: dict[str, Value] = {
        "steps": t,
        "arrived": arrived,
        "diverged": diverged,
        "threshold": threshold,
        "L": L,
        "loss": losses[-1],
        "w": w,
    }
    return Finding(f"{text}.", held, values)
