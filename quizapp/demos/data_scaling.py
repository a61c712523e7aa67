"""More data: who gains from it, and who levels off.

Claim: Who is best with few examples is not best with many: a linear model on hand-made features leads at first and levels off, and a net
that grows with the data overtakes it and leaves behind a net that keeps its size. It fails where the features are right, or all but right
(a wave of 0 or near it), and where the inputs of noise are too many for the examples.
Sources: Ng and Jordan, 2001, "On discriminative vs. generative classifiers" (curves that cross); Hestness et al., 2017, arXiv:1712.00409
(models that grow with the data); Cover and Hart, 1967, doi:10.1109/TIT.1967.1053964 (k-NN).
"""

import numpy as np
from numpy.typing import NDArray

from quizapp.demos.figures import Curve, Floats, Plot, Scatter
from quizapp.demos.kit import Bands, Figures, Histories, Now, Progress, Rng, Run, Slider, found, gettext, gettext_noop, lesson, say
from quizapp.demos.nets import Net, backward, forward, fresh
from quizapp.demos.views import regions

SIZES = (16, 32, 64, 128, 256, 512, 1024)
KINDS = {"k-NN": None, gettext_noop("features"): 1, gettext_noop("small net"): 0, gettext_noop("growing net"): 2}
KS, SMALL, BATCH, TEST = (1, 3, 5, 9, 15), 4, 32, 1000
LEAD = 0.02
"""By how much one must lead to be called ahead: about twice the chance in 1000 test points."""


@lesson(
    "data-scaling",
    title="Who gains from more data",
    summary="Accuracy against training size for k-NN, hand-made features and two nets.",
    ask=Bands("From how many examples on is a growing net ahead of a linear model on hand-made features?", "crossing",
              {"up to 64": 64, "64 to 256": 256, "256 to 1024": 1024, "later, or never": np.inf}),
    breaks={"wave": "0"},
    wave=Slider("wave", 0.0, 0.15, 0.3, 0.45, start=0.3),
    extra=Slider("noise inputs", 0, 1, 2, 4, 8, start=2),
)  # fmt: skip
def run(wave: float, extra: int, rng: Rng) -> Run:
    """Gives everybody more and more of the same examples, then shows what each was right of."""
    (X, y), (X_test, y_test) = (flower(rng, n, wave, extra) for n in (SIZES[-1], TEST))
    right: dict[str, list[float]] = {name: [] for name in KINDS}
    nets: list[Net] = []
    for size, n in enumerate(SIZES):
        others = nearest(X[:n], X[: min(n, 256)])[:, 1:]  # leaving each out, the examples themselves choose k
        k = min(KS, key=lambda k: np.mean((y[others[:, :k]].mean(axis=1) > 0.5) != y[: len(others)]))
        w = np.linalg.lstsq(features(X[:n]), y[:n])[0]
        says = {"k-NN": y[nearest(X[:n], X_test)[:, :k]].mean(axis=1) > 0.5, "features": features(X_test) @ w > 0.5}
        for name, hidden in (("small net", SMALL), ("growing net", round(n**0.5))):
            net, steps = fresh(rng, 2 + extra, hidden), 300 + n // 2
            velocity = Net(*(np.zeros_like(weights) for weights in net))
            for t in range(steps):
                batch = rng.integers(n, size=BATCH)
                grads = backward(net, X[batch], *forward(net, X[batch]), y[batch])
                velocity = Net(*(0.9 * v - 0.2 * (1 - t / steps) * g for v, g in zip(velocity, grads, strict=True)))
                net = Net(*(weights + v for weights, v in zip(net, velocity, strict=True)))
                if t % 50 == 0:
                    yield Progress(size, len(SIZES))
            says[name] = forward(net, X_test)[1] > 0.5
        nets.append(net)
        for name, labels in says.items():
            right[name].append(float(np.mean(labels == (y_test > 0))))
    yield Progress(len(SIZES), len(SIZES))

    for size, n in enumerate(SIZES):
        near, radius, small, share = (ys[size] for ys in right.values())
        net, seen = nets[size], (X[: min(n, 100), :2], y[: min(n, 100)])
        before, kept = ({name: ys[: size + (both or "net" not in name)] for name, ys in right.items()} for both in (False, True))
        yield say("{n} examples: k-NN measures {n} distances an answer and gets {near:.1%}; two weights on the radius get {radius:.1%}.",
                  n=n, near=near, radius=radius, kept=before, net=net, seen=seen)  # fmt: skip
        yield say("{n} examples: a net of {four} hidden units gets {small:.1%}, one of {hidden} gets {share:.1%}.",
                  n=n, four=SMALL, small=small, hidden=len(net.b1), share=share, kept=kept, net=net, seen=seen)  # fmt: skip

    ahead = np.array(right["growing net"]) - right["features"]
    first, last = ({name: ys[i] for name, ys in right.items()} for i in (0, -1))
    held = ahead[0] <= -LEAD and ahead[-1] >= LEAD and last["growing net"] - last["small net"] >= LEAD
    return found(
        held,
        "With {few} examples the features get {radius_first:.1%}, the growing net {net_first:.1%}; with {many} they get {radius:.1%} and "
        "{net:.1%}, the small net {small:.1%}, k-NN {near:.1%}.",
        few=SIZES[0], many=SIZES[-1], radius_first=first["features"], net_first=first["growing net"], radius=last["features"],
        net=last["growing net"], small=last["small net"], near=last["k-NN"], crossing=overtaken(ahead), **right)  # fmt: skip


