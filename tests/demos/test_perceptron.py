from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize
from sklearn.linear_model import Perceptron

from quizapp.demos.datasets import clouds
from quizapp.demos.kit import Curve, Finding, Frame, Plot, Scatter, Setting
from quizapp.demos.perceptron import best_margin, run
from quizapp.demos.player import Moment
from tests.demos.running import finding_of, played

Floats = NDArray[np.float64]


def data_of(moment: Moment) -> tuple[Floats, Floats]:
    """The points that are drawn, and their classes."""
    plane = moment.frame.figures[0]
    assert isinstance(plane, Plot)
    scatter = next(layer for layer in plane.layers if isinstance(layer, Scatter))
    return scatter.points, scatter.classes.astype(float)


def length_of(moment: Moment) -> Floats:
    """The length of (w, b) after each mistake, as it is drawn."""
    proof = moment.frame.figures[1]
    assert isinstance(proof, Plot)
    (curve,) = (layer for layer in proof.layers if isinstance(layer, Curve) and layer.name == "|(w, b)|")
    return curve.y


def signed(X: Floats, y: Floats) -> Floats:
    """Inputs (x, 1), turned round where the class is 0."""
    return np.where(y[:, None] > 0, 1, -1) * np.hstack([X, np.ones((len(X), 1))])


def separable(Z: Floats) -> bool:
    """A linear program asking for a margin of 1."""
    return bool(linprog(np.zeros(3), A_ub=-Z, b_ub=-np.ones(len(Z)), bounds=[(None, None)] * 3).success)


