"""Weights turn the boundary, the bias shifts it off the origin.

Claim: the line w x + b = 0 runs abs(b) / norm(w) away from the origin, and scaling w and b together does not move it. With b
held at 0 it must pass through the origin, and then no weights learn the gate, though with a bias some do. It does not hold where
a line through the origin learns the gate (OR) or no line at all does (XOR), nor for w = 0, which draws none.
Sources: Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.1.1; Minsky and Papert, "Perceptrons", 1969.
"""

from dataclasses import replace

import numpy as np

from quizapp.demos.gates import TARGETS, X, plane
from quizapp.demos.kit import Choice, Curve, Finding, Floats, Frame, Prediction, Run, Slider, Table, Value, demo

GRID = np.stack(np.meshgrid(*[np.linspace(-2, 2, 17)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
"""Every (w1, w2, b) tried, steps of a quarter: shape (4913, 3)."""


def best_right(y: Floats, tried: Floats) -> int:
    """How many of the four inputs the best of `tried` (n, 3) classifies as `y` does."""
    says = tried[:, :2] @ X.T + tried[:, 2:] > 0
    return int((says == (y > 0)).sum(axis=1).max())


def listed(names: list[str]) -> str:
    """Gates in a sentence."""
    return ", ".join(name.upper() for name in names) or "none"


@demo(
    "weights-and-bias",
    title="What weights do, and what the bias does",
    summary="Weights turn the line, the bias shifts it; without one AND fails.",
    parameters={
        "gate": Choice("gate", ("and", "or", "nand", "xor")),
        "w1": Slider("w1", -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, start=1.0),
        "w2": Slider("w2", -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, start=1.0),
        "b": Slider("b", -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, start=-1.5),
    },
    predict=Prediction(
        "At best, how many of the four can a neuron without a bias get right?",
        ("2 of 4", "3 of 4", "4 of 4"),
        lambda finding: f"{finding.values['best_without_bias']} of 4",
    ),
)
def run(gate: str, w1: float, w2: float, b: float, rng: np.random.Generator) -> Run:
    """Turns the weights, shifts by the bias, and scales: w alone, then w and b together."""
    del rng  # nothing here is random
    y = TARGETS[gate]
    chosen, bias = np.array([w1, w2]), b
    distances: list[float] = []

    def right() -> int:
        """How many inputs the neuron now gets right."""
        return int(((X @ w + b > 0) == (y > 0)).sum())

    def distance() -> float:
        """The way from the origin to the line."""
        return float(np.abs(b) / np.linalg.norm(w))

    def look(caption: str) -> Frame:
        """The line with its shortest way from the origin, and what the neuron says to each input."""
        distances.append(distance())
        picture = plane(gate.upper(), w, b, y)
        foot = -b * w / (w @ w)
        way = Curve(np.array([0, foot[0]]), np.array([0, foot[1]]), f"{distance():.2f}" if b else "", arrow=True)
        picture = replace(picture, layers=(*picture.layers, way))
        rows = [(f"{x[0]:g} {x[1]:g}", f"{w @ x + b:+.2f}", f"{w @ x + b > 0:d}", f"{t:g}") for x, t in zip(X, y, strict=True)]
        table = Table("the neuron", ("x1 x2", "z", "says", "should"), rows)
        values: dict[str, Value] = {"w": w.copy(), "b": b, "distance": distance(), "right": right()}
        if not w.any():
            caption = f"Both weights are zero: z is b = {b:.3g} everywhere, and there is no line. {right()} of 4 right."
        return Frame(caption, values, (picture, table))

    length, angle = float(np.linalg.norm(chosen)), float(np.arctan2(w2, w1))
    b = 0.0
    for turn in np.linspace(0, angle, 13):
        w = np.round(length * np.array([np.cos(turn), np.sin(turn)]), 9)
        degrees = f"{np.degrees(turn):.0f} degrees"
        yield look(f"w points to {degrees}; the line at a right angle to it stays on the origin without a bias: {right()} of 4 right.")
    w = chosen
    without = right()
    for b in np.linspace(0, bias, 13)[1:].tolist() if bias else [0.0]:
        z = X @ w + b
        what = "the line shifts" if b else "the line stays on the origin"
        yield look(f"b = {b:.3g} is added to every z, now {z.min():.3g} to {z.max():.3g}: {what}, {right()} of 4 right.")
    with_bias, shifted = right(), distance()
    for scale in np.linspace(1, 2, 7)[1:]:
        w = scale * chosen
        what = f"the line comes back towards the origin, to {distance():.3g}" if b else "the line stays on the origin, for b is 0"
        yield look(f"w times {scale:.3g}, b as before: {what}.")
    w = chosen
    yield look("w and b as they were before they were scaled, and the line with them.")
    for scale in np.linspace(1, 2, 7)[1:]:
        w, b = scale * chosen, scale * bias
        yield look(f"w and b both times {scale:.3g}: so is every z, but its sign and the line stay where they were.")

    best_without, best_with = best_right(y, GRID[GRID[:, 2] == 0]), best_right(y, GRID)
    solved_without = [name for name, target in TARGETS.items() if best_right(target, GRID[GRID[:, 2] == 0]) == 4]
    solved_with = [name for name, target in TARGETS.items() if best_right(target, GRID) == 4]
    line = (
        f"This line runs {shifted:.3g} from the origin and gets {with_bias} of 4, {without} without its bias"
        if length
        else "There is no line here: w is zero"
    )
    need = "needs a bias" if best_without < best_with == 4 else "needs no bias" if best_with == 4 else "is beyond a line, bias or not"
    text = (
        f"{gate.upper()} {need}: at best {best_without} of 4 without, {best_with} of 4 with one (learnable without: "
        f"{listed(solved_without)}; with: {listed(solved_with)}). {line}."
    )
    values: dict[str, Value] = {
        "distance": shifted,
        "distances": distances,
        "right_without_bias": without,
        "right": with_bias,
        "best_without_bias": best_without,
        "best_with_bias": best_with,
        "solved_without_bias": " ".join(solved_without),
        "solved_with_bias": " ".join(solved_with),
    }
    stood_still = bool(np.isfinite(shifted) and np.allclose(distances[-7:], shifted))
    return Finding(text, best_without < 4 and best_with == 4 and stood_still, values)
