import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize_scalar

from quizapp.demos.figures import Curve, Frame, Plot
from quizapp.demos.kit import Finding, Setting
from quizapp.demos.player import Moment
from quizapp.demos.weights_and_bias import DIRECTIONS, run
from tests.demos.running import finding_of, played

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
ANSWERS = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}


def solvable(gate: str, *, bias: bool) -> bool:
    """A linear program: z at least 1 where the gate says 1, and at most 0 elsewhere."""
    says_one = np.array(ANSWERS[gate]) > 0
    rows = np.where(says_one[:, None], -1, 1) * np.hstack([np.array(CORNERS), np.ones((4, 1))])
    free = (None, None)
    bounds = [free, free, free if bias else (0, 0)]
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=np.where(says_one, -1, 0), bounds=bounds).success)


def says_one_within(corner: tuple[int, int], length: float, b: float) -> tuple[float, float]:
    """The arc of directions in which a corner's sum is positive: its middle and half its width, both in degrees."""
    reach = length * math.hypot(*corner)
    if reach == 0 or abs(b) > reach:
        return 0.0, 180.0 if b > 0 else -1.0
    return math.degrees(math.atan2(corner[1], corner[0])), math.degrees(math.acos(-b / reach))


def directions_by_arcs(gate: str, length: float, b: float) -> list[int]:
    """How many of the corners are right in each of the directions 0.5, 1.5 ... degrees: by arcs, without any weights."""
    counts = []
    for degree in range(360):
        right = 0
        for corner, answer in zip(CORNERS, ANSWERS[gate], strict=True):
            middle, half = says_one_within(corner, length, b)
            apart = abs((degree + 0.5 - middle + 180) % 360 - 180)
            right += (apart < half) == (answer == 1)
        counts.append(right)
    return counts


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a linear program without a bias, and by arcs with one."""
    gate = str(settings["gate"])
    return not solvable(gate, bias=False) and 4 in directions_by_arcs(gate, float(settings["length"]), float(settings["b"]))


def shortest_way(w1: float, w2: float, b: float) -> float:
    """From the origin to the line, by a search along the line."""
    return float(minimize_scalar(lambda x2: math.hypot(-(b + w2 * x2) / w1, x2), tol=1e-12).fun)


def curves_of(moment: Moment) -> dict[str, Curve]:
    """How many are right in each direction, by the name of the curve."""
    plot = moment.frame.figures[1]
    assert isinstance(plot, Plot)
    return {layer.name: layer for layer in plot.layers if isinstance(layer, Curve)}


@settings(max_examples=30, deadline=None)
@given(gate=st.sampled_from(sorted(ANSWERS)), length=st.floats(0.5, 3), b=st.floats(-3, 3))
@example("and", 1.0, -0.0)
def test_what_is_right_in_each_direction_is_what_the_arcs_say(gate: str, length: float, b: float) -> None:
    moments, finding = played(run, gate=gate, length=length, b=b)
    with_bias, without = directions_by_arcs(gate, length, b), directions_by_arcs(gate, length, 0)
    assert finding.values["directions"] == with_bias.count(4)
    assert finding.values["directions_without"] == without.count(4)
    assert (finding.values["best"], finding.values["best_without"]) == (max(with_bias), max(without))
    drawn = curves_of(moments[-1])
    assert drawn["b = 0"].y.tolist() == without
    assert drawn[f"b = {b + 0:g}"].y.tolist() == with_bias


@settings(max_examples=30, deadline=None)
@given(length=st.floats(0.5, 3), b=st.floats(-3, 3))
def test_the_line_is_always_as_far_from_the_origin_as_a_search_along_it_finds(length: float, b: float) -> None:
    moments, finding = played(run, length=length, b=b)
    for moment in moments[:: len(moments) // 5]:
        (w1, w2), shift = np.asarray(moment.frame.values["w"], float), float(moment.frame.values["b"])  # type: ignore[arg-type]
        assert math.hypot(w1, w2) == pytest.approx(length)
        if abs(w1) > 0.1:
            shortest = shortest_way(w1, w2, shift)
            assert moment.frame.values["distance"] == pytest.approx(shortest, abs=1e-6)
    assert finding.number("distance") == pytest.approx(abs(b) / length)


def test_the_gates_learnable_without_a_bias_are_those_of_a_linear_program() -> None:
    for gate in ANSWERS:
        assert (finding_of(run, gate=gate).number("directions_without") > 0) == solvable(gate, bias=False)
    assert [gate for gate in ANSWERS if solvable(gate, bias=False)] == ["or"]
    assert [gate for gate in ANSWERS if solvable(gate, bias=True)] == ["and", "or", "nand"]


@pytest.mark.parametrize(("gate", "b"), [("and", -1.2), ("nand", 1.2)])
def test_a_gate_that_excludes_the_origin_needs_a_bias_of_the_right_sign(gate: str, b: float) -> None:
    assert finding_of(run, gate=gate, b=b).claim_held is True
    assert finding_of(run, gate=gate, b=-b).claim_held is False


@pytest.mark.parametrize(("length", "b"), [(1.0, -3.0), (3.0, -1.2), (0.5, -1.2)])
def test_the_same_bias_is_too_much_for_short_weights_and_too_little_for_long_ones(length: float, b: float) -> None:
    finding = finding_of(run, length=length, b=b)
    assert finding.claim_held is False
    assert "all four right in 0 of 360 directions" in finding.text


@pytest.mark.parametrize(("gate", "b", "without"), [("or", -0.4, 90), ("xor", -1.2, 0), ("and", 0, 0)])
def test_where_a_bias_decides_nothing_the_claim_does_not_hold_and_the_finding_says_so(gate: str, b: float, without: int) -> None:
    finding = finding_of(run, gate=gate, b=b)
    assert finding.claim_held is False
    assert f"in {without} with b = 0" in finding.text


def test_weights_and_bias_scaled_together_leave_everything_where_it_was() -> None:
    once, doubled = played(run, length=1, b=-1.2), played(run, length=2, b=-2.4)
    assert doubled[1].values["distance"] == pytest.approx(once[1].values["distance"])
    assert doubled[1].values["directions"] == once[1].values["directions"]
    assert [moment.frame.values["right"] for moment in doubled[0]] == [moment.frame.values["right"] for moment in once[0]]


def test_the_line_turns_on_the_origin_then_leaves_it_then_turns_around_a_circle() -> None:
    distances = np.array([moment.frame.values["distance"] for moment in played(run)[0]], float)
    assert not distances[:25].any()
    np.testing.assert_allclose(distances[25:30], 1.2 * np.arange(1, 6) / 6)
    np.testing.assert_allclose(distances[30:], 1.2)


def test_a_direction_is_drawn_only_once_the_line_has_turned_there() -> None:
    moments, _ = played(run)
    lengths = [{name: len(curve.y) for name, curve in curves_of(moment).items()} for moment in moments]
    assert lengths[0] == {"b = 0": 8}
    assert [each["b = 0"] for each in lengths[:24]] == list(range(8, 360, 15))
    assert all("b = -1.2" not in each for each in lengths[:30])
    assert [each["b = -1.2"] for each in lengths[30:]] == [*range(8, 360, 15), 360]


def test_the_last_frame_stands_where_most_is_right_with_both_counts_whole() -> None:
    last = played(run)[0][-1]
    assert last.frame.values["right"] == 4
    assert {len(curve.y) for curve in curves_of(last).values()} == {len(DIRECTIONS)}
    assert max(curves_of(last)["b = 0"].y) == 3


def test_the_right_prediction_is_measured() -> None:
    given_ = {"none": {"b": 0.4}, "1 to 30": {"b": -0.8}, "31 to 60": {"gate": "or", "b": -0.4}, "more than 60": {}}
    for right, chosen in given_.items():
        assert run.predict.answer(finding_of(run, **chosen)) == right  # type: ignore[arg-type]
        assert right in run.predict.choices
    assert {run.predict.answer(finding_of(run, gate=gate, length=length)) for gate, length in product(ANSWERS, (0.5, 1, 1.5, 2))} > {"none"}
