from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from quizapp.demos.figures import Curve, Floats, Frame, Heat, Plot, Scatter, number
from quizapp.demos.hyperparameters import AGAINST, COLUMNS, HIGHEST, ROWS, SEARCHES, run, score
from quizapp.demos.kit import Finding, Setting
from tests.demos.running import finding_of, played

Data = tuple[Floats, Floats]


def drawn(seed: int) -> tuple[Data, Data, Data]:
    """The examples, the validation points and the test points of a run."""
    rng = np.random.default_rng(seed)
    spread = np.array([1 / np.sqrt(i) for i in range(1, 21)])
    truth = rng.normal(size=20)
    inputs = [rng.normal(size=(n, 20)) * spread for n in (60, 500, 2000)]
    noise = 0.3 * np.sqrt(np.sum((spread * truth) ** 2))
    train, validation, test = ((X, X @ truth + noise * rng.normal(size=len(X))) for X in inputs)
    return train, validation, test


def trained(data: Data, lr: Floats, decay: Floats, steps: int) -> Floats:
    """Weights (trials, 20) after so many steps, taken one after the other; `lr` and `decay` are (trials,)."""
    X, y = data
    w = np.zeros((len(lr), 20))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            w = w - lr[:, None] * ((w @ X.T - y) @ X / len(y) + decay[:, None] * w)
    return w


def explained(w: Floats, data: Data) -> Floats:
    """The share of the spread of the targets that the weights explain, 0 where none."""
    with np.errstate(all="ignore"):
        shares = 1 - ((data[0] @ w.T - data[1][:, None]) ** 2).sum(axis=0) / (data[1] ** 2).sum()
    return np.asarray(np.nan_to_num(shares, nan=0.0, neginf=0.0).clip(0))


def trials(against: str, decades: int) -> tuple[Floats, Floats]:
    """The learning rates (columns,) and the values of the other hyperparameter (rows,) at the middles of the map's cells."""
    (low, high), top = AGAINST[against], np.log10(HIGHEST)
    lr = top - decades + decades * (np.arange(COLUMNS) + 0.5) / COLUMNS
    return 10**lr, 10 ** (np.log10(low) + np.log10(high / low) * (np.arange(ROWS) + 0.5) / ROWS)


def mapped(against: str, decades: int, seed: int) -> Floats:
    """The whole map (rows, columns), trained cell by cell."""
    train, validation, _ = drawn(seed)
    lr, other = trials(against, decades)
    if against == "weight decay":
        w = trained(train, np.tile(lr, ROWS), np.repeat(other, COLUMNS), 20)
        return explained(w, validation).reshape(ROWS, COLUMNS)
    counts = np.round(other).astype(int)
    return np.array([explained(trained(train, lr, np.full(COLUMNS, 1e-6), steps), validation) for steps in counts])


def by_grid(Z: Floats, side: int) -> float:
    """The mean of what a grid finds, put down at each place in turn."""
    rows, columns = ROWS // side, COLUMNS // side
    return float(np.mean([Z[i::rows, j::columns].max() for i, j in product(range(rows), range(columns))]))


