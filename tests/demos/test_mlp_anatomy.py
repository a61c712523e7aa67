import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from quizapp.demos.figures import Curve, Frame, Network, Plot, Table
from quizapp.demos.kit import Finding, Setting
from quizapp.demos.mlp_anatomy import HIDDEN, OUTPUTS, run
from quizapp.plots.compose import compose
from tests.demos.running import finding_of, played

OUTPUT_UNITS = {"regression": 1, "two-classes": 1, "three-classes": 3}
LAST = {"regression": "none", "two-classes": "sigmoid", "three-classes": "softmax"}
X = (1.0, -1.0, 2.0)


def bent(activation: str, z: float) -> float:
    return {
        "tanh": lambda: (math.exp(2 * z) - 1) / (math.exp(2 * z) + 1),
        "sigmoid": lambda: 1 / (1 + math.exp(-z)),
        "relu": lambda: z if z > 0 else 0.0,
        "none": lambda: z,
    }[activation]()


def drawn(units: int, layers: int, output: str, seed: int) -> list[tuple[list[list[float]], list[float]]]:
    """The weights and the biases of each layer, in two decimals, from what the generator gives."""
    rng = np.random.default_rng(seed)
    sizes = [3, *[units] * layers, OUTPUT_UNITS[output]]
    W = [rng.normal(scale=1 / math.sqrt(n), size=(m, n)).tolist() for n, m in pairwise(sizes)]
    b = [rng.normal(scale=0.5, size=m).tolist() for m in sizes[1:]]
    return [([[round(w, 2) for w in row] for row in rows], [round(bias, 2) for bias in biases]) for rows, biases in zip(W, b, strict=True)]


def sums_by_loops(net: list[tuple[list[list[float]], list[float]]], activation: str, x: Sequence[float]) -> list[float]:
    """The last layer's sums, number by number."""
    a = list(x)
    for layer, (W, b) in enumerate(net):
        z = [bias + sum(w * value for w, value in zip(row, a, strict=True)) for row, bias in zip(W, b, strict=True)]
        a = z if layer == len(net) - 1 else [bent(activation, each) for each in z]
    return a


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """Any W x + b answers halfway between its answers to two inputs where it is asked halfway between them."""
    net = drawn(int(settings["units"]), int(settings["layers"]), str(settings["output"]), seed)
    far = np.random.default_rng(99)
    for one, other in far.normal(scale=4, size=(100, 2, 3)):
        at = [np.array(sums_by_loops(net, str(settings["activation"]), x)) for x in (one, other, (one + other) / 2)]
        if np.abs(at[2] - (at[0] + at[1]) / 2).max() > 1e-9:
            return True
    return False


def network_of(frame: Frame) -> Network:
    network = frame.figures[0]
    assert isinstance(network, Network)
    return network


@pytest.mark.parametrize("activation", list(HIDDEN))
@pytest.mark.parametrize("output", list(OUTPUTS))
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("seed", [0, 3])
def test_the_numbers_in_a_caption_add_up_to_the_last_digit(activation: str, output: str, layers: int, seed: int) -> None:
    """In fractions, from nothing but the caption."""
    moments, _ = played(run, seed, activation=activation, output=output, layers=layers)
    sums = [moment.frame.caption for moment in moments if moment.frame.caption.startswith("z")]
    assert len(sums) == 4 * layers + OUTPUT_UNITS[output]
    for caption in sums:
        _, written, result = caption.partition(":")[0].split(" = ")
        total = Fraction(0)
        for sign, term in re.findall(r"(^|[+-] )([^ ]+)", written):
            product = Fraction(1)
            for factor in term.split("·"):
                product *= Fraction(factor.strip("()"))
            total += -product if sign == "- " else product
        assert total == Fraction(result), caption


@pytest.mark.parametrize("activation", list(HIDDEN))
@pytest.mark.parametrize("output", list(OUTPUTS))
@pytest.mark.parametrize("layers", [1, 2])
def test_what_each_layer_passes_on_is_what_explicit_loops_give_in_two_decimals(activation: str, output: str, layers: int) -> None:
    moments, finding = played(run, seed=3, activation=activation, output=output, layers=layers)
    shown = moments[-1].frame.values.get("shown", moments[-2].frame.values["shown"])
    a = list(X)
    for layer, (W, b) in enumerate(drawn(4, layers, output, 3), start=1):
        z = [round(bias + sum(w * value for w, value in zip(row, a, strict=True)), 4) for row, bias in zip(W, b, strict=True)]
        name = LAST[output] if layer == layers + 1 else activation
        exact = [math.exp(each) / sum(map(math.exp, z)) if name == "softmax" else bent(name, each) for each in z]
        a = np.asarray(shown[layer]).tolist()  # type: ignore[index]
        np.testing.assert_allclose(a, exact, rtol=0, atol=0.005 + 1e-12)
        assert a == [round(each, 2) for each in a]
    assert np.asarray(finding.values["outputs"]).tolist() == a


