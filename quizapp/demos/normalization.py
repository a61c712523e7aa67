"""Scaling the inputs: the same regression, and a bowl instead of a ravine.

Claim: Scaling the inputs brings the condition number of the squared error's Hessian near 1, and takes gradient descent to the same loss
in a fraction of the steps. It fails where the inputs have about the same scale: there is nothing to gain.
Sources: LeCun, Bottou, Orr and Mueller, "Efficient BackProp", 1998, doi:10.1007/3-540-49430-8_2.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from quizapp.demos.kit import Bands, Choice, Figures, Floats, Histories, Now, Rng, Run, Slider, found, gettext, gettext_noop, lesson, say
from quizapp.demos.nets import squared_loss
from quizapp.demos.views import descent

N = 40
GOAL, CAP = 1e-4, 5000  # arrived when this share of the loss that can be lost is left; given up after so many steps
WORTH = 2  # a scaling that saves less than this factor is not worth it
NAMES = (gettext_noop("raw"), gettext_noop("scaled"))
SCALERS: dict[str, Callable[[Floats], tuple[Floats, Floats]]] = {
    "standard": lambda X: (X.mean(axis=0), X.std(axis=0)),
    "min-max": lambda X: ((X.min(axis=0) + X.max(axis=0)) / 2, (X.max(axis=0) - X.min(axis=0)) / 2),
    "robust": lambda X: (np.median(X, axis=0), np.quantile(X, 0.75, axis=0) - np.quantile(X, 0.25, axis=0)),
}
"""Of inputs (n, 2): what is subtracted from each column, and what it is then divided by."""


@lesson(
    "normalization", title="Scaling the inputs", summary="One regression before and after scaling: contours, condition and steps.",
    ask=Bands("How many times fewer are the steps to the same loss on scaled inputs?", "fewer",
              {"under 2 times": WORTH, "2 to 10 times": 10, "10 to 100 times": 100, "over 100 times": np.inf}),
    breaks={"scale": "1"}, scale=Slider("scale of x2", 1.0, 3.0, 10.0, 30.0, 100.0, start=10.0), scaler=Choice("scaler", SCALERS),
)  # fmt: skip
def run(scale: float, scaler: str, rng: Rng) -> Run:
    """Descends on raw inputs, then on scaled ones, each by steps of 1/L, to the same loss."""
    X = rng.normal(size=(N, 2))
    X = X - X.mean(axis=0)
    y = X @ [2, 1] + rng.normal(scale=0.5, size=N)
    X, y = X * [1, scale], y - y.mean()  # both centred, in the place of a bias: two weights can be drawn
    shift, width = SCALERS[scaler](X)
    Z = (X - shift) / width
    least = max(squared_loss(np.linalg.lstsq(A, y)[0], A, y) for A in (X, Z))
    start = squared_loss(np.zeros(2), X, y)
    goal = least + GOAL * (start - least)

    steps, condition = [], []
    for name, A in zip(NAMES, (X, Z), strict=True):
        H = A.T @ A / N
        curvature = np.linalg.eigvalsh(H)
        condition.append(curvature[-1] / curvature[0])
        lr = 1 / curvature[-1]
        w, t = np.zeros(2), 0
        yield say("{inputs}: the condition number is {k:.4g}; steps of 1/L = {lr:.3g}.",
                  inputs=gettext(name), k=condition[-1], lr=lr, name=name, w=w, X=X, Z=Z, y=y)  # fmt: skip
        while squared_loss(w, A, y) > goal and t < CAP:
            gradient = A.T @ (A @ w - y) / N
            w, t = w - lr * gradient, t + 1
            yield say("{inputs}, step {step}: {left:.2%} of the loss that can be lost is left.", step=t, inputs=gettext(name),
                      left=(squared_loss(w, A, y) - least) / (start - least), name=name, w=w)  # fmt: skip
        steps.append(t)

    fewer, better = steps[0] / steps[1], condition[0] / condition[1]
    held = fewer >= WORTH and better >= WORTH
    measured = {
        "fewer": fewer,
        "steps_before": steps[0],
        "steps_after": steps[1],
        "condition_before": condition[0],
        "condition_after": condition[1],
    }
    return found(
        held,
        "Condition number {condition_before:.4g} raw and {condition_after:.3g} scaled. "
        "Steps to the same loss: {raw} raw, {steps_after} scaled, {gain}.", **measured,
        raw=steps[0] if steps[0] < CAP else gettext("over {cap}", cap=CAP),
        gain=gettext("{fewer:.4g} times fewer", fewer=fewer) if held else gettext("so little is gained"),
    )  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """The loss over the weights, with the path so far: raw on the left, scaled on the right."""
    for name, A in zip(NAMES, (now.X, now.Z), strict=True):
        path = [w for w, on in zip(past.w, past.name, strict=True) if on == name]
        yield descent(gettext(name), partial(squared_loss, X=A, y=now.y), np.linalg.lstsq(A, now.y)[0], path)
