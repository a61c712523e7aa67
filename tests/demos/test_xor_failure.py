from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from quizapp.demos.catalogue import find
from quizapp.demos.gates import TARGETS, X, right_of_four
from quizapp.demos.kit import Finding
from quizapp.demos.xor_failure import separable_functions
from tests.demos.running import finding_of, played, played_anew


def finding(**given: str) -> Finding:
    return finding_of(find("xor-failure"), 0, **given)


def separable(y: tuple[float, ...]) -> bool:
    """Whether a line exists: a linear program, asking for a margin of 1 on each side."""
    signs = np.where(np.array(y) > 0, 1.0, -1.0)
    rows = -signs[:, None] * np.hstack([X, np.ones((4, 1))])
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(4), bounds=[(None, None)] * 3).success)


def test_lines_separate_fourteen_of_the_sixteen_functions_of_two_bits() -> None:
    by_program = sum(separable(bits) for bits in product((0.0, 1.0), repeat=4))
    assert separable_functions() == by_program == 14


def test_the_best_line_on_xor_gets_three_of_four_by_brute_force() -> None:
    rng = np.random.default_rng(1)
    lines = rng.normal(size=(20_000, 3))
    best = max((((X @ lines[:, :2].T + lines[:, 2]) > 0) == (TARGETS["xor"] > 0)[:, None]).sum(axis=0))
    assert right_of_four(TARGETS["xor"]) == best == 3


@pytest.mark.parametrize("gate", ["xor", "xnor"])
@pytest.mark.parametrize("lr", ["0.1", "0.5", "1.0"])
def test_mistakes_never_reach_zero_and_the_weights_come_back(gate: str, lr: str) -> None:
    found = finding(gate=gate, lr=lr, epochs="20")
    assert found.claim_held
    assert np.min(np.asarray(found.values["mistakes_per_epoch"])) > 0
    assert "never reached 0" in found.text


def test_the_cycle_is_one_that_a_separate_simulation_walks() -> None:
    """In integers, as fractions of the learning rate."""
    weights, seen = (0, 0, 0), [(0, 0, 0)]
    for _ in range(12):
        for (x1, x2), target in zip(X.astype(int).tolist(), TARGETS["xor"].astype(int).tolist(), strict=True):
            error = target - int(weights[0] * x1 + weights[1] * x2 + weights[2] > 0)
            weights = (weights[0] + error * x1, weights[1] + error * x2, weights[2] + error)
        seen.append(weights)
    repeats = next(n for n in range(1, 12) if seen[-1] == seen[-1 - n])
    assert finding().values["cycle_length"] == repeats


@pytest.mark.parametrize("gate", ["and", "or"])
def test_on_a_separable_gate_the_claim_does_not_hold_and_the_finding_says_so(gate: str) -> None:
    found = finding(gate=gate)
    assert found.claim_held is False
    assert "was learned" in found.text
    assert found.values["best_line"] == 4


@pytest.mark.parametrize(("gate", "epochs"), [("xor", "8"), ("xnor", "8"), ("and", "20"), ("or", "20")])
def test_a_correction_tells_which_points_were_gained_and_lost(gate: str, epochs: str) -> None:
    """Against whole numbers, and each point by the words in which it stands."""
    demo = find("xor-failure")
    moments, _ = played(demo, gate=gate, epochs=epochs)
    w1 = w2 = b = 0
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    targets = TARGETS[gate].astype(int).tolist()

    def right() -> set[tuple[int, int]]:
        return {(x1, x2) for (x1, x2), target in zip(corners, targets, strict=True) if int(w1 * x1 + w2 * x2 + b > 0) == target}

    for t, moment in enumerate(moments):
        caption = moment.frame.caption
        (x1, x2), target = corners[t % 4], targets[t % 4]
        before, error = right(), target - int(w1 * x1 + w2 * x2 + b > 0)
        w1, w2, b = w1 + error * x1, w2 + error * x2, b + error
        if error:
            said = caption.partition("gains ")[2].partition(" and loses ")
            for words, points in ((said[0], right() - before), (said[2], before - right())):
                assert {corner for corner in corners if str(corner) in words} == points, caption
                assert ("nothing" in words) == (not points)
        else:
            assert "nothing changes" in caption


def test_a_gate_that_a_line_separates_breaks_the_claim_however_short_the_run() -> None:
    found = finding(gate="and", epochs="4")
    assert found.claim_held is False
    assert "The best line gets 4 of 4" in found.text


def test_weights_that_have_had_no_time_to_return_leave_the_claim_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.demos.xor_failure.cycle_length", lambda seen: 0)
    demo = find("xor-failure")
    assert played_anew(demo, demo.parsed({"epochs": "4"}))[1].claim_held is None


def test_the_right_prediction_is_measured() -> None:
    predict = find("xor-failure").predict
    assert predict.answer(finding(gate="xor")) == "3 of 4"
    assert predict.answer(finding(gate="and")) == "4 of 4"
