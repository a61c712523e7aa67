import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from quizapp.demos.figures import Floats, Plot, Regions
from quizapp.demos.three_learners import RULES, line_descent, run, split
from tests.demos.running import finding_of, played


def by_hand(data: str, x1: float, x2: float) -> bool:
    """The rules once more, a point at a time."""
    return {"moons": x2 < 0.25, "rings": x1 < -1 or x1 > 1, "clouds": x1 > -x2}[data]


@pytest.mark.parametrize("data", list(RULES))
@pytest.mark.parametrize(("noise", "seed"), [(0.15, 0), (0.3, 1)])
def test_logistic_regression_agrees_with_another_library_within_one_percent(data: str, noise: float, seed: int) -> None:
    X, y, X_test, y_test = split(data, noise, np.random.default_rng(seed))
    other = LogisticRegression(C=1e10, max_iter=10_000).fit(X, y)
    finding = finding_of(run, seed, data=data, noise=noise, hidden=1)
    assert abs(finding.number("logistic") - other.score(X_test, y_test)) <= 0.01


def test_it_descends_to_the_weights_that_another_library_finds() -> None:
    X, y, _, _ = split("moons", 0.3, np.random.default_rng(3))
    w, b = line_descent(np.zeros(2), 0.0, X, y, lr=1.0, steps=5000)
    other = LogisticRegression(C=1e10, tol=1e-10, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose([*w, b], [*other.coef_[0], other.intercept_[0]], rtol=1e-4)


@pytest.mark.parametrize("data", list(RULES))
def test_the_rule_gets_what_a_count_by_hand_gets(data: str) -> None:
    _, _, X_test, y_test = split(data, 0.15, np.random.default_rng(0))
    counted = sum(by_hand(data, *x) == (target > 0) for x, target in zip(X_test.tolist(), y_test, strict=True))
    assert finding_of(run, data=data).values["rule"] == pytest.approx(counted / len(y_test), abs=1e-12)


@pytest.mark.parametrize("data", ["moons", "rings"])
@pytest.mark.parametrize("seed", [0, 1])
def test_only_the_net_separates_curved_classes(data: str, seed: int) -> None:
    finding = finding_of(run, seed, data=data)
    assert finding.claim_held
    assert finding.number("MLP") > 0.95
    assert max(finding.number("rule"), finding.number("logistic")) < 0.9
    assert "only the MLP follows the border" in finding.text


@pytest.mark.parametrize(("data", "hidden"), [("clouds", 8), ("moons", 1)], ids=["a line is the best border", "one unit is a line"])
def test_where_nothing_is_gained_the_claim_fails_and_the_finding_says_so(data: str, hidden: int) -> None:
    finding = finding_of(run, data=data, hidden=hidden)
    assert finding.claim_held is False
    assert "too little to call the MLP better here" in finding.text


def test_the_regions_of_logistic_regression_are_cut_by_a_line_and_those_of_the_net_are_not() -> None:
    """A line crosses each row of the picture at most once."""

    def crossings(frame: int) -> int:
        plot = moments[frame].frame.figures[0]
        assert isinstance(plot, Plot)
        (classes,) = (layer.classes for layer in plot.layers if isinstance(layer, Regions))
        return int(np.abs(np.diff(classes, axis=1)).sum(axis=1).max())

    moments, _ = played(run)
    assert crossings(12) == 1
    assert crossings(-1) > 1


def test_the_bars_show_what_the_finding_says() -> None:
    moments, finding = played(run)
    heights: Floats = np.asarray(moments[-1].frame.values["test_accuracy"])
    assert heights.tolist() == [finding.values[name] for name in ("rule", "logistic", "MLP")]
    assert np.isnan(np.asarray(moments[0].frame.values["test_accuracy"])).all()


@pytest.mark.parametrize(("data", "right"), [("moons", "MLP"), ("clouds", "no clear winner")])
def test_the_right_prediction_is_measured(data: str, right: str) -> None:
    assert run.predict.answer(finding_of(run, data=data)) == right
    assert right in run.predict.choices
