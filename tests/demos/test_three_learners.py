from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import PolynomialFeatures

from quizapp.demos import datasets
from quizapp.demos.figures import Floats, Frame, Plot, Regions
from quizapp.demos.kit import Finding, Setting
from quizapp.demos.three_learners import DATA, PENALTIES, run
from tests.demos.running import finding_of, played

Data = tuple[Floats, Floats]


def by_hand(data: str, x1: float, x2: float) -> bool:
    """The rules once more, a point at a time."""
    return {"moons": x2 < 0.25, "rings": x1 * x1 + x2 * x2 > 2, "spirals": x2 < 0, "clouds": x1 > -x2}[data]


def drawn(rng: np.random.Generator, data: str, noise: float) -> list[Data]:
    """Points to learn from, to choose by, and to test on."""
    if data == "clouds":
        return [datasets.clouds(rng, n, gap=0.45 / noise) for n in (150, 150, 2000)]
    return [getattr(datasets, data)(rng, n, noise) for n in (150, 150, 2000)]


def loss(z: Floats, y: Floats) -> float:
    return float(np.mean(np.logaddexp(0, np.where(y > 0, -z, z))))


def logistic(degree: int, train: Data, validation: Data, test: Data) -> float:
    """Another library's logistic regression, its penalty chosen by validation, and its share of right test points."""
    phi = PolynomialFeatures(degree)
    F, F_validation = phi.fit_transform(train[0]), phi.transform(validation[0])
    fits = [
        LogisticRegression(C=1 / (150 * penalty), fit_intercept=False, tol=1e-9, max_iter=20_000).fit(F, train[1]) for penalty in PENALTIES
    ]
    best = min(fits, key=lambda fit: loss(fit.decision_function(F_validation), validation[1]))
    return float(best.score(phi.transform(test[0]), test[1]))


def net(rng: np.random.Generator, train: Data, validation: Data, test: Data) -> float:
    """A net of two hidden layers and its share of right test points where it was best.

    Its weights are one vector; the slopes in it are central differences, the step of Gauss and Newton solves a least squares problem.
    """
    shapes = [(3, 6), (7, 6), (7, 1)]
    w = np.concatenate([(rng.normal(size=shape) * np.sqrt(2 / (shape[0] - 1 + shape[1]))).ravel() for shape in shapes])

    def scores(w: Floats, X: Floats) -> Floats:
        """Of weights (..., 67) the scores (..., n)."""
        h, used = X, 0
        for rows, columns in shapes:
            V = w[..., used : used + rows * columns].reshape(*w.shape[:-1], rows, columns)
            h, used = h @ V[..., 1:, :] + V[..., :1, :], used + rows * columns
            h = np.tanh(h) if columns > 1 else h
        return np.asarray(h[..., 0])

    best, h = (np.inf, 0.0), 1e-6 * np.eye(len(w))
    for _ in range(61):
        at = loss(scores(w, validation[0]), validation[1])
        if at < best[0]:
            best = at, float(np.mean((scores(w, test[0]) > 0) == (test[1] > 0)))
        J = (scores(w + h, train[0]) - scores(w - h, train[0])).T / 2e-6
        p = expit(scores(w, train[0]))
        roots = np.sqrt(p * (1 - p) / 150)
        rows = np.vstack([roots[:, None] * J, np.sqrt(0.1) * np.eye(len(w))])
        w = w - np.linalg.lstsq(rows, np.concatenate([(p - train[1]) / 150 / roots, np.zeros(len(w))]))[0]
    return best[1]


@cache
def by_others(data: str, noise: float, seed: int) -> tuple[float, float, float]:
    """The share of right test points of the line, of the features and of the net."""
    rng = np.random.default_rng(seed)
    points = drawn(rng, data, noise)
    line, features = (logistic(degree, *points) for degree in (1, 3))
    return line, features, net(rng, *points)


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By another library's logistic regression on another library's features, and a net that was trained here."""
    line, features, deep = by_others(str(settings["data"]), float(settings["noise"]), seed)
    assert [finding.number(name) for name in ("line", "features", "net")] == pytest.approx([line, features, deep], abs=0.002)
    return deep - line >= 0.02 > abs(deep - features)


@pytest.mark.parametrize("data", list(DATA))
def test_the_rule_gets_what_a_count_by_hand_gets(data: str) -> None:
    _, _, (X, y) = drawn(np.random.default_rng(0), data, 0.15)
    counted = sum(by_hand(data, *x) == (target > 0) for x, target in zip(X.tolist(), y, strict=True))
    assert finding_of(run, data=data).values["rule"] == pytest.approx(counted / len(y), abs=1e-12)


@pytest.mark.parametrize("data", ["moons", "rings"])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_net_has_no_better_border_than_hand_made_features_and_both_beat_the_line(data: str, seed: int) -> None:
    """That only a net could follow a curve would be wrong."""
    finding = finding_of(run, seed, data=data)
    assert finding.claim_held
    assert min(finding.number("net"), finding.number("features")) > 0.95
    assert finding.number("line") < 0.9
    assert "found by itself what somebody had to make" in finding.text


def test_for_rings_the_rule_of_somebody_who_saw_them_is_perfect() -> None:
    assert finding_of(run, data="rings").number("rule") > 0.99


@pytest.mark.parametrize(
    ("data", "words"), [("clouds", "A line is as good a border"), ("spirals", "The net found features that suit better")]
)
def test_where_nothing_is_to_be_found_or_the_features_do_not_suit_the_claim_fails_and_the_finding_says_why(data: str, words: str) -> None:
    finding = finding_of(run, data=data)
    assert finding.claim_held is False
    assert words in finding.text


def test_overlapping_classes_do_not_cost_the_net_points_for_validation_stops_it_in_time() -> None:
    for seed in range(4):
        finding = finding_of(run, seed, data="clouds", noise=0.4)
        assert finding.number("net") > finding.number("line") - 0.02


def test_the_regions_of_the_line_are_cut_by_a_line_and_those_of_the_net_are_not() -> None:
    """A line crosses each row of the picture at most once."""
    moments, finding = played(run)
    assert [figure.title for figure in moments[-1].frame.figures] == [
        f"{name} {finding.number(name):.1%}" for name in ("net", "features", "line", "rule")
    ]
    crossings = {}
    for figure in moments[-1].frame.figures:
        assert isinstance(figure, Plot)
        (classes,) = (layer.classes for layer in figure.layers if isinstance(layer, Regions))
        crossings[figure.title.split()[0]] = int(np.abs(np.diff(classes, axis=1)).sum(axis=1).max())
    assert crossings["line"] == 1
    assert crossings["net"] > 1
    assert crossings["features"] > 1


@pytest.mark.parametrize(("data", "right"), [("moons", "about equal"), ("spirals", "over 10 points better")])
def test_the_right_prediction_is_measured(data: str, right: str) -> None:
    assert run.predict.outcome("", finding_of(run, data=data))[1] == right
    assert right in run.predict.choices
