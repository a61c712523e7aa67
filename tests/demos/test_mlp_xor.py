import numpy as np
import pytest
from scipy.optimize import approx_fprime, linprog

from quizapp.demos.figures import Boundary, Plot, Scatter, number
from quizapp.demos.mlp_xor import run
from tests.demos.running import finding_of, played

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def separable(points: np.ndarray) -> bool:
    """Whether a plane exists between XOR's classes: a linear program, asking for a margin of 1 on each side."""
    n = points.shape[1]
    rows = -SIGNS[:, None] * np.hstack([points, np.ones((4, 1))])
    return bool(linprog(np.zeros(n + 1), A_ub=rows, b_ub=-np.ones(4), bounds=[(-1e4, 1e4)] * (n + 1)).success)


def test_nine_of_ten_seeds_solve_it_with_four_hidden_units() -> None:
    assert sum(finding_of(run, seed).claim_held is True for seed in range(10)) >= 9


def test_with_two_hidden_units_a_line_separates_their_points_exactly_when_it_is_solved() -> None:
    solved = []
    for seed in range(10):
        finding = finding_of(run, seed, hidden=2)
        solved.append(finding.claim_held is True)
        assert separable(np.asarray(finding.values["hidden_coordinates"])) == solved[-1]
    assert len(set(solved)) == 2
    assert not separable(X)


@pytest.mark.parametrize("given", [{"activation": "none"}, {"activation": "none", "hidden": 8}, {"hidden": 1}])
@pytest.mark.parametrize("seed", range(3))
def test_without_a_bend_or_with_one_unit_it_is_never_solved_and_the_finding_says_so(given: dict[str, str | int], seed: int) -> None:
    finding = finding_of(run, seed, **given)
    assert finding.claim_held is False
    assert "does not separate" in finding.text
    assert not separable(np.asarray(finding.values["hidden_coordinates"]))


def test_a_descent_ended_on_its_way_leaves_the_claim_open_and_one_that_rests_does_not() -> None:
    short, longer = finding_of(run, lr=0.1, epochs=200), finding_of(run, lr=0.1, epochs=800)
    assert (short.claim_held, longer.claim_held) == (None, True)
    assert "does not separate" in short.text
    stuck = finding_of(run, 3, hidden=2, activation="relu", lr=0.5, epochs=800)
    assert stuck.claim_held is False


@pytest.mark.parametrize("seed", range(3))
def test_a_linear_layer_keeps_the_points_a_parallelogram_and_ends_undecided(seed: int) -> None:
    """Whatever the last bit of the four probabilities of 0.5 is, which differs between platforms."""
    finding = finding_of(run, seed, activation="none", lr=2, epochs=800)
    h = np.asarray(finding.values["hidden_coordinates"])
    np.testing.assert_allclose(h[0] + h[3], h[1] + h[2], rtol=0, atol=1e-9)
    assert finding.values["loss"] == pytest.approx(np.log(2), abs=1e-9)
    assert finding.values["right"] == 0
    assert "4 of them lie on it, undecided" in finding.text


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "none"])
def test_five_epochs_are_five_steps_along_numerical_gradients(activation: str) -> None:
    moments, _ = played(run, seed=1, activation=activation, hidden=3)
    rng = np.random.default_rng(1)
    w = np.concatenate([rng.normal(size=(3, 2)).ravel(), rng.normal(scale=0.5, size=3), rng.normal(size=3), [0.0]])

    def hidden(w: np.ndarray) -> np.ndarray:
        z = X @ w[:6].reshape(3, 2).T + w[6:9]
        return np.asarray({"tanh": np.tanh(z), "sigmoid": 1 / (1 + np.exp(-z)), "relu": z * (z > 0), "none": z}[activation])

    def loss(w: np.ndarray) -> float:
        return float(np.mean(np.log1p(np.exp(-SIGNS * (hidden(w) @ w[9:12] + w[12])))))

    assert moments[0].frame.values["loss"] == pytest.approx(loss(w), abs=1e-12)
    for _ in range(5):
        w = w - 0.5 * approx_fprime(w, loss, 1e-7)
    np.testing.assert_allclose(np.asarray(moments[1].frame.values["h"]), hidden(w), rtol=0, atol=1e-5)
    assert moments[1].frame.values["loss"] == pytest.approx(loss(w), abs=1e-5)


@pytest.mark.parametrize("hidden", [1, 2, 4, 8])
def test_the_picture_of_hidden_space_keeps_every_points_distance_from_the_line(hidden: int) -> None:
    moments, _ = played(run, seed=3, hidden=hidden)
    for moment in moments:
        values, plot = moment.frame.values, moment.frame.figures[1]
        assert isinstance(plot, Plot)
        line, points = plot.layers
        assert isinstance(line, Boundary)
        assert isinstance(points, Scatter)
        w2, h = np.asarray(values["w2"]), np.asarray(values["h"])
        true = (h @ w2 + values["b2"]) / np.sqrt(np.sum(w2**2))
        drawn = (points.points @ line.w + line.b) / np.sqrt(np.sum(line.w**2))
        np.testing.assert_allclose(drawn, true, rtol=0, atol=1e-12)
        assert np.all(np.abs(points.points) < plot.xlim[1])


def test_the_epochs_and_the_margin_are_those_of_the_frames() -> None:
    moments, finding = played(run, seed=2)
    frames = [moment.frame.values for moment in moments]
    wrong = max(n for n, values in enumerate(frames) if values["right"] != 4)
    assert number(frames[wrong]["epoch"]) < finding.number("epochs") <= number(frames[wrong + 1]["epoch"])
    w2, b2 = np.asarray(finding.values["w2"]), finding.values["b2"]
    distances = [
        sign * (sum(w * x for w, x in zip(w2, h, strict=True)) + b2) / np.hypot.reduce(w2)
        for sign, h in zip(SIGNS, np.asarray(finding.values["hidden_coordinates"]), strict=True)
    ]
    assert finding.values["margin"] == pytest.approx(min(distances), abs=1e-6)
    assert min(distances) > 0


def test_the_right_prediction_is_measured() -> None:
    answers = {run.predict.answer(finding_of(run, **given)) for given in ({}, {"lr": 0.1}, {"activation": "none"})}
    assert len(answers) == 3
    assert answers <= set(run.predict.choices)
