from itertools import combinations, product

import numpy as np
import pytest

from quizapp.demos.figures import Floats
from quizapp.demos.kit import Finding
from quizapp.demos.mini_batch import DRAWS, EPOCHS, SIZES, N, examples, run, theory
from tests.demos.running import finding_of, played

START = np.array([-0.5, 2.0])


def array(finding: Finding, name: str) -> Floats:
    return np.asarray(finding.values[name], float)


def example_gradients(seed: int) -> Floats:
    """Of every example of the run with this seed at its start, one by one."""
    X, y = examples(np.random.default_rng(seed))
    return np.array([[(x[0] * START[0] + x[1] * START[1] - target) * x[k] for k in range(2)] for x, target in zip(X, y, strict=True)])


def spread(values: Floats) -> float:
    """Mean squared distance from the mean: the exact variance of a finite population."""
    return float(np.mean(np.sum((values - values.mean(axis=0)) ** 2, axis=1)))


def test_the_formulas_are_exact_for_every_batch_that_there_is() -> None:
    g = example_gradients(0)
    pairs_without = np.array([(g[i] + g[j]) / 2 for i, j in combinations(range(N), 2)])
    pairs_with = np.array([(g[i] + g[j]) / 2 for i, j in product(range(N), repeat=2)])
    all_but_one = np.array([(g.sum(axis=0) - g[i]) / (N - 1) for i in range(N)])
    assert theory(spread(g), 2, replace=False) == pytest.approx(spread(pairs_without), rel=1e-12)
    assert theory(spread(g), 2, replace=True) == pytest.approx(spread(pairs_with), rel=1e-12)
    assert theory(spread(g), N - 1, replace=False) == pytest.approx(spread(all_but_one), rel=1e-12)
    assert theory(spread(g), N, replace=False) == 0


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_measured_variance_is_the_exact_one_within_sampling_error(replace: bool, seed: int) -> None:
    finding = finding_of(run, seed, replace="on" if replace else "off")
    g = example_gradients(seed)
    sigma2 = spread(g)
    assert finding.values["sigma2"] == pytest.approx(sigma2, rel=1e-12)
    rng = np.random.default_rng(99)
    measured, biases = array(finding, "variance_measured"), array(finding, "bias_measured")
    for size, variance, bias in zip(SIZES, measured, biases, strict=True):
        exact = sigma2 / size * (1 if replace else (N - size) / (N - 1))
        batches = [rng.choice(N, size, replace=replace) for _ in range(1000)]
        squares = [float(np.sum((g[batch].mean(axis=0) - g.mean(axis=0)) ** 2)) for batch in batches]
        assert variance == pytest.approx(exact, abs=4 * float(np.std(squares)) / np.sqrt(DRAWS) + 1e-12)
        assert bias <= 4 * np.sqrt(exact / DRAWS) + 1e-12


@pytest.mark.parametrize("lr", [0.1, 0.3])
def test_the_full_batch_walks_the_closed_form_of_the_quadratic(lr: float) -> None:
    moments, _ = played(run, lr=lr)
    X, y = examples(np.random.default_rng(0))
    best = np.linalg.solve(X.T @ X, X.T @ y)
    shrink = np.eye(2) - lr * X.T @ X / N
    expected = best + np.linalg.matrix_power(shrink, EPOCHS) @ (START - best)
    last = [moment for moment in moments if "full" in moment.frame.values][-1]
    np.testing.assert_allclose(np.asarray(last.frame.values["full"]), expected, rtol=1e-10)


def test_a_batch_of_the_whole_set_takes_the_steps_of_the_full_batch() -> None:
    finding = finding_of(run, B=N)
    np.testing.assert_allclose(array(finding, "loss_per_epoch_mini"), array(finding, "loss_per_epoch_full"), rtol=1e-10)


def test_the_losses_are_told_by_epoch_and_by_gradient() -> None:
    finding = finding_of(run)
    gradients, by_gradient = array(finding, "gradients"), array(finding, "loss_per_gradient")
    assert gradients.tolist() == list(range(0, EPOCHS * N + 1, 8))
    for column, name in enumerate(("full", "one", "mini")):
        np.testing.assert_array_equal(by_gradient[gradients % N == 0, column], array(finding, f"loss_per_epoch_{name}"))


def test_a_batch_that_is_much_of_the_set_breaks_the_claim_unless_drawn_with_replacement() -> None:
    broken = finding_of(run, B=32)
    assert broken.claim_held is False
    assert "not about 1/B: without replacement (N-B)/(N-1) = 0.51 of it remains" in broken.text
    assert finding_of(run, B=32, replace="on").claim_held
    assert finding_of(run).claim_held


def test_a_step_too_long_for_one_sample_leaves_the_picture_and_does_not_crash() -> None:
    moments, finding = played(run, lr=1.0, B=2)
    assert any("out of the picture" in moment.frame.caption for moment in moments)
    assert finding.claim_held


def test_the_right_prediction_is_measured() -> None:
    assert run.predict.outcome("B times", finding_of(run, B=8)) == (True, "B times")
    assert run.predict.outcome("B times", finding_of(run, B=64)) == (False, "far more")
    assert {"B times", "far more"} <= set(run.predict.choices)
