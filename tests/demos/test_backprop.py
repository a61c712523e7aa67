import math
from itertools import pairwise, product

import numpy as np
import pytest

from quizapp.demos.backprop import ENDINGS, run
from quizapp.demos.figures import Network, Table
from quizapp.plots.draw import draw
from tests.demos.running import finding_of, played

NODES = ("w1", "x1", "w2", "x2", "b", "p1", "p2", "z", "a")
BIASES = (-6.0, -5.0, -4.0, -3.5, -3.0, -2.0)


def loss_by_hand(ending: str, b: float, node: str = "", by: float = 0.0) -> float:
    """The whole neuron written out, with one of its nodes off by a little."""
    off = dict.fromkeys(NODES, 0.0) | {node: by}
    p1 = (2 + off["w1"]) * (-1 + off["x1"]) + off["p1"]
    p2 = (-3 + off["w2"]) * (-2 + off["x2"]) + off["p2"]
    z = p1 + p2 + (b + off["b"]) + off["z"]
    a = off["a"] + {"tanh": math.tanh(z), "sigmoid": 1 / (1 + math.exp(-z)), "relu": z if z > 0 else 0.0}[ending.split("-")[0]]
    return -math.log(a) if ending.endswith("cross") else 0.5 * (1 - a) ** 2


@pytest.mark.parametrize(("ending", "b"), [place for place in product(ENDINGS, BIASES) if place != ("relu-squared", -4)])
def test_every_gradient_agrees_with_central_differences(ending: str, b: float) -> None:
    finding = finding_of(run, ending=ending, b=b)
    assert finding.claim_held
    assert finding.values["L"] == pytest.approx(loss_by_hand(ending, b), rel=1e-12)
    for node in NODES:
        slope = (loss_by_hand(ending, b, node, 1e-5) - loss_by_hand(ending, b, node, -1e-5)) / 2e-5
        assert finding.values[f"dL/d{node}"] == pytest.approx(slope, rel=1e-7, abs=1e-13), node


@pytest.mark.parametrize("b", BIASES)
def test_through_sigmoid_and_cross_entropy_the_error_alone_comes_back(b: float) -> None:
    values = finding_of(run, ending="sigmoid-cross", b=b).values
    error = 1 / (1 + math.exp(-(b + 4))) - 1
    assert [values[f"dL/d{name}"] for name in ("z", "b", "w1", "w2")] == pytest.approx([error, error, -error, -2 * error], rel=1e-12)


def test_at_relus_kink_there_is_no_gradient_to_agree_with_and_the_finding_says_so() -> None:
    finding = finding_of(run, ending="relu-squared", b=-4)
    assert finding.values["z"] == finding.values["dL/db"] == 0
    assert finding.claim_held is False
    assert "disagree" in finding.text
    assert "z is at relu's kink" in finding.text
    left, right = ((loss_by_hand("relu-squared", -4, "b", by) - loss_by_hand("relu-squared", -4)) / by for by in (-1e-6, 1e-6))
    assert (left, right) == pytest.approx((0, -1), abs=1e-5)


def test_a_step_that_reaches_across_relus_kink_is_told_from_standing_on_it() -> None:
    finding = finding_of(run, ending="relu-squared", b=-3.8, h=0.1)
    assert finding.values["z"] == pytest.approx(0.2)
    assert finding.claim_held is False
    assert "z = 0.2 is not at relu's kink, but the step 0.1 reaches across it." in finding.text
    assert "z is at" not in finding.text


@pytest.mark.parametrize(("h", "told"), [(1e-1, "too long"), (1e-3, "too long"), (1e-10, "too short")])
def test_with_a_bad_step_the_check_fails_and_the_finding_blames_the_check(h: float, told: str) -> None:
    finding = finding_of(run, h=h)
    assert finding.claim_held is False
    assert told in finding.text


def test_the_reported_error_is_the_largest_of_those_in_the_table() -> None:
    moments, finding = played(run, h=1e-3)
    table = moments[-1].frame.figures[1]
    assert isinstance(table, Table)
    errors = []
    for row in table.rows:
        gradient, difference = row[2], row[3]
        if difference:
            errors.append(abs(float(gradient) - float(difference)) / max(abs(float(gradient)), abs(float(difference))))
    assert len(errors) == len(NODES)
    assert finding.values["largest_error"] == pytest.approx(max(errors), rel=0.2)


def test_a_node_is_known_only_once_its_frame_has_come() -> None:
    moments, _ = played(run)
    forward = [set(moment.frame.values) for moment in moments[:6]]
    assert [len(later - earlier) for earlier, later in pairwise(forward)] == [1] * 5
    slopes = [sum(name.startswith("dL/d") for name in moment.frame.values) for moment in moments]
    assert slopes == [0] * 6 + list(range(1, 11)) + [10] * 9


def test_all_nodes_can_be_read_in_sixty_columns_and_twelve_rows() -> None:
    moments, _ = played(run)
    network = moments[-1].frame.figures[0]
    assert isinstance(network, Network)
    text = draw(network, 60, 12).text
    for node in network.nodes:
        for words in node.lines:
            assert words in text


@pytest.mark.parametrize(
    ("ending", "b", "right"),
    [("tanh-squared", -3.5, "up"), ("relu-squared", -2, "down"), ("relu-squared", -6, "nowhere: it is flat")],
)
def test_the_right_prediction_is_measured(ending: str, b: float, right: str) -> None:
    assert run.predict.answer(finding_of(run, ending=ending, b=b)) == right
    assert right in run.predict.choices
    beside = [loss_by_hand(ending, b, "b", by) - loss_by_hand(ending, b) for by in (0.01, -0.01)]
    assert {"up": beside[0] < 0 < beside[1], "down": beside[1] < 0 < beside[0]}.get(right, np.allclose(beside, 0))
