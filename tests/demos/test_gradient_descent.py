from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.catalogue import find
from quizapp.demos.figures import Curve, Floats, Plot, number
from quizapp.demos.gradient_descent import SURFACES
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.player import Moment
from tests.demos.running import played

BY_HAND: dict[str, Callable[[complex, complex], complex]] = {
    "quadratic": lambda a, b: 0.5 * a * a + 5 * b * b,
    "saddle": lambda a, b: 0.25 * (a * a - 1) * (a * a - 1) + 5 * b * b,
}
STARTS = {"quadratic": (-(3**0.5), 0.6**0.5), "saddle": (0.02, 0.6**0.5)}


def run(**given: str | float) -> tuple[Sequence[Moment], Finding]:
    return played(find("gradient-descent"), 0, **given)


def slope(surface: str, a: float, b: float) -> tuple[float, float]:
    """The gradient, by a step along the imaginary axis: exact to the last digits."""
    f, h = BY_HAND[surface], 1e-30
    return f(complex(a, h), complex(b)).imag / h, f(complex(a), complex(b, h)).imag / h


def curvature(surface: str, a: float, b: float) -> Floats:
    """The Hessian, by central differences of the gradient."""
    h = 1e-5
    rows = [np.subtract(slope(surface, a + i * h, b + j * h), slope(surface, a - i * h, b - j * h)) / (2 * h) for i, j in ((1, 0), (0, 1))]
    return np.array(rows)


