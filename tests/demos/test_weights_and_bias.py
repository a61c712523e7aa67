import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize_scalar

from quizapp.demos.gates import TARGETS, X
from quizapp.demos.kit import Plot, Regions
from quizapp.demos.player import Moment
from quizapp.demos.weights_and_bias import run
from tests.demos.running import finding_of, played


def solvable(gate: str, bias: bool) -> bool:
    """A linear program: z at least 1 where the gate says 1, and at most 0 elsewhere."""
    says_one = TARGETS[gate] > 0
    rows = np.where(says_one[:, None], -1, 1) * np.hstack([X, np.ones((4, 1))])
    limits = np.where(says_one, -1, 0)
    free = (None, None)
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=limits, bounds=[free, free, free if bias else (0, 0)]).success)


def best_over_grid(gate: str, bias: bool) -> int:
    """By loops over every weight from -3 to 3 in steps of a third (thirds as whole numbers)."""
    best = 0
    for w1 in range(-9, 10):
        for w2 in range(-9, 10):
            for b in range(-9, 10) if bias else (0,):
                right = sum((w1 * x1 + w2 * x2 + b > 0) == (t > 0) for (x1, x2), t in zip(X.tolist(), TARGETS[gate], strict=True))
                best = max(best, right)
    return best


def side(moment: Moment) -> Regions:
    """What the neuron says over the plane."""
    plane = moment.frame.figures[0]
    assert isinstance(plane, Plot)
    return next(layer for layer in plane.layers if isinstance(layer, Regions))


@settings(max_examples=30, deadline=None)
@given(w1=st.floats(0.25, 2), w2=st.floats(-2, 2), b=st.floats(-2, 2))
def test_the_distance_is_the_shortest_way_from_the_origin_to_the_line(w1: float, w2: float, b: float) -> None:
    distance = finding_of(run, w1=w1, w2=w2, b=b).values["distance"]
    shortest = minimize_scalar(lambda x2: math.hypot(-(b + w2 * x2) / w1, x2), tol=1e-12).fun
    assert distance == pytest.approx(shortest, abs=1e-6)


@pytest.mark.parametrize("gate", ["and", "or", "nand", "xor"])
def test_what_the_best_line_gets_right_is_what_brute_force_finds(gate: str) -> None:
    finding = finding_of(run, gate=gate)
    assert finding.values["best_without_bias"] == best_over_grid(gate, bias=False)
    assert finding.values["best_with_bias"] == best_over_grid(gate, bias=True)


def test_the_gates_learnable_with_and_without_a_bias_are_those_of_a_linear_program() -> None:
    finding = finding_of(run)
    assert str(finding.values["solved_without_bias"]).split() == [gate for gate in TARGETS if solvable(gate, bias=False)] == ["or"]
    assert str(finding.values["solved_with_bias"]).split() == [gate for gate in TARGETS if solvable(gate, bias=True)]


@pytest.mark.parametrize("gate", ["and", "nand"])
def test_a_gate_that_excludes_the_origin_needs_a_bias(gate: str) -> None:
    finding = finding_of(run, gate=gate)
    assert finding.claim_held
    assert f"{gate.upper()} needs a bias" in finding.text


@pytest.mark.parametrize(("gate", "says"), [("or", "OR needs no bias"), ("xor", "XOR is beyond a line, bias or not")])
def test_on_a_gate_that_a_bias_does_not_decide_the_claim_does_not_hold_and_the_finding_says_so(gate: str, says: str) -> None:
    finding = finding_of(run, gate=gate)
    assert finding.claim_held is False
    assert says in finding.text


def test_turning_keeps_the_line_on_the_origin_and_the_bias_moves_it_off() -> None:
    moments, _ = played(run, w1=-1.5, w2=0.5, b=1.0)
    distances = np.array([moment.frame.values["distance"] for moment in moments], float)
    assert not distances[:13].any()
    np.testing.assert_allclose(distances[13:25], np.arange(1, 13) / 12 / math.sqrt(2.5), atol=1e-12)


def test_scaling_the_weights_alone_moves_the_line_and_scaling_all_does_not() -> None:
    moments, finding = played(run)
    w_alone, together = moments[25:31], moments[31:]
    expected = np.array([1.5 / math.sqrt(2) / (1 + i / 6) for i in range(1, 7)])
    np.testing.assert_allclose(np.array([moment.frame.values["distance"] for moment in w_alone], float), expected, atol=1e-12)
    for moment in together:
        np.testing.assert_array_equal(side(moment).classes, side(moments[24]).classes)
        assert moment.frame.values["distance"] == pytest.approx(finding.values["distance"], abs=1e-12)
    np.testing.assert_allclose(np.asarray(together[-1].frame.values["w"]), [2, 2], atol=1e-12)


@pytest.mark.parametrize(("w1", "w2"), [(0, 1), (-2, 0), (1, -1), (-1, 1)])
def test_an_input_that_lies_on_the_line_counts_as_zero_however_the_weights_were_turned(w1: float, w2: float) -> None:
    moments, finding = played(run, w1=w1, w2=w2, b=0)
    expected = sum((w1 * x1 + w2 * x2 > 0) == (t > 0) for (x1, x2), t in zip(X.tolist(), TARGETS["and"], strict=True))
    assert moments[12].frame.values["right"] == finding.values["right_without_bias"] == expected


@pytest.mark.parametrize("b", [1, 0, -1.5])
def test_zero_weights_draw_no_line_of_which_the_claim_could_hold_and_say_so(b: float) -> None:
    moments, finding = played(run, w1=0, w2=0, b=b)
    assert all("there is no line" in moment.frame.caption for moment in moments)
    assert finding.claim_held is False
    assert "There is no line here: w is zero." in finding.text


def test_the_captions_say_where_w_points_and_that_the_line_is_at_a_right_angle_to_it() -> None:
    for moment in played(run, w1=-1.5, w2=0.5)[0][:13]:
        w1, w2 = np.asarray(moment.frame.values["w"], float)
        assert moment.frame.caption.startswith(
            f"w points to {math.degrees(math.atan2(w2, w1)):.0f} degrees; the line at a right angle to it "
        )


def test_a_bias_of_zero_moves_no_line_and_no_caption_says_so() -> None:
    moments, finding = played(run, w1=1, w2=-0.5, b=0)
    assert not any(moment.frame.values["distance"] for moment in moments)
    for moment in moments:
        assert "shifts" not in moment.frame.caption
        assert "comes back" not in moment.frame.caption
    assert sum("b = 0 is added" in moment.frame.caption for moment in moments) == 1
    assert finding.claim_held


@pytest.mark.parametrize("b", [-1.5, 0, 1])
def test_what_is_said_to_be_scaled_is_scaled(b: float) -> None:
    """From the first of the last seven frames, at which nothing is."""
    first, *scaled = played(run, b=b)[0][-7:]
    assert "as they were before" in first.frame.caption
    np.testing.assert_allclose(np.asarray(first.frame.values["w"]), [1, 1], atol=1e-12)
    for moment in scaled:
        factor = np.asarray(moment.frame.values["w"], float)[0]
        assert factor > 1
        assert moment.frame.values["b"] == pytest.approx(factor * b)
        assert f"both times {factor:.3g}: so is every z" in moment.frame.caption


@pytest.mark.parametrize(("gate", "right"), [("and", "3 of 4"), ("nand", "2 of 4"), ("or", "4 of 4")])
def test_the_right_prediction_is_measured(gate: str, right: str) -> None:
    assert run.predict.answer(finding_of(run, gate=gate)) == right
    assert right in run.predict.choices
