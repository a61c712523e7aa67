"""An activation makes depth worth having, and its slope decides what is left of a gradient.

Claim: With an activation no single matrix equals the layers, but where it saturates the gradient vanishes on its way down, even though the
weights keep the signal at its length. It fails where nothing saturates (ReLU, leaky ReLU, GELU, tanh near 0), in a stack of few layers, and
without an activation, where one matrix equals them all.
Sources: Glorot and Bengio, 2010, AISTATS; He et al., 2015, arXiv:1502.01852 (weights for ReLU); Leshno et al., 1993,
doi:10.1016/S0893-6080(05)80131-5; Hendrycks and Gimpel, 2016, arXiv:1606.08415 (GELU).
"""

from collections.abc import Callable
from math import erf, sqrt

import numpy as np

from quizapp.demos.figures import Curve, Floats, Plot, Scatter
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say, word
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import curves

Map = Callable[[Floats], Floats]


def normal_cdf(z: Floats) -> Floats:
    """The share of a standard normal distribution below z."""
    return np.asarray(np.vectorize(lambda v: (1 + erf(v / sqrt(2))) / 2, otypes=[float])(z))


ACTIVATIONS: dict[str, tuple[Map, Map]] = {
    "step": (lambda z: np.where(z > 0, 1.0, 0.0), np.zeros_like),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky-relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01)),
    "gelu": (lambda z: z * normal_cdf(z), lambda z: normal_cdf(z) + z * np.exp(-(z**2) / 2) / sqrt(2 * np.pi)),
    "linear": (lambda z: z, np.ones_like),
}
"""f and f'; where there is no derivative, at the corner of step and ReLU, the one from the left."""
WIDTH, INPUTS, VANISHED = 32, 200, 0.1
z = np.linspace(-6, 6, 481)
BINS = z[::20]
middles = (z[1:] + z[:-1]) / 2
bell = np.exp(-(middles**2) / 2) / np.exp(-(middles**2) / 2).sum()
GAIN = {name: 1 / sqrt(f(middles) ** 2 @ bell) for name, (f, _) in ACTIVATIONS.items()}
"""What the weights are multiplied by so that sums z of mean 0 and spread 1 lead to sums of spread 1: sqrt(2) for ReLU (He et al.)."""


