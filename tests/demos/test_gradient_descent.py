import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from quizapp.demos.catalogue import find
from quizapp.demos.gradient_descent import SURFACES
from quizapp.demos.kit import Finding
from quizapp.demos.player import Moment
from tests.demos.running import played


def run(**given: str | float) -> tuple[Moment, Finding]:
    """The last moment, and what was found."""
    moments, finding = played(find("gradient-descent"), 0, **given)
    return moments[-1], finding


@pytest.mark.parametrize("surface", list(SURFACES))
@given(place=st.tuples(st.floats(-3, 3), st.floats(-3, 3)))
def test_gradients_and_hessians_agree_with_finite_differences(surface: str, place: tuple[float, float]) -> None:
    S, w = SURFACES[surface](), np.array(place)
    np.testing.assert_allclose(S.grad(w), approx_fprime(w, lambda v: float(S.f(v)), 1e-7), rtol=1e-3, atol=2e-2)
    for i in range(2):
        np.testing.assert_allclose(S.hessian(w)[i], approx_fprime(w, lambda v, i=i: float(S.grad(v)[i]), 1e-7), rtol=1e-3, atol=2e-2)


@pytest.mark.parametrize("surface", list(SURFACES))
def test_the_minima_are_stationary_and_curve_upwards(surface: str) -> None:
    S = SURFACES[surface]()
    for minimum in S.minima:
        assert np.linalg.norm(S.grad(minimum)) < 1e-3
        assert np.linalg.eigvalsh(S.hessian(minimum)).min() > 0


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.15, 0.199])
def test_the_path_on_the_quadratic_is_the_closed_form(lr: float) -> None:
    last, _ = run(lr=lr, steps=50)
    t = last.number
    start = SURFACES["quadratic"]().start
    expected = start * np.array([1 - lr * 1, 1 - lr * 10]) ** t
    np.testing.assert_allclose(np.asarray(last.frame.values["w"]), expected, atol=1e-12)


@pytest.mark.parametrize(("lr", "shrinks"), [(0.1999, True), (0.2001, False)])
def test_it_converges_just_below_two_over_L_and_diverges_just_above(lr: float, shrinks: bool) -> None:
    _, finding = run(lr=lr, steps=500)
    assert finding.values["threshold"] == pytest.approx(0.2)
    assert finding.claim_held == shrinks
    start_error = 1.2
    across = abs(np.asarray(finding.values["w"], float)[1])
    assert (across < start_error) == shrinks


@pytest.mark.parametrize(("lr", "diverges"), [(0.379, False), (0.381, True)])
def test_momentum_moves_the_threshold(lr: float, diverges: bool) -> None:
    """The largest root of t^2 - (1 + beta - lr L) t + beta, the recurrence along the steepest direction."""
    beta, L = 0.9, 10.0
    roots = np.abs(np.roots([1, -(1 + beta - min(lr, 0.3) * L), beta]))
    assert roots.max() < 1
    assert (np.abs(np.roots([1, -(1 + beta - lr * L), beta])).max() > 1) == diverges
    _, finding = run(lr=0.3, momentum=beta, steps=500)
    assert finding.values["threshold"] == pytest.approx(0.38)
    assert finding.claim_held


def test_leaving_the_picture_is_told_and_does_not_crash() -> None:
    last, finding = run(surface="himmelblau", lr=0.3)
    assert finding.values["diverged"]
    assert "left the picture" in last.frame.caption


def test_above_the_threshold_the_claim_does_not_hold_and_the_finding_says_so() -> None:
    _, finding = run(lr=0.21)
    assert finding.claim_held is False
    assert finding.text == "It left the picture after 135 steps. lr = 0.21 is above the threshold 2(1+momentum)/L = 0.2 (L = 10)."


def test_where_the_threshold_of_the_minimum_says_nothing_the_finding_says_so() -> None:
    """Himmelblau's surface is steeper around its minima than at them: below the threshold there, and yet it flies away."""
    _, finding = run(surface="himmelblau", lr=0.02, momentum=0.9)
    assert finding.claim_held is False
    assert "is below the threshold" in finding.text
    assert "neighbourhood of the minimum" in finding.text


@pytest.mark.parametrize(("lr", "momentum"), [(0.2, 0), (0.3, 0.5)])
@pytest.mark.parametrize("steps", [20, 100, 500])
def test_at_the_threshold_it_neither_arrives_nor_leaves(lr: float, momentum: float, steps: int) -> None:
    """A root of the recurrence lies on the unit circle there."""
    assert np.abs(np.roots([1, -(1 + momentum - lr * 10), momentum])).max() == pytest.approx(1)
    _, finding = run(lr=lr, momentum=momentum, steps=steps)
    assert finding.claim_held is False
    assert "is at the threshold" in finding.text
    assert "neither arrives nor leaves" in finding.text


@pytest.mark.parametrize("steps", [20, 50, 100, 200])
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("lr", [0.0005, 0.001, 0.002, 0.01, 0.02, 0.05, 0.1, 0.15, 0.19, 0.21, 0.29])
def test_on_the_quadratic_the_roots_of_the_recurrence_decide_however_momentum_swings(lr: float, momentum: float, steps: int) -> None:
    spread = max(np.abs(np.roots([1, -(1 + momentum - lr * curvature), momentum])).max() for curvature in (1.0, 10.0))
    _, finding = run(lr=lr, momentum=momentum, steps=steps)
    assert finding.claim_held is bool(spread < 1)
    assert "curves otherwise" not in finding.text


@pytest.mark.parametrize(
    "given_", [{"surface": "rosenbrock", "lr": 0.0005, "steps": 20}, {"lr": 0.199999, "steps": 500}, {"lr": 0.2001, "steps": 20}]
)
def test_a_run_in_which_hardly_anything_changed_or_not_yet_the_slow_part_leaves_the_claim_open(given_: dict[str, str | float]) -> None:
    _, finding = run(**given_)
    assert finding.claim_held is None
    assert finding.text.startswith("It was still on its way")
    assert "curves otherwise" not in finding.text


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        ({"lr": 0.15}, "it arrives"),
        ({"lr": 0.3}, "it flies away"),
        ({"lr": 0.01, "steps": 20}, "it is still on its way"),
    ],
)
def test_the_right_prediction_is_measured(given_: dict[str, float], right: str) -> None:
    _, finding = run(**given_)
    predict = find("gradient-descent").predict
    assert predict.answer(finding) == right
    assert right in predict.choices
