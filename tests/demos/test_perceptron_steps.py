import numpy as np
import pytest
from sklearn.linear_model import Perceptron

from quizapp.demos.catalogue import find
from quizapp.demos.gates import TARGETS, X
from quizapp.demos.kit import Finding, Frame, Table
from tests.demos.running import played

AND_BY_HAND = """
1 0 0 0 0 0 0 0 0
1 0 1 0 0 0 0 0 0
1 1 0 0 0 0 0 0 0
1 1 1 1 0 1 1 1 1
2 0 0 0 1 -1 1 1 0
2 0 1 0 1 -1 1 0 -1
2 1 0 0 0 0 1 0 -1
2 1 1 1 0 1 2 1 0
3 0 0 0 0 0 2 1 0
3 0 1 0 1 -1 2 0 -1
3 1 0 0 1 -1 1 0 -2
3 1 1 1 0 1 2 1 -1
4 0 0 0 0 0 2 1 -1
4 0 1 0 0 0 2 1 -1
4 1 0 0 1 -1 1 1 -2
4 1 1 1 0 1 2 2 -1
5 0 0 0 0 0 2 2 -1
5 0 1 0 1 -1 2 1 -2
5 1 0 0 0 0 2 1 -2
5 1 1 1 1 0 2 1 -2
6 0 0 0 0 0 2 1 -2
6 0 1 0 0 0 2 1 -2
6 1 0 0 0 0 2 1 -2
6 1 1 1 1 0 2 1 -2
"""
"""epoch x1 x2 y y_hat error w1 w2 b, worked out on paper with learning rate 1 and a step that says 1 above 0."""


def finished(**given: str) -> tuple[Frame, Finding]:
    """The last frame, and what was found."""
    moments, finding = played(find("perceptron-steps"), 0, **given)
    return moments[-1].frame, finding


def test_the_table_for_and_is_the_one_worked_out_by_hand() -> None:
    frame, _ = finished(gate="and")
    table = frame.figures[0]
    assert isinstance(table, Table)
    assert [list(row) for row in table.rows] == [line.split() for line in AND_BY_HAND.strip().splitlines()]


@pytest.mark.parametrize("gate", ["and", "or", "nand"])
@pytest.mark.parametrize("lr", ["0.1", "1.0"])
def test_it_learns_what_another_library_learns(gate: str, lr: str) -> None:
    _, finding = finished(gate=gate, lr=lr, epochs="30")
    other = Perceptron(shuffle=False, eta0=float(lr), tol=None, max_iter=100)
    other.fit(X, TARGETS[gate])
    w, b = np.asarray(finding.values["w"]), finding.number("b")
    assert finding.claim_held
    np.testing.assert_array_equal((X @ w + b > 0).astype(float), TARGETS[gate])
    np.testing.assert_array_equal(other.predict(X), TARGETS[gate])


def test_on_xor_it_never_finishes_and_the_finding_says_so() -> None:
    _, finding = finished(gate="xor", epochs="30")
    assert not finding.values["converged"]
    assert finding.claim_held is False
    assert "No epoch of 30 was without a mistake" in finding.text


@pytest.mark.parametrize("gate", ["and", "nand"])
def test_a_cap_too_low_for_the_gate_leaves_the_claim_open(gate: str) -> None:
    _, finding = finished(gate=gate, epochs="5")
    assert finding.claim_held is None
    assert find("perceptron-steps").predict.answer(finding) == "not in this run"


@pytest.mark.parametrize(
    ("given", "right"), [({"gate": "and"}, "4 to 6"), ({"gate": "xor"}, "not in this run"), ({"gate": "or"}, "4 to 6")]
)
def test_the_right_prediction_is_measured(given: dict[str, str], right: str) -> None:
    _, finding = finished(**given)
    assert find("perceptron-steps").predict.answer(finding) == right
    assert right in find("perceptron-steps").predict.choices
