"""Full batch, one sample, mini-batch: three ways to spend the same gradients.

Claim: A batch's gradient is the whole set's on average, with variance sigma^2 / B, times (N-B) / (N-1) without replacement: B times the
work only divides its standard deviation by about √B. It fails where batches are not drawn at random: neighbours in a sorted set are alike.
Sources: Robbins and Monro, 1951, doi:10.1214/aoms/1177729586; Cochran, "Sampling Techniques", 1977, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

from quizapp.demos.figures import Curve, Floats, Plot, Scatter
from quizapp.demos.kit import Amount, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say
from quizapp.demos.nets import squared_loss
from quizapp.demos.views import contours

N, RUNS, DRAWS = 256, 20, 1000
"""Examples; epochs over which a path's loss is averaged; batches drawn to measure a variance."""
SIZES = (1, 2, 4, 8, 16, 32, 64)
"""At which the variance is measured, beside B."""
TRIALS, RATES = 4, np.geomspace(0.003, 5, 24)
"""Sets on which learning rates are tried, and which."""
START, WINDOW = np.array([-0.5, 2.0]), ((-1.0, 3.0), (-2.0, 2.5))
"""The first weights, and what is looked at of them."""


def examples(rng: Rng) -> tuple[Floats, Floats]:
    """Two related inputs (N, 2) and a noisy sum of them (N,)."""
    X = rng.normal(size=(N, 2)) @ [[1.0, 0.5], [0.0, 0.8]]
    return X, X @ [2.0, -1.0] + rng.normal(size=N)


def gradients(w: Floats, X: Floats, y: Floats) -> Floats:
    """Of half the squared error of each example, at weights (..., 2), for inputs (..., n, 2) and targets (..., n): (..., n, 2)."""
    return np.asarray((np.einsum("...ni,...i->...n", X, w) - y)[..., None] * X)


def epochs(rng: Rng, y: Floats, draw: str, times: int) -> NDArray[np.int64]:
    """The order in which each of `times` epochs visits the examples (times, N)."""
    if draw == "replaced":
        return rng.integers(N, size=(times, N))
    each = np.tile(np.argsort(y), (times, 1))
    return each if draw == "sorted" else rng.permuted(each, axis=1)


def best_rate(rng: Rng, draw: str, size: int) -> float:
    """The learning rate whose epochs, in batches of `size`, end lowest on average, on sets that nothing else is measured on."""
    ends = np.zeros(len(RATES))
    for X, y in (examples(rng) for _ in range(TRIALS)):
        (order,), w = epochs(rng, y, draw, 1), np.tile(START, (len(RATES), 1))
        for batch in np.split(order, range(size, N, size)):
            w = w - RATES[:, None] * gradients(w, X[batch], y[batch]).mean(axis=-2)
        ends += squared_loss(w, X, y)
    return float(RATES[np.nanargmin(ends)])


