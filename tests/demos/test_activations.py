import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, ndtr
from scipy.stats import norm
from sklearn.linear_model import LinearRegression

from quizapp.demos.activations import ACTIVATIONS, GAIN, run, unexplained
from quizapp.demos.figures import Curve, Floats, Frame, Plot, number
from quizapp.demos.kit import Finding, Setting
from tests.demos.running import finding_of, played

BY_HAND: dict[str, Callable[[float], float]] = {
    "step": lambda z: 1.0 if z > 0 else 0.0,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "leaky-relu": lambda z: max(z, 0.01 * z),
    "gelu": lambda z: z / 2 * math.erfc(-z / math.sqrt(2)),
    "linear": lambda z: z,
}
WHOLE: dict[str, Callable[[Floats], Floats]] = {
    "step": lambda z: np.heaviside(z, 0.0),
    "sigmoid": expit,
    "tanh": np.tanh,
    "relu": lambda z: z.clip(0),
    "leaky-relu": lambda z: z.clip(0) + 0.01 * z.clip(None, 0),
    "gelu": lambda z: z * ndtr(z),
    "linear": np.positive,
}
CORNERED = {"step", "relu", "leaky-relu"}


def drawn(seed: int, depth: int, bias: float) -> tuple[list[tuple[Floats, Floats]], Floats, Floats]:
    """The layers of a run (weights of gain 1 and biases), its inputs, and the gradients that enter the last layer."""
    rng = np.random.default_rng(seed)
    weights = [np.linalg.qr(rng.normal(size=(32, 32)))[0] for _ in range(depth)]
    biases = [bias * rng.normal(size=32) for _ in range(depth)]
    X, delta = rng.normal(size=(200, 32)), rng.normal(size=(200, 32))
    return list(zip(weights, biases, strict=True)), X, delta / np.sqrt((delta**2).sum(axis=1))[:, None]


@cache
def gain(function: str) -> float:
    """By adaptive quadrature: one over the root of the mean of f(z)^2 over the standard normal."""
    return 1 / math.sqrt(quad(lambda z: BY_HAND[function](z) ** 2 * norm.pdf(z), -8, 8, points=[0])[0])


def outputs(function: str, layers: list[tuple[Floats, Floats]], X: Floats) -> Floats:
    scale = gain(function)
    for W, b in layers:
        X = WHOLE[function](scale * X @ W.T + b)
    return X


def gradient_by_differences(function: str, layers: list[tuple[Floats, Floats]], X: Floats, delta: Floats) -> float:
    """The root mean square length of the gradient of delta . output in the inputs, an input at a time."""
    h, squares = 1e-7, 0.0
    for i in range(32):
        moved = h * np.eye(32)[i]
        rise = (outputs(function, layers, X + moved) - outputs(function, layers, X - moved)) * delta
        squares += float(np.mean((rise.sum(axis=1) / (2 * h)) ** 2))
    return math.sqrt(squares)


def missed(X: Floats, H: Floats) -> float:
    """By another library's regression, the share of the spread of H that it does not explain; 0 where there is none."""
    spread = np.linalg.norm(H - H.mean(axis=0))
    return float(np.linalg.norm(H - LinearRegression().fit(X, H).predict(X)) / spread) if spread > 1e-9 else 0.0


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By differences, an input at a time, and another library's regression."""
    function, depth = str(settings["function"]), int(settings["depth"])
    layers, X, delta = drawn(seed, depth, float(settings["bias"]))
    left = 0.0 if function == "step" else gradient_by_differences(function, layers, X, delta)
    assert finding.number("gradient") == pytest.approx(left, rel=1e-3, abs=1e-7)
    return missed(X, outputs(function, layers, X)) > 1e-6 and left < 0.1


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_every_function_is_its_textbook_formula_and_its_slope_that_of_finite_differences(function: str) -> None:
    f, df = ACTIVATIONS[function]
    z, h = np.linspace(-6, 6, 241), 1e-5
    np.testing.assert_allclose(f(z), [BY_HAND[function](v) for v in z], atol=1e-12)
    np.testing.assert_allclose(WHOLE[function](z), f(z), atol=1e-12)
    smooth = z[np.abs(z) > h] if function in CORNERED else z
    np.testing.assert_allclose(df(smooth), [(BY_HAND[function](v + h) - BY_HAND[function](v - h)) / (2 * h) for v in smooth], atol=1e-6)


