from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest

from quizapp.demos.figures import Floats, number
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.mini_batch import DRAWS, RATES, RUNS, SIZES, N, epochs, examples, run
from tests.demos.running import finding_of, played, played_anew

START = np.array([-0.5, 2.0])


def example_gradients(X: Floats, y: Floats) -> Floats:
    """Of every example at the start, one by one."""
    return np.array([[(x[0] * START[0] + x[1] * START[1] - target) * x[k] for k in range(2)] for x, target in zip(X, y, strict=True)])


def spread(values: Floats) -> float:
    """Mean squared distance from the mean: the exact variance of a finite population."""
    return float(np.mean(np.sum((values - values.mean(axis=0)) ** 2, axis=1)))


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By the exact variance: of all batches that there are in a sorted set, of a sample of batches drawn one by one otherwise."""
    X, y = (np.asarray(frames[0].values[name], float) for name in "Xy")
    B, draw, g = int(settings["B"]), str(settings["draw"]), example_gradients(X, y)
    if draw == "sorted":
        g = g[sorted(range(N), key=lambda i: float(y[i]))]
        batches = np.array([g[first : first + B].mean(axis=0) for first in range(0, N - B + 1, B)])
    else:
        rng = np.random.default_rng(1)
        batches = np.array([g[rng.choice(N, B, replace=draw == "replaced")].mean(axis=0) for _ in range(20_000)])
    promised = spread(g) / B * (1 if draw == "replaced" else (N - B) / (N - 1))
    return bool(abs(spread(batches) / promised - 1) < 0.1)


def test_the_theory_is_exact_for_every_batch_that_there_is() -> None:
    g = example_gradients(*examples(np.random.default_rng(0)))[:40]
    n = len(g)
    pairs_without = np.array([(g[i] + g[j]) / 2 for i, j in combinations(range(n), 2)])
    pairs_with = np.array([(g[i] + g[j]) / 2 for i, j in product(range(n), repeat=2)])
    assert spread(pairs_without) == pytest.approx(spread(g) / 2 * (n - 2) / (n - 1), rel=1e-12)
    assert spread(pairs_with) == pytest.approx(spread(g) / 2, rel=1e-12)


@pytest.mark.parametrize("draw", ["shuffled", "replaced"])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_measured_variance_is_that_of_the_theory_within_four_standard_errors(draw: str, seed: int) -> None:
    moments, finding = played(run, seed, draw=draw)
    X, y = (np.asarray(moments[0].frame.values[name], float) for name in "Xy")
    sigma2 = spread(example_gradients(X, y))
    assert finding.values["sigma2"] == pytest.approx(sigma2, rel=1e-12)
    measured = [moment.frame.values for moment in moments if "variance" in moment.frame.values]
    assert sorted(number(values["batch"]) for values in measured) == list(SIZES)
    for B, variance, theory in ([number(values[name]) for name in ("batch", "variance", "theory")] for values in measured):
        assert theory == pytest.approx(sigma2 / B * (1 if draw == "replaced" else (N - B) / (N - 1)), rel=1e-12)
        assert variance == pytest.approx(theory, rel=4 * 3 / np.sqrt(DRAWS))


def test_a_claim_that_holds_is_printed_with_a_variance_that_is_near_the_theory() -> None:
    """And not with one that a tolerance of a third lets pass."""
    for draw, B in product(("shuffled", "replaced"), (8, 16, 64)):
        finding = finding_of(run, draw=draw, B=B)
        assert finding.claim_held
        assert number(finding.values["variance"]) == pytest.approx(number(finding.values["theory"]), rel=0.15)
        assert abs(number(finding.values["variance"]) - number(finding.values["theory"])) <= 4 * number(finding.values["error"])


def test_a_variance_a_third_off_the_theory_does_not_pass_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of batches with replacement is where the theory is of batches without."""
    monkeypatch.setattr("quizapp.demos.mini_batch.epochs", lambda rng, y, draw, times: epochs(rng, y, "replaced", times))
    _, finding = played_anew(run, run.parsed({"draw": "shuffled", "B": "64"}))
    assert number(finding.values["variance"]) == pytest.approx(4 / 3 * number(finding.values["theory"]), rel=0.15)
    assert finding.claim_held is False