def by_random(Z: Floats, trials: int) -> float:
    """The mean of the best of so many draws: the area under the chance that it exceeds a score."""
    scores, counts = np.unique(Z, return_counts=True)
    exceeds = 1 - (np.cumsum(counts)[:-1] / Z.size) ** trials
    return float(scores[0] + np.diff(scores) @ exceeds)


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By training every cell of the map, step by step."""
    side = int(settings["side"])
    Z = mapped(str(settings["against"]), int(settings["decades"]), seed)
    lead = by_random(Z, side**2) - by_grid(Z, side)
    assert finding.number("lead") == pytest.approx(lead, abs=1e-6)
    return lead >= 0.01


@pytest.mark.parametrize("against", list(AGAINST))
def test_the_closed_form_of_a_trial_is_where_its_steps_lead(against: str) -> None:
    Z = np.asarray(finding_of(run, against=against).values["Z"])
    np.testing.assert_allclose(Z, mapped(against, 4, 0), rtol=0, atol=1e-6)


def test_many_steps_with_weight_decay_lead_where_another_library_s_ridge_regression_is() -> None:
    (X, y), validation, _ = drawn(0)
    w = trained((X, y), np.array([0.3]), np.array([0.1]), 5000)
    other = Ridge(alpha=0.1 * len(y), fit_intercept=False).fit(X, y)
    np.testing.assert_allclose(w[0], other.coef_, atol=1e-9)
    assert score(w[0], *validation) == pytest.approx(explained(w, validation)[0], abs=1e-12)


@pytest.mark.parametrize("side", [2, 3, 4, 5])
def test_the_means_over_all_searches_are_those_of_many(side: int) -> None:
    Z, rng = np.asarray(finding_of(run, side=side).values["Z"]), np.random.default_rng(1)
    at = rng.integers(Z.size, size=(20_000, side**2))
    assert finding_of(run, side=side).number("random") == pytest.approx(Z.ravel()[at].max(axis=1).mean(), abs=0.01)
    assert finding_of(run, side=side).number("grid") == pytest.approx(by_grid(Z, side), abs=1e-12)


def test_random_search_leads_by_much_or_it_is_not_called_better() -> None:
    """A tenth of a point, which a large number of searches makes sure of, is no reason to choose."""
    held = [finding_of(run, seed, decades=decades) for seed in range(3) for decades in (2, 4, 6)]
    assert all((finding.claim_held is True) == (finding.number("lead") >= 0.01) for finding in held)
    assert any(0 < finding.number("lead") < 0.01 for finding in held)


@pytest.mark.parametrize("seed", range(4))
def test_it_leads_where_a_grid_steps_over_the_good_stretch_and_not_where_it_cannot(seed: int) -> None:
    wide, narrow = finding_of(run, seed, decades=6), finding_of(run, seed, decades=2, side=5)
    assert wide.number("stretch") < wide.number("grid_step")
    assert wide.number("lead") > 0.04
    assert narrow.number("stretch") > narrow.number("grid_step") or narrow.number("lead") < 0.02
    assert wide.number("lead") > narrow.number("lead")


@pytest.mark.parametrize("seed", range(3))
def test_where_both_matter_the_grid_leads(seed: int) -> None:
    alone, both = finding_of(run, seed), finding_of(run, seed, against="steps")
    assert alone.number("of_lr") > 0.8 > 0.1 > alone.number("of_other")
    assert both.number("of_other") > 0.2
    assert both.number("lead") < 0 < alone.number("lead")


def test_the_shares_of_the_map_are_those_of_an_analysis_of_variance_by_loops() -> None:
    finding = finding_of(run)
    Z = np.asarray(finding.values["Z"]).tolist()
    mean = sum(map(sum, Z)) / (ROWS * COLUMNS)
    total = sum((z - mean) ** 2 for row in Z for z in row)
    of_columns = sum(ROWS * (sum(row[j] for row in Z) / ROWS - mean) ** 2 for j in range(COLUMNS))
    of_rows = sum(COLUMNS * (sum(row) / COLUMNS - mean) ** 2 for row in Z)
    assert finding.values["of_lr"] == pytest.approx(of_columns / total, rel=1e-9)
    assert finding.values["of_other"] == pytest.approx(of_rows / total, rel=1e-9)


def test_the_best_cell_is_read_on_points_that_chose_nothing() -> None:
    train, validation, test = drawn(0)
    lr, other = trials("weight decay", 4)
    w = trained(train, np.tile(lr, ROWS), np.repeat(other, COLUMNS), 20)
    best = int(explained(w, validation).argmax())
    finding = finding_of(run)
    assert finding.number("chosen") == pytest.approx(explained(w, validation)[best], abs=1e-9)
    assert finding.number("tested") == pytest.approx(explained(w[best : best + 1], test)[0], abs=1e-9)


def test_every_search_is_drawn_where_it_was_and_with_what_it_found() -> None:
    """On the map, and along the learning rate alone, where a grid of nine has three."""
    train, validation, _ = drawn(0)
    moments, _ = played(run)
    assert len(moments) == SEARCHES
    for moment in moments:
        plot, along = moment.frame.figures
        assert isinstance(plot, Plot)
        assert isinstance(along, Plot)
        heat, marks = plot.layers
        curve, seen = along.layers
        assert isinstance(heat, Heat)
        assert isinstance(marks, Scatter)
        assert isinstance(curve, Curve)
        assert isinstance(seen, Scatter)
        found = explained(trained(train, marks.points[:, 0], marks.points[:, 1], 20), validation)
        np.testing.assert_allclose(seen.points, np.column_stack([marks.points[:, 0], found]), atol=1e-9)
        for kind, name, values in ((0, "grid_best", 3), (1, "random_best", 9)):
            assert moment.frame.values[name] == pytest.approx(found[marks.classes == kind].max(), abs=1e-9)
            assert len(np.unique(seen.points[seen.classes == kind, 0].round(12))) == values
        np.testing.assert_allclose(curve.y, heat.z.max(axis=0))
        assert number(plot.xlim[0]) <= marks.points[:, 0].min() <= marks.points[:, 0].max() <= plot.xlim[1]


@pytest.mark.parametrize(
    ("given", "right"),
    [({}, "over 4 points better"), ({"decades": 2}, "1 to 4 points better"), ({"against": "steps"}, "over 1 point worse")],
)
def test_the_right_prediction_is_measured(given: dict[str, Any], right: str) -> None:
    assert run.predict.outcome("", finding_of(run, **given))[1] == right
    assert right in run.predict.choices
