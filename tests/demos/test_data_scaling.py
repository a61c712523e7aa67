from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from quizapp.demos.data_scaling import LEAD, SIZES, flower, overtaken, run
from quizapp.demos.figures import Curve, Floats, Frame, Plot
from quizapp.demos.kit import Finding, Progress, Setting
from tests.demos.running import finding_of, played

NAMES = ("k-NN", "features", "small net", "growing net")


def data(rng: np.random.Generator, wave: float, extra: int) -> tuple[Floats, Floats, Floats, Floats]:
    """The most examples that are given, and the points for the test."""
    return *flower(rng, SIZES[-1], wave, extra), *flower(rng, 1000, wave, extra)


def net_trained(rng: np.random.Generator, X: Floats, y: Floats, hidden: int, Q: Floats) -> Floats:
    """What a net says of Q: its weights are the rows of two matrices, a last column in each for the biases, its momentum heavy-ball."""
    n, inputs = X.shape
    A = np.column_stack([rng.normal(size=(hidden, inputs)) * np.sqrt(2 / (inputs + hidden)), np.zeros(hidden)])
    c = np.append(rng.normal(size=hidden) * np.sqrt(2 / (hidden + 1)), 0.0)
    steps, A_before, c_before = 300 + n // 2, A, c
    lasting = np.column_stack([X, np.ones(n)])
    for t in range(steps):
        rows = rng.integers(n, size=32)
        h = np.column_stack([np.tanh(lasting[rows] @ A.T), np.ones(32)])
        error = (1 / (1 + np.exp(-h @ c)) - y[rows]) / 32
        back = error[:, None] * c[:-1] * (1 - h[:, :-1] ** 2)
        lr = 0.2 * (1 - t / steps)
        A, A_before = A + 0.9 * (A - A_before) - lr * back.T @ lasting[rows], A
        c, c_before = c + 0.9 * (c - c_before) - lr * h.T @ error, c
    return np.asarray(np.tanh(np.column_stack([Q, np.ones(len(Q))]) @ A.T) @ c[:-1] + c[-1] > 0)