def hard_margin(Z: Floats) -> float:
    """The shortest vector at least 1 along every row is as long as 1 / margin: a quadratic program, from a feasible start."""
    start = linprog(np.zeros(3), A_ub=-Z, b_ub=-np.ones(len(Z)), bounds=[(None, None)] * 3).x
    margin = {"type": "ineq", "fun": lambda v: Z @ v - 1, "jac": lambda v: Z}
    scale = float(np.linalg.norm(start)) ** 2
    best = minimize(
        lambda v: v @ v / scale, start, jac=lambda v: 2 * v / scale, constraints=margin, options={"ftol": 1e-14, "maxiter": 1000}
    )
    assert (Z @ best.x > 1 - 1e-6).all()
    return float(1 / np.linalg.norm(best.x))


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By a linear program, another library's perceptron, and Novikoff's bound with the margin of a quadratic program."""
    X, y = clouds(np.random.default_rng(seed), 30, float(settings["gap"]))
    X = X + 3
    Z = signed(X, y)
    if not separable(Z):
        return False
    other = Perceptron(shuffle=False, tol=None, max_iter=int(settings["most"]) + 1).fit(X, y)
    mistakes = _mistakes(Z, int(settings["most"]))
    bound = (np.linalg.norm(Z, axis=1).max() / hard_margin(Z)) ** 2
    return (other.score(X, y) == 1 and mistakes <= bound) if mistakes is not None else None


def _mistakes(Z: Floats, most: int) -> int | None:
    """How many inputs are added up until all of `Z` (n, 3) lie on the positive side; None where `most` are not enough."""
    counts = np.zeros(len(Z), int)
    gram = Z @ Z.T  # the dual form: how often each input was added
    while counts.sum() < most:
        before = counts.sum()
        for i in range(len(Z)):
            if counts @ gram[:, i] <= 0 and counts.sum() < most:
                counts[i] += 1
        if counts.sum() == before:
            return int(before)
    return None


@pytest.mark.parametrize("gap", [5, 6, 8])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_draws_the_line_that_another_library_draws_up_to_scale(gap: float, seed: int) -> None:
    moments, finding = played(run, seed, gap=gap, most=400)
    X, y = data_of(moments[0])
    other = Perceptron(shuffle=False, eta0=0.5, tol=None, max_iter=500).fit(X, y)
    assert finding.values["converged"]
    ours = np.array([*np.asarray(finding.values["w"]), finding.values["b"]])
    theirs = np.array([*other.coef_[0], other.intercept_[0]])
    np.testing.assert_allclose(ours / np.linalg.norm(ours), theirs / np.linalg.norm(theirs), atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), gap=st.floats(4, 10))
def test_novikoffs_bound_is_never_exceeded(seed: int, gap: float) -> None:
    moments, finding = played(run, seed, gap=gap, most=400)
    Z = signed(*data_of(moments[0]))
    gamma, mistakes = finding.number("gamma"), int(finding.number("mistakes"))
    assert (gamma > 0) == separable(Z)
    if gamma > 0:
        assert mistakes <= (np.linalg.norm(Z, axis=1).max() / hard_margin(Z)) ** 2
        assert finding.claim_held is (True if finding.values["converged"] else None)
        lengths, k = length_of(moments[-1]), np.arange(mistakes + 1)
        assert (lengths <= np.sqrt(k) * finding.number("R") + 1e-9).all()
        assert (lengths >= k * gamma - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_best_margin_is_the_one_that_a_quadratic_program_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=3)
    X = rng.normal(scale=3, size=(15, 2))
    offsets = X @ normal[:2] + normal[2]
    X = X[np.abs(offsets) > 0.1]
    Z = signed(X, (X @ normal[:2] + normal[2] > 0).astype(float))
    assert best_margin(Z) == pytest.approx(hard_margin(Z), rel=1e-5)


@pytest.mark.parametrize(
    ("rows", "margin"),
    [
        ([[1, 0, 0], [2, 1, 0], [2, -1, 1]], 1),
        ([[1, 1, 0], [1, -2, 0], [3, 0, 5]], 1),
        ([[1, 2, 0], [1, -2, 1], [1, -2, -1], [4, 0, 0]], 1),
        ([[1, 0, 0], [-1, 0.5, 0], [0, -1, 0]], 0),
    ],
)
def test_the_best_margin_is_set_by_one_row_or_two_or_three_or_there_is_none(rows: list[list[float]], margin: float) -> None:
    assert best_margin(np.array(rows, float)) == pytest.approx(margin, abs=1e-12)


def test_the_best_margin_of_and_is_known_in_closed_form() -> None:
    """The shortest (w, b) with a margin of 1 on AND is (2, 2, -3)."""
    Z = signed(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 0.0, 0.0, 1.0]))
    assert best_margin(Z) == pytest.approx(1 / np.sqrt(17), abs=1e-12)


def test_every_mistake_moves_the_weights_by_its_input_and_nothing_else_does() -> None:
    """Against the dual form, which counts how often each input was added; the history holds every mistake, whichever are frames."""
    moments, finding = played(run)
    Z = signed(*data_of(moments[0]))
    assert finding.values["mistakes"] == _mistakes(Z, 60)
    assert len(length_of(moments[-1])) == finding.number("mistakes") + 1
    steps = [moment.frame.values["step"] for moment in moments if "step" in moment.frame.values]
    assert steps[:8] == list(range(1, 9))
    assert steps[-1] == finding.values["mistakes"]


@pytest.mark.parametrize("seed", [0, 1])
def test_where_no_line_separates_the_claim_does_not_hold_and_the_finding_says_so(seed: int) -> None:
    finding = finding_of(run, seed, most=400, gap=1.0)
    assert finding.claim_held is False
    assert finding.values["mistakes"] == 400
    assert "No line separates" in finding.text


@pytest.mark.parametrize(("gap", "seed"), [(5, 0), (2.5, 1)])
def test_a_run_cut_short_leaves_the_claim_open(gap: float, seed: int) -> None:
    finding = finding_of(run, seed, gap=gap, most=40)
    assert finding.number("gamma") > 0
    assert finding.claim_held is None
    assert run.predict.answer(finding) == "21 or more"
    assert "Stopped after 40 mistakes" in finding.text


@pytest.mark.parametrize(
    ("seed", "given_", "right"),
    [(2, {"gap": 8}, "6 to 20"), (0, {"gap": 1}, "it never stops"), (0, {"gap": 5}, "21 or more"), (4, {"gap": 10}, "up to 5")],
)
def test_the_right_prediction_is_measured(seed: int, given_: dict[str, Any], right: str) -> None:
    assert run.predict.answer(finding_of(run, seed, **given_)) == right
    assert right in run.predict.choices
