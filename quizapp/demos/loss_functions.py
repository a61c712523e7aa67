"""Loss functions, and why a sigmoid is trained with cross-entropy.

Claim: a squared or absolute error behind a sigmoid stalls where the neuron is sure and wrong, since the gradient carries the
factor p (1 - p), which is near 0 there; in cross-entropy's gradient, p - y, that factor cancels. It does not hold where the
neuron starts unsure, with z near 0, nor with cross-entropy in the place of the error.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.2.2; Nielsen, "Neural Networks and Deep Learning",
2015, chapter 3; Huber, 1964, doi:10.1214/aoms/1177703732.
"""

from collections.abc import Callable

import numpy as np

from quizapp.demos.kit import Choice, Curve, Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Value, demo
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import counted, curves

LOSSES: dict[str, tuple[Callable[[Floats, float], Floats], Callable[[Floats, float], Floats]]] = {
    "mse": (lambda y_hat, y: (y_hat - y) ** 2, lambda y_hat, y: 2 * (y_hat - y)),
    "mae": (lambda y_hat, y: np.abs(y_hat - y), lambda y_hat, y: np.sign(y_hat - y)),
    "huber": (
        lambda y_hat, y: np.where(np.abs(y_hat - y) <= 1, (y_hat - y) ** 2 / 2, np.abs(y_hat - y) - 0.5),
        lambda y_hat, y: np.clip(y_hat - y, -1, 1),
    ),
    "cross-entropy": (
        lambda y_hat, y: -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat),
        lambda y_hat, y: (y_hat - y) / (y_hat * (1 - y_hat)),
    ),
}
"""The loss of a prediction, and its derivative by the prediction."""

ARRIVED = 0.9
"""A learner has arrived when it gives the right class this probability."""


def through_sigmoid(loss: str, z: Floats, y: float) -> Floats:
    """The derivative of the loss of p = sigmoid(z) by z."""
    p = sigmoid(z)
    return LOSSES[loss][1](p, y) * p * (1 - p)


def band(finding: Finding) -> str:
    """The choice that the measured ratio of steps falls into."""
    if not finding.values["decided"]:
        return "too few steps to tell"
    ratio = finding.number("ratio")
    return "under 2 times" if ratio < 2 else "2 to 5 times" if ratio < 5 else "5 times or more"


@demo(
    "loss-functions",
    title="Loss functions and a sigmoid that stalls",
    summary="Four losses with their gradients; then a race out of saturation.",
    parameters={
        "loss": Choice("loss", LOSSES, "mse"),
        "start": Slider("start z", -8.0, -7.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, start=-5.0),
        "lr": Slider("learning rate", 0.25, 0.5, 1.0, 2.0, 4.0, start=2.0),
        "steps": Slider("at most", 20, 40, 80, 160, 320, start=80),
    },
    predict=Prediction(
        "How many steps does this loss need, against cross-entropy?",
        ("under 2 times", "2 to 5 times", "5 times or more", "too few steps to tell"),
        band,
    ),
)
def run(loss: str, start: float, lr: float, steps: int, rng: np.random.Generator) -> Run:
    """Walks along `loss`, then races it against cross-entropy behind the same saturated sigmoid."""
    del rng  # nothing here is random
    L, dL = LOSSES[loss]
    y = 1.0
    low, high = (0.02, 0.98) if loss == "cross-entropy" else (-2.0, 4.0)
    y_hat = np.linspace(low, high, 121)
    height, slope = L(y_hat, y), dL(y_hat, y)

    def tangent(i: int) -> Frame:
        """The loss with the line that touches it at y_hat[i], and its gradient."""
        near = y_hat[i] + np.array([-0.12, 0.12]) * (high - low)
        touching = Curve(near, height[i] + g * (near - y_hat[i]), kind=1)
        at = Scatter(np.array([[y_hat[i], height[i]]]), np.array([0]), 0)
        curve = Plot(f"{loss}, y = 1", (Curve(y_hat, height, "loss", kind=0), touching, at), (low, high), (-0.5, 5), "y_hat")
        under = Scatter(np.array([[y_hat[i], g]]), np.array([1]), 0)
        gradient = Plot("its gradient", (Curve(y_hat, slope, "gradient", kind=1), under), (low, high), (-6, 6), "y_hat")
        caption = f"It says {y_hat[i]:.2f} and should say 1: the loss is {height[i]:.3f}, its gradient {g:.3f}."
        return Frame(caption, {"y_hat": float(y_hat[i]), "loss": float(height[i]), "gradient": g}, (curve, gradient))

    for i in range(0, len(y_hat), 6):
        g = float(dL(y_hat[i], y))
        yield tangent(i)

    racers = (loss, "cross-entropy")
    z = np.array([start, start])
    path = [sigmoid(z)]
    at_start = {name: float(through_sigmoid(name, np.array(start), y)) for name in LOSSES}
    short = "CE" if loss == "cross-entropy" else loss

    def race() -> Frame:
        """The probability each learner gives to the right class, by step; and both on the sigmoid."""
        path.append(sigmoid(z))
        p = np.array(path)
        both = curves("p of the right class", {short: p[:, 0], "CE": p[:, 1]}, "step", xlim=(0, steps), ylim=(0, 1))
        wide = np.linspace(-9, 9, 121)
        places = Scatter(np.column_stack([z, p[-1]]), np.array([0, 1]))
        on = Plot("both on the sigmoid", (Curve(wide, sigmoid(wide)), places), (-9, 9), (-0.1, 1.1), "z")
        caption = f"Step {t}: {short} had a gradient of {dz[0]:.2g}, CE of {dz[1]:.2g}; now p is {p[-1, 0]:.3f} and {p[-1, 1]:.3f}."
        return Frame(caption, {"step": t, "z": z.copy(), "p": p[-1], "gradient": dz}, (both, on))

    for t in range(1, steps + 1):
        dz = np.array([through_sigmoid(name, place, y) for name, place in zip(racers, z, strict=True)])
        z = z - lr * dz
        yield race()
        if path[-1].min() >= ARRIVED:
            break

    arrived = path[-1] >= ARRIVED
    needed = [int(np.argmax(p >= ARRIVED)) if there else steps + 1 for p, there in zip(np.array(path).T, arrived, strict=True)]
    ratio = needed[0] / needed[1]
    decided = bool(arrived.all()) or (bool(arrived[1]) and ratio >= 5)
    held = ratio >= 5 if decided else None
    took = [counted(n) if there else f"more than {counted(steps)}" for n, there in zip(needed, arrived, strict=True)]
    ended = " It stalled." if held else " It did not stall." if decided else ""
    text = (
        f"From z = {start:g}, to p = {ARRIVED:g}: {loss} took {took[0]}, cross-entropy {took[1]}. "
        f"Their first gradients by z were {at_start[loss]:.2g} and {at_start['cross-entropy']:.2g}.{ended}"
    )
    values: dict[str, Value] = {
        "steps": needed[0],
        "rival_steps": needed[1],
        "arrived": bool(arrived[0]),
        "rival_arrived": bool(arrived[1]),
        "ratio": ratio,
        "decided": decided,
        "y_hat": y_hat,
        "slope": slope,
        **{f"gradient_{name}": value for name, value in at_start.items()},
    }
    return Finding(text, held, values)
