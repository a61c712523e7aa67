from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import exp, tanh

import numpy as np
import pytest
from scipy.optimize import approx_fprime, linprog

from quizapp.demos.figures import Curve, Floats, Frame, Plot, Regions, Scatter, number
from quizapp.demos.kit import Finding, Setting
from quizapp.demos.mlp_xor import ACTIVATIONS, EPOCHS, STARTS, run
from tests.demos.running import finding_of, played

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])
BY_HAND: dict[str, Callable[[float], float]] = {
    "tanh": tanh,
    "sigmoid": lambda z: 1 / (1 + exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "none": lambda z: z,
}
WHOLE: dict[str, Callable[[Floats], Floats]] = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: z.clip(0)}
SLOPES: dict[str, Callable[[Floats], Floats]] = {
    "tanh": lambda z: np.cosh(z) ** -2.0,
    "sigmoid": lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
    "relu": lambda z: np.heaviside(z, 0.0),
}


def drawn(seed: int, hidden: int) -> tuple[Floats, Floats, Floats, Floats]:
    """What the starts of a run begin with: (starts, 2, hidden), (starts, hidden), (starts, hidden), (starts,)."""
    rng = np.random.default_rng(seed)
    first, biases = rng.normal(size=(STARTS, 2, hidden)), rng.normal(scale=0.5, size=(STARTS, 1, hidden))
    return first, biases[:, 0], rng.normal(size=(STARTS, hidden, 1))[..., 0], np.zeros(STARTS)


def descended(activation: str, hidden: int, lr: float, seed: int) -> tuple[Floats, Floats, Floats]:
    """Unit by unit: each start's four signed sums (starts, 4) at the end, and its loss after three quarters of the way and at the end."""
    f, slope = WHOLE[activation], SLOPES[activation]
    v, b, w, c = drawn(seed, hidden)
    for epoch in range(EPOCHS + 1):
        sums = [np.outer(v[:, 0, j], X[:, 0]) + np.outer(v[:, 1, j], X[:, 1]) + b[:, j, None] for j in range(hidden)]
        out = c[:, None] + sum(w[:, j, None] * f(sums[j]) for j in range(hidden))
        if epoch == EPOCHS * 3 // 4:
            early = np.log1p(np.exp(-SIGNS * out)).mean(axis=1)
        pull = -SIGNS / (1 + np.exp(SIGNS * out)) / 4  # the slope of the mean of log(1 + exp(-s z)) in each z
        for j in range(hidden):
            back = pull * w[:, j, None] * slope(sums[j])
            w[:, j] -= lr * (pull * f(sums[j])).sum(axis=1)
            v[:, 0, j] -= lr * back @ X[:, 0]
            v[:, 1, j] -= lr * back @ X[:, 1]
            b[:, j] -= lr * back.sum(axis=1)
        c = c - lr * pull.sum(axis=1)
    return SIGNS * out, early, np.log1p(np.exp(-SIGNS * out)).mean(axis=1)


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a descent unit by unit. One unit says the same all along a line, and an affine map keeps a plane: neither is XOR."""
    activation, hidden = str(settings["activation"]), int(settings["hidden"])
    if activation == "none" or hidden == 1:
        return False
    margins, early, late = descended(activation, hidden, float(settings["lr"]), seed)
    stuck = margins.min(axis=1) <= 1e-6
    assert finding.values["solved"] == np.sum(~stuck)
    return None if np.any(late[stuck] < 0.99 * early[stuck]) else bool(stuck.any())


def separable(points: Floats) -> bool:
    """Whether a line exists between XOR's classes: a linear program, asking for a margin of 1 on each side."""
    rows = -SIGNS[:, None] * np.hstack([points, np.ones((4, 1))])
    return bool(linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(4), bounds=[(-1e4, 1e4)] * 3).success)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_the_weights_that_are_written_down_solve_it_where_any_do(activation: str) -> None:
    f, (_, _, a, c) = BY_HAND[activation], ACTIVATIONS[activation]
    said = [a * f(x1 + x2) - f(x1 + x2 - 1) > c for x1, x2 in X.tolist()]
    assert (said == [False, True, True, False]) == (activation != "none")
    assert finding_of(run, activation=activation).values["exists"] == (activation != "none")


def test_one_unit_solves_it_with_no_weights_of_a_grid() -> None:
    assert finding_of(run, hidden=1).values["exists"] is False
    steps = np.linspace(-3, 3, 7)
    for f, (v1, v2, b, w, c) in product(BY_HAND.values(), product(steps, steps, steps, (-2, 2), steps)):
        assert [w * f(v1 * x1 + v2 * x2 + b) + c > 0 for x1, x2 in X.tolist()] != [False, True, True, False]


