"""Dropout: a different thinned net at every step, and the whole net when it counts.

Claim: dropout and L2 leave a smaller gap between validation and training loss than no regularisation; and with inverted
dropout, h * mask / (1 - p), the mean activation over masks is h. It does not hold on a set too large to be learned by heart,
nor where p or L2 is 0 or next to it.
Sources: Srivastava et al., 2014, "Dropout", JMLR 15; Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections
7.1 and 7.12.
"""

import numpy as np

from quizapp.demos.datasets import moons
from quizapp.demos.kit import Bars, Curve, Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Value, demo
from quizapp.demos.nets import Net, cross_entropy, forward, fresh, sigmoid, update

HIDDEN = 40
SHOWN = 16
"""Hidden units drawn as bars."""
FRAMES, STEPS = 60, 30
"""Training: frames, and full-batch steps in each."""
LR = 1.0
NOISE = 0.35
MASKS = (4, 16, 64, 256, 1024, 4096)
SMALLER = 0.1
"""A gap counts as smaller when it is by this much."""
NAMES = ("none", "L2", "dropout")


def dropped(rng: np.random.Generator, shape: tuple[int, ...], p: float) -> Floats:
    """An inverted dropout mask: 0 with probability p, else 1 / (1 - p), so that its mean is 1."""
    return np.asarray((rng.random(shape) >= p) / (1 - p))


def gradient(net: Net, X: Floats, y: Floats, mask: Floats, l2: float) -> Net:
    """Of the mean cross-entropy of the net thinned by `mask` (n, hidden), plus l2 / 2 times the squared weights."""
    t = np.tanh(X @ net.W1.T + net.b1)
    h = t * mask
    dz = (sigmoid(h @ net.W2 + net.b2) - y) / len(y)
    dt = np.outer(dz, net.W2) * mask * (1 - t**2)
    return Net(dt.T @ X + l2 * net.W1, dt.sum(axis=0), h.T @ dz + l2 * net.W2, dz.sum())


def train(rng: np.random.Generator, net: Net, X: Floats, y: Floats, p: float, l2: float) -> Net:
    """The net after STEPS full-batch steps, each under a fresh mask."""
    for _ in range(STEPS):
        mask = dropped(rng, (len(X), HIDDEN), p)
        net = update(net, gradient(net, X, y, mask, l2), LR)
    return net


def means(caption: str, h: Floats, mean: Floats, p: float) -> Frame:
    """Each unit's mean over masks against its activation without one: scaled by 1 / (1 - p) (class 0) and not (class 1)."""
    points = np.vstack([np.stack([h, mean], axis=1), np.stack([h, (1 - p) * mean], axis=1)])
    ends = np.array([-1.0, 1.0])
    layers = (Curve(ends, ends, "mean = h"), Scatter(points, np.repeat([0, 1], len(h))))
    plot = Plot("mean over masks", layers, (-1.1, 1.1), (-1.5, 1.5), "h", "mean")
    return Frame(caption, {"without_mask": h, "mean_over_masks": mean}, (plot,))


def smallest(finding: Finding) -> str:
    """Whose gap is smallest; with the gaps all alike, nobody's."""
    gaps = {name: finding.number(f"gap_{name}") for name in NAMES}
    return "no difference" if max(gaps.values()) - min(gaps.values()) < SMALLER else min(gaps, key=lambda name: gaps[name])


