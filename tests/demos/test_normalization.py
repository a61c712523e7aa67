from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import pearsonr
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from quizapp.demos.figures import Curve, Floats, Plot
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.normalization import CAP, GOAL, SCALERS, run
from tests.demos.running import finding_of, played

OTHERS: dict[str, Any] = {"standard": StandardScaler(), "min-max": MinMaxScaler((-1, 1)), "robust": RobustScaler()}


def data(scale: float, seed: int = 0) -> tuple[Floats, Floats]:
    """What a run draws: inputs of spread 1 and `scale`, and their targets, both less their means."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 2))
    X -= X.mean(axis=0)
    y = 2 * X[:, 0] + X[:, 1] + rng.normal(scale=0.5, size=40)
    return X * np.array([1.0, scale]), y - y.mean()


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


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By singular values, and by the closed form of gradient descent, on inputs that another library scaled."""
    X, y = data(float(settings["scale"]), seed)
    Z = OTHERS[str(settings["scaler"])].fit_transform(X)
    least = max(least_loss(X, y), least_loss(Z, y))
    goal = least + GOAL * (float(np.mean(y**2)) / 2 - least)
    return steps_needed(X, y, goal) >= 2 * steps_needed(Z, y, goal) and condition(X) >= 2 * condition(Z)


@pytest.mark.parametrize("scaler", list(SCALERS))
def test_the_scalers_are_those_of_another_library(scaler: str) -> None:
    X = np.random.default_rng(3).gamma(2.0, size=(50, 2)) * np.array([1.0, 40.0])
    shift, width = SCALERS[scaler](X)
    np.testing.assert_allclose((X - shift) / width, OTHERS[scaler].fit_transform(X), atol=1e-12)


@pytest.mark.parametrize("scaler", list(SCALERS))
@pytest.mark.parametrize("scale", [1.0, 10.0, 100.0])
def test_the_condition_numbers_are_those_of_the_singular_values(scaler: str, scale: float) -> None:
    X, _ = data(scale)
    finding = finding_of(run, scale=scale, scaler=scaler)
    assert finding.values["condition_before"] == pytest.approx(condition(X), rel=1e-9)
    assert finding.values["condition_after"] == pytest.approx(condition(OTHERS[scaler].fit_transform(X)), rel=1e-9)


def test_what_is_left_after_standardising_is_the_correlation() -> None:
    X, _ = data(10.0)
    r = abs(float(pearsonr(X[:, 0], X[:, 1]).statistic))
    assert finding_of(run).values["condition_after"] == pytest.approx((1 + r) / (1 - r), rel=1e-9)


@pytest.mark.parametrize("scaler", list(SCALERS))
@pytest.mark.parametrize("scale", [1.0, 3.0, 10.0, 30.0])
def test_the_steps_to_the_same_loss_are_those_of_the_closed_form(scaler: str, scale: float) -> None:
    X, y = data(scale)
    Z = OTHERS[scaler].fit_transform(X)
    least = max(least_loss(X, y), least_loss(Z, y))
    goal = least + GOAL * (float(np.mean(y**2)) / 2 - least)
    finding = finding_of(run, scale=scale, scaler=scaler)
    assert (finding.values["steps_before"], finding.values["steps_after"]) == (steps_needed(X, y, goal), steps_needed(Z, y, goal))


def test_a_descent_that_does_not_arrive_is_given_up_and_the_finding_says_so() -> None:
    finding = finding_of(run, scale=100.0)
    assert finding.values["steps_before"] == CAP
    assert f"over {CAP} raw" in finding.text
    assert finding.claim_held


@pytest.mark.parametrize("scaler", list(SCALERS))
def test_with_equal_scales_there_is_no_gap_and_the_finding_says_so(scaler: str) -> None:
    finding = finding_of(run, scale=1.0, scaler=scaler)
    assert finding.claim_held is False
    assert "so little is gained." in finding.text
    assert finding_of(run, scaler=scaler).claim_held


def test_scaling_that_took_more_steps_does_not_count_as_fewer() -> None:
    finding = finding_of(run, scale=1.2, scaler="min-max")
    assert (finding.values["steps_before"], finding.values["steps_after"]) == (1, 4)
    assert "Steps to the same loss: 1 raw, 4 scaled, so little is gained." in finding.text
    assert "fewer" not in finding.text
    assert run.predict.answer(finding) == "under 2 times"


def test_the_right_prediction_is_measured() -> None:
    answers = [run.predict.answer(finding_of(run, scale=scale)) for scale in (1.0, 3.0, 30.0)]
    assert len(set(answers)) == 3
    assert set(answers) <= set(run.predict.choices)
    assert (answers[0], answers[-1]) == ("under 2 times", "over 100 times")


def test_the_last_frame_shows_both_descents_whole() -> None:
    moments, finding = played(run)
    for figure, steps in zip(moments[-1].frame.figures, (finding.values["steps_before"], finding.values["steps_after"]), strict=True):
        assert isinstance(figure, Plot)
        (path,) = (layer for layer in figure.layers if isinstance(layer, Curve))
        assert len(path.x) == steps + 1  # type: ignore[operator]
