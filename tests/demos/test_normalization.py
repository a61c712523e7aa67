from typing import Any

import numpy as np
import pytest
from scipy.stats import pearsonr
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from quizapp.demos.figures import Floats
from quizapp.demos.normalization import CAP, DRIFT, GOAL, SCALERS, examples, run
from tests.demos.running import finding_of

OTHERS: dict[str, Any] = {"standard": StandardScaler(), "min-max": MinMaxScaler((-1, 1)), "robust": RobustScaler()}


def data(scale: float) -> tuple[Floats, Floats, Floats, Floats]:
    """What the run with seed 0 trains and tests on, its targets less the mean of the training targets."""
    rng = np.random.default_rng(0)
    X, y = examples(rng, scale, 0.0)
    X_test, y_test = examples(rng, scale, DRIFT)
    return X, y - y.mean(), X_test, y_test - y.mean()


def condition(X: Floats) -> float:
    """Of the Hessian X'X: the square of the ratio of the singular values."""
    singular = np.linalg.svd(X, compute_uv=False)
    return float((singular[0] / singular[-1]) ** 2)


def steps_needed(X: Floats, y: Floats, goal: float) -> int:
    """Of gradient descent by 1/L from zero, from the closed form along the eigenvectors of the Hessian."""
    curvature, along = np.linalg.eigh(X.T @ X / len(y))
    start = along.T @ np.linalg.lstsq(X, y, rcond=None)[0]
    least = float(np.mean(y**2) / 2 - curvature @ start**2 / 2)
    t = np.arange(CAP + 1)[:, None]
    losses = least + (1 - curvature / curvature[-1]) ** (2 * t) * start**2 @ curvature / 2
    return int(np.argmax(losses <= goal)) if np.any(losses <= goal) else CAP


def least_loss(X: Floats, y: Floats) -> float:
    return float(np.mean((X @ np.linalg.lstsq(X, y, rcond=None)[0] - y) ** 2) / 2)


@pytest.mark.parametrize("scaler", list(SCALERS))
def test_the_scalers_are_those_of_another_library(scaler: str) -> None:
    X = np.random.default_rng(3).gamma(2.0, size=(50, 2)) * np.array([1.0, 40.0])
    shift, width = SCALERS[scaler](X)
    np.testing.assert_allclose((X - shift) / width, OTHERS[scaler].fit_transform(X), atol=1e-12)


@pytest.mark.parametrize("scaler", list(SCALERS))
@pytest.mark.parametrize("scale", [1.0, 10.0, 100.0])
def test_the_condition_numbers_are_those_of_the_singular_values(scaler: str, scale: float) -> None:
    X, _, _, _ = data(scale)
    finding = finding_of(run, scale=scale, scaler=scaler)
    assert finding.values["condition_before"] == pytest.approx(condition(X), rel=1e-9)
    assert finding.values["condition_after"] == pytest.approx(condition(OTHERS[scaler].fit_transform(X)), rel=1e-9)


def test_what_is_left_after_standardising_is_the_correlation() -> None:
    X, _, _, _ = data(10.0)
    r = abs(float(pearsonr(X[:, 0], X[:, 1]).statistic))
    assert finding_of(run).values["condition_after"] == pytest.approx((1 + r) / (1 - r), rel=1e-9)


@pytest.mark.parametrize("scaler", list(SCALERS))
@pytest.mark.parametrize("scale", [1.0, 3.0, 10.0, 30.0])
def test_the_steps_to_the_same_loss_are_those_of_the_closed_form(scaler: str, scale: float) -> None:
    X, y, _, _ = data(scale)
    Z = OTHERS[scaler].fit_transform(X)
    least = max(least_loss(X, y), least_loss(Z, y))
    goal = least + GOAL * (float(np.mean(y**2)) / 2 - least)
    finding = finding_of(run, scale=scale, scaler=scaler)
    assert (finding.values["steps_before"], finding.values["steps_after"]) == (steps_needed(X, y, goal), steps_needed(Z, y, goal))


def test_a_descent_that_does_not_arrive_is_given_up_and_the_finding_says_so() -> None:
    finding = finding_of(run, scale=100.0)
    assert not finding.values["arrived"]
    assert f"more than {CAP} steps" in finding.text
    assert finding.claim_held


@pytest.mark.parametrize("scaler", list(SCALERS))
def test_a_scaler_that_saw_the_test_set_hides_the_error_that_an_honest_pipeline_makes(scaler: str) -> None:
    X, y, X_test, y_test = data(10.0)
    errors = []
    for seen in (X, np.vstack([X, X_test])):
        other = OTHERS[scaler].fit(seen)
        model = LinearRegression(fit_intercept=False).fit(other.transform(X), y)
        errors.append(float(np.mean((model.predict(other.transform(X_test)) - y_test) ** 2)))
    finding = finding_of(run, scaler=scaler)
    found = [finding.values["test_error_without_leak"], finding.values["test_error_with_leak"]]
    assert found == pytest.approx(errors, rel=1e-9)
    assert errors[1] < errors[0]


def test_the_leak_moves_the_scaler_that_the_run_uses() -> None:
    X, _, X_test, _ = data(10.0)
    clean, stained = finding_of(run), finding_of(run, leak="on")
    np.testing.assert_allclose(np.asarray(clean.values["shift"]), StandardScaler().fit(X).mean_, atol=1e-12)
    np.testing.assert_allclose(np.asarray(stained.values["shift"]), StandardScaler().fit(np.vstack([X, X_test])).mean_, atol=1e-12)
    moved = np.abs(StandardScaler().fit(X_test).mean_ - StandardScaler().fit(X).mean_) / 2 / X.std(axis=0)
    assert clean.values["leak_moves_by"] == pytest.approx(moved.max(), rel=1e-9)
    assert "Had it seen the test set" in clean.text
    assert "Having seen the test set" in stained.text


@pytest.mark.parametrize("scaler", list(SCALERS))
def test_with_equal_scales_there_is_no_gap_and_the_finding_says_so(scaler: str) -> None:
    finding = finding_of(run, scale=1.0, scaler=scaler)
    assert finding.claim_held is False
    X, _, _, _ = data(1.0)
    spreads = X.std(axis=0)
    assert f", for one input spreads {spreads.max() / spreads.min():.3g} times as far as the other." in finding.text
    assert finding_of(run, scaler=scaler).claim_held


def test_scaling_that_took_more_steps_is_told_so() -> None:
    finding = finding_of(run, scale=1.2, scaler="min-max")
    assert (finding.values["steps_before"], finding.values["steps_after"]) == (1, 4)
    assert "1 step against 4 to the same loss. Scaling took more steps, for one input" in finding.text
    assert "Little was gained" not in finding.text
    assert run.predict.answer(finding) == "under 2 times"


def test_little_gained_from_different_scales_is_not_put_down_to_scales_that_are_alike() -> None:
    finding = finding_of(run, scale=3.0, scaler="min-max")
    assert finding.values["steps_before"] == 7
    assert "Little was gained, though one input spreads" in finding.text


def test_the_right_prediction_is_measured() -> None:
    answers = [run.predict.answer(finding_of(run, scale=scale)) for scale in (1.0, 3.0, 30.0)]
    assert len(set(answers)) == 3
    assert set(answers) <= set(run.predict.choices)
    assert (answers[0], answers[-1]) == ("under 2 times", "over 100 times")
