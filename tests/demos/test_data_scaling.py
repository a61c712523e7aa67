from itertools import takewhile

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier

from quizapp.demos.data_scaling import LEAD, SIZES, by_features, crossing, flower, neighbours, run
from quizapp.demos.figures import Floats
from quizapp.demos.kit import Finding, Progress
from tests.demos.running import played


def found(wave: float) -> tuple[list[str], Finding]:
    """The captions and the finding of a whole run."""
    moments, finding = played(run, wave=wave)
    return [moment.frame.caption for moment in moments], finding


def array(finding: Finding, name: str) -> Floats:
    return np.asarray(finding.values[name], float)


@pytest.mark.parametrize("k", [1, 5, 15])
@pytest.mark.parametrize("extra", [0, 2, 8])
def test_k_nn_answers_exactly_as_another_library_does(k: int, extra: int) -> None:
    rng = np.random.default_rng(k)
    X, y = flower(rng, SIZES[-1], 0.3, extra)
    Q, _ = flower(rng, 300, 0.3, extra)
    for n in SIZES:
        other = KNeighborsClassifier(k, algorithm="brute").fit(X[:n], y[:n])
        np.testing.assert_array_equal(neighbours(X[:n], y[:n], Q, k), other.predict(Q))


def test_the_accuracies_of_the_run_are_those_of_another_library() -> None:
    rng = np.random.default_rng(0)
    (X, y), (Q, target) = flower(rng, SIZES[-1], 0.3, 2), flower(rng, 1000, 0.3, 2)
    by_others = [KNeighborsClassifier(5).fit(X[:n], y[:n]).score(Q, target) for n in SIZES]
    assert array(found(0.3)[1], "k-NN").tolist() == pytest.approx(by_others, abs=1e-12)

    radius, radius_of_q = np.linalg.norm(X[:, :2], axis=1)[:, None], np.linalg.norm(Q[:, :2], axis=1)[:, None]
    by_others = [np.mean((LinearRegression().fit(radius[:n], y[:n]).predict(radius_of_q) > 0.5) == target) for n in SIZES]
    assert array(found(0.3)[1], "features").tolist() == pytest.approx(by_others, abs=1e-12)


def test_the_curves_cross_where_a_fine_walk_along_them_sees_it() -> None:
    finding = found(0.3)[1]
    assert finding.claim_held
    assert (finding.values["best_with_fewest"], finding.values["best_with_most"]) == ("features", "MLP")
    walk = np.linspace(np.log2(SIZES[0]), np.log2(SIZES[-1]), 100_001)
    features, deep = (np.interp(walk, np.log2(SIZES), array(finding, name)) for name in ("features", "MLP"))
    behind = np.flatnonzero(deep <= features)[-1]
    assert finding.values["crossing"] == pytest.approx(2 ** walk[behind], rel=1e-3)
    assert f"MLP overtakes it near {finding.values['crossing']:.0f}" in finding.text


def test_a_crossing_by_k_nn_alone_is_not_what_the_claim_says() -> None:
    _, finding = played(run, wave=0.3, extra=0)
    deep, features = array(finding, "MLP"), array(finding, "features")
    assert finding.values["best_with_most"] == "k-NN"
    assert finding.claim_held == (features[0] - deep[0] >= LEAD and deep[-1] - features[-1] >= LEAD)
    assert f"The MLP {'does too' if finding.claim_held else 'does not'}." in finding.text


def test_the_last_word_of_the_computation_is_that_it_is_done() -> None:
    with np.errstate(all="ignore"):
        told = list(takewhile(lambda one: isinstance(one, Progress), run.run(**run.parsed({}), rng=np.random.default_rng(0))))
    assert told[-1] == Progress(len(SIZES), len(SIZES))


def test_a_crossing_half_way_between_two_sizes_is_their_geometric_mean() -> None:
    assert crossing(np.array([-1, -1, 1, -1, -1, 1, 2, 2.0])) == pytest.approx(np.sqrt(256 * 512))


def test_where_the_features_are_exactly_right_nobody_overtakes_and_the_finding_says_so() -> None:
    _, finding = found(0.0)
    assert finding.claim_held is False
    assert "Nobody overtakes" in finding.text
    assert array(finding, "features")[-1] > 0.99


def test_a_radius_alone_stands_still_where_the_border_waves() -> None:
    """A border 1 + wave cos(3 angle) takes wave / pi, on average, from the best that a circle can get."""
    rng = np.random.default_rng(5)
    (X, y), (Q, target) = flower(rng, 20_000, 0.45, 0), flower(rng, 20_000, 0.45, 0)
    assert np.mean(by_features(X, y, Q) == target) == pytest.approx(1 - 0.45 / np.pi, abs=0.01)


def test_the_price_of_a_prediction_grows_with_the_examples_for_k_nn_alone() -> None:
    """One multiply-add for each input of each example; for each input and the output of each hidden unit; radius and weight."""
    finding = found(0.3)[1]
    np.testing.assert_array_equal(array(finding, "k-NN multiply-adds"), [4 * n for n in SIZES])
    assert set(array(finding, "MLP multiply-adds")) == {24 * 4 + 24}
    assert set(array(finding, "features multiply-adds")) == {2 + 1}


def test_captions_tell_size_by_size_and_learner_by_learner_what_was_measured() -> None:
    captions, finding = found(0.3)
    assert len(captions) == 3 * len(SIZES)
    for i, name in enumerate(("k-NN", "features", "MLP")):
        for n, accuracy, caption in zip(SIZES, array(finding, name), captions[i::3], strict=True):
            assert caption.startswith(f"{n} examples")
            assert f"{accuracy:.1%}" in caption


@pytest.mark.parametrize(("wave", "right"), [(0.3, "MLP"), (0.0, "features")])
def test_the_right_prediction_is_measured(wave: float, right: str) -> None:
    assert run.predict.answer(found(wave)[1]) == right
    assert right in run.predict.choices
