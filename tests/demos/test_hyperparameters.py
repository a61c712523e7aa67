import math
from itertools import takewhile

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from quizapp.demos import datasets
from quizapp.demos.figures import Floats, Heat, Plot, Scatter
from quizapp.demos.hyperparameters import AGAINST, KS, LOG_LR, best_found, grids, only_one, randoms, run, trained, votes
from quizapp.demos.kit import Finding, Progress
from quizapp.demos.nets import Net
from tests.demos.running import finding_of, played


def found(against: str) -> Finding:
    return finding_of(run, against=against)


def drawn() -> tuple[np.random.Generator, list[tuple[Floats, Floats]]]:
    """The data of the default run with seed 0, and the generator after drawing them."""
    rng = np.random.default_rng(0)
    return rng, [datasets.rings(rng, n, 0.4) for n in (100, 500, 2000)]


def right_of(net: Net, X: Floats, y: Floats) -> float:
    """A forward pass, a point and a unit at a time: p > 0.5 where the sum before the sigmoid is above 0."""
    right = 0
    for x, target in zip(X.tolist(), y, strict=True):
        z = float(net.b2)
        for row, b, v in zip(net.W1.tolist(), net.b1.tolist(), net.W2.tolist(), strict=True):
            z += v * math.tanh(row[0] * x[0] + row[1] * x[1] + b)
        right += (z > 0) == (target > 0)
    return right / len(y)


def test_the_k_curve_is_that_of_another_library() -> None:
    _, ((X, y), (X_val, y_val), _) = drawn()
    validation = [KNeighborsClassifier(k).fit(X, y).score(X_val, y_val) for k in KS]
    train = [KNeighborsClassifier(k).fit(X, y).score(X, y) for k in KS]
    assert np.asarray(found("hidden units").values["k_validation"]).tolist() == validation
    assert np.asarray(found("hidden units").values["k_train"]).tolist() == train
    assert found("hidden units").values["best_k"] == max(KS, key=lambda k: (validation[KS.index(k)], -k))


@pytest.mark.parametrize("noise", [0.2, 0.5])
def test_every_vote_is_that_of_another_library(noise: float) -> None:
    rng = np.random.default_rng(4)
    (X, y), (Q, _) = datasets.moons(rng, 60, noise), datasets.moons(rng, 80, noise)
    for k in range(1, 61):
        by_other = KNeighborsClassifier(k).fit(X, y).predict_proba(Q)[:, 1]
        np.testing.assert_allclose(votes(X, y, Q)[:, k - 1], by_other, atol=1e-12)


def test_the_best_cell_is_the_one_that_training_them_again_and_looking_at_each_finds() -> None:
    rng, ((X, y), (X_val, y_val), (X_test, y_test)) = drawn()
    finding = found("hidden units")
    best, best_net, place = 0.0, None, (0.0, 0.0)
    for i, hidden in enumerate(AGAINST["hidden units"].tolist()):
        for j, log_lr in enumerate(LOG_LR.tolist()):
            with np.errstate(all="ignore"):
                net = trained(rng, X, y, log_lr, "hidden units", hidden)
            accuracy = float(np.asarray(finding.values["map"])[i, j])
            if accuracy > best:
                best, best_net, place = accuracy, net, (log_lr, hidden)
    assert best_net is not None
    assert place == (finding.values["best_log10_lr"], finding.values["best_other"])
    assert right_of(best_net, X_val, y_val) == pytest.approx(best, abs=1e-12)
    assert right_of(best_net, X_test, y_test) == pytest.approx(finding.number("test_of_best"), abs=1e-12)


@pytest.mark.parametrize("side", [2, 3, 4])
def test_where_one_axis_alone_matters_both_searches_hit_as_often_as_the_closed_form_says(side: int) -> None:
    """A band of two columns in twenty: a grid tries `side` columns, random search side^2 of them."""
    Z = np.zeros((10, 20))
    Z[:, 6:8] = 1
    rng = np.random.default_rng(0)
    by_grid, by_random = (best_found(Z, search(rng, 20_000, side)).mean() for search in (grids, randoms))
    assert by_grid == pytest.approx(side * 0.1, abs=0.015)
    assert by_random == pytest.approx(1 - 0.9 ** (side**2), abs=0.015)


