"""Full batch, one sample, mini-batch: three ways to spend the same gradients.

Claim: the gradient of a batch of B examples is the whole set's on average, and its variance is about sigma^2 / B, so B
times the work takes B times the variance off. It does not hold where a batch is a large part of the set and drawn without
replacement: its variance is less, by (N-B) / (N-1).
Sources: Robbins and Monro, 1951, doi:10.1214/aoms/1177729586; Cochran, "Sampling Techniques", 1977, chapter 2;
Bottou, Curtis and Nocedal, 2018, doi:10.1137/16M1080173.
"""

import numpy as np

from quizapp.demos.kit import Curve, Finding, Floats, Frame, Plot, Prediction, Run, Slider, Switch, Value, demo
from quizapp.demos.nets import squared_loss
from quizapp.demos.views import contours

N = 64
EPOCHS = 6
SIZES = (1, 2, 4, 8, 16, 32, 64)
"""The batch sizes at which the variance is measured."""
DRAWS = 2000
"""Batches drawn to measure one variance."""
NEAR = 0.3
"""A measured variance this near to sigma^2 / B, as a share of it, agrees with the claim."""
XLIM, YLIM = (-1.0, 4.0), (-2.5, 2.5)


def examples(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Two related inputs (N, 2) and a noisy sum of them (N,)."""
    X = rng.normal(size=(N, 2)) @ np.array([[1.0, 0.5], [0.0, 0.8]])
    return np.asarray(X), np.asarray(X @ np.array([2.0, -1.0]) + rng.normal(size=N))


def gradients(w: Floats, X: Floats, y: Floats) -> Floats:
    """Of each example's loss: (n, 2)."""
    return np.asarray((X @ w - y)[:, None] * X)


def drawn(rng: np.random.Generator, times: int, B: int, replace: bool) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Batches of B indices (times, B)."""
    if replace:
        return rng.integers(N, size=(times, B))
    return rng.permuted(np.tile(np.arange(N), (times, 1)), axis=1)[:, :B]


def theory(sigma2: float, B: int, replace: bool) -> float:
    """The variance of the mean of B values drawn from N whose variance is sigma2."""
    return sigma2 / B * (1.0 if replace else (N - B) / (N - 1))


def loss_phrase(w: Floats, X: Floats, y: Floats) -> str:
    """The loss at w (2,)."""
    value = float(squared_loss(w, X, y))
    return f"{value:.3g}" if value < 1e6 else "out of the picture"


def gain(finding: Finding) -> str:
    """How many times less variance a batch has than a single example, against its size."""
    share = finding.number("variance_ratio") / finding.number("B")
    return "√B times" if share < 1 - NEAR else "B times" if share <= 1 / (1 - NEAR) else "far more"


@demo(
    "mini-batch",
    title="Batch, one sample, mini-batch",
    summary="Three paths over one loss, and the variance of a batch against 1/B.",
    parameters={
        "B": Slider("batch size", 2, 4, 8, 16, 32, 64, start=8),
        "lr": Slider("learning rate", 0.01, 0.03, 0.1, 0.3, 1.0, start=0.1),
        "replace": Switch("replacement"),
    },
    predict=Prediction("How many times smaller is a batch's variance than one example's?", ("√B times", "B times", "far more"), gain),
)
def run(B: int, lr: float, replace: bool, rng: np.random.Generator) -> Run:
    """Spends EPOCHS * N gradients in three ways, then measures the variance of batches at the start."""
    X, y = examples(rng)
    start = np.array([-0.5, 2.0])
    full, one, mini = start, start, start
    best = float(squared_loss(np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], float), X, y))
    contour = contours(lambda w: squared_loss(w, X, y), XLIM, YLIM)
    names = ("full batch", "one sample", f"B = {B}")
    paths = [np.array([full, one, mini])]
    spent = [0]

    def look(caption: str, seen: int) -> Frame:
        """The three paths over the contours, and their loss above the best by the gradients that each had."""
        if seen > spent[-1]:
            spent.append(seen)
            paths.append(np.array([full, one, mini]))
        else:
            paths[-1] = np.array([full, one, mini])
        track = np.array(paths)
        above = np.log10(np.maximum(squared_loss(track, X, y) - best, 1e-12))
        lines = [Curve(track[:, k, 0], track[:, k, 1], names[k], True, k) for k in range(3)]
        losses = [Curve(np.array(spent, float), above[:, k], names[k], kind=k) for k in range(3)]
        values: dict[str, Value] = {"gradients": seen, "full": full.copy(), "one": one.copy(), "mini": mini.copy()}
        over = Plot("three paths", (contour, *lines), XLIM, YLIM, "w1", "w2")
        return Frame(caption, values, (over, Plot("log10 loss above best", losses, (0, EPOCHS * N), (-4, 1), "gradients")))

    per_epoch = [squared_loss(paths[0], X, y)]
    for epoch in range(1, EPOCHS + 1):
        order = drawn(rng, 1, N, replace)[0]
        for begin in range(0, N, B):
            batch = order[begin : begin + B]
            for i in batch:
                one = one - lr * gradients(one, X[[i]], y[[i]])[0]
            mini = mini - lr * gradients(mini, X[batch], y[batch]).mean(axis=0)
            yield look(
                f"Epoch {epoch}: {len(batch)} examples are {len(batch)} steps for one sample (loss {loss_phrase(one, X, y)}) "
                f"and one for the mini-batch (loss {loss_phrase(mini, X, y)}).",
                (epoch - 1) * N + begin + len(batch),
            )
        full = full - lr * gradients(full, X, y).mean(axis=0)
        yield look(
            f"Epoch {epoch}: the full batch has seen all {N} examples and takes its one step, to loss {loss_phrase(full, X, y)}.", epoch * N
        )
        per_epoch.append(squared_loss(np.array([full, one, mini]), X, y))

    g = gradients(start, X, y)
    whole = g.mean(axis=0)
    sigma2 = float(np.mean(np.sum((g - whole) ** 2, axis=1)))
    sizes = sorted({*SIZES, B})
    expected = np.array([theory(sigma2, size, replace) for size in sizes])
    measured: list[float] = []
    biases: list[float] = []

    def compare(caption: str) -> Frame:
        """The variances measured so far among those of the theory."""
        x = np.log2(sizes)
        lines = (
            Curve(x, np.log10(sigma2 / np.array(sizes)), "sigma²/B", kind=0),
            Curve(x, np.log10(expected), "theory", kind=1),
            Curve(x[: len(measured)], np.log10(measured), "measured", True, 2),
        )
        values: dict[str, Value] = {"B": size, "measured": measured[-1], "sigma2/B": sigma2 / size}
        return Frame(caption, values, (Plot("log10 variance", lines, (0, 6), (-1.5, 2), "log2 B"),))

    for size in sizes:
        estimates = g[drawn(rng, DRAWS, size, replace)].mean(axis=1)
        biases.append(float(np.linalg.norm(estimates.mean(axis=0) - whole)))
        measured.append(round(float(np.mean(np.sum((estimates - whole) ** 2, axis=1))), 12))
        yield compare(
            f"{DRAWS} batches of {size} at the start: on average {biases[-1]:.2g} off the whole set's gradient, "
            f"with variance {measured[-1]:.3g}; sigma²/B is {sigma2 / size:.3g}."
        )

    at_B = measured[sizes.index(B)]
    share = at_B / (sigma2 / B)
    held = abs(share - 1) <= NEAR
    final = per_epoch[-1]
    text = f"The gradient of a batch of {B} has {share:.2f} of the variance sigma²/B = {sigma2 / B:.3g}"
    if not held:
        text += f", not about 1/B: without replacement (N-B)/(N-1) = {(N - B) / (N - 1):.2f} of it remains, for B is much of N = {N}"
    text += (
        f". After {EPOCHS * N} gradients the full batch has loss {final[0]:.3g}, one sample {final[1]:.3g}, the mini-batch {final[2]:.3g}; "
        f"the best is {best:.3g}."
    )
    by_epoch = np.array(per_epoch)
    values: dict[str, Value] = {
        "B": B,
        "sigma2": sigma2,
        "batch_sizes": sizes,
        "bias_measured": np.array(biases),
        "variance_measured": np.array(measured),
        "variance_expected": expected,
        "variance_ratio": measured[0] / max(at_B, 1e-12),
        "loss_per_epoch_full": by_epoch[:, 0],
        "loss_per_epoch_one": by_epoch[:, 1],
        "loss_per_epoch_mini": by_epoch[:, 2],
        "gradients": np.array(spent),
        "loss_per_gradient": squared_loss(np.array(paths), X, y),
    }
    return Finding(text, held, values)
