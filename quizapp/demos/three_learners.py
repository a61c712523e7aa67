"""A rule, logistic regression and a small net on the same points.

Claim: only a net with one hidden layer, which learns its own features, follows the border between the classes; a hand-written
rule and logistic regression stay behind. It does not hold where a line is the best border, or all that a single unit can draw.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, chapter 1 and section 6.1; Cybenko, 1989,
doi:10.1007/BF02551274.
"""

from collections.abc import Callable

import numpy as np

from quizapp.demos import datasets, nets, views
from quizapp.demos.kit import Bars, Choice, Finding, Floats, Frame, Plot, Prediction, Regions, Run, Scatter, Slider, Value, demo

Learner = Callable[[Floats], Floats]
"""Of points (n, 2) to scores (n,); it says class 1 where the score is above 0."""

RULES: dict[str, tuple[str, Learner]] = {
    "moons": ("x2 < 0.25", lambda X: 0.25 - X[:, 1]),
    "rings": ("|x1| > 1", lambda X: np.abs(X[:, 0]) - 1),
    "clouds": ("x1 + x2 > 0", lambda X: X[:, 0] + X[:, 1]),
}
"""What somebody who has seen a picture of the points may write down in a minute."""

NAMES = ("rule", "logistic", "MLP")
MARGIN = 0.02
"""A lead below this is none: among 1000 test points chance alone makes about as much."""


def split(data: str, noise: float, rng: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    """150 points to learn from and 1000 to test on; for the clouds, more noise is a smaller gap."""

    def drawn(n: int) -> tuple[Floats, Floats]:
        match data:
            case "clouds":
                return datasets.clouds(rng, n, gap=0.45 / noise)
            case "rings":
                return datasets.rings(rng, n, noise)
        return datasets.moons(rng, n, noise)

    return *drawn(150), *drawn(1000)


def line_descent(w: Floats, b: float, X: Floats, y: Floats, lr: float, steps: int) -> tuple[Floats, float]:
    """Logistic regression: `steps` of gradient descent on the mean cross-entropy of sigmoid(X w + b)."""
    for _ in range(steps):
        error = nets.sigmoid(X @ w + b) - y
        w = w - lr * X.T @ error / len(y)
        b = b - lr * float(error.mean())
    return w, b


def line(w: Floats, b: float) -> Learner:
    """The side of the line on which a point lies."""
    return lambda X: X @ w + b


def curve(net: nets.Net) -> Learner:
    """How far the net's probability of class 1 is above one half."""
    return lambda X: nets.forward(net, X)[1] - 0.5


def winner(finding: Finding) -> str:
    """Who leads on the test points by at least the margin."""
    first, second = sorted(NAMES, key=finding.number, reverse=True)[:2]
    lead = finding.number(first) - finding.number(second)
    return first if lead >= MARGIN else "no clear winner"


@demo(
    "three-learners",
    title="A rule, a line and a small net",
    summary="Three learners on one data set that only the net separates.",
    parameters={
        "data": Choice("data", RULES, "moons"),
        "noise": Slider("noise", 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, start=0.15),
        "hidden": Slider("hidden units", 1, 2, 4, 8, 16, start=8),
    },
    predict=Prediction("Who is best on points never seen?", (*NAMES, "no clear winner"), winner),
)
def run(data: str, noise: float, hidden: int, rng: np.random.Generator) -> Run:
    """Writes the rule down, fits the line, then the net, on the same 150 points of `data`."""
    right = np.full(3, np.nan)

    def look(caption: str, name: str, learner: Learner | None = None) -> Frame:
        """The points learned from, over the regions of the learner if there is one, and each one's share of right test points."""
        limits = views.span(X[:, 0]), views.span(X[:, 1])
        layers: tuple[Regions | Scatter, ...] = (Scatter(X, y.astype(int)),)
        if learner is not None:
            right[NAMES.index(name)] = share = np.mean((learner(X_test) > 0) == (y_test > 0))
            layers = (views.regions(learner, *limits), *layers)
            caption = f"{caption} It gets {share:.1%} of the test points."
        bars = Plot("test accuracy", (Bars(right.copy(), NAMES),), (-0.5, 2.5), (0, 1))
        return Frame(caption, {"test_accuracy": right.copy()}, (Plot(name, layers, *limits, "x1", "x2"), bars))

    X, y, X_test, y_test = split(data, noise, rng)
    yield look(f"{len(X)} points to learn from, half of each class; {len(X_test)} others are kept for the test.", data)

    words, rule = RULES[data]
    yield look(f"Somebody wrote: class 1 where {words}. A rule learns nothing.", "rule", rule)

    w, b, steps = np.zeros(2), 0.0, 0
    for more in (1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
        steps += more
        w, b = line_descent(w, b, X, y, lr=1.0, steps=more)
        yield look(f"Logistic regression, step {steps}: its border turns, but stays a line.", "logistic", line(w, b))

    net = nets.fresh(rng, 2, hidden)
    for steps in range(60, 2401, 60):
        net = nets.descend(net, X, y, lr=0.5, steps=60)
        yield look(f"MLP, step {steps}: its hidden units move, and its border with them.", "MLP", curve(net))

    told = ", ".join(f"{name} {share:.1%}" for name, share in zip(NAMES, right, strict=True))
    gain = float(right[2] - right[:2].max())
    held = gain >= MARGIN
    ended = "only the MLP follows the border" if held else "too little to call the MLP better here"
    text = f"On 1000 unseen points: {told}. The MLP against the better of the others: {gain * 100:+.1f} points; {ended}."
    values: dict[str, Value] = {**dict(zip(NAMES, right.tolist(), strict=True)), "gain": gain, "w": w, "b": b}
    return Finding(text, held, values)
