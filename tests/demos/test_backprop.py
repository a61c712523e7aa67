import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest

from quizapp.demos.backprop import UNITS, run
from quizapp.demos.figures import Frame, Network, Table
from quizapp.demos.kit import Finding, Setting
from quizapp.plots.compose import compose
from tests.demos.running import finding_of, played

NODES = ("w", "x", "b", "u", "v", "z", "a", "y1", "y2")
BIASES = (-3.0, -2.5, -1.5, -1.0, -0.5)


def drawn(seed: int) -> tuple[float, float]:
    """The weights u and v from a to the two outputs."""
    rng = np.random.default_rng(seed)
    signs = rng.choice([-1, 1], size=2)
    sizes = rng.choice([0.3, 0.6, 0.7, 0.9, 1.1, 1.3, 1.7, 1.9], size=2)
    return float(signs[0]) * float(sizes[0]), float(signs[1]) * float(sizes[1])


def unit_by_hand(unit: str, z: float) -> tuple[float, float]:
    """Of a sum: the activation and its derivative; relu's at 0 is taken to be 0."""
    if unit == "relu":
        return (z, 1.0) if z > 0 else (0.0, 0.0)
    if unit == "tanh":
        return math.tanh(z), 1 / math.cosh(z) ** 2
    return 1 / (1 + math.exp(-z)), math.exp(-z) / (1 + math.exp(-z)) ** 2


def gradients_by_hand(unit: str, b: float, seed: int) -> tuple[dict[str, float], float, float]:
    """Every gradient written out on paper, and the two parts of dL/da: from y1 and from y2."""
    u, v = drawn(seed)
    a, slope = unit_by_hand(unit, 2 + b)
    d1, d2 = u * a - 1, v * a - 1
    whole = d1 * u + d2 * v
    z = whole * slope
    return {"w": 2 * z, "x": z, "b": z, "u": d1 * a, "v": d2 * a, "z": z, "a": whole, "y1": d1, "y2": d2}, d1 * u, d2 * v


