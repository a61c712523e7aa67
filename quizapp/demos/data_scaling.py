"""More data: who gains from it, and who does not.

Claim: who is best with few examples is not best with many. A linear model on hand-made features leads at first; a net
that learns its own features overtakes it. It does not hold where the hand-made ones are exactly right (a wave of 0).
Sources: Ng and Jordan, 2001, "On discriminative vs. generative classifiers" (curves that cross); Goodfellow, Bengio and
Courville, "Deep Learning", 2016, sections 1.2 and 5.11; Cover and Hart, 1967, doi:10.1109/TIT.1967.1053964 (k-NN).
"""

from collections.abc import Mapping

import numpy as np

from quizapp.demos import nets
from quizapp.demos.kit import Curve, Finding, Floats, Frame, Plot, Prediction, Progress, Run, Slider, Value, demo

SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048)
NAMES = ("k-NN", "features", "MLP")
HIDDEN, STEPS, BATCH = 24, 3000, 32
LEAD = 0.02
"""By how much a learner must lead at either end for the curves to have crossed: about twice the chance in 1000 test points."""


def flower(rng: np.random.Generator, n: int, wave: float, extra: int) -> tuple[Floats, Floats]:
    """Class 1 is outside a border of radius 1 + wave cos(3 angle); `extra` more inputs are noise. X is (n, 2 + extra)."""
    r, angle = rng.uniform(0, 2, n), rng.uniform(0, 2 * np.pi, n)
    X = np.column_stack([r * np.cos(angle), r * np.sin(angle), rng.normal(size=(n, extra))])
    return X, np.asarray(r > 1 + wave * np.cos(3 * angle), float)


def neighbours(X: Floats, y: Floats, Q: Floats, k: int) -> Floats:
    """k-NN on the raw inputs: for each row of Q, what most of the k nearest rows of X are."""
    d2 = (Q**2).sum(axis=1)[:, None] - 2 * Q @ X.T + (X**2).sum(axis=1)
    nearest = np.argpartition(d2, k - 1, axis=1)[:, :k]
    return np.asarray(y[nearest].mean(axis=1) > 0.5, float)


def features(X: Floats) -> Floats:
    """What somebody who believes in a round border makes of the inputs: a constant and the radius."""
    return np.column_stack([np.ones(len(X)), np.hypot(X[:, 0], X[:, 1])])


def by_features(X: Floats, y: Floats, Q: Floats) -> Floats:
    """The linear model on them, by least squares."""
    w = np.linalg.lstsq(features(X), y, rcond=None)[0]
    return np.asarray(features(Q) @ w > 0.5, float)


def cost(name: str, n: int, inputs: int) -> int:
    """Multiply-adds for one prediction of a learner that was given n examples."""
    return {"k-NN": n * inputs, "features": 3, "MLP": HIDDEN * (inputs + 1)}[name]


def overtakes(ahead: Floats) -> bool:
    """Whether a lead (one per size) is clearly negative at first and clearly positive at last."""
    return bool(ahead[0] <= -LEAD and ahead[-1] >= LEAD)


def crossing(ahead: Floats) -> float:
    """Examples at which a lead (one per size) last changes its sign, between two sizes on a logarithmic scale."""
    i = int(np.flatnonzero(np.sign(ahead[:-1]) != np.sign(ahead[1:]))[-1])
    share = ahead[i] / (ahead[i] - ahead[i + 1])
    return float(SIZES[i] * (SIZES[i + 1] / SIZES[i]) ** share)


def look(caption: str, right: Mapping[str, list[float]], inputs: int) -> Frame:
    """Test accuracy and the price of a prediction against the number of examples, as far as they are known."""
    x = np.log2(SIZES)
    curves = [Curve(x[: len(ys)], np.array(ys), name, kind=i) for i, (name, ys) in enumerate(right.items())]
    costs = [
        Curve(x[: len(ys)], np.log10([cost(name, n, inputs) for n in SIZES[: len(ys)]]), name, kind=i)
        for i, (name, ys) in enumerate(right.items())
    ]
    xlim = (float(x[0]), float(x[-1]))
    figures = (
        Plot("test accuracy", curves, xlim, (0.45, 1.0), "log2 examples"),
        Plot("log10 multiply-adds", costs, xlim, (0, 5), "log2 examples"),
    )
    return Frame(caption, {name: ys[-1] for name, ys in right.items() if ys}, figures)


