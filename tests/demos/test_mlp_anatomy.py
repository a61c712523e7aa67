import math

import numpy as np
import pytest

from quizapp.demos.figures import Network, Table
from quizapp.demos.kit import Finding
from quizapp.demos.mlp_anatomy import HIDDEN, OUTPUTS, run
from tests.demos.running import finding_of, played

OUTPUT_UNITS = {"regression": 1, "two-classes": 1, "three-classes": 3}


def array(finding: Finding, name: str) -> np.ndarray:
    return np.asarray(finding.values[name], float)


def bent(activation: str, z: float) -> float:
    return {
        "tanh": lambda: (math.exp(2 * z) - 1) / (math.exp(2 * z) + 1),
        "sigmoid": lambda: 1 / (1 + math.exp(-z)),
        "relu": lambda: z if z > 0 else 0.0,
        "none": lambda: z,
    }[activation]()


def by_loops(finding: Finding, layers: int, activation: str, output: str) -> list[list[float]]:
    """Every layer's activations, number by number."""
    passed: list[list[float]] = [[1.0, -0.5, 2.0]]
    for k in range(1, layers + 2):
        W, b = array(finding, f"W{k}"), array(finding, f"b{k}")
        sums = []
        for j in range(len(b)):
            total = float(b[j])
            for i in range(len(passed[-1])):
                total += float(W[j, i]) * passed[-1][i]
            sums.append(total)
        if k <= layers:
            passed.append([bent(activation, z) for z in sums])
        elif output == "three-classes":
            whole = sum(math.exp(z) for z in sums)
            passed.append([math.exp(z) / whole for z in sums])
        else:
            passed.append([bent("sigmoid" if output == "two-classes" else "none", z) for z in sums])
    return passed


@pytest.mark.parametrize("activation", list(HIDDEN))
@pytest.mark.parametrize("output", list(OUTPUTS))
@pytest.mark.parametrize("layers", [1, 2])
def test_every_activation_is_the_one_that_explicit_loops_give(activation: str, output: str, layers: int) -> None:
    moments, finding = played(run, seed=3, activation=activation, output=output, layers=layers)
    for k, expected in enumerate(by_loops(finding, layers, activation, output)):
        np.testing.assert_allclose(np.asarray(moments[-1].frame.values[f"layer {k}"]), expected, rtol=0, atol=1e-12)
        if k:
            np.testing.assert_allclose(array(finding, f"a{k}"), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("units", [2, 3, 4])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("output", list(OUTPUTS))
def test_the_parameters_are_those_counted_by_hand(units: int, layers: int, output: str) -> None:
    outputs = OUTPUT_UNITS[output]
    by_hand = (3 * units + units) + (layers - 1) * (units * units + units) + (units * outputs + outputs)
    finding = finding_of(run, units=units, layers=layers, output=output)
    assert finding.values["parameters"] == by_hand
    assert f"= {by_hand} parameters" in finding.text
    assert sum(array(finding, f"{kind}{k}").size for kind in "Wb" for k in range(1, layers + 2)) == by_hand


def test_the_table_names_the_shapes_that_the_arrays_have() -> None:
    moments, finding = played(run, layers=2, units=3)
    first, table = moments[0].frame.figures[1], moments[-1].frame.figures[1]
    assert isinstance(first, Table)
    assert isinstance(table, Table)
    assert [row[3] for row in first.rows] == ["0", "", "", "", ""], "the prediction is not told before it is made"
    for k in (1, 2, 3):
        m, n = array(finding, f"W{k}").shape
        assert table.rows[k][1:4] == (f"{m} x {n}", str(m), str(m * n + m))
    assert table.rows[-1][3] == str(finding.values["parameters"])


@pytest.mark.parametrize("layers", [1, 2])
def test_without_an_activation_the_layers_are_one_and_the_finding_says_so(layers: int) -> None:
    finding = finding_of(run, activation="none", layers=layers)
    assert finding.claim_held is False
    assert f"{layers + 1} layers are a single W x + b" in finding.text
    W, b = np.eye(3), np.zeros(3)
    for k in range(1, layers + 2):
        W, b = array(finding, f"W{k}") @ W, array(finding, f"W{k}") @ b + array(finding, f"b{k}")
    np.testing.assert_allclose(W @ array(finding, "x") + b, array(finding, f"z{layers + 1}"), rtol=0, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("seed", range(5))
def test_with_an_activation_halfway_in_is_not_halfway_out(activation: str, seed: int) -> None:
    """Any W x + b would answer halfway between its answers to two inputs where it is asked halfway between them."""
    finding = finding_of(run, seed, activation=activation)
    assert finding.claim_held
    W1, b1, W2, b2 = (array(finding, name) for name in ("W1", "b1", "W2", "b2"))

    def sums(x: np.ndarray) -> np.ndarray:
        return np.asarray(W2 @ np.array([bent(activation, float(z)) for z in W1 @ x + b1]) + b2)

    one, other = np.array([3.0, -3.0, 3.0]), np.array([-3.0, 1.0, -2.0])
    assert np.abs(sums((one + other) / 2) - (sums(one) + sums(other)) / 2).max() > 1e-3


def test_a_number_is_shown_only_once_it_has_been_computed() -> None:
    moments, _ = played(run)
    known = []
    for moment in moments:
        network = moment.frame.figures[0]
        assert isinstance(network, Network)
        known.append(sum("." in node.lines[0] for node in network.nodes))
    assert known == [3, 4, 5, 6, 7, 7, 8, 9, 10, 10, 10]


def test_the_right_prediction_is_measured() -> None:
    for given, right in (({"units": 4}, 31), ({"units": 2, "output": "regression"}, 11)):
        assert run.predict.outcome(str(right), finding_of(run, **given)) == (True, str(right))
        assert run.predict.outcome(str(right - 1), finding_of(run, **given)) == (False, str(right))