@pytest.mark.parametrize("units", [2, 3, 4])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("output", list(OUTPUTS))
def test_the_parameters_are_those_counted_by_hand(units: int, layers: int, output: str) -> None:
    outputs = OUTPUT_UNITS[output]
    by_hand = (3 * units + units) + (layers - 1) * (units * units + units) + (units * outputs + outputs)
    finding = finding_of(run, units=units, layers=layers, output=output)
    assert finding.values["parameters"] == by_hand
    assert f"= {by_hand} parameters" in finding.text
    assert run.predict.outcome(str(by_hand), finding) == (True, str(by_hand))
    assert run.predict.outcome(str(by_hand - 1), finding) == (False, str(by_hand))


@pytest.mark.parametrize("layers", [1, 2])
def test_without_an_activation_the_layers_are_one_matrix_and_the_finding_says_so(layers: int) -> None:
    finding = finding_of(run, activation="none", layers=layers)
    assert finding.claim_held is False
    assert "All its layers together are a single W x + b." in finding.text
    W, b = np.eye(3), np.zeros(3)
    net = drawn(4, layers, "three-classes", 0)
    for rows, biases in net:
        W, b = np.array(rows) @ W, np.array(rows) @ b + biases
    np.testing.assert_allclose(W @ X + b, sums_by_loops(net, "none", X), atol=1e-12)


def test_the_shapes_are_told_layer_by_layer_each_with_its_parameters() -> None:
    moments, finding = played(run, layers=2, units=3)
    tables = [figure for moment in moments for figure in moment.frame.figures if isinstance(figure, Table)]
    assert [list(row) for row in tables[0].rows] == [["0", "", "", "0", ""]], "the prediction is not told before it is made"
    assert [list(row) for row in tables[-1].rows[1:]] == [
        ["1", "3x3", "3", "12", "tanh"],
        ["2", "3x3", "3", "12", "tanh"],
        ["3", "3x3", "3", "12", "softmax"],
    ]
    assert finding.values["parameters"] == 36


@pytest.mark.parametrize("output", list(OUTPUTS))
def test_every_column_of_the_shapes_can_be_read_beside_the_net_in_eighty_columns(output: str) -> None:
    moments, _ = played(run, activation="sigmoid", output=output, layers=2)
    network, table = moments[-2].frame.figures
    assert isinstance(table, Table)
    text = compose((network, table), 76, 12).text
    assert "…" not in text
    for words in [*table.columns, "sigmoid", LAST[output]]:
        assert words in text


def test_the_last_frame_shows_how_the_net_leaves_the_best_line() -> None:
    for activation in ("tanh", "none"):
        plot = played(run, activation=activation)[0][-1].frame.figures[1]
        assert isinstance(plot, Plot)
        single, net = (layer for layer in plot.layers if isinstance(layer, Curve))
        bends = {layer.name: float(np.abs(np.diff(layer.y, 2)).max()) for layer in (single, net)}
        assert bends["W x + b"] < 1e-9
        assert (bends["net"] > 1e-3) == (activation == "tanh")
        exact = [sums_by_loops(drawn(4, 1, "three-classes", 0), activation, t * np.array(X)) for t in net.x]
        assert min(float(np.abs(np.array(exact)[:, j] - net.y).max()) for j in range(3)) < 1e-9


def test_a_number_is_shown_only_once_it_has_been_computed() -> None:
    moments, _ = played(run)
    known = [sum("." in node.lines[0] for node in network_of(moment.frame).nodes) for moment in moments]
    assert known == [3, 4, 5, 6, 7, 7, 8, 9, 10, 10, 10]


def test_a_node_is_a_sum_until_its_activation() -> None:
    letters = ["".join(node.lines[0][0] for node in network_of(moment.frame).nodes) for moment in played(run)[0]]
    assert letters[:6] == ["xxxzzzzzzz"] * 5 + ["xxxaaaazzz"]
    assert letters[6:] == ["xxxaaaazzz"] * 3 + ["xxxaaaayyy"] * 2


def test_the_weights_into_a_unit_are_shown_while_it_is_summed() -> None:
    moments, _ = played(run)
    (W, _), _ = drawn(4, 1, "three-classes", 0)
    for unit in range(4):
        network = network_of(moments[1 + unit].frame)
        assert [edge.weight for edge in network.edges if edge.weight is not None] == W[unit]
        assert [node.lit for node in network.nodes].index(True) == 3 + unit