def loss_by_hand(unit: str, b: float, seed: int, node: str = "", by: float = 0.0) -> float:
    """The whole graph written out, with one of its nodes off by a little."""
    off = dict.fromkeys(NODES, 0.0) | {node: by}
    u, v = drawn(seed)
    z = (1 + off["w"]) * (2 + off["x"]) + (b + off["b"]) + off["z"]
    a = unit_by_hand(unit, z)[0] + off["a"]
    return 0.5 * ((u + off["u"]) * a + off["y1"] - 1) ** 2 + 0.5 * ((v + off["v"]) * a + off["y2"] - 1) ** 2


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By gradients on paper: where nothing is lost at a, and where relu has a derivative."""
    unit, z = str(settings["unit"]), 2 + float(settings["b"])
    if unit == "relu" and abs(z) < 2e-5:
        return False
    lost = gradients_by_hand(unit, float(settings["b"]), seed)[2]
    return settings["meeting"] == "add" or lost == 0


@pytest.mark.parametrize(("unit", "b"), product(UNITS, BIASES))
@pytest.mark.parametrize("seed", [0, 3])
def test_every_gradient_is_the_one_on_paper_and_that_of_differences(unit: str, b: float, seed: int) -> None:
    finding = finding_of(run, seed, unit=unit, b=b)
    assert finding.claim_held
    assert finding.values["L"] == pytest.approx(loss_by_hand(unit, b, seed), rel=1e-12)
    by_hand, _, _ = gradients_by_hand(unit, b, seed)
    for node in NODES:
        slope = (loss_by_hand(unit, b, seed, node, 1e-5) - loss_by_hand(unit, b, seed, node, -1e-5)) / 2e-5
        assert finding.values[f"dL/d{node}"] == pytest.approx(by_hand[node], rel=1e-12, abs=1e-14), node
        assert finding.values[f"dL/d{node}"] == pytest.approx(slope, rel=1e-7, abs=1e-10), node


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_comes_back_along_two_paths_is_added(seed: int) -> None:
    moments, finding = played(run, seed)
    _, from_y1, from_y2 = gradients_by_hand("tanh", -1.5, seed)
    assert finding.values["dL/da"] == pytest.approx(from_y1 + from_y2)
    (meeting,) = [moment.frame.caption for moment in moments if "meet" in moment.frame.caption]
    assert meeting == f"Two paths meet at a: dL/da = {from_y2:.4g} + ({from_y1:.4g}) = {from_y1 + from_y2:.4g}."


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_where_one_path_overwrites_the_other_the_differences_disagree_behind_it_and_nowhere_else(seed: int) -> None:
    finding = finding_of(run, seed, meeting="overwrite")
    _, from_y1, _ = gradients_by_hand("tanh", -1.5, seed)
    assert finding.claim_held is False
    assert finding.values["dL/da"] == pytest.approx(from_y1)
    assert str(finding.values["wrong"]).split(", ") == ["w", "x", "b", "z", "a"]
    assert "overwriting gave" in finding.text


def test_at_relus_kink_there_is_no_gradient_to_agree_with_and_the_finding_says_so() -> None:
    finding = finding_of(run, unit="relu", b=-2)
    assert finding.values["z"] == finding.values["dL/db"] == 0
    assert finding.claim_held is False
    assert "relu's kink" in finding.text
    assert finding_of(run, unit="relu", b=-1.5).claim_held
    left, right = ((loss_by_hand("relu", -2, 0, "b", by) - loss_by_hand("relu", -2, 0)) / by for by in (-1e-6, 1e-6))
    assert abs(left - right) > 0.1


@pytest.mark.parametrize("given", [{}, {"meeting": "overwrite"}, {"unit": "sigmoid", "b": -3}])
def test_the_check_can_be_read_whole_beside_the_graph_in_eighty_columns(given: dict[str, str | float]) -> None:
    moments, finding = played(run, 0, **given)
    network, table = moments[-1].frame.figures
    assert isinstance(network, Network)
    assert isinstance(table, Table)
    text = compose((network, table), 76, 12).text
    assert "…" not in text
    for words in [
        *table.columns,
        *(cell for row in table.rows for cell in row),
        *(words for node in network.nodes for words in node.lines),
    ]:
        assert words in text
    for row in table.rows[1:]:
        assert float(row[2]) == pytest.approx(
            gradients_by_hand(str(given.get("unit", "tanh")), float(given.get("b", -1.5)), 0)[0][row[0]], abs=1e-4
        )
    assert (float(finding.number("largest_error")) > 1e-7) == ("meeting" in given)


@pytest.mark.parametrize("rows", [8, 12])
@pytest.mark.parametrize("seed", range(6))
def test_what_comes_back_to_a_is_written_on_its_two_paths(seed: int, rows: int) -> None:
    moments, _ = played(run, seed)
    network = moments[-1].frame.figures[0]
    assert isinstance(network, Network)
    _, from_y1, from_y2 = gradients_by_hand("tanh", -1.5, seed)
    assert [edge.weight for edge in network.edges if edge.weight is not None] == pytest.approx([from_y1, from_y2])
    text = compose(moments[-1].frame.figures, 76, rows).text
    assert f"{from_y1:+.2f}" in text
    assert f"{from_y2:+.2f}" in text


def test_the_right_prediction_is_that_of_the_overwritten_gradient_on_paper() -> None:
    answers = set()
    for seed, b in product(range(12), (-1.5, -0.5)):
        whole, from_y1, _ = gradients_by_hand("tanh", b, seed)
        share = from_y1 / whole["a"]
        right = "with the wrong sign" if share < 0 else "too small" if share < 1 else "too large"
        assert run.predict.answer(finding_of(run, seed, b=b)) == right
        assert right in run.predict.choices
        answers.add(right)
    assert len(answers) == 3
    assert run.predict.answer(finding_of(run, unit="relu", b=-3)) == "right", "nothing comes back through a unit that is off"