def flower(rng: Rng, n: int, wave: float, extra: int) -> tuple[Floats, Floats]:
    """Class 1 is outside a border of radius 1 + wave cos(5 angle); `extra` more inputs are noise. X is (n, 2 + extra)."""
    r, angle = rng.uniform(0, 2, n), rng.uniform(0, 2 * np.pi, n)
    X = np.column_stack([r * np.cos(angle), r * np.sin(angle), rng.normal(size=(n, extra))])
    return X, np.asarray(r > 1 + wave * np.cos(5 * angle), float)


def nearest(X: Floats, Q: Floats) -> NDArray[np.int64]:
    """For each row of Q the rows of X, (len(Q), at most 16), the nearest first."""
    d2 = (Q**2).sum(axis=1)[:, None] - 2 * Q @ X.T + (X**2).sum(axis=1)
    few = np.argpartition(d2, min(max(KS), len(X) - 1), axis=1)[:, : max(KS) + 1]
    return np.take_along_axis(few, np.take_along_axis(d2, few, axis=1).argsort(axis=1), axis=1)


def features(X: Floats) -> Floats:
    """What somebody who believes in a round border makes of the inputs: a constant and the radius."""
    return np.column_stack([np.ones(len(X)), np.hypot(X[:, 0], X[:, 1])])


def overtaken(ahead: Floats) -> float:
    """Examples from which on a lead (one per size) stays above 0, on the logarithmic scale of the sizes; infinite where it does not."""
    i = int(np.max(np.flatnonzero(ahead <= 0), initial=-1))
    if i in (-1, len(SIZES) - 1):
        return SIZES[0] if i < 0 else np.inf
    return float(SIZES[i] * 2 ** (ahead[i] / (ahead[i] - ahead[i + 1])))


def picture(now: Now, past: Histories) -> Figures:
    """How accuracy grows with the examples, and what the growing net has made of them, where the noise inputs are 0."""
    curves = [Curve(np.array(SIZES[: len(ys)], float), np.array(ys), gettext(name), kind=KINDS[name]) for name, ys in now.kept.items()]
    yield Plot(gettext("test accuracy"), curves, (SIZES[0], SIZES[-1]), (0.45, 1), gettext("examples"), xlog=4)
    says = regions(lambda P: forward(now.net, np.column_stack([P, np.zeros((len(P), now.extra))]))[1] - 0.5, (-2, 2), (-2, 2))
    examples = Scatter(now.seen[0], now.seen[1].astype(int), names=(gettext("inside"), gettext("outside")))
    yield Plot(gettext("net at n = {n}", n=now.n), (says, examples), (-2, 2), (-2, 2), "x1", "x2", equal=True)