@lesson(
    "activations",
    title="Activation functions",
    summary="Each function with its slope, and what a deep stack leaves of a gradient.",
    ask=Bands("A gradient of length 1 enters the last layer. How long is it when it leaves the first?", "gradient",
              {"under 0.001": 0.001, "0.001 to 0.1": VANISHED, "0.1 to 0.9": 0.9, "0.9 or more": np.inf}),
    breaks={"function": "relu"},
    function=Choice("function", ACTIVATIONS, "sigmoid"),
    depth=Slider("layers", 2, 3, 5, 7, 10, start=10),
    bias=Slider("spread of biases", 0.0, 0.5, 1.0, 2.0, 4.0, start=2.0),
)  # fmt: skip
def run(function: str, depth: int, bias: float, rng: Rng) -> Run:
    """Walks along f, then sends inputs up through stacks that differ in f alone, and a gradient back down."""
    f, df = ACTIVATIONS[function]
    for at in z[40:441:25]:
        value, slope = f(at), df(at)
        yield say("At z = {at:.2f}, f is {value:.3f} and its slope {slope:.3f}.", at=at, value=value, slope=slope)

    Q = [np.linalg.qr(rng.normal(size=(WIDTH, WIDTH)))[0] for _ in range(depth)]  # keeps every length, so that only f matters
    b = [bias * rng.normal(size=WIDTH) for _ in range(depth)]
    X, delta = rng.normal(size=(INPUTS, WIDTH)), rng.normal(size=(INPUTS, WIDTH))
    Z: dict[str, list[Floats]] = {name: [] for name in ACTIVATIONS}
    H = dict.fromkeys(ACTIVATIONS, X)
    M, c = np.eye(WIDTH), np.zeros(WIDTH)
    for layer in range(depth):
        for name, (activation, _) in ACTIVATIONS.items():
            Z[name].append(GAIN[name] * H[name] @ Q[layer].T + b[layer])
            H[name] = activation(Z[name][layer])
        M, c = GAIN["linear"] * Q[layer] @ M, GAIN["linear"] * Q[layer] @ c + b[layer]
        gap = float(np.abs(H["linear"] - X @ M.T - c).max())
        bent, flat, units = unexplained(X, H[function]), unexplained(X, H["linear"]), np.histogram(Z[function][layer], BINS)[0]
        yield say("Up through layer {layer}: the best matrix misses {bent:.1%} of what comes out, and {flat:.1%} where f is left out.",
                  layer=layer + 1, bent=bent, flat=flat, units=units)  # fmt: skip

    G = dict.fromkeys(ACTIVATIONS, delta / np.linalg.norm(delta, axis=1, keepdims=True))
    left = {name: [1.0] for name in ACTIVATIONS}
    for layer in reversed(range(depth)):
        mean_slope, units = df(Z[function][layer]).mean(), np.histogram(Z[function][layer], BINS)[0]
        for name, (_, derivative) in ACTIVATIONS.items():
            G[name] = G[name] * derivative(Z[name][layer]) @ (GAIN[name] * Q[layer])
            left[name].append(float(np.sqrt((G[name] ** 2).sum(axis=1).mean())))
        yield say("Down through layer {layer}: the slope is {slope:.2f} on average, and the gradient is now of length {length:.3g}.",
                  layer=layer + 1, slope=mean_slope, length=left[function][-1], left=left, units=units)  # fmt: skip

    gradient = left[function][-1]
    measured = {"gradient": gradient, "unexplained": bent, "linear_gap": gap, "gradients": left, "gains": GAIN, "depth": depth}
    if bent < 1e-6:
        return found(False, "One matrix equals all {depth} layers, and a gradient of {gradient:.2g} is left.", **measured)
    if gradient >= VANISHED:
        return found(
            False, "The best matrix misses {unexplained:.1%} of the {depth} layers, but a gradient of {gradient:.2g} is left.", **measured
        )
    return found(
        True, "The best matrix misses {unexplained:.1%} of the {depth} layers, and a gradient of {gradient:.2g} is left.", **measured
    )


def unexplained(X: Floats, H: Floats) -> float:
    """The share of the spread of `H` (n, k) that no matrix and shift, applied to `X` (n, d), explain."""
    inputs = np.column_stack([X, np.ones(len(X))])
    missed, spread = np.linalg.norm(H - inputs @ np.linalg.lstsq(inputs, H)[0]), np.linalg.norm(H - H.mean(axis=0))
    return float(missed / spread) if spread > 1e-9 else 0.0


def picture(now: Now, past: Histories) -> Figures:
    """What each function leaves of the gradient; f and its slope, at z or, from the first layer on, where the units are."""
    if hasattr(now, "left"):
        yield curves(gettext("gradient left"), {word(name): lengths for name, lengths in now.left.items()}, gettext("layers passed"),
                     xlim=(0, now.depth), ylim=(1e-7, 10), ylog=10, lit=word(now.function))  # fmt: skip
    f, df = ACTIVATIONS[now.function]
    both = Curve(z, f(z), "f", kind=0), Curve(z, df(z), "f'", kind=1)
    at = Scatter(np.array([[now.at, f(now.at)], [now.at, df(now.at)]]), np.array([0, 1]))
    seen = Curve((BINS[1:] + BINS[:-1]) / 2, now.units / now.units.max(), gettext("units"), kind=2) if hasattr(now, "units") else at
    yield Plot(word(now.function), (*both, seen), (-6, 6), (-1.25, 1.75), "z")
