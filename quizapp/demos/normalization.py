"""Scaling the inputs: the same regression, and a bowl instead of a ravine.

Claim: scaling the inputs brings the condition number of the squared error's Hessian near 1, and takes gradient descent to the
same loss in a fraction of the steps. It does not hold where the inputs have about the same scale: there is nothing to gain.
Sources: LeCun, Bottou, Orr and Mueller, "Efficient BackProp", 1998, doi:10.1007/3-540-49430-8_2; Hastie, Tibshirani and
Friedman, "The Elements of Statistical Learning", 2nd ed., 2009, sections 3.4.1 and 7.10.2 (on leakage).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from quizapp.demos.kit import (
    Bars,
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
    Switch,
    Value,
    demo,
)
from quizapp.demos.nets import squared_loss
from quizapp.demos.views import contours, counted

N = 40
"""Examples to train on, and as many to test on."""
GOAL = 1e-4
"""A descent has arrived when this share of the loss that can be lost is left."""
CAP = 5000
"""Steps after which a descent is given up."""
WORTH = 2.0
"""A scaling that saves less than this factor is not worth it."""
DRIFT = 0.5
"""Between training and test the sensors' zero moved up by this many standard deviations."""

Scaler = Callable[[Floats], tuple[Floats, Floats]]
"""Of inputs (n, 2) to what is subtracted from each column and what it is then divided by."""


