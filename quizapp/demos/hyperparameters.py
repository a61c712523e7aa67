"""Searching for hyperparameters: a grid against random draws.

Claim: With as many trials random search finds better settings than a grid, since each trial is a new value of the one hyperparameter that
matters. It fails where both matter, and where the good stretch of the one that matters is no narrower than a step of the grid.
Sources: Bergstra and Bengio, 2012, "Random search for hyper-parameter optimization", JMLR 13, 281-305; Hutter, Hoos and Leyton-Brown,
2014, "An efficient approach for assessing hyperparameter importance" (shares of variance); Goodfellow, Bengio and Courville, "Deep
Learning", 2016, section 7.1 (descent and weight decay along the eigenvectors).
"""

from itertools import product

import numpy as np

from quizapp.demos.figures import Curve, Floats, Heat, Plot
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say, word
from quizapp.demos.views import groups

INPUTS, EXAMPLES, VALIDATION, TEST = 20, 60, 500, 2000
STEPS, HIGHEST = 20, 10**0.5  # steps of a trial; the highest learning rate tried, at which descent diverges
AGAINST = {"weight decay": (1e-6, 1.0), "steps": (1.0, 1000.0)}
"""The other hyperparameter, and the ends of its range."""
ROWS, COLUMNS, SEARCHES = 60, 120, 12
MARGIN = 0.01  # a lead of less than a point is not worth a choice


@lesson(
    "hyperparameters",
    title="Searching for hyperparameters",
    summary="Grid against random search on one map of validation scores.",
    ask=Bands("With as many trials, how much better is what random search finds, on average?", "lead",
              {"over 1 point worse": -MARGIN, "about the same": MARGIN, "1 to 4 points better": 0.04, "over 4 points better": np.inf}),
    breaks={"against": "steps"},
    against=Choice("against lr", AGAINST),
    decades=Slider("decades of lr", 2, 4, 6, 8, start=4), side=Slider("grid side", 2, 3, 4, 5, start=3),
)  # fmt: skip
def run(against: str, decades: int, side: int, rng: Rng) -> Run:
    """A trial is a descent on the squared error from zero weights. Its end has a closed form, so that the whole map is exact."""
    spread, truth = np.arange(1, INPUTS + 1) ** -0.5, rng.normal(size=INPUTS)
    X, X_val, X_test = (rng.normal(size=(n, INPUTS)) * spread for n in (EXAMPLES, VALIDATION, TEST))
    noise = 0.3 * np.linalg.norm(spread * truth)
    y, y_val, y_test = (A @ truth + noise * rng.normal(size=len(A)) for A in (X, X_val, X_test))
    curvature, V = np.linalg.eigh(X.T @ X / EXAMPLES)
    downhill = V.T @ X.T @ y / EXAMPLES

    def trial(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        """At (u, v) of the unit square: learning rate, the other, and the weights (..., INPUTS), by eigenvector a geometric series."""
        lr, other = between(u, HIGHEST / 10.0**decades, HIGHEST), between(v, *AGAINST[against])
        decay, steps = (other[..., None], STEPS) if against == "weight decay" else (1e-6, np.round(other[..., None]))
        rest = (1 - lr[..., None] * (curvature + decay)) ** steps
        return lr, other, downhill * (1 - rest) / (curvature + decay) @ V.T

    lr, _, W = trial(*np.meshgrid((np.arange(COLUMNS) + 0.5) / COLUMNS, (np.arange(ROWS) + 0.5) / ROWS))
    Z = score(W, X_val, y_val)
    chosen, tested = float(Z.max()), float(score(W.reshape(-1, INPUTS)[Z.argmax()], X_test, y_test))
    trials = side**2
    by_grid = Z.reshape(side, ROWS // side, side, COLUMNS // side).max(axis=(0, 2)).mean()  # over all places to put a grid down
    below = np.arange(Z.size + 1) / Z.size
    by_random = np.sort(Z.ravel()) @ np.diff(below**trials)  # the chance that the best of so many draws has this rank
    along = lr[0], Z.max(axis=0)
    of_lr, of_other = (Z.mean(axis=axis).var() / Z.var() for axis in (0, 1))
    stretch = np.mean(along[1] >= 0.9 * chosen) * decades

    corners = np.array(list(product(range(side), repeat=2)))
    for search in range(1, SEARCHES + 1):
        places = (corners + rng.uniform(size=2)) / side, rng.uniform(size=(trials, 2))
        (lr_grid, other_grid, W_grid), (lr_random, other_random, W_random) = (trial(*each.T) for each in places)
        grid, random = score(W_grid, X_val, y_val), score(W_random, X_val, y_val)
        yield say("Search {search}: the best of {trials} trials explains {grid_best:.1%} on a grid, {random_best:.1%} at random.",
                  search=search, trials=trials, grid_best=grid.max(), random_best=random.max(), lr=[lr_grid, lr_random],
                  other=[other_grid, other_random], scores=[grid, random], Z=Z, along=along)  # fmt: skip

    return found(
        by_random - by_grid >= MARGIN,
        "On average the best of {trials} trials explains {grid:.1%} on a grid, {random:.1%} at random. lr accounts for {of_lr:.0%} of the "
        "map, the other for {of_other:.0%}; lr is good along {stretch:.1f} decades, a step of the grid is {grid_step:.1f}. "
        "Best of the map: {chosen:.1%} where it was chosen, {tested:.1%} on new points.",
        trials=trials, grid=by_grid, random=by_random, lead=by_random - by_grid, of_lr=of_lr, of_other=of_other,
        stretch=stretch, grid_step=decades / side, chosen=chosen, tested=tested, Z=Z)  # fmt: skip


def between(share: Floats, low: float, high: float) -> Floats:
    """How far from `low` to `high`, in their logarithms."""
    return np.asarray(low * (high / low) ** share)


def score(w: Floats, X: Floats, y: Floats) -> Floats:
    """The share of the spread of y that the weights w (..., inputs) explain; 0 for those that do worse than nothing or have diverged."""
    C, d, e = X.T @ X, X.T @ y, y @ y
    error = ((w @ C * w).sum(axis=-1) - 2 * w @ d + e) / e
    return np.asarray(np.where(error < 1, 1 - error, 0))


def picture(now: Now, past: Histories) -> Figures:
    """One search of either kind on the map, and the same trials as the learning rate alone sees them."""
    names, lr, xlim = (gettext("grid"), gettext("random")), gettext("learning rate"), (HIGHEST / 10.0**now.decades, HIGHEST)
    layers = Heat(now.Z, 0, float(np.ceil(10 * now.Z.max())) / 10), groups(names, now.lr, now.other)
    yield Plot("R²", layers, xlim, AGAINST[now.against], lr, word(now.against), xlog=10, ylog=10)
    yield Plot(gettext("seen along lr"), (Curve(*now.along), groups(names, now.lr, now.scores)), xlim, (0, 1), lr, xlog=10)
