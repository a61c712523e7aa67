from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from quizapp.demos.catalogue import find
from quizapp.demos.figures import Frame
from quizapp.demos.gates import TARGETS, X, right_of_four
from quizapp.demos.kit import Finding, Setting
from tests.demos.running import finding_of, played

ANSWERS = {"xor": (0, 1, 1, 0), "xnor": (1, 0, 0, 1), "and": (0, 0, 0, 1), "or": (0, 1, 1, 1)}
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def finding(seed: int = 0, **given: str) -> Finding:
    return finding_of(find("xor-failure"), seed, **given)


def separable(y: Sequence[float]) -> bool:
    """Whether a line exists: a linear program, asking for a margin of 1 on each side."""
    signs = np.where(np.array(y) > 0, 1.0, -1.0)
    rows = -signs[:, None] * np.hstack([X, np.ones((4, 1))])
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(4), bounds=[(None, None)] * 3).success)


def walked(gate: str, lr: float, epochs: int, seed: int) -> list[tuple[Fraction, ...]]:
    """The weights after every epoch, in exact fractions, from the start that the generator gives."""
    rng = np.random.default_rng(seed)
    w1, w2, b = (Fraction(float(value)) for value in (*rng.normal(size=2), rng.normal()))
    weights: list[tuple[Fraction, ...]] = [(w1, w2, b)]
    for _ in range(epochs):
        for (x1, x2), target in zip(CORNERS, ANSWERS[gate], strict=True):
            move = Fraction(lr) * (target - int(w1 * x1 + w2 * x2 + b > 0))
            w1, w2, b = w1 + move * x1, w2 + move * x2, b + move
        weights.append((w1, w2, b))
    return weights


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a linear program, and by weights that return exactly."""
    gate, epochs = str(settings["gate"]), int(settings["epochs"])
    if separable(ANSWERS[gate]):
        return False
    weights = walked(gate, float(settings["lr"]), epochs, seed)
    return True if weights[-1] in weights[:-1] else None


def test_lines_separate_fourteen_of_the_sixteen_functions_of_two_bits() -> None:
    by_program = sum(separable(bits) for bits in product((0.0, 1.0), repeat=4))
    assert finding().values["separable_functions"] == by_program == 14


def test_the_best_line_on_xor_gets_three_of_four_by_brute_force() -> None:
    rng = np.random.default_rng(1)
    lines = rng.normal(size=(20_000, 3))
    best = max((((X @ lines[:, :2].T + lines[:, 2]) > 0) == (TARGETS["xor"] > 0)[:, None]).sum(axis=0))
    assert right_of_four(TARGETS["xor"]) == best == 3


@pytest.mark.parametrize("gate", ["xor", "xnor"])
@pytest.mark.parametrize("lr", ["0.1", "0.5", "2"])
@pytest.mark.parametrize("seed", [0, 7])
def test_mistakes_never_reach_zero_and_the_weights_come_back_from_wherever_they_start(gate: str, lr: str, seed: int) -> None:
    found = finding(seed, gate=gate, lr=lr, epochs="40")
    assert found.claim_held
    assert np.min(np.asarray(found.values["mistakes_per_epoch"])) > 0
    assert "never reached 0" in found.text
    weights = walked(gate, float(lr), 40, seed)
    assert weights[-1] == weights[-1 - int(found.number("cycle_length"))]


@pytest.mark.parametrize("gate", ["and", "or"])
def test_on_a_separable_gate_the_claim_does_not_hold_and_the_finding_says_so(gate: str) -> None:
    found = finding(gate=gate)
    assert found.claim_held is False
    assert "The best line gets 4 of 4 right. Mistakes in the last epoch: 0." in found.text
    assert found.values["best_line"] == 4


@pytest.mark.parametrize(("gate", "epochs"), [("xor", "8"), ("xnor", "8"), ("and", "20"), ("or", "20")])
def test_a_correction_tells_how_many_points_are_right_before_and_after(gate: str, epochs: str) -> None:
    """Against fractions."""
    moments, _ = played(find("xor-failure"), gate=gate, epochs=epochs)
    rng = np.random.default_rng(0)
    w1, w2, b = (Fraction(float(value)) for value in (*rng.normal(size=2), rng.normal()))

    def right() -> int:
        return sum(int(w1 * x1 + w2 * x2 + b > 0) == target for (x1, x2), target in zip(CORNERS, ANSWERS[gate], strict=True))

    for t, moment in enumerate(moments):
        (x1, x2), target = CORNERS[t % 4], ANSWERS[gate][t % 4]
        before, error = right(), target - int(w1 * x1 + w2 * x2 + b > 0)
        w1, w2, b = w1 + error * x1, w2 + error * x2, b + error
        expected = f"is on the wrong side: the line moves. Points on their sides: {before} before, {right()} now." if error else "changes."
        assert moment.frame.caption.startswith(f"({x1}, {x2}) is on ")
        assert moment.frame.caption.endswith(expected)


def test_a_gate_that_a_line_separates_breaks_the_claim_however_short_the_run() -> None:
    found = finding(gate="and", epochs="4", lr="0.1")
    assert found.claim_held is False
    assert "The best line gets 4 of 4" in found.text


def test_weights_that_have_had_no_time_to_return_leave_the_claim_open() -> None:
    found = finding(gate="xor", epochs="4", lr="0.1")
    assert walked("xor", 0.1, 4, 0)[-1] not in walked("xor", 0.1, 3, 0)
    assert found.claim_held is None
    assert "have not returned yet" in found.text


def test_the_right_prediction_is_measured() -> None:
    predict = find("xor-failure").predict
    assert predict.answer(finding(gate="xor")) == "3 of 4"
    assert predict.answer(finding(gate="and")) == "4 of 4"
