"""A hidden layer bends the plane until a line separates XOR.

Claim: Two hidden units can solve XOR, by weights that anyone may write down; yet descent from a random start finds such weights only now
and then. It fails where there are none to find (one unit, or no activation), and where units to spare let every start succeed.
Sources: Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0; Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.1;
Sprinkhuizen-Kuyper and Boers, 1999, doi:10.1016/S0893-6080(98)00147-4 (where a net of two units comes to rest).
"""

from collections.abc import Callable

import numpy as np

from quizapp.demos.figures import Curve, Floats, Plot, Scatter
from quizapp.demos.gates import TARGETS, X
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import bundle, regions

Map = Callable[[Floats], Floats]
ACTIVATIONS: dict[str, tuple[Map, Map, float, float]] = {
    "tanh": (np.tanh, lambda h: 1 - h**2, 1.25, 0.86),
    "sigmoid": (sigmoid, lambda h: h * (1 - h), 1.25, 0.39),
    "relu": (lambda z: np.maximum(z, 0), lambda h: np.where(h > 0, 1.0, 0.0), 0.5, 0.25),
    "none": (lambda z: z, np.ones_like, 0.5, 0.25),
}
"""h = f(z), its slope in terms of h, and the a and c with which a f(x1 + x2) - f(x1 + x2 - 1) > c is XOR; for none, no a and c would do."""
STARTS, EPOCHS = 25, 1000
CERTAIN = 1e-6  # nearer to the line than this, a point has no side
y = TARGETS["xor"][:, None]
t = np.linspace(0, 1, 21)
SQUARE = np.concatenate([[*zip(x1, x2, strict=True), (np.nan, np.nan)] for s in t[::4] for x1, x2 in ((t, 0 * t + s), (0 * t + s, t))])
"""The unit square as a grid of lines to be bent, with a gap after each."""


@lesson(
    "mlp-xor",
    title="A hidden layer learns XOR",
    summary="The plane bends until a line divides it, if descent finds the way.",
    ask=Bands("Of 25 random starts, how many end with all four points right?", "solved",
              {"none": 1, "1 to 8": 9, "9 to 17": 18, "18 to 24": 25, "all 25": np.inf}),
    breaks={"hidden": "8"},
    hidden=Slider("hidden units", 1, 2, 3, 4, 5, 6, 7, 8, start=2),
    activation=Choice("activation", ACTIVATIONS),
    lr=Slider("learning rate", 0.5, 1.0, 2.0, start=1.0),
)  # fmt: skip
def run(hidden: int, activation: str, lr: float, rng: Rng) -> Run:
    """Descends on the mean cross-entropy of the four inputs, from all starts at once: every array is (starts, ...)."""
    f, slope, a, c = ACTIVATIONS[activation]
    exists = hidden > 1 and np.array_equal(a * f(X.sum(axis=1)) - f(X.sum(axis=1) - 1) > c, y[:, 0] > 0)
    W1, b1 = rng.normal(size=(STARTS, 2, hidden)), rng.normal(scale=0.5, size=(STARTS, 1, hidden))
    w2, b2 = rng.normal(size=(STARTS, hidden, 1)), np.zeros((STARTS, 1, 1))
    losses = []
    for epoch in range(EPOCHS + 1):
        h = f(X @ W1 + b1)
        z = h @ w2 + b2
        plane = plane_of(w2[0, :, 0], h[0])
        square, corners, line = f(SQUARE @ W1[0] + b1[0]) @ plane, h[0] @ plane, plane.T @ w2[0, :, 0]
        side = np.where(y > 0, z, -z)[..., 0]
        right = np.sum(side > CERTAIN, axis=1)
        losses.append(np.logaddexp(0, -side).mean(axis=1))
        yield say("Epoch {step}: the net that you see has {first} of 4 right; of {starts} nets, {solved} have all four.",
                  step=epoch, first=int(right[0]), starts=STARTS, solved=int(np.sum(right == 4)), loss=losses[-1],
                  square=square, corners=corners, line=line, b2=b2[0, 0, 0])  # fmt: skip
        dz = (sigmoid(z) - y) / 4
        dh = dz * w2.mT * slope(h)
        w2, b2 = w2 - lr * h.mT @ dz, b2 - lr * dz.sum(axis=1, keepdims=True)
        W1, b1 = W1 - lr * X.T @ dh, b1 - lr * dh.sum(axis=1, keepdims=True)

    solved = right == 4
    falling = ~solved & (losses[-1] < 0.99 * losses[EPOCHS * 3 // 4])  # by more than a hundredth in the last quarter
    counts = {"solved": int(solved.sum()), "starts": STARTS, "epochs": EPOCHS, "falling": int(falling.sum())}
    measured = {**counts, "exists": exists, "h": h}
    if not exists:
        return found(False, "{solved} of {starts} starts solve it: no weights of such a net do, so there is nothing to find.", **measured)
    if solved.all():
        return found(False, "{solved} of {starts} starts solve it: with so many units, descent gets there from everywhere.", **measured)
    if falling.any():
        return found(None, "{solved} of {starts} starts solve it in {epochs} epochs, but some of the other losses still fall.", **measured)
    return found(
        True, "Weights that solve it exist, but only {solved} of {starts} starts find such; the other losses fall no more.", **measured
    )


def plane_of(w2: Floats, h: Floats) -> Floats:
    """Two axes (hidden, 2) to look along: h1 and h2 up to two units; of more, w2 and, across it, h(1, 1) - h(0, 0)."""
    if len(w2) <= 2:
        return np.eye(len(w2), 2)
    u, v = w2 / np.linalg.norm(w2), h[3] - h[0]
    v = v - v @ u * u
    return np.column_stack([u, v / max(float(np.linalg.norm(v)), 1e-12)])


def picture(now: Now, past: Histories) -> Figures:
    """The unit square as the hidden layer bends it, over the sides of the output's line; and the loss of every start."""
    reach = (1.1 if now.activation in ("tanh", "sigmoid") else 3) * float(np.sqrt(max(now.hidden, 2) / 2))
    window, names = (-reach, reach), ("h1", "h2") if now.hidden <= 2 else (gettext("along w2"), gettext("across"))
    says, grid = regions(lambda P: P @ now.line + now.b2, window, window), Curve(now.square[:, 0], now.square[:, 1], kind=2)
    points = Scatter(now.corners, y[:, 0].astype(int), names=("XOR 0", "XOR 1"))
    yield Plot(gettext("hidden space"), (says, grid, points), window, window, *names, equal=True)
    yield bundle(gettext("loss of every net"), past.loss, gettext("this net"), (0, EPOCHS), (0, 1), gettext("epoch"))
