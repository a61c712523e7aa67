import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from quizapp.demos.figures import number
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.loss_functions import LOSSES, run, share
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


def through_sigmoid(loss: str, z: float) -> float:
    """The derivative by z where the answer is 1, by central differences."""
    return slope(lambda v: BY_HAND[loss](1 / (1 + math.exp(-v)), 1.0), z, h=1e-5)


def steps_to_change_its_mind(loss: str, z: float) -> int:
    """By descent with a learning rate whose first step from z = 0 is 1/2."""
    lr = -0.5 / through_sigmoid(loss, 0.0)
    steps = 0
    while z <= 0:
        z, steps = z - lr * through_sigmoid(loss, z), steps + 1
    return steps


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By two descents with gradients from finite differences."""
    z = float(settings["start"])
    return steps_to_change_its_mind(str(settings["loss"]), z) >= 3 * steps_to_change_its_mind("cross-entropy", z)


@pytest.mark.parametrize("loss", list(LOSSES))
@given(p=st.floats(0.02, 0.98), y=st.sampled_from([0.0, 1.0]))
def test_losses_and_gradients_agree_with_textbook_formulas_and_finite_differences(loss: str, p: float, y: float) -> None:
    L, dL = LOSSES[loss]
    place = np.array([p])
    assert L(place, y)[0] == pytest.approx(BY_HAND[loss](p, y), abs=1e-12)
    assert dL(place, y)[0] == pytest.approx(slope(lambda v: BY_HAND[loss](v, y), p), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("loss", list(LOSSES))
def test_the_walk_agrees_with_finite_differences(loss: str) -> None:
    """Beyond the errors of 1 at which Huber's loss turns straight, too; not at the corner of the absolute error."""
    walk = [moment.frame.values for moment in played(run, loss=loss)[0] if "y_hat" in moment.frame.values]
    assert len(walk) == 9
    for y_hat, height, g in ([number(values[name]) for name in ("y_hat", "height", "g")] for values in walk):
        assert height == pytest.approx(BY_HAND[loss](y_hat, 1.0), abs=1e-12)
        if loss != "mae" or y_hat != 1:
            assert g == pytest.approx(slope(lambda v: BY_HAND[loss](v, 1.0), y_hat), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("start", [-8.0, -5.0, -2.0, 0.0])
def test_the_share_of_the_gradient_that_is_left_agrees_with_finite_differences(loss: str, start: float) -> None:
    expected = through_sigmoid(loss, start) / through_sigmoid(loss, 0)
    assert share(loss, np.array([start]))[0] == pytest.approx(expected, rel=1e-5)
    assert finding_of(run, loss=loss, start=start).values["share"] == pytest.approx(expected, rel=1e-5)


def test_a_squared_error_keeps_the_factor_that_vanishes_and_cross_entropy_does_not() -> None:
    values = finding_of(run, start=-8).values
    assert number(values["share"]) < 0.01
    assert number(values["rival_share"]) == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("start", [-6.0, -4.0, -2.0, 0.0])
def test_the_steps_are_those_of_a_separate_descent(loss: str, start: float) -> None:
    values = finding_of(run, loss=loss, start=start).values
    assert values["steps"] == steps_to_change_its_mind(loss, start)
    assert values["rival_steps"] == steps_to_change_its_mind("cross-entropy", start)


@pytest.mark.parametrize("loss", list(LOSSES))
def test_the_steps_are_about_those_of_infinitely_small_ones(loss: str) -> None:
    """The time that the gradient flow takes from z = -6 to 0, an integral."""
    flow, _ = quad(lambda z: through_sigmoid(loss, 0) / through_sigmoid(loss, z), -6, 0)
    assert number(finding_of(run, loss=loss, start=-6).values["steps"]) == pytest.approx(2 * flow, rel=0.1)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
@pytest.mark.parametrize("start", [-8.0, -6.0, -4.0])
def test_a_saturated_start_stalls_every_loss_that_keeps_the_factor(loss: str, start: float) -> None:
    assert finding_of(run, loss=loss, start=start).claim_held


@pytest.mark.parametrize("given_", [*({"start": z, "loss": loss} for z in (-1.0, 0.0) for loss in LOSSES), {"loss": "cross-entropy"}])
def test_unsaturated_or_with_cross_entropy_the_claim_does_not_hold(given_: dict[str, Any]) -> None:
    assert finding_of(run, **given_).claim_held is False


@pytest.mark.parametrize("start", [-6.0, -2.0, 0.0])
def test_no_loss_is_slow_for_a_constant_alone(start: float) -> None:
    """Behind a sigmoid no error reaches 1, so that Huber's loss is half the squared error: as fast, at a rate that suits it."""
    huber, squared = (finding_of(run, loss=loss, start=start).values for loss in ("huber", "mse"))
    assert huber == {**squared, "name": "huber"}


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        ({}, "3 to 10 times"),
        ({"start": -2.0}, "under 3 times"),
        ({"start": -8.0}, "10 to 100 times"),
        ({"start": -8.0, "loss": "mae"}, "over 100 times"),
    ],
)
def test_the_right_prediction_is_measured(given_: dict[str, Any], right: str) -> None:
    assert run.predict.outcome(right, finding_of(run, **given_)) == (True, right)
    assert right in run.predict.choices
