import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression

from quizapp.demos.activations import ACTIVATIONS, unexplained
from quizapp.demos.activations import run as demo
from quizapp.demos.figures import number
from quizapp.demos.kit import Curve, Plot
from tests.demos.running import finding_of, played

BY_HAND: dict[str, Callable[[float], float]] = {
    "step": lambda z: 1.0 if z > 0 else 0.0,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "leaky-relu": lambda z: max(z, 0.1 * z),
    "gelu": lambda z: z / 2 * math.erfc(-z / math.sqrt(2)),
    "linear": lambda z: z,
}
CORNERED = {"step", "relu", "leaky-relu"}


def rebuilt(seed: int, depth: int) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    """The weights and inputs of a run, drawn once more."""
    rng = np.random.default_rng(seed)
    weights = [np.linalg.qr(rng.normal(size=(8, 8)))[0] for _ in range(depth)]
    line = rng.normal(size=8) + np.linspace(-3, 3, 101)[:, None] * rng.normal(size=8) / math.sqrt(8)
    return weights, np.vstack([line, rng.normal(size=(160, 8))])


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_every_function_is_its_textbook_formula(function: str) -> None:
    z = np.linspace(-6, 6, 241)
    np.testing.assert_allclose(ACTIVATIONS[function][0](z), [BY_HAND[function](v) for v in z], atol=1e-12)


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_the_slope_at_every_point_agrees_with_finite_differences(function: str) -> None:
    values = finding_of(demo, function=function).values
    h = 1e-5
    for z, slope in zip(np.asarray(values["z"]), np.asarray(values["slope"]), strict=True):
        if function not in CORNERED or abs(z) > h:
            assert slope == pytest.approx((BY_HAND[function](z + h) - BY_HAND[function](z - h)) / (2 * h), abs=1e-6)


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_the_walk_shows_the_function_and_its_slope_where_it_says(function: str) -> None:
    moments, finding = played(demo, function=function)
    slopes = dict(zip(np.asarray(finding.values["z"]).tolist(), np.asarray(finding.values["slope"]).tolist(), strict=True))
    for moment in moments[:33]:
        values = moment.frame.values
        assert values["f"] == pytest.approx(BY_HAND[function](number(values["z"])), abs=1e-12)
        assert values["slope"] == pytest.approx(slopes[number(values["z"])], abs=1e-12)


@pytest.mark.parametrize("depth", [2, 5, 10])
def test_linear_layers_equal_their_product(depth: int) -> None:
    moments, finding = played(demo, seed=3, depth=depth)
    weights, X = rebuilt(3, depth)
    plot = moments[-1].frame.figures[0]
    assert isinstance(plot, Plot)
    without = next(layer for layer in plot.layers if isinstance(layer, Curve) and layer.name == "without f")
    expected = np.linalg.multi_dot([*weights[::-1], X[:101].T])[0]
    np.testing.assert_allclose(without.y, expected, atol=1e-12)
    assert finding.number("linear_gap") < 1e-12


@pytest.mark.parametrize("function", list(ACTIVATIONS))
def test_what_is_left_of_the_gradient_agrees_with_finite_differences(function: str) -> None:
    """The Jacobian of the whole stack, a column a direction."""
    weights, X = rebuilt(0, 5)

    def stack(H: NDArray[np.float64]) -> NDArray[np.float64]:
        for W in weights:
            H = np.vectorize(BY_HAND[function])(H @ W.T)
        return H

    h = 1e-6
    columns = [(stack(X + h * direction) - stack(X - h * direction)) / (2 * h) for direction in np.eye(8)]
    expected = math.sqrt((np.stack(columns) ** 2).sum(axis=(0, 2)).mean() / 8)
    assert finding_of(demo, function=function).values["gradient"] == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_the_unexplained_share_is_that_of_another_librarys_regression() -> None:
    weights, X = rebuilt(0, 5)
    H = X
    for W in weights:
        H = np.tanh(H @ W.T)
    score = LinearRegression().fit(X[101:], H[101:])
    missed = np.linalg.norm(H[101:] - score.predict(X[101:])) / np.linalg.norm(H[101:] - H[101:].mean(axis=0))
    assert unexplained(X[101:], H[101:]) == pytest.approx(missed, rel=1e-9)
    assert finding_of(demo, function="tanh").values["unexplained"] == pytest.approx(missed, rel=1e-9)


@pytest.mark.parametrize("function", sorted(set(ACTIVATIONS) - {"linear"}))
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("depth", [2, 5, 10])
def test_with_an_activation_no_matrix_does(function: str, seed: int, depth: int) -> None:
    finding = finding_of(demo, seed, function=function, depth=depth)
    assert finding.claim_held
    assert "no matrix fits" in finding.text
    assert finding.number("unexplained") > 0.01


def test_without_an_activation_the_claim_does_not_hold_and_the_finding_says_so() -> None:
    finding = finding_of(demo, function="linear")
    assert finding.claim_held is False
    assert "one still fits" in finding.text
    assert finding.number("unexplained") < 1e-12
    assert finding.values["gradient"] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("depth", [2, 3, 5, 7, 10])
def test_a_sigmoid_leaves_less_than_a_quarter_of_the_gradient_at_each_layer(depth: int) -> None:
    lefts = np.asarray(finding_of(demo, depth=depth).values["gradients"])
    assert (lefts <= 0.25 ** np.arange(depth + 1)).all()


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({"function": "step"}, "exactly 0"),
        ({"function": "sigmoid"}, "under 0.01"),
        ({"function": "sigmoid", "depth": 2}, "0.01 to 0.9"),
        ({"function": "linear"}, "over 0.9"),
    ],
)
def test_the_right_prediction_is_measured(given: dict[str, Any], right: str) -> None:
    assert demo.predict.answer(finding_of(demo, **given)) == right
    assert right in demo.predict.choices
