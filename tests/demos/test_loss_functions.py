import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.figures import number
from quizapp.demos.loss_functions import LOSSES, run
from tests.demos.running import finding_of, played

BY_HAND: dict[str, Callable[[float, float], float]] = {
    "mse": lambda p, y: (p - y) * (p - y),
    "mae": lambda p, y: abs(p - y),
    "huber": lambda p, y: 0.5 * (p - y) ** 2 if abs(p - y) < 1 else abs(p - y) - 0.5,
    "cross-entropy": lambda p, y: -math.log(p) * y - math.log(1 - p) * (1 - y),
}


def slope(f: Callable[[float], float], x: float, h: float = 1e-6) -> float:
    """By central differences."""
    return (f(x + h) - f(x - h)) / (2 * h)


def steps_needed(loss: str, z: float, lr: float) -> int:
    """By descent with gradients from finite differences, until p is 0.9."""
    steps = 0
    while 1 / (1 + math.exp(-z)) < 0.9:
        z -= lr * slope(lambda v: BY_HAND[loss](1 / (1 + math.exp(-v)), 1.0), z)
        steps += 1
    return steps


@pytest.mark.parametrize("loss", list(LOSSES))
@given(p=st.floats(0.02, 0.98), y=st.sampled_from([0.0, 1.0]))
def test_losses_and_gradients_agree_with_textbook_formulas_and_finite_differences(loss: str, p: float, y: float) -> None:
    L, dL = LOSSES[loss]
    place = np.array([p])
    assert L(place, y)[0] == pytest.approx(BY_HAND[loss](p, y), abs=1e-12)
    assert dL(place, y)[0] == pytest.approx(slope(lambda v: BY_HAND[loss](v, y), p), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("loss", list(LOSSES))
def test_the_gradient_along_the_walk_agrees_with_finite_differences(loss: str) -> None:
    """Beyond the errors of 1 at which Huber's loss turns straight, too; not at the corner of the absolute error."""
    moments, finding = played(run, loss=loss)
    values = finding.values
    for y_hat, gradient in zip(np.asarray(values["y_hat"]), np.asarray(values["slope"]), strict=True):
        if loss != "mae" or abs(y_hat - 1) > 1e-6:
            assert gradient == pytest.approx(slope(lambda v: BY_HAND[loss](v, 1.0), y_hat), rel=1e-5, abs=1e-6)
    for moment in moments[:21]:
        y_hat = number(moment.frame.values["y_hat"])
        assert moment.frame.values["loss"] == pytest.approx(BY_HAND[loss](y_hat, 1.0), abs=1e-12)


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("start", [-8.0, -5.0, -2.0, 0.0])
def test_the_gradient_through_the_sigmoid_agrees_with_finite_differences(loss: str, start: float) -> None:
    expected = slope(lambda z: BY_HAND[loss](1 / (1 + math.exp(-z)), 1.0), start, h=1e-5)
    assert finding_of(run, start=start).values[f"gradient_{loss}"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
@pytest.mark.parametrize(("start", "lr"), [(-5.0, 2.0), (-4.0, 1.0), (-2.0, 2.0), (0.0, 4.0)])
def test_the_steps_are_those_of_a_separate_descent(loss: str, start: float, lr: float) -> None:
    values = finding_of(run, loss=loss, start=start, lr=lr, steps=320).values
    assert values["steps"] == steps_needed(loss, start, lr)
    assert values["rival_steps"] == steps_needed("cross-entropy", start, lr)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
@pytest.mark.parametrize("start", [-8.0, -6.0, -4.0])
def test_a_saturated_start_stalls_every_loss_that_keeps_the_factor(loss: str, start: float) -> None:
    finding = finding_of(run, loss=loss, start=start)
    assert finding.claim_held
    assert "It stalled." in finding.text


@pytest.mark.parametrize("given_", [{"start": -2.0}, {"start": 0.0}, {"loss": "cross-entropy"}])
def test_unsaturated_or_with_cross_entropy_the_claim_does_not_hold_and_the_finding_says_so(given_: dict[str, Any]) -> None:
    finding = finding_of(run, **given_)
    assert finding.claim_held is False
    assert "It did not stall." in finding.text


@pytest.mark.parametrize("given_", [{"lr": 0.25, "steps": 20}, {"lr": 0.5, "steps": 80}])
def test_a_race_cut_short_decides_nothing(given_: dict[str, Any]) -> None:
    finding = finding_of(run, **given_)
    assert finding.claim_held is None
    assert "stall" not in finding.text
    assert "too short to tell" in finding.verdict
    assert run.predict.answer(finding) == "too few steps to tell"


@pytest.mark.parametrize(
    ("given_", "right"),
    [({"start": -5.0}, "5 times or more"), ({"start": -2.0}, "2 to 5 times"), ({"loss": "cross-entropy"}, "under 2 times")],
)
def test_the_right_prediction_is_measured(given_: dict[str, Any], right: str) -> None:
    assert run.predict.answer(finding_of(run, **given_)) == right
    assert right in run.predict.choices