@cache
def by_others(wave: float, extra: int, seed: int) -> dict[str, list[float]]:
    """Each one's accuracy by size: nets trained here, the radius fitted by another library."""
    rng = np.random.default_rng(seed)
    X, y, Q, target = data(rng, wave, extra)
    radius, radius_of_q = np.linalg.norm(X[:, :2], axis=1)[:, None], np.linalg.norm(Q[:, :2], axis=1)[:, None]
    right: dict[str, list[float]] = {name: [] for name in NAMES[1:]}
    for n in SIZES:
        right["features"].append(np.mean((LinearRegression().fit(radius[:n], y[:n]).predict(radius_of_q) > 0.5) == target))
        right["small net"].append(np.mean(net_trained(rng, X[:n], y[:n], 4, Q) == target))
        right["growing net"].append(np.mean(net_trained(rng, X[:n], y[:n], round(np.sqrt(n)), Q) == target))
    return right


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By nets that were trained here and a fit of another library."""
    right = by_others(float(settings["wave"]), int(settings["extra"]), seed)
    for name, accuracies in right.items():
        assert array(finding, name) == pytest.approx(accuracies, abs=1e-12)
    features, small, growing = (np.array(right[name]) for name in NAMES[1:])
    behind_at_first, ahead_at_last = features[0] - growing[0], growing[-1] - max(features[-1], small[-1])
    return bool(min(behind_at_first, ahead_at_last) >= 0.02)


def array(finding: Finding, name: str) -> Floats:
    return np.asarray(finding.values[name], float)


@pytest.mark.parametrize("extra", [0, 2])
def test_k_nn_is_that_of_another_library_at_the_k_that_leaving_one_out_chooses(extra: int) -> None:
    X, y, Q, target = data(np.random.default_rng(0), 0.3, extra)
    accuracies = []
    for n in SIZES:
        others = NearestNeighbors(n_neighbors=15).fit(X[:n]).kneighbors(return_distance=False)[:256]  # of each example, without itself
        wrong = {k: np.sum((y[others[:, :k]].sum(axis=1) > k / 2) != y[: len(others)]) for k in (1, 3, 5, 9, 15)}
        accuracies.append(KNeighborsClassifier(min(wrong, key=lambda k: wrong[k])).fit(X[:n], y[:n]).score(Q, target))
    assert array(finding_of(run, extra=extra), "k-NN") == pytest.approx(accuracies, abs=1e-12)


def test_the_growing_net_overtakes_the_features_and_the_small_one_stays_behind() -> None:
    for seed in range(2):
        finding = finding_of(run, seed)
        features, small, growing = (array(finding, name) for name in NAMES[1:])
        assert finding.claim_held
        assert features[0] - growing[0] > 0.1
        assert abs(features[-1] - features[2]) < 0.02
        assert growing[-1] - max(features[-1], small[-1]) >= LEAD


def test_without_inputs_of_noise_k_nn_is_as_good_and_the_finding_does_not_hide_it() -> None:
    finding = finding_of(run, extra=0)
    assert array(finding, "k-NN")[-1] >= array(finding, "growing net")[-1]
    assert f"k-NN {array(finding, 'k-NN')[-1]:.1%}" in finding.text


def test_where_the_features_are_exactly_right_nobody_overtakes_and_the_finding_says_so() -> None:
    finding = finding_of(run, wave=0)
    assert finding.claim_held is False
    assert array(finding, "features")[-1] > 0.99
    assert finding.values["crossing"] == np.inf


def test_a_radius_alone_stands_still_where_the_border_waves() -> None:
    """A border 1 + wave cos(5 angle) takes wave / pi, on average, from the best that a circle can get."""
    X, y = flower(np.random.default_rng(5), 40_000, 0.45, 0)
    radius = np.linalg.norm(X, axis=1)
    assert max(np.mean((radius > at) == y) for at in np.linspace(0.9, 1.1, 21)) == pytest.approx(1 - 0.45 / np.pi, abs=0.01)


def test_the_crossing_is_where_a_fine_walk_along_the_curves_sees_it() -> None:
    finding = finding_of(run)
    walk = np.linspace(np.log2(SIZES[0]), np.log2(SIZES[-1]), 100_001)
    features, growing = (np.interp(walk, np.log2(SIZES), array(finding, name)) for name in ("features", "growing net"))
    assert finding.values["crossing"] == pytest.approx(2 ** walk[np.flatnonzero(growing <= features)[-1]], rel=1e-3)


def test_a_lead_half_way_between_two_sizes_crosses_at_their_geometric_mean_and_one_from_the_start_at_the_first() -> None:
    assert overtaken(np.array([-1, -1, 1, -1, 1, 2, 2.0])) == pytest.approx(np.sqrt(128 * 256))
    assert overtaken(np.ones(7)) == SIZES[0]
    assert overtaken(-np.ones(7)) == np.inf


def test_the_last_word_of_the_computation_is_that_it_is_done() -> None:
    with np.errstate(all="ignore"):
        computed = list(takewhile(lambda one: isinstance(one, Progress), run.run(**run.parsed({}), rng=np.random.default_rng(0))))
    assert computed[-1] == Progress(len(SIZES), len(SIZES))
    assert {one.of for one in computed if isinstance(one, Progress)} == {len(SIZES)}


def test_captions_and_curves_tell_size_by_size_what_was_measured() -> None:
    moments, finding = played(run)
    assert len(moments) == 2 * len(SIZES)
    for place, moment in enumerate(moments):
        size, names = place // 2, (NAMES[:2], NAMES[2:])[place % 2]
        assert moment.frame.caption.startswith(f"{SIZES[size]} examples")
        assert all(f"{array(finding, name)[size]:.1%}" in moment.frame.caption for name in names)
        plot = moment.frame.figures[0]
        assert isinstance(plot, Plot)
        assert plot.xlog == 4
        for curve in plot.layers:
            assert isinstance(curve, Curve)
            known = size + (place % 2 == 1 or curve.name in NAMES[:2])
            np.testing.assert_array_equal(curve.x, SIZES[:known])
            np.testing.assert_array_equal(curve.y, array(finding, curve.name)[:known])


@pytest.mark.parametrize(("wave", "right"), [(0.3, "256 to 1024"), (0.0, "later, or never")])
def test_the_right_prediction_is_measured(wave: float, right: str) -> None:
    assert run.predict.outcome("", finding_of(run, wave=wave))[1] == right
    assert right in run.predict.choices