def test_the_leak_is_that_of_the_card() -> None:
    f, df = ACTIVATIONS["leaky-relu"]
    assert (float(f(np.array(-1.0))), float(df(np.array(-1.0)))) == (-0.01, 0.01)


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_each_gain_keeps_the_spread_of_the_sums(function: str) -> None:
    assert pytest.approx(gain(function), rel=1e-4) == GAIN[function]
    known = {"relu": math.sqrt(2), "linear": 1.0, "step": math.sqrt(2), "leaky-relu": math.sqrt(2 / (1 + 0.01**2))}
    assert pytest.approx(known.get(function, GAIN[function]), rel=2e-3) == GAIN[function]


@pytest.mark.parametrize("seed", [0, 1])
def test_linear_layers_are_one_matrix(seed: int) -> None:
    layers, X, _ = drawn(seed, 10, 2.0)
    product, constant = np.eye(32), np.zeros(32)
    for W, b in layers:
        product, constant = W @ product, W @ constant + b
    finding = finding_of(run, seed, function="linear")
    assert finding.number("linear_gap") < 1e-12
    np.testing.assert_allclose(outputs("linear", layers, X), X @ product.T + constant, atol=1e-4)
    assert finding.number("unexplained") < 1e-12
    assert "One matrix equals all 10 layers" in finding.text


def test_with_an_activation_no_matrix_does() -> None:
    for function in ("sigmoid", "tanh", "relu", "leaky-relu", "gelu"):
        layers, X, _ = drawn(0, 10, 2.0)
        assert missed(X, outputs(function, layers, X)) > 0.1
        assert finding_of(run, function=function).number("unexplained") == pytest.approx(missed(X, outputs(function, layers, X)), rel=1e-3)


def test_outputs_that_are_all_the_same_are_a_matrix_s_too() -> None:
    X = np.random.default_rng(0).normal(size=(50, 3))
    assert unexplained(X, np.ones((50, 2))) == 0


def test_relu_keeps_what_a_saturating_function_loses() -> None:
    """With weights that suit each: the order that the card teaches, and not that of one scale for all."""
    for seed in range(3):
        left = {name: list(lengths) for name, lengths in finding_of(run, seed, depth=10, bias=2).values["gradients"].items()}  # type: ignore[union-attr]
        assert min(left[name][-1] for name in ("relu", "leaky-relu", "gelu")) > 0.4
        assert left["sigmoid"][-1] < left["tanh"][-1] < 0.1
        assert left["step"][-1] == 0
        assert left["linear"] == pytest.approx([1] * 11, rel=1e-4)


def test_tanh_keeps_it_as_well_while_its_units_stay_near_0() -> None:
    assert finding_of(run, function="tanh", bias=0).claim_held is False
    assert finding_of(run, function="tanh", bias=0).number("gradient") > 0.9
    assert finding_of(run, function="tanh", bias=2).claim_held is True


@pytest.mark.parametrize("depth", [2, 5, 10])
def test_a_sigmoid_leaves_at_most_a_quarter_of_its_gain_at_each_layer(depth: int) -> None:
    lefts = np.asarray(finding_of(run, depth=depth).values["gradients"]["sigmoid"])  # type: ignore[index,call-overload]
    assert (lefts <= (GAIN["sigmoid"] / 4) ** np.arange(depth + 1) + 1e-12).all()


def test_the_last_picture_compares_all_functions_and_lights_the_chosen_one() -> None:
    moments, finding = played(run, function="gelu")
    plot = moments[-1].frame.figures[0]
    assert isinstance(plot, Plot)
    curves = {layer.name: layer for layer in plot.layers if isinstance(layer, Curve)}
    assert set(curves) == set(ACTIVATIONS)
    assert [name for name, curve in curves.items() if curve.kind is not None] == ["gelu"]
    assert curves["gelu"].y[-1] == finding.number("gradient")
    assert len(curves["gelu"].x) == 11


def test_the_walk_tells_the_value_and_the_slope_of_every_place() -> None:
    walked = [moment.frame.values for moment in played(run, function="tanh")[0] if "at" in moment.frame.values]
    assert len(walked) == 17
    for values in walked:
        at = number(values["at"])
        assert values["value"] == pytest.approx(math.tanh(at), abs=1e-12)
        assert values["slope"] == pytest.approx(1 / math.cosh(at) ** 2, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({"function": "step"}, "under 0.001"),
        ({"function": "tanh", "bias": 2}, "0.001 to 0.1"),
        ({"function": "relu"}, "0.1 to 0.9"),
        ({"function": "gelu"}, "0.9 or more"),
    ],
)
def test_the_right_prediction_is_measured(given: dict[str, Any], right: str) -> None:
    assert run.predict.outcome("", finding_of(run, **given))[1] == right
    assert right in run.predict.choices
