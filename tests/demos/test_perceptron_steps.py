import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.linear_model import Perceptron

from quizapp.demos.figures import Frame, Table
from quizapp.demos.kit import Finding, Setting
from quizapp.demos.perceptron_steps import run
from tests.demos.running import finding_of, played

CARD = Path(__file__).parents[2] / "content" / "deep-learning" / "perceptron-steps.md"
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
ANSWERS = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}

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
"""epoch x1 x2 y y_hat error w1 w2 b, worked out on paper in a fixed order, with a step that says 1 above 0."""


def separable(gate: str) -> bool:
    """A linear program asking for a margin of 1."""
    signs = np.where(np.array(ANSWERS[gate]) > 0, 1.0, -1.0)
    rows = -signs[:, None] * np.hstack([np.array(CORNERS), np.ones((4, 1))])
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(4), bounds=[(None, None)] * 3).success)


def counted(gate: str, order: str, most: int, seed: int) -> tuple[int | None, int]:
    """The first epoch without a mistake, or None, and the updates: in the dual form, which counts how often each input was added."""
    rng = np.random.default_rng(seed)
    added = [0, 0, 0, 0]
    signs = [2 * answer - 1 for answer in ANSWERS[gate]]
    for epoch in range(1, most + 1):
        before = sum(added)
        for i in rng.permutation(4).tolist() if order == "shuffled" else range(4):
            inputs = zip(added, signs, CORNERS, strict=True)
            z = sum(times * sign * (p * CORNERS[i][0] + q * CORNERS[i][1] + 1) for times, sign, (p, q) in inputs)
            added[i] += (z > 0) != (ANSWERS[gate][i] == 1)
        if sum(added) == before:
            return epoch, before
    return None, sum(added)


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a linear program, and by the dual form."""
    gate = str(settings["gate"])
    epoch, _ = counted(gate, str(settings["order"]), int(settings["epochs"]), seed)
    return (True if epoch else None) if separable(gate) else False


def table_of(frame: Frame) -> Table:
    table = frame.figures[0]
    assert isinstance(table, Table)
    return table


def test_the_table_for_and_in_a_fixed_order_is_the_one_worked_out_by_hand() -> None:
    moments, finding = played(run, gate="and", order="fixed")
    assert [list(row) for row in table_of(moments[-1].frame).rows] == [line.split() for line in AND_BY_HAND.strip().splitlines()]
    assert (finding.values["first_without"], finding.values["updates"]) == (6, 10)


@pytest.mark.parametrize("gate", ["and", "or", "nand"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_an_epoch_without_a_mistake_comes(gate: str, seed: int) -> None:
    finding = finding_of(run, seed, gate=gate, epochs=30)
    assert finding.claim_held
    assert (finding.values["first_without"], finding.values["updates"]) == counted(gate, "shuffled", 30, seed)
    w, b = np.asarray(finding.values["w"]), finding.number("b")
    assert [int(w @ corner + b > 0) for corner in CORNERS] == list(ANSWERS[gate])


@pytest.mark.parametrize("gate", sorted(ANSWERS))
@pytest.mark.parametrize("lr", [Fraction(1, 10), Fraction(2)])
def test_another_learning_rate_would_only_scale_the_weights(gate: str, lr: Fraction) -> None:
    """Why there is none to choose."""
    finding = finding_of(run, gate=gate, order="fixed", epochs=8)
    w1, w2, b = Fraction(0), Fraction(0), Fraction(0)
    for _ in range(8):
        for (x1, x2), answer in zip(CORNERS, ANSWERS[gate], strict=True):
            move = lr * (answer - int(w1 * x1 + w2 * x2 + b > 0))
            w1, w2, b = w1 + move * x1, w2 + move * x2, b + move
    assert [float(each / lr) for each in (w1, w2, b)] == [*np.asarray(finding.values["w"]).tolist(), finding.number("b")]


@pytest.mark.parametrize("gate", sorted(ANSWERS))
def test_it_learns_what_another_library_learns(gate: str) -> None:
    other = Perceptron(shuffle=False, tol=None, max_iter=100).fit(np.array(CORNERS), np.array(ANSWERS[gate]))
    learned = other.predict(np.array(CORNERS)).tolist() == list(ANSWERS[gate])
    assert finding_of(run, gate=gate, epochs=30).claim_held is learned


def test_on_xor_it_never_finishes_and_the_finding_says_so() -> None:
    finding = finding_of(run, gate="xor", epochs=30)
    assert finding.claim_held is False
    assert "Epochs without a mistake: none of 30." in finding.text
    assert "The best line gets 3 of 4." in finding.text
    assert run.predict.answer(finding) == "none"


@pytest.mark.parametrize(("order", "seed"), [("shuffled", seed) for seed in range(60)])
def test_a_cap_too_low_for_the_gate_leaves_the_claim_open(order: str, seed: int) -> None:
    epoch, updates = counted("nand", order, 8, seed)
    finding = finding_of(run, seed, gate="nand", order=order, epochs=8)
    assert finding.claim_held is (True if epoch else None)
    assert finding.values["updates"] == updates
    if epoch is None:
        assert run.predict.answer(finding) == "later"


def test_the_captions_take_the_steps_that_the_card_takes() -> None:
    """Its answer has a bold word for each."""
    answer = CARD.read_text().partition("## ")[0]
    steps = re.findall(r"\*\*(\w+)", answer)
    assert len(steps) == 4
    captions = " ".join(moment.frame.caption for moment in played(run)[0])
    told = dict(re.findall(r"Step (\d), (\w+)", " ".join(captions.split())))
    assert told.keys() == {"1", "2", "3", "4"}
    assert [told[n] for n in "123"] == [word.lower() for word in steps[:3]]
    assert f"Step 4, {steps[3].lower()}" in captions


def test_a_caption_tells_of_an_update_after_a_mistake_and_only_then() -> None:
    moments, _ = played(run)
    for moment in moments[1:]:
        frame = moment.frame
        if "error" in frame.values:
            assert ("w += error" in frame.caption) == (frame.values["error"] != 0) == ("no mistake, so none" not in frame.caption)
            assert frame.caption.startswith("Step 2, compute: ")
        else:
            assert frame.caption.startswith("Step 4, ")


@pytest.mark.parametrize(
    ("seed", "given", "right"),
    [(0, {"order": "fixed"}, "5 to 7"), (0, {"gate": "xor"}, "none"), (0, {"gate": "or", "order": "fixed"}, "1 to 4")],
)
def test_the_right_prediction_is_measured(seed: int, given: dict[str, str], right: str) -> None:
    assert run.predict.answer(finding_of(run, seed, **given)) == right
    assert right in run.predict.choices


def test_the_order_is_chance_so_the_answer_cannot_be_remembered() -> None:
    assert len({run.predict.answer(finding_of(run, seed)) for seed in range(12)}) >= 2