@pytest.mark.parametrize("B", [8, 11, 64])
@pytest.mark.parametrize("seed", range(3))
def test_neighbours_in_a_sorted_set_break_the_claim(B: int, seed: int) -> None:
    finding = finding_of(run, seed, draw="sorted", B=B)
    assert finding.claim_held is False
    assert number(finding.values["variance"]) > 1.2 * number(finding.values["theory"])


def test_an_epoch_visits_as_its_name_says() -> None:
    y = np.random.default_rng(2).normal(size=N)
    shuffled, ordered, replaced = (epochs(np.random.default_rng(1), y, draw, 5) for draw in ("shuffled", "sorted", "replaced"))
    np.testing.assert_array_equal(np.sort(shuffled, axis=1), np.tile(np.arange(N), (5, 1)))
    assert len({tuple(order) for order in shuffled.tolist()}) == 5
    assert all(np.all(np.diff(y[order]) >= 0) for order in ordered)
    assert all(100 < len(set(order)) < 220 for order in replaced.tolist())


def mean_end(seed: int, size: int, lr: float) -> float:
    """The mean loss, above the best, after an epoch of single updates of plain numbers, over sets that the demo did not see."""
    ends = []
    for trial in range(12):
        rng = np.random.default_rng([seed, trial])
        X, y = examples(rng)
        w = START
        for batch in rng.permutation(N).reshape(-1, size):
            w = w - lr * (X[batch].T @ (X[batch] @ w - y[batch])) / size
        best = np.linalg.solve(X.T @ X, X.T @ y)
        ends.append(np.mean((X @ w - y) ** 2) / 2 - np.mean((X @ best - y) ** 2) / 2)
    return float(np.mean(ends))


def test_each_path_walks_at_its_own_best_learning_rate() -> None:
    """Twice and half of it lead less far down, for each of the three; and no two take the same."""
    rates = np.asarray(finding_of(run).values["rates"], float)
    assert len(set(rates)) == 3
    assert set(rates) <= set(RATES[1:-1])
    for size, lr in zip((N, 16, 1), rates, strict=True):
        assert mean_end(9, size, lr) < min(mean_end(9, size, lr / 2.5), mean_end(9, size, lr * 2.5))


def test_at_their_best_one_sample_and_mini_batches_spend_their_gradients_about_as_well_and_the_full_batch_worse() -> None:
    ends = np.array([[number(finding_of(run, seed).values[name]) for name in ("full", "one", "mini")] for seed in range(4)])
    full, one, mini = ends.mean(axis=0)
    assert full > 2 * max(one, mini)
    assert 0.5 < mini / one < 2


def test_the_losses_told_are_those_of_the_paths_shown() -> None:
    moments, finding = played(run)
    X, y = (np.asarray(moments[0].frame.values[name], float) for name in "Xy")
    last = {size: [m.frame.values for m in moments if m.frame.values.get("size") == size][-1] for size in (N, 16, 1)}
    best = np.linalg.solve(X.T @ X, X.T @ y)
    for size, name in ((N, "full"), (16, "mini"), (1, "one")):
        w = np.asarray(last[size]["w"], float)
        assert w.shape == (RUNS, 2)
        above = np.mean([np.mean((X @ each - y) ** 2) / 2 for each in w]) - np.mean((X @ best - y) ** 2) / 2
        assert finding.values[name] == pytest.approx(above, rel=1e-9)
        assert last[size]["step"] == N


def test_the_full_batch_takes_the_one_step_of_the_whole_gradient() -> None:
    moments, finding = played(run)
    X, y = (np.asarray(moments[0].frame.values[name], float) for name in "Xy")
    lr = np.asarray(finding.values["rates"], float)[0]
    np.testing.assert_allclose(np.asarray(moments[1].frame.values["w"], float)[0], START - lr * X.T @ (X @ START - y) / N, rtol=1e-10)


@pytest.mark.parametrize(("B", "draw", "times"), [(16, "replaced", 4.0), (64, "replaced", 8.0), (64, "shuffled", 9.2)])
def test_the_right_prediction_is_measured_and_about_the_root_of_B(B: int, draw: str, times: float) -> None:
    finding = finding_of(run, B=B, draw=draw)
    assert run.predict.outcome(str(times), finding)[0]
    assert not run.predict.outcome(str(B), finding)[0]