def test_where_both_axes_matter_a_grid_hits_a_small_square_more_often() -> None:
    """Each trial hits a place of 1 in 100; those of a grid never hit it twice."""
    Z = np.zeros((10, 10))
    Z[3, 4] = 1
    rng = np.random.default_rng(0)
    by_grid, by_random = (best_found(Z, search(rng, 20_000, 5)).mean() for search in (grids, randoms))
    assert by_grid == pytest.approx(25 / 100, abs=0.015)
    assert by_random == pytest.approx(1 - 0.99**25, abs=0.015)


def test_the_first_searches_found_the_best_of_the_cells_on_which_they_are_drawn() -> None:
    moment = played(run)[0][len(AGAINST["hidden units"])]
    plot = moment.frame.figures[0]
    assert isinstance(plot, Plot)
    heat, marks = plot.layers
    assert isinstance(heat, Heat)
    assert isinstance(marks, Scatter)
    for kind, name in enumerate(("grid", "random")):
        under = []
        for log_lr, hidden in marks.points[marks.classes == kind]:
            i = int(np.abs(AGAINST["hidden units"] - hidden).argmin())
            under.append(heat.z[i, int(np.abs(LOG_LR - log_lr).argmin())])
        assert len(under) == 9
        assert moment.frame.values[name] == max(under)


def test_both_searches_spend_the_same_budget_and_stay_on_the_map() -> None:
    rng = np.random.default_rng(0)
    for side in (2, 3, 4, 5):
        for places in (grids(rng, 50, side), randoms(rng, 50, side)):
            assert places.shape == (50, side * side, 2)
            assert places.min() >= 0
            assert places.max() < 1


def test_with_one_hyperparameter_that_matters_random_search_wins() -> None:
    finding = found("hidden units")
    assert finding.claim_held
    assert finding.number("share_of_lr") > 0.8
    assert finding.number("share_of_other") < 0.05
    assert "only lr matters" in finding.text
    assert "random wins" in finding.text


def test_random_search_that_wins_though_both_matter_is_not_what_the_claim_says() -> None:
    finding = finding_of(run, 2, against="log10 steps", data="moons")
    assert "random wins" in finding.text
    assert "both matter" in finding.text
    assert finding.claim_held is False


@pytest.mark.parametrize(("of_lr", "of_other", "alone"), [(0.9, 0.01, True), (0.01, 0.9, True), (0.55, 0.17, False), (0.35, 0.04, False)])
def test_one_hyperparameter_alone_matters_where_it_explains_much_and_the_other_little(of_lr: float, of_other: float, alone: bool) -> None:
    assert only_one(of_lr, of_other) is alone


def test_the_last_word_of_the_computation_is_that_it_is_done() -> None:
    with np.errstate(all="ignore"):
        told = list(takewhile(lambda one: isinstance(one, Progress), run.run(**run.parsed({}), rng=np.random.default_rng(0))))
    cells = len(AGAINST["hidden units"]) * len(LOG_LR)
    assert told[-1] == Progress(cells, cells)


def test_with_two_that_matter_the_claim_fails_and_the_finding_says_so() -> None:
    finding = found("log10 steps")
    assert finding.claim_held is False
    assert finding.number("share_of_other") > 0.1
    assert "both matter" in finding.text
    assert "the grid wins" in finding.text


def test_the_shares_of_variance_are_those_of_an_analysis_of_variance_by_loops() -> None:
    Z = np.asarray(found("hidden units").values["map"]).tolist()
    mean = sum(map(sum, Z)) / (len(Z) * len(Z[0]))
    total = sum((z - mean) ** 2 for row in Z for z in row)
    of_columns = sum(len(Z) * (sum(row[j] for row in Z) / len(Z) - mean) ** 2 for j in range(len(Z[0])))
    of_rows = sum(len(row) * (sum(row) / len(row) - mean) ** 2 for row in Z)
    assert found("hidden units").values["share_of_lr"] == pytest.approx(of_columns / total, rel=1e-9)
    assert found("hidden units").values["share_of_other"] == pytest.approx(of_rows / total, rel=1e-9)


@pytest.mark.parametrize(("against", "right"), [("hidden units", "random"), ("log10 steps", "grid")])
def test_the_right_prediction_is_measured(against: str, right: str) -> None:
    assert run.predict.answer(found(against)) == right
    assert right in run.predict.choices