def minimum_near(surface: str, a: float, b: float) -> tuple[float, float]:
    """Where steps too short to overshoot lead."""
    for _ in range(5_000):
        da, db = slope(surface, a, b)
        a, b = a - 0.02 * da, b - 0.02 * db
    return a, b


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a descent of plain numbers, and the curvature where steps too short to overshoot lead from the same start."""
    surface, lr, beta = str(settings["surface"]), float(settings["lr"]), float(settings["momentum"])
    (a, b), (va, vb) = STARTS[surface], (0.0, 0.0)
    largest = float(np.linalg.eigvalsh(curvature(surface, *minimum_near(surface, a, b))).max())
    for _ in range(int(settings["steps"])):
        da, db = slope(surface, a, b)
        va, vb = beta * va - lr * da, beta * vb - lr * db
        a, b = a + va, b + vb
        if np.hypot(*slope(surface, a, b)) < 1e-6:
            return True
        if abs(a) + abs(b) > 1e9:
            return False
    return None if lr < 2 * (1 + beta) / largest * (1 - 1e-6) else False


@pytest.mark.parametrize("surface", list(SURFACES))
@given(place=st.tuples(st.floats(-2, 2), st.floats(-2, 2)))
def test_values_and_gradients_are_those_of_the_formulas(surface: str, place: tuple[float, float]) -> None:
    S, w = SURFACES[surface], np.array(place)
    assert S.f(w) == pytest.approx(BY_HAND[surface](*place).real, abs=1e-12)
    np.testing.assert_allclose(S.grad(w), slope(surface, *place), atol=1e-12)


@pytest.mark.parametrize("surface", list(SURFACES))
def test_at_every_minimum_the_gradient_is_zero_and_the_largest_curvature_ten(surface: str) -> None:
    for a, b in SURFACES[surface].minima:
        assert np.linalg.norm(slope(surface, a, b)) == 0
        curvatures = np.linalg.eigvalsh(curvature(surface, a, b))
        assert curvatures.min() > 0
        assert curvatures.max() == pytest.approx(10)


def test_the_saddle_is_stationary_and_no_minimum_and_steps_linger_there_before_they_slide_off() -> None:
    assert slope("saddle", 0, 0) == (0, 0)
    assert np.linalg.eigvalsh(curvature("saddle", 0, 0)).min() < 0
    moments, finding = run(surface="saddle")
    early = next(moment for moment in moments if number(moment.frame.values.get("step", 0)) >= 10)
    assert np.linalg.norm(np.asarray(early.frame.values["w"], float)) < 0.15
    np.testing.assert_allclose(np.asarray(finding.values["w"], float), [1, 0], atol=1e-5)
    assert finding.claim_held


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.15, 0.199])
def test_the_path_on_the_quadratic_is_the_closed_form(lr: float) -> None:
    moments, _ = run(lr=lr, steps=50)
    last = moments[-1].frame.values
    expected = np.array(STARTS["quadratic"]) * np.array([1 - lr * 1, 1 - lr * 10]) ** number(last["step"])
    np.testing.assert_allclose(np.asarray(last["w"], float), expected, atol=1e-12)


def test_at_last_each_step_leaves_the_share_of_the_slowest_direction() -> None:
    for lr in (0.05, 0.15, 0.19):
        assert run(lr=lr, steps=500)[1].values["rate"] == pytest.approx(max(abs(1 - lr), abs(1 - 10 * lr)), rel=1e-3)


@pytest.mark.parametrize(("lr", "held"), [(0.1999, None), (0.19, True), (0.2, False), (0.2001, False), (0.21, False)])
def test_it_arrives_below_two_over_L_and_at_or_above_never(lr: float, held: bool | None) -> None:
    moments, finding = run(lr=lr, steps=500)
    assert finding.claim_held is held
    assert finding.values["threshold"] == pytest.approx(0.2)
    assert ("is not below the threshold" in finding.text) == (held is False)
    across = abs(np.asarray(finding.values["w"], float)[1])
    assert (across < 0.6**0.5 - 1e-9) == (lr < 0.2)
    assert moments[-1].frame.caption.startswith(f"Step {finding.values['steps']}: ")


@pytest.mark.parametrize(("lr", "momentum", "spreads"), [(0.21, 0.0, True), (0.21, 0.5, False), (0.3, 0.5, True), (0.3, 0.9, False)])
def test_momentum_moves_the_threshold(lr: float, momentum: float, spreads: bool) -> None:
    """By the roots of t^2 - (1 + beta - lr L) t + beta, the recurrence along the steepest direction."""
    assert (np.abs(np.roots([1, -(1 + momentum - lr * 10), momentum])).max() > 1 - 1e-9) == spreads
    _, finding = run(lr=lr, momentum=momentum, steps=500)
    assert finding.claim_held is not spreads
    assert finding.values["threshold"] == pytest.approx(0.2 * (1 + momentum))


@pytest.mark.parametrize("surface", list(SURFACES))
def test_the_threshold_does_not_depend_on_where_a_run_that_flies_away_was_seen_last(surface: str) -> None:
    assert {run(surface=surface, lr=lr, steps=steps)[1].values["threshold"] for lr, steps in product((0.15, 0.21, 0.3), (20, 50))} == {0.2}


def test_leaving_the_picture_is_drawn_and_does_not_crash() -> None:
    moments, finding = run(lr=0.3)
    assert np.abs(np.asarray(finding.values["w"], float)).max() > 1e4
    plot = moments[-1].frame.figures[1]
    assert isinstance(plot, Plot)
    across = [layer for layer in plot.layers if isinstance(layer, Curve)][1]
    assert across.y[-1] > plot.ylim[1]


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_caption_says_the_step_that_was_made_with_momentum_too(momentum: float) -> None:
    moments, _ = run(momentum=momentum)
    places = [np.asarray(moment.frame.values["w"], float) for moment in moments[:9]]
    for moment, before, after in zip(moments[1:9], places, places[1:], strict=False):
        assert f" w moves {np.linalg.norm(after - before):.3g} far;" in moment.frame.caption
        assert f"the gradient was {np.linalg.norm(slope('quadratic', *before)):.3g} long," in moment.frame.caption


@pytest.mark.parametrize("given_", [{"lr": 0.002}, {"lr": 0.0005, "steps": 20}, {"lr": 0.199999, "steps": 500}])
@pytest.mark.parametrize("surface", list(SURFACES))
def test_a_run_that_ends_on_its_way_below_the_threshold_leaves_the_claim_open(surface: str, given_: dict[str, float]) -> None:
    _, finding = run(surface=surface, **given_)
    assert finding.claim_held is None
    assert finding.text.startswith("It was still on its way")


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        ({}, "step 30 to 99"),
        ({"surface": "saddle", "lr": 0.1, "momentum": 0.5}, "step 30 to 99"),
        ({"lr": 0.1}, "step 100 or later"),
        ({"lr": 0.3}, "it will not be"),
        ({"lr": 0.01, "steps": 20}, "it will not be"),
    ],
)
def test_the_right_prediction_is_measured(given_: dict[str, str | float], right: str) -> None:
    predict = find("gradient-descent").predict
    assert predict.outcome(right, run(**given_)[1]) == (True, right)
    assert right in predict.choices