def test_that_weights_exist_does_not_say_that_they_are_found() -> None:
    """With two units from about half of the starts, with three from most, with eight from all."""
    solved = {hidden: [finding_of(run, seed, hidden=hidden).number("solved") for seed in range(3)] for hidden in (2, 3, 8)}
    assert all(5 <= each <= 18 for each in solved[2])
    assert all(18 < each <= 25 for each in solved[3])
    assert solved[8] == [25, 25, 25]
    assert finding_of(run).claim_held is True
    assert finding_of(run, hidden=8).claim_held is False


@pytest.mark.parametrize("given", [{"activation": "none"}, {"activation": "none", "hidden": 8}, {"hidden": 1}])
def test_without_a_bend_or_with_one_unit_no_start_solves_it_and_the_finding_says_why(given: dict[str, str | int]) -> None:
    finding = finding_of(run, 1, **given)
    assert finding.values["solved"] == 0
    assert "no weights of such a net do" in finding.text


def test_a_descent_ended_on_its_way_leaves_the_claim_open() -> None:
    short, longer = finding_of(run, activation="sigmoid", lr=1.0), finding_of(run, activation="sigmoid", lr=2.0)
    assert (short.claim_held, longer.claim_held) == (None, True)
    assert "still fall" in short.text


def test_a_linear_layer_keeps_the_points_a_parallelogram_and_ends_undecided() -> None:
    """Whatever the last bit of the four probabilities of 0.5 is, which differs between platforms."""
    finding = finding_of(run, activation="none", lr=2, hidden=3)
    h = np.asarray(finding.values["h"])
    np.testing.assert_allclose(h[:, 0] + h[:, 3], h[:, 1] + h[:, 2], rtol=0, atol=1e-9)
    assert finding.values["solved"] == 0


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "none"])
def test_five_epochs_are_five_steps_along_numerical_gradients(activation: str) -> None:
    moments, _ = played(run, seed=1, activation=activation, hidden=2, lr=0.5)
    v, b, w, _ = drawn(1, 2)
    weights = np.concatenate([v[0].ravel(), b[0], w[0], [0.0]])
    f: Callable[[Floats], Floats] = np.vectorize(BY_HAND[activation])

    def hidden(weights: Floats) -> Floats:
        return np.asarray(f(X @ weights[:4].reshape(2, 2) + weights[4:6]))

    def loss(weights: Floats) -> float:
        return float(np.mean(np.log1p(np.exp(-SIGNS * (hidden(weights) @ weights[6:8] + weights[8])))))

    assert np.asarray(moments[0].frame.values["loss"])[0] == pytest.approx(loss(weights), abs=1e-12)
    for _ in range(5):
        weights = weights - 0.5 * approx_fprime(weights, loss, 1e-7)
    assert moments[5].frame.values["step"] == 5
    np.testing.assert_allclose(np.asarray(moments[5].frame.values["corners"]), hidden(weights), rtol=0, atol=1e-5)
    assert np.asarray(moments[5].frame.values["loss"])[0] == pytest.approx(loss(weights), abs=1e-5)


@pytest.mark.parametrize(("hidden", "seed"), [(1, 0), (2, 0), (2, 1), (4, 0)])
def test_the_corners_lie_on_the_sides_on_which_the_net_puts_them(hidden: int, seed: int) -> None:
    """In the picture too, where a net of many units is seen from one side alone; and only a net that has all four is separated there."""
    for moment in played(run, seed, hidden=hidden)[0]:
        plot = moment.frame.figures[0]
        assert isinstance(plot, Plot)
        sides, grid, corners = plot.layers
        assert isinstance(sides, Regions)
        assert isinstance(grid, Curve)
        assert isinstance(corners, Scatter)
        values = moment.frame.values
        d = SIGNS * (corners.points @ np.asarray(values["line"]) + number(values["b2"]))
        assert np.sum(d > 1e-6) == values["first"]
        assert values["first"] != 4 or separable(corners.points)
        for place, point in ((0, 0), (20, 1)):  # the ends of the grid's first line: (0, 0) and (1, 0)
            np.testing.assert_allclose([grid.x[place], grid.y[place]], corners.points[point * 2], atol=1e-12)


def test_every_loss_is_in_the_last_picture_and_the_bent_square_is_the_net_s_own() -> None:
    moments, _ = played(run)
    plot = moments[-1].frame.figures[1]
    assert isinstance(plot, Plot)
    others, shown = plot.layers
    assert isinstance(others, Curve)
    assert isinstance(shown, Curve)
    ends = [others.y[i - 1] for i in np.flatnonzero(np.isnan(others.y))]
    np.testing.assert_allclose([shown.y[-1], *ends], np.asarray(moments[-1].frame.values["loss"]))


def test_the_right_prediction_is_measured() -> None:
    answers = [run.predict.outcome("", finding_of(run, **given))[1] for given in ({}, {"hidden": 8}, {"activation": "none"})]
    assert answers == ["9 to 17", "all 25", "none"]
    assert set(answers) <= set(run.predict.choices)
