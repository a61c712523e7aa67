"""Activations: the bend that makes depth worth having, and what its slope does to a gradient.

Claim: linear layers, however many, equal one matrix, their product; with an activation between them no matrix does. At every
layer the gradient is multiplied by the activation's slope, so n layers leave at most the steepest slope to the power n of it.
It does not hold where the activation is itself linear.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.1 and 6.3; Leshno et al., 1993,
doi:10.1016/S0893-6080(05)80131-5; Glorot and Bengio, 2010, AISTATS; GELU: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
"""

from collections.abc import Callable
from math import erf, sqrt

import numpy as np

from quizapp.demos.kit import Bars, Choice, Curve, Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Value, demo
from quizapp.demos.nets import sigmoid

WIDTH = 8


def normal_cdf(z: Floats) -> Floats:
    """The share of a standard normal distribution below z."""
    return np.asarray(np.vectorize(lambda v: (1 + erf(v / sqrt(2))) / 2, otypes=[float])(z))


ACTIVATIONS: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "step": (lambda z: np.where(z > 0, 1.0, 0.0), np.zeros_like),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky-relu": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1.0, 0.1)),
    "gelu": (lambda z: z * normal_cdf(z), lambda z: normal_cdf(z) + z * np.exp(-(z**2) / 2) / sqrt(2 * np.pi)),
    "linear": (lambda z: z, np.ones_like),
}
"""Each function f with its derivative; where there is none, at the corner of step and ReLU, the one from the left."""


def unexplained(X: Floats, H: Floats) -> float:
    """The share of the spread of `H` (n, k) that no matrix and shift, applied to `X` (n, d), explain."""
    inputs = np.column_stack([X, np.ones(len(X))])
    missed = H - inputs @ np.linalg.lstsq(inputs, H, rcond=None)[0]
    return float(np.linalg.norm(missed) / np.linalg.norm(H - H.mean(axis=0)))


def one_matrix(gap: float) -> str:
    """Whether outputs that differ by `gap` are the same, in words."""
    return "equal one matrix to 1e-12" if gap < 1e-12 else f"are {gap:.0e} off one matrix"


def band(finding: Finding) -> str:
    """The choice that the measured length of the gradient falls into."""
    length = finding.number("gradient")
    return "exactly 0" if length == 0 else "under 0.01" if length < 0.01 else "0.01 to 0.9" if length <= 0.9 else "over 0.9"


@demo(
    "activations",
    title="Activation functions",
    summary="Each function with its slope; without one, a deep stack is one matrix.",
    parameters={"function": Choice("function", ACTIVATIONS, "sigmoid"), "depth": Slider("layers", 2, 3, 5, 7, 10, start=5)},
    predict=Prediction(
        "A gradient of length 1 goes through all layers. What is left?", ("exactly 0", "under 0.01", "0.01 to 0.9", "over 0.9"), band
    ),
)
def run(function: str, depth: int, rng: np.random.Generator) -> Run:
    """Walks along the function with its tangent, then stacks layers with it and without."""
    f, df = ACTIVATIONS[function]
    x = np.linspace(-4, 4, 161)
    value, slope = f(x), df(x)

    def tangent() -> Frame:
        """The function with the line that touches it at z, and its derivative."""
        near = np.array([z - 1, z + 1])
        touching = Curve(near, y + s * (near - z), kind=1)
        at = Scatter(np.array([[z, y]]), np.array([0]), 0)
        curve = Plot(function, (Curve(x, value, "f", kind=0), touching, at), (-4, 4), (-1.5, 4), "z")
        height = Scatter(np.array([[z, s]]), np.array([1]), 0)
        derivative = Plot("its slope f'", (Curve(x, slope, "f'", kind=1), height), (-4, 4), (-0.25, 1.25), "z")
        caption = f"At z = {z:.2f}, f is {y:.3f} and its slope {s:.3f}: so much of a gradient passes here."
        return Frame(caption, {"z": z, "f": y, "slope": s}, (curve, derivative))

    for z in x[::5].tolist():
        y, s = float(f(z)), float(df(z))
        yield tangent()

    # Orthogonal weights keep every length: whatever a gradient loses on its way is the activation's doing.
    weights = [np.linalg.qr(rng.normal(size=(WIDTH, WIDTH)))[0] for _ in range(depth)]
    t = np.linspace(-3, 3, 101)
    line = rng.normal(size=WIDTH) + t[:, None] * rng.normal(size=WIDTH) / sqrt(WIDTH)
    X = np.concatenate([line, rng.normal(size=(20 * WIDTH, WIDTH))])
    product, J = np.eye(WIDTH), np.eye(WIDTH)
    H, L = X, X
    left = [1.0]

    def stacked(layer: int) -> Frame:
        """One output of the stack along a line of inputs, beside the same layers without f; and what is left of the gradient."""
        lines = (Curve(t, L[: len(t), 0], "without f", kind=0), Curve(t, H[: len(t), 0], "with f", kind=1))
        outputs = Plot(f"after layer {layer}", lines, (-3, 3), (-3, 3), "along a line of inputs")
        names = [str(n) for n in range(len(left))]
        bars = Plot("log10 of the gradient", (Bars(np.log10(np.maximum(left, 1e-9)), names),), (-0.5, depth + 0.5), (-9, 0.5), "layers")
        caption = f"Layer {layer}: without f the outputs {one_matrix(gap)}; with f, {left[-1]:.3g} of the gradient is left."
        return Frame(caption, {"layer": layer, "gradient": left[-1], "gap": gap}, (outputs, bars))

    for layer, W in enumerate(weights, 1):
        product = W @ product
        L = L @ W.T
        gap = float(np.abs(L - X @ product.T).max())
        Z = H @ W.T
        J = df(Z)[:, :, None] * (W @ J)
        left.append(float(np.sqrt((J**2).sum(axis=(1, 2)).mean() / WIDTH)))
        H = f(Z)
        yield stacked(layer)

    bent = unexplained(X[len(t) :], H[len(t) :])
    steepest = float(slope.max())
    most = steepest**depth
    collapses, needed, bounded = gap < 1e-12, bent > 1e-6, left[-1] <= most * (1 + 1e-9)
    fits = f"no matrix fits, the best misses {bent:.1%}" if needed else "one still fits"
    text = (
        f"{depth} linear layers {one_matrix(gap)}; with {function} {fits}. "
        f"Of a gradient {left[-1]:.2g} is left, and {steepest:.3g}^{depth} = {most:.2g} is the most that could be."
    )
    values: dict[str, Value] = {
        "z": x,
        "slope": slope,
        "linear_gap": gap,
        "unexplained": bent,
        "gradient": left[-1],
        "gradients": left,
        "steepest": steepest,
    }
    return Finding(text, collapses and needed and bounded, values)