@lesson(
    "mini-batch", title="Batch, one sample, mini-batch", summary="Three paths over one loss, and the variance of a batch against 1/B.",
    ask=Amount("How many times smaller is the standard deviation of a batch's gradient than that of a single example's?", "smaller", 0.1),
    breaks={"draw": "sorted"}, B=Slider("batch size", 8, 16, 32, 64, start=16), draw=Choice("drawn", ("shuffled", "replaced", "sorted")),
)  # fmt: skip
def run(B: int, draw: str, rng: Rng) -> Run:
    """Spends an epoch's gradients in three ways, then measures the variance of batches at the start."""
    X, y = examples(rng)
    best = float(np.linalg.lstsq(X, y)[1][0]) / (2 * N)
    rates = {size: best_rate(rng, draw, size) for size in (N, B, 1)}
    order, w = epochs(rng, y, draw, RUNS), np.tile(START, (RUNS, 1))
    yield say("{N} examples, and three ways to spend as many gradients: each takes the rate best for it.",
              N=N, X=X, y=y, best=best, size=0, w=w, loss=squared_loss(START, X, y))  # fmt: skip
    left = {}
    for size, lr in rates.items():
        w = np.tile(START, (RUNS, 1))
        for begin in range(0, N, size):
            batch = order[:, begin : begin + size] if size < N else np.tile(np.arange(N), (RUNS, 1))
            w = w - lr * gradients(w, X[batch], y[batch]).mean(axis=1)
            yield say("Batches of {size}, lr = {lr:.2g}: after {step} gradients the loss is {loss:.3g} on average.",
                      step=begin + batch.shape[1], size=size, lr=lr, w=w, loss=squared_loss(w, X, y).mean())  # fmt: skip
        left[size] = float(squared_loss(w, X, y).mean()) - best

    g = gradients(START, X, y)
    sigma2 = float(g.var(axis=0).sum())
    order = epochs(rng, y, draw, DRAWS)
    for size in (*(size for size in SIZES if size != B), B):
        first = size * rng.integers(N // size, size=(DRAWS, 1))
        off = g[np.take_along_axis(order, first + np.arange(size), axis=1)].mean(axis=1) - g.mean(axis=0)
        square = np.sum(off**2, axis=1)
        variance, error = float(square.mean()), float(square.std()) / np.sqrt(DRAWS)
        bias = float(np.linalg.norm(off.mean(axis=0)))
        theory = sigma2 / size * (1.0 if draw == "replaced" else (N - size) / (N - 1))
        yield say("{DRAWS} batches of {batch} at the start: the variance of their gradients is {variance:.3g}, by theory {theory:.3g}.",
                  DRAWS=DRAWS, batch=size, variance=variance, theory=theory)  # fmt: skip

    held = abs(variance - theory) <= 4 * error and bias <= 4 * np.sqrt(variance / DRAWS)
    smaller = float(np.sqrt(sigma2 / variance))
    measured = {"sigma2": sigma2, "variance": variance, "theory": theory, "error": error, "bias": bias, "smaller": smaller}
    ends = {"full": left[N], "one": left[1], "mini": left[B], "rates": list(rates.values())}
    return found(
        held, "Batches of {B}: variance {variance:.3g}, by theory {theory:.3g}; of single examples {sigma2:.3g}. Each at its best rate, "
        "an epoch ends {full:.2g} above the best loss with the full batch, {one:.2g} with one sample, {mini:.2g} with batches of {B}.",
        B=B, **measured, **ends)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """The first of the paths over the contours, in the end the variance by size; and the loss by the gradients spent."""
    sizes = {N: gettext("full batch"), now.B: f"B = {now.B}", 1: gettext("one sample")}
    steps = [[0, *np.flatnonzero(np.array(past.size) == size)] for size in sizes]
    if hasattr(now, "variance"):
        n, theory = np.array(sorted(zip(past.batch, past.theory, strict=True))).T
        line = Curve(n, theory, gettext("theory"), kind=1)
        points = Scatter(np.column_stack([past.batch, past.variance]), np.zeros(len(n), dtype=int), names=(gettext("measured"),))
        yield Plot(gettext("variance of gradients"), (line, points), (0.9, 70), (theory[-1] / 2, 2 * theory[0]), "B", xlog=2, ylog=10)
    else:
        w = np.array(past.w)[:, 0]
        tracks = [Curve(w[at, 0], w[at, 1], arrow=True, kind=kind) for kind, at in enumerate(steps)]
        valley = contours(lambda w: squared_loss(w, now.X, now.y), *WINDOW, 30)
        yield Plot(gettext("three paths"), (valley, *tracks), *WINDOW, "w1", "w2", equal=True)
    left = np.array(past.loss) - now.best
    ends = zip(sizes.items(), steps, strict=True)
    lines = [Curve(size * np.arange(float(len(at))), left[at], name, kind=kind) for kind, ((size, name), at) in enumerate(ends)]
    yield Plot(gettext("loss above the best"), lines, (0, N), (0.01, 10), gettext("gradients"), ylog=10)