def standard(X: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation."""
    return X.mean(axis=0), X.std(axis=0)


def min_max(X: Floats) -> tuple[Floats, Floats]:
    """Middle and half of the range: onto -1 to 1."""
    low, high = X.min(axis=0), X.max(axis=0)
    return (low + high) / 2, (high - low) / 2


def robust(X: Floats) -> tuple[Floats, Floats]:
    """Median and the width of the middle half, neither of which an outlier moves."""
    low, middle, high = np.quantile(X, (0.25, 0.5, 0.75), axis=0)
    return middle, high - low


SCALERS: dict[str, Scaler] = {"standard": standard, "min-max": min_max, "robust": robust}


def examples(rng: np.random.Generator, scale: float, zero: float) -> tuple[Floats, Floats]:
    """Two inputs of spread 1 and `scale`, of mean 0 where their sensors' zero is not off by `zero` spreads, and a target."""
    X = rng.normal(size=(N, 2))
    X = X - X.mean(axis=0)
    y = X @ np.array([2.0, 1.0]) + rng.normal(scale=0.5, size=N)
    return (X + zero) * np.array([1.0, scale]), np.asarray(y)


class Standpoint(NamedTuple):
    """Where a descent is."""

    w: Floats
    steps: int


def descend(place: Standpoint, X: Floats, y: Floats, lr: float, goal: float, steps: int) -> Standpoint:
    """At most `steps` steps on, fewer where the loss comes down to `goal`."""
    w, t = place
    while t < place.steps + steps and squared_loss(w, X, y) > goal:
        w, t = w - lr * X.T @ (X @ w - y) / len(y), t + 1
    return Standpoint(w, t)


def reading(scaler: Scaler, seen: Floats, X: Floats, y: Floats, X_test: Floats, y_test: Floats) -> tuple[float, Floats]:
    """Test error of the best weights for inputs scaled by what was `seen`, and what was subtracted from them, in spreads."""
    shift, width = scaler(seen)
    w = np.linalg.lstsq((X - shift) / width, y, rcond=None)[0]
    return float(np.mean(((X_test - shift) / width @ w - y_test) ** 2)), shift / X.std(axis=0)


def off(clean: Floats, stained: Floats) -> float:
    """The larger of the distances of two shifts, by column."""
    return float(np.abs(stained - clean).max())


def saved(finding: Finding) -> str:
    """By how much scaling shortened the way, in the words of the prediction."""
    ratio = finding.number("steps_before") / finding.number("steps_after")
    return "under 2 times" if ratio < WORTH else "2 to 10 times" if ratio < 10 else "10 to 100 times" if ratio < 100 else "over 100 times"


def standing_caption(name: str, place: Standpoint, X: Floats, y: Floats, goal: float) -> str:
    """How far a descent is."""
    now = float(squared_loss(place.w, X, y))
    if now <= goal:
        return f"{name} inputs: arrived in step {place.steps}"
    return f"{name} inputs: loss {now:.3g} in step {place.steps} (goal {goal:.3g})"


def errors(caption: str, *found: float) -> Frame:
    """The test error by each scaler."""
    names = ("train only", "train + test")[: len(found)]
    return Frame(
        caption,
        dict(zip(names, found, strict=True)),
        (Plot("test error", (Bars(np.array(found), names),), (-0.5, 1.5), (0, 1.2 * found[0])),),
    )


def valley(title: str, X: Floats, y: Floats, w_best: Floats) -> Callable[[Floats], Plot]:
    """A picture of the loss over a square of weights that holds 0 and the best, to which a path is added."""
    reach = 0.8 * float(np.abs(w_best).max())
    xlim, ylim = ((float(w) / 2 - reach, float(w) / 2 + reach) for w in w_best)
    contour = contours(lambda w: squared_loss(w, X, y), xlim, ylim)
    best = Scatter(w_best[None], np.array([2]))
    return lambda path: Plot(title, (contour, Curve(path[:, 0], path[:, 1], arrow=True), best), xlim, ylim, "w1", "w2", equal=True)


def cloud(title: str, X: Floats, X_test: Floats) -> Plot:
    """Training inputs (class 0) and test inputs (class 1), one unit as long on x as on y."""
    both = np.vstack([X, X_test])
    reach = 1.1 * float(np.abs(both).max())
    return Plot(title, (Scatter(both, np.repeat([0, 1], N)),), (-reach, reach), (-reach, reach), "x1", "x2", equal=True)


@demo(
    "normalization",
    title="Scaling the inputs",
    summary="One regression before and after scaling: contours, condition and steps.",
    parameters={
        "scale": Slider("scale of x2", 1.0, 3.0, 10.0, 30.0, 100.0, start=10.0),
        "scaler": Choice("scaler", SCALERS, "standard"),
        "leak": Switch("leak"),
    },
    predict=Prediction(
        "How many times fewer are the steps to the same loss on scaled inputs?",
        ("under 2 times", "2 to 10 times", "10 to 100 times", "over 100 times"),
        saved,
    ),
)
def run(scale: float, scaler: str, leak: bool, rng: np.random.Generator) -> Run:
    """Descends on raw and on scaled inputs, then reads the test error; with `leak` the scaler has seen the test inputs."""
    X, y = examples(rng, scale, 0.0)
    X_test, y_test = examples(rng, scale, DRIFT)
    yield Frame(
        f"x1 spreads by {X[:, 0].std():.3g}, x2 by {X[:, 1].std():.3g}, yet a spread of x1 moves y only twice as far as one of x2.",
        {"spread_x1": float(X[:, 0].std()), "spread_x2": float(X[:, 1].std())},
        (cloud("raw inputs", X, X_test),),
    )

    offset = y.mean()  # in the place of a bias: two weights can be drawn
    y, y_test = y - offset, y_test - offset
    shift, width = SCALERS[scaler](np.vstack([X, X_test]) if leak else X)
    Z, Z_test = (X - shift) / width, (X_test - shift) / width
    yield Frame(
        f"{scaler}: each column less ({shift[0]:.3g}, {shift[1]:.3g}), divided by ({width[0]:.3g}, {width[1]:.3g})"
        + (", taken from training AND test set." if leak else ", taken from the training set alone."),
        {"shift": shift, "width": width},
        (cloud("scaled inputs", Z, Z_test), cloud("raw inputs", X, X_test)),
    )

    H_raw, H = X.T @ X / N, Z.T @ Z / N
    raw_curvature, curvature = np.linalg.eigvalsh(H_raw), np.linalg.eigvalsh(H)
    raw_condition, condition = (float(values[-1] / values[0]) for values in (raw_curvature, curvature))
    raw_best, best = np.linalg.solve(H_raw, X.T @ y / N), np.linalg.solve(H, Z.T @ y / N)
    before, after = valley("raw", X, y, raw_best), valley("scaled", Z, y, best)
    raw, scaled = Standpoint(np.zeros(2), 0), Standpoint(np.zeros(2), 0)
    raw_path, path = [raw.w], [scaled.w]
    least = max(float(squared_loss(raw_best, X, y)), float(squared_loss(best, Z, y)))
    goal = least + GOAL * (float(squared_loss(scaled.w, Z, y)) - least)

    def look(caption: str) -> Frame:
        """Both paths over the contours of their losses."""
        raw_path.append(raw.w)
        path.append(scaled.w)
        values: dict[str, Value] = {
            "w_raw": raw.w,
            "w_scaled": scaled.w,
            "loss_raw": float(squared_loss(raw.w, X, y)),
            "loss_scaled": float(squared_loss(scaled.w, Z, y)),
            "steps_raw": raw.steps,
            "steps_scaled": scaled.steps,
        }
        return Frame(caption, values, (before(np.array(raw_path)), after(np.array(path))))

    raw_lr, lr = 1 / raw_curvature[-1], 1 / curvature[-1]
    yield look(f"Condition number {raw_condition:.4g} raw, {condition:.3g} scaled. The steps are 1/L: lr = {raw_lr:.3g} and {lr:.3g}.")
    while (squared_loss(raw.w, X, y) > goal or squared_loss(scaled.w, Z, y) > goal) and raw.steps < CAP:
        more = min(1 + raw.steps // 8, CAP - raw.steps)
        raw = descend(raw, X, y, raw_lr, goal, more)
        scaled = descend(scaled, Z, y, lr, goal, more)
        yield look(f"{standing_caption('Raw', raw, X, y, goal)}; {standing_caption('scaled', scaled, Z, y, goal)}.")

    honest, clean = reading(SCALERS[scaler], X, X, y, X_test, y_test)
    yield errors(
        f"The sensors' zero has moved since training, and a scaler of training data lets it show: test error {honest:.3g}.", honest
    )
    leaky, stained = reading(SCALERS[scaler], np.vstack([X, X_test]), X, y, X_test, y_test)
    yield errors(
        f"A scaler that saw the test set moves by {off(clean, stained):.2f} spreads, and the test error reads {leaky:.3g}.", honest, leaky
    )

    arrived = squared_loss(raw.w, X, y) <= goal
    ratio = raw.steps / scaled.steps
    held = ratio >= WORTH and raw_condition / condition >= WORTH
    text = (
        f"Condition number {raw_condition:.4g} raw and {condition:.3g} scaled: "
        f"{counted(raw.steps) if arrived else f'more than {CAP} steps'} against {scaled.steps} to the same loss. "
    )
    if not held:
        apart = float(np.exp(np.abs(np.diff(np.log(X.std(axis=0))))[0]))
        text += (
            f"{'Scaling took more steps' if scaled.steps > raw.steps else 'Little was gained'}, "
            f"{'for' if apart < WORTH else 'though'} one input spreads {apart:.3g} times as far as the other. "
        )
    text += (
        f"{'Having' if leak else 'Had it'} seen the test set, the scaler {'is' if leak else 'would be'} off by "
        f"{off(clean, stained):.2f} spreads, and the test error {'reads' if leak else 'would read'} {leaky:.3g} instead of {honest:.3g}."
    )
    values: dict[str, Value] = {
        "condition_before": raw_condition,
        "condition_after": condition,
        "steps_before": raw.steps,
        "steps_after": scaled.steps,
        "arrived": bool(arrived),
        "shift": shift,
        "width": width,
        "leak_moves_by": off(clean, stained),
        "test_error_without_leak": honest,
        "test_error_with_leak": leaky,
    }
    return Finding(text, held, values)
