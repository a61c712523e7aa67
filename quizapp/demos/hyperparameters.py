"""Hyperparameters: a map of them, two ways to search it, and the k of k-NN.

Claim: random search finds better settings than a grid of the same budget, for only one of the two hyperparameters matters,
and random search tries a new value of that one in every trial. It does not hold where both matter.
Sources: Bergstra and Bengio, 2012, "Random search for hyper-parameter optimization", JMLR 13, 281-305; Hutter, Hoos and
Leyton-Brown, 2014, "An efficient approach for assessing hyperparameter importance" (shares of variance).
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from quizapp.demos import datasets, nets
from quizapp.demos.kit import (
    Choice,
    Curve,
    Finding,
    Floats,
    Frame,
    Heat,
    Plot,
    Prediction,
    Progress,
    Run,
    Scatter,
    Slider,
    Value,
    demo,
)

LOG_LR = -6 + 9 * (np.arange(24) + 0.5) / 24
AGAINST = {"hidden units": np.arange(4.0, 24.0, 2.0), "log10 steps": np.linspace(0.3, 2.3, 10)}
KS = (1, 3, 5, 9, 15, 21, 31, 41, 55, 69, 85, 99)
SEARCHES = 2000
MUCH, LITTLE = 0.45, 0.05
"""Shares of the map's variance. What none of the two explains alone is their interaction, and the luck of each training."""
SHOWN = (*range(1, 11), 20, 50, 100, 200, 500, 1000, SEARCHES)
"""After how many searches there is a frame."""


def trained(rng: np.random.Generator, X: Floats, y: Floats, log_lr: float, against: str, value: float) -> nets.Net:
    """A net of one cell of the map: 80 steps where the hidden units vary, 12 hidden units where the steps do."""
    hidden, steps = (int(value), 80) if against == "hidden units" else (12, round(10**value))
    return nets.descend(nets.fresh(rng, 2, hidden), X, y, 10**log_lr, steps)


def grids(rng: np.random.Generator, searches: int, side: int) -> Floats:
    """Places in the unit square (searches, side^2, 2) on even grids, each put down at a random offset lest one be lucky."""
    corners = np.array(list(product(range(side), repeat=2)), float)
    return np.asarray((corners + rng.uniform(size=(searches, 1, 2))) / side)


def randoms(rng: np.random.Generator, searches: int, side: int) -> Floats:
    """As many places, each drawn by itself."""
    return rng.uniform(size=(searches, side**2, 2))


def best_found(Z: Floats, places: Floats) -> Floats:
    """The best validation accuracy among the places of each search (searches,), read off the measured map Z."""
    rows, columns = Z.shape
    i, j = (places[..., 1] * rows).astype(int), (places[..., 0] * columns).astype(int)
    return np.asarray(Z[i, j].max(axis=1))


def votes(X: Floats, y: Floats, Q: Floats) -> Floats:
    """k-NN for all k at once: in column k - 1, the share of class 1 among the k nearest rows of X to each row of Q."""
    d2 = ((Q[:, None] - X) ** 2).sum(axis=2)
    return np.asarray(np.cumsum(y[np.argsort(d2, axis=1)], axis=1) / np.arange(1, len(X) + 1))


def share(means: Floats, Z: Floats) -> float:
    """How much of the map's variance the means along one hyperparameter explain."""
    return float(means.var() / Z.var())


def only_one(of_lr: float, of_other: float) -> bool:
    """Whether one hyperparameter alone explains much of the map, and the other alone little."""
    return max(of_lr, of_other) >= MUCH and min(of_lr, of_other) <= LITTLE


def race(means: Floats) -> Plot:
    """The mean of the best that each kind of search found (2, t), against how many searches there were."""
    x = np.log10(np.arange(1, means.shape[1] + 1))
    curves = [Curve(x, ys, name, kind=i) for i, (name, ys) in enumerate(zip(("grid", "random"), means, strict=True))]
    return Plot("mean of the best found", curves, (0, float(np.log10(SEARCHES))), (0.6, 1.0), "log10 searches")


def k_curve(train: Sequence[float], validation: Sequence[float]) -> Plot:
    """Accuracy of k-NN at the values of k tried so far."""
    x = np.array(KS[: len(train)], float)
    curves = (Curve(x, np.array(train), "given", kind=0), Curve(x, np.array(validation), "validation", kind=1))
    return Plot("accuracy of k-NN", curves, (0, 100), (0.45, 1.0), "k")


def better(finding: Finding) -> str:
    """The search that found more, by more than twice the standard error."""
    lead, error = finding.number("lead"), finding.number("standard_error")
    return "no difference" if abs(lead) <= 2 * error else "random" if lead > 0 else "grid"


