"""One hidden layer learns XOR, by moving the four points until a line separates them.

Claim: no line separates XOR's inputs, but a hidden layer with a non-linearity maps them to places that a line does
separate, and gradient descent finds such a map. It does not hold for a linear layer, which leaves them a parallelogram that no
line divides so, for a single unit, or where the descent comes to rest at another map.
Sources: Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0; Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.1.
"""

from collections.abc import Callable

import numpy as np

from quizapp.demos.gates import TARGETS, X
from quizapp.demos.kit import Boundary, Choice, Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Value, demo
from quizapp.demos.nets import cross_entropy, sigmoid
from quizapp.demos.views import regions

Map = Callable[[Floats], Floats]

ACTIVATIONS: dict[str, tuple[Map, Map]] = {
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "relu": (lambda z: np.maximum(z, 0), lambda h: np.asarray(h > 0, float)),
    "none": (lambda z: z, np.ones_like),
}
"""h = f(z), and its slope in terms of h."""

PER_FRAME = 5
"""Epochs, each one step over all four inputs, between two frames."""
ENOUGH = 0.05
"""The run ends at this loss: every point is then far from the line."""
RESTS = 0.01
"""A descent whose loss falls by a smaller share than this in the last quarter of the run has come to rest."""

DECIMALS = 6
"""Distances from the line are rounded to these: a net that ends up saying 0.5 to a point has not decided, whatever the last bit says."""

y = TARGETS["xor"]
WINDOW = (-0.5, 1.5)


def plane_of(h: Floats, w: Floats) -> Floats:
    """Axes (hidden, 2) to look at the hidden points along: h itself up to two units.

    With more, the first is the direction of w, so that the net's line is seen edge-on and no distance to it is distorted;
    the second leads from h(0, 0) to h(1, 1), at a right angle to the first.
    """
    if len(w) <= 2:
        return np.eye(len(w), 2)
    u = w / np.linalg.norm(w)
    v = h[3] - h[0]
    v = v - (v @ u) * u
    return np.stack([u, v / max(float(np.linalg.norm(v)), 1e-12)], axis=1)


def margins(d: Floats) -> str:
    """Where the point lies that is hardest to get right, by the four distances from the line."""
    hardest = int(np.argmin(d))
    name = f"({X[hardest, 0]:g}, {X[hardest, 1]:g})"
    if d[hardest] < 0:
        return f"{name} is {-d[hardest]:.2g} on the wrong side"
    if d[hardest] == 0:
        return f"{np.sum(d == 0)} of them lie on it, undecided"
    return f"the nearest point, {name}, is {d[hardest]:.2f} away"


def band(finding: Finding) -> str:
    """The choice that the measured number of epochs falls into."""
    if finding.values["right"] != 4:
        return "not in this run"
    epochs = finding.number("epochs")
    return "up to 50" if epochs <= 50 else "51 to 200" if epochs <= 200 else "more than 200"


@demo(
    "mlp-xor",
    title="A hidden layer learns XOR",
    summary="The four points move in hidden space until one line separates them.",
    parameters={
        "hidden": Slider("hidden units", 1, 2, 3, 4, 5, 6, 7, 8, start=4),
        "activation": Choice("activation", ACTIVATIONS, "tanh"),
        "lr": Slider("learning rate", 0.1, 0.25, 0.5, 1.0, 2.0, start=0.5),
        "epochs": Slider("at most", 200, 400, 800, start=400),
    },
    predict=Prediction("How many epochs until all four are right?", ("up to 50", "51 to 200", "more than 200", "not in this run"), band),
)
def run(hidden: int, activation: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
    """Trains the net on the mean cross-entropy of the four inputs at once."""
    f, slope = ACTIVATIONS[activation]
    W1, b1 = rng.normal(size=(hidden, 2)), rng.normal(scale=0.5, size=hidden)
    w2, b2 = rng.normal(size=hidden), 0.0
    right: list[int] = []
    losses: list[float] = []

    def forward(points: Floats) -> tuple[Floats, Floats]:
        """Of points (n, 2): the hidden activations (n, hidden) and the probability of class 1 (n,)."""
        h = f(points @ W1.T + b1)
        return h, sigmoid(h @ w2 + b2)

    def distances() -> Floats:
        """Of the four hidden points from the output's line, (4,): negative on the wrong side, 0 within rounding of the line."""
        d = np.where(y > 0, 1, -1) * (h @ w2 + b2) / max(float(np.linalg.norm(w2)), 1e-12)
        return np.asarray(np.round(d, DECIMALS))

    def look() -> Frame:
        """What the net says over the plane, and where its hidden layer puts the four points."""
        d = distances()
        count, hardest = int(np.sum(d > 0)), int(np.argmin(d))
        caption = f"After {len(right)} epochs the line in hidden space has {count} of 4 right: {margins(d)}."
        says = regions(lambda points: forward(points)[1] - 0.5 - 10.0**-DECIMALS, WINDOW, WINDOW)
        inputs = Plot("input space", (says, Scatter(X, y.astype(int), hardest)), WINDOW, WINDOW, "x1", "x2", equal=True)
        axes = plane_of(h, w2)
        reach = 1.05 * np.sqrt(hidden) if activation in ("tanh", "sigmoid") else 5.0
        layers = (Boundary(w2 @ axes, b2), Scatter(h @ axes, y.astype(int), hardest))
        names = ("h1", "h2") if hidden <= 2 else ("along w2", "across")
        moved = Plot("hidden space", layers, (-reach, reach), (-reach, reach), *names, equal=True)
        losses.append(cross_entropy(y_hat, y))
        values: dict[str, Value] = {"epoch": len(right), "loss": losses[-1], "right": count, "h": h.copy(), "w2": w2.copy(), "b2": b2}
        return Frame(caption, values, (inputs, moved))

    h, y_hat = forward(X)
    yield look()
    while len(right) < epochs and cross_entropy(y_hat, y) > ENOUGH:
        for _ in range(PER_FRAME):
            h, y_hat = forward(X)
            right.append(int(np.sum(distances() > 0)))
            dz2 = (y_hat - y) / 4
            dz1 = np.outer(dz2, w2) * slope(h)
            w2, b2 = w2 - lr * h.T @ dz2, b2 - lr * float(dz2.sum())
            W1, b1 = W1 - lr * dz1.T @ X, b1 - lr * dz1.sum(axis=0)
        h, y_hat = forward(X)
        yield look()

    d = distances()
    right.append(int(np.sum(d > 0)))
    solved = right[-1] == 4
    drawn = zip(X, h @ plane_of(h, w2), strict=True)
    places = "In its picture " + ", ".join(f"({x1:g},{x2:g}) is at ({p:.2f}, {q:.2f})" for (x1, x2), (p, q) in drawn)
    measured: dict[str, Value] = {
        "right": right[-1],
        "hidden_coordinates": h,
        "margin": float(d.min()),
        "loss": cross_entropy(y_hat, y),
        "w2": w2,
        "b2": b2,
    }
    if solved:
        measured["epochs"] = max((epoch + 1 for epoch, count in enumerate(right) if count < 4), default=0)
        text = f"All four are right from epoch {measured['epochs']} on: a line in hidden space separates them, {margins(d)}. {places}."
    else:
        text = f"After {len(right) - 1} epochs the line in hidden space does not separate the points: {margins(d)}. {places}."
    falls = losses[-1] < (1 - RESTS) * losses[3 * len(losses) // 4]
    cut_short = not solved and falls and hidden > 1 and activation != "none"
    return Finding(text, None if cut_short else solved, measured)