@demo(
    "data-scaling",
    title="Who gains from more data",
    summary="Accuracy against training size for k-NN, hand-made features and an MLP.",
    parameters={
        "wave": Slider("wave", 0.0, 0.15, 0.3, 0.45, start=0.3),
        "extra": Slider("noise inputs", 0, 1, 2, 4, 8, start=2),
        "k": Slider("k of k-NN", 1, 3, 5, 9, 15, start=5),
    },
    predict=Prediction("Who is best with 2048 examples?", NAMES, lambda finding: str(finding.values["best_with_most"])),
)
def run(wave: float, extra: int, k: int, rng: np.random.Generator) -> Run:
    """Trains all three on more and more of the same examples, then shows what each got right."""
    X, y = flower(rng, SIZES[-1], wave, extra)
    X_test, y_test = flower(rng, 1000, wave, extra)
    inputs = X.shape[1]
    predicted: list[tuple[Floats, Floats, Floats]] = []
    for size, n in enumerate(SIZES):
        near = []
        for Q in np.array_split(X_test, 20):
            near.append(neighbours(X[:n], y[:n], Q, k))
            yield Progress(size, len(SIZES))
        net = nets.fresh(rng, inputs, HIDDEN)
        for t in range(STEPS):
            batch = rng.integers(n, size=BATCH)
            net = nets.descend(net, X[batch], y[batch], lr=0.5 * (1 - t / STEPS), steps=1)
            if t % 100 == 0:
                yield Progress(size, len(SIZES))
        deep = np.asarray(nets.forward(net, X_test)[1] > 0.5, float)
        predicted.append((np.concatenate(near), by_features(X[:n], y[:n], X_test), deep))
    yield Progress(len(SIZES), len(SIZES))

    right: dict[str, list[float]] = {name: [] for name in NAMES}
    for n, (near_hat, linear_hat, deep_hat) in zip(SIZES, predicted, strict=True):
        right["k-NN"].append(float(np.mean(near_hat == y_test)))
        yield look(f"{n} examples: k-NN gets {right['k-NN'][-1]:.1%}, and measures {n} distances for each answer.", right, inputs)
        right["features"].append(float(np.mean(linear_hat == y_test)))
        yield look(f"{n} examples: two weights on the hand-made radius get {right['features'][-1]:.1%}.", right, inputs)
        right["MLP"].append(float(np.mean(deep_hat == y_test)))
        yield look(f"{n} examples: {HIDDEN} hidden units, which make their own features, get {right['MLP'][-1]:.1%}.", right, inputs)

    first, last = (max(NAMES, key=lambda name: right[name][i]) for i in (0, -1))
    ahead = np.array(right[last]) - np.array(right[first])
    crossed = overtakes(ahead)
    at = crossing(ahead) if crossed else float("nan")
    held = crossed and overtakes(np.array(right["MLP"]) - np.array(right["features"]))
    gained = {name: ys[-1] - ys[-3] for name, ys in right.items()}
    prices = {name: [cost(name, n, inputs) for n in SIZES] for name in NAMES}
    final = ", ".join(
        f"{name} {right[name][-1]:.1%} ({gained[name] * 100:+.1f} since {SIZES[-3]}, {prices[name][-1]} multiply-adds)" for name in NAMES
    )
    if crossed:
        text = f"With {SIZES[0]} examples the best is {first} ({right[first][0]:.1%}); {last} overtakes it near {at:.0f}."
        if last != "MLP":
            text += f" The MLP {'does too' if held else 'does not'}."
    elif first == last:
        text = f"Nobody overtakes: the best is {first} with {SIZES[0]} examples and with {SIZES[-1]}."
    else:
        text = f"No clear crossing: the best is {first} with {SIZES[0]} and {last} with {SIZES[-1]}, but not by {LEAD:.0%} both times."
    values: dict[str, Value] = {
        **{name: np.array(ys) for name, ys in right.items()},
        **{f"{name} gained": gain for name, gain in gained.items()},
        **{f"{name} multiply-adds": price for name, price in prices.items()},
        "sizes": SIZES,
        "best_with_fewest": first,
        "best_with_most": last,
        "crossing": at,
    }
    return Finding(f"{text} With {SIZES[-1]}: {final}.", held, values)