@demo(
    "hyperparameters",
    title="Searching for hyperparameters",
    summary="A map of validation accuracy, grid against random search, and k in k-NN.",
    parameters={
        "data": Choice("data", ("rings", "moons")),
        "against": Choice("against lr", AGAINST, "hidden units"),
        "side": Slider("grid side", 2, 3, 4, 5, start=3),
        "noise": Slider("noise", 0.2, 0.3, 0.4, 0.5, start=0.4),
    },
    predict=Prediction("At equal budget, which search finds the better net on average?", ("grid", "random", "no difference"), better),
)
def run(data: str, against: str, side: int, noise: float, rng: np.random.Generator) -> Run:
    """Measures the whole map, then searches it many times both ways, then tries each k."""
    drawn = datasets.rings if data == "rings" else datasets.moons
    (X, y), (X_val, y_val), (X_test, y_test) = drawn(rng, 100, noise), drawn(rng, 500, noise), drawn(rng, 2000, noise)
    values = AGAINST[against]
    Z = np.zeros((len(values), len(LOG_LR)))
    cells: list[nets.Net] = []
    for cell, (i, j) in enumerate(np.ndindex(Z.shape)):
        cells.append(trained(rng, X, y, float(LOG_LR[j]), against, float(values[i])))
        Z[i, j] = nets.accuracy(nets.forward(cells[-1], X_val)[1], y_val)
        if cell % 2:
            yield Progress(cell + 1, Z.size)

    half = (values[1] - values[0]) / 2
    xlim, ylim = (-6.0, 3.0), (float(values[0] - half), float(values[-1] + half))

    def chart(shown: Floats, points: Floats, classes: int | Floats = 1) -> Plot:
        """The map with places on it, in the unit square (n, 2)."""
        at = points * [xlim[1] - xlim[0], ylim[1] - ylim[0]] + [xlim[0], ylim[0]]
        marks = Scatter(at, np.broadcast_to(np.asarray(classes, int), len(at)))
        return Plot("validation accuracy", (Heat(shown, 0.5, 1.0), marks), xlim, ylim, "log10 lr", against)

    def centre(i: int, j: int) -> Floats:
        return np.array([[(j + 0.5) / len(LOG_LR), (i + 0.5) / len(values)]])

    shown = np.full_like(Z, np.nan)
    for i in range(len(values)):
        shown[i] = Z[i]
        j = int(Z[i].argmax())
        yield Frame(
            f"{against} {values[i]:.3g}: the best learning rate is 10^{LOG_LR[j]:.1f}, with {Z[i, j]:.1%} on the validation points.",
            {"row": Z[i].copy(), "best_log10_lr": float(LOG_LR[j])},
            (chart(shown.copy(), centre(i, j)),),
        )

    on_grid, at_random = grids(rng, SEARCHES, side), randoms(rng, SEARCHES, side)
    found = np.stack([best_found(Z, on_grid), best_found(Z, at_random)])
    means = found.cumsum(axis=1) / np.arange(1, SEARCHES + 1)
    for t in SHOWN:
        by_grid, by_random = means[:, t - 1]
        yield Frame(
            f"Of {side**2} trials the best has {by_grid:.1%} on a grid and {by_random:.1%} at random: means over {t} of each.",
            {"grid": by_grid, "random": by_random},
            (chart(Z, np.concatenate([on_grid[t - 1], at_random[t - 1]]), np.repeat([0, 1], side**2)), race(means[:, :t])),
        )

    on_train, on_val = votes(X, y, X), votes(X, y, X_val)
    k_train, k_val = [], []
    for k in KS:
        k_train.append(float(np.mean((on_train[:, k - 1] > 0.5) == (y > 0))))
        k_val.append(float(np.mean((on_val[:, k - 1] > 0.5) == (y_val > 0))))
        yield Frame(
            f"k = {k}: k-NN gets {k_val[-1]:.1%} of the validation points and {k_train[-1]:.1%} of those it was given.",
            {"k": k, "train": k_train[-1], "validation": k_val[-1]},
            (k_curve(k_train, k_val),),
        )

    i, j = map(int, np.unravel_index(int(Z.argmax()), Z.shape))
    tested = nets.accuracy(nets.forward(cells[int(Z.argmax())], X_test)[1], y_test)
    yield Frame(
        f"The best of {Z.size} nets: {Z.max():.1%} on the points that chose it, {tested:.1%} on test points that chose nothing.",
        {"validation": float(Z.max()), "test": tested},
        (chart(Z, centre(i, j)),),
    )

    lead = float(means[1, -1] - means[0, -1])
    error = float(np.sqrt(found.var(axis=1).sum() / SEARCHES))
    of_lr, of_other = share(Z.mean(axis=0), Z), share(Z.mean(axis=1), Z)
    alone = only_one(of_lr, of_other)
    held = lead > 2 * error and alone
    matters = f"only {'lr' if of_lr > of_other else against} matters" if alone else "both matter, alone or together"
    ending = "random wins" if lead > 2 * error else "the grid wins" if lead < -2 * error else "no difference"
    best_k = KS[int(np.argmax(k_val))]
    text = (
        f"lr explains {of_lr:.0%} of the map and {against} {of_other:.0%}: {matters}. {side**2} trials find {means[0, -1]:.1%} on a grid "
        f"and {means[1, -1]:.1%} at random: {ending}. "
        f"Best cell: lr 10^{LOG_LR[j]:.1f}, {against} {values[i]:.3g}; best k: {best_k}."
    )
    measured: dict[str, Value] = {
        "map": Z,
        "best_log10_lr": float(LOG_LR[j]),
        "best_other": float(values[i]),
        "best_validation": float(Z.max()),
        "test_of_best": tested,
        "grid": float(means[0, -1]),
        "random": float(means[1, -1]),
        "lead": lead,
        "standard_error": error,
        "share_of_lr": of_lr,
        "share_of_other": of_other,
        "ks": KS,
        "k_validation": k_val,
        "k_train": k_train,
        "best_k": best_k,
    }
    return Finding(text, held, measured)