@demo(
    "dropout",
    title="Dropout against overfitting",
    summary="Train and validation loss with none, L2 and dropout, on a small set.",
    parameters={
        "p": Slider("drop rate p", 0.0, 0.2, 0.5, 0.8, start=0.5),
        "l2": Slider("L2", 0.0, 0.001, 0.003, 0.01, 0.03, 0.1, start=0.01),
        "n": Slider("examples", 20, 40, 80, 160, start=40),
    },
    predict=Prediction("Which leaves the smallest gap between validation and training loss?", (*NAMES, "no difference"), smallest),
)
def run(p: float, l2: float, n: int, rng: np.random.Generator) -> Run:
    """One mask in detail, three nets from the same start, and the mean over many masks."""
    X, y = moons(rng, n, NOISE)
    X_val, y_val = moons(rng, 400, NOISE)
    none = decayed = thinned = fresh(rng, 2, HIDDEN)

    def bars(caption: str, heights: Floats) -> Frame:
        """The sizes of the first units' activations for the first example."""
        names = [str(unit + 1) for unit in range(SHOWN)]
        picture = Plot(
            "hidden activations", (Bars(np.abs(heights[:SHOWN]), names),), (-0.5, SHOWN - 0.5), (0, 1.05 / (1 - p)), "unit", "size"
        )
        return Frame(caption, {"activations": heights}, (picture,))

    h = forward(none, X[:1])[0][0]
    yield bars(f"The sizes of {SHOWN} of one example's {HIDDEN} hidden activations, before anything is dropped.", h)
    mask = dropped(rng, h.shape, p)
    yield bars(
        f"The mask of this step: {np.sum(mask == 0)} of {HIDDEN} units are out (p = {p:g}), the others count {1 / (1 - p):.3g} times.", mask
    )
    h = h * mask
    yield bars("h * mask / (1 - p): what the next layer sees, and what the gradient flows through, in this step only.", h)

    train_losses: dict[str, list[float]] = {name: [] for name in NAMES}
    val_losses: dict[str, list[float]] = {name: [] for name in NAMES}

    def look() -> Frame:
        """Validation and training loss of the three nets so far, each measured with the whole net: nothing is dropped where it counts."""
        for name, net in zip(NAMES, (none, decayed, thinned), strict=True):
            train_losses[name].append(cross_entropy(forward(net, X)[1], y))
            val_losses[name].append(cross_entropy(forward(net, X_val)[1], y_val))
        steps = STEPS * np.arange(1.0, len(val_losses["none"]) + 1)
        figures = [
            Plot(
                title,
                [Curve(steps, np.array(values), name, kind=kind) for kind, (name, values) in enumerate(found.items())],
                (0, FRAMES * STEPS),
                (0, 1.5),
                "steps",
            )
            for title, found in (("validation loss", val_losses), ("training loss", train_losses))
        ]
        said = ", ".join(f"{name} {val_losses[name][-1]:.3f} ({train_losses[name][-1]:.3f})" for name in NAMES)
        values = {f"{kind}_{name}": found[name][-1] for kind, found in (("val", val_losses), ("train", train_losses)) for name in NAMES}
        return Frame(f"After {steps[-1]:.0f} steps, validation loss (training loss): {said}.", values, figures)

    for _ in range(FRAMES):
        none = train(rng, none, X, y, p=0.0, l2=0.0)
        decayed = train(rng, decayed, X, y, p=0.0, l2=l2)
        thinned = train(rng, thinned, X, y, p=p, l2=0.0)
        yield look()

    h = forward(thinned, X_val[:1])[0][0]
    masked = h * dropped(rng, (MASKS[-1], HIDDEN), p)
    for count in MASKS:
        mean = masked[:count].mean(axis=0)
        yield means(
            f"The mean over {count} masks is within {np.abs(mean - h).max():.3f} of h in every unit; unscaled it would be {1 - p:g} h.",
            h,
            mean,
            p,
        )

    error = masked.std(axis=0, ddof=1) / np.sqrt(MASKS[-1])
    worst = float(np.max(np.abs(mean - h) / np.maximum(error, 1e-12)))
    gaps = {name: val_losses[name][-1] - train_losses[name][-1] for name in NAMES}
    smaller = {name: gaps["none"] - gaps[name] >= SMALLER for name in ("L2", "dropout")}
    held = all(smaller.values()) and worst <= 4
    text = "Validation less training loss: " + ", ".join(f"{name} {gap:.3f}" for name, gap in gaps.items())
    if not all(smaller.values()):
        alike = " and ".join(name for name, is_smaller in smaller.items() if not is_smaller)
        text += f"; {alike} did not narrow the gap by {SMALLER:g}"
    text += (
        f". Over {MASKS[-1]} masks the mean activation is {mean.mean():.4f}, without a mask {h.mean():.4f}: "
        f"no unit is off by more than {worst:.1f} standard errors."
    )
    values: dict[str, Value] = {
        **{f"gap_{name}": gap for name, gap in gaps.items()},
        **{f"train_{name}": np.array(train_losses[name]) for name in NAMES},
        **{f"val_{name}": np.array(val_losses[name]) for name in NAMES},
        "without_mask": h,
        "mean_over_masks": mean,
        "standard_error": error,
        "worst": worst,
    }
    return Finding(text, held, values)
