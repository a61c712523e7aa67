import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss as sklearns_log_loss

from quizapp.domain.calibration import (
    FEWEST,
    Recall,
    Review,
    calibration,
    counted,
    log_loss,
    recalls,
    recency,
    rmse_bins,
    standard_error,
    surprise,
)
from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, Graded, Practised, Rating, Renamed, Restarted, Undone
from tests.simulated import memory, near, reviews_of, study

AGAIN, HARD, GOOD, EASY = Rating
DAY = date(2026, 3, 2)
probabilities = st.floats(0.001, 0.999)
predicted = st.lists(
    st.builds(Recall, probabilities, st.booleans(), st.integers(1, 2000), st.integers(2, 60), st.integers(0, 20)), min_size=1, max_size=60
)


def at(day: int, rating: Rating, card: str = "a") -> Review:
    return Review(card, DAY + timedelta(days=day), rating)


def found(*reviews: Review) -> list[Recall]:
    return list(recalls(reviews, memory()))


# -- which reviews are predicted ---------------------------------------------------------------------------------------


def test_a_first_review_has_no_prediction_and_of_several_on_a_day_the_first_counts() -> None:
    reviews = at(0, AGAIN), at(0, GOOD), at(3, AGAIN), at(3, AGAIN), at(3, GOOD), at(9, GOOD)
    assert [(each.recalled, each.interval, each.days, each.lapses) for each in found(*reviews)] == [(False, 3, 2, 0), (True, 6, 3, 1)]


def test_failing_on_the_first_day_is_no_lapse_and_every_predicted_failure_is() -> None:
    reviews = at(0, AGAIN), at(1, AGAIN), at(2, AGAIN), at(3, GOOD), at(4, GOOD)
    assert [each.lapses for each in found(*reviews)] == [0, 1, 2, 2]


def test_cards_do_not_mix_and_come_in_the_order_of_their_reviews() -> None:
    alone = found(at(0, GOOD, "a"), at(5, GOOD, "a")) + found(at(1, EASY, "b"), at(7, AGAIN, "b"))
    assert found(at(0, GOOD, "a"), at(1, EASY, "b"), at(5, GOOD, "a"), at(7, AGAIN, "b")) == alone


def test_a_prediction_is_the_forgetting_curve_of_fsrs_6_and_knows_nothing_of_the_answer() -> None:
    w, interval = near(Random(1), 0.2), 12
    for rating in Rating:
        (each,) = recalls([at(0, GOOD), at(interval, rating)], memory(w))
        factor = 0.9 ** (-1 / w[20]) - 1
        assert each.predicted == pytest.approx((1 + factor * interval / w[2]) ** -w[20])
        assert each.recalled == (rating is not AGAIN)


def test_a_day_before_the_one_before_is_no_later_day() -> None:
    assert found(at(5, GOOD), at(3, AGAIN)) == []
    assert [each.interval for each in found(at(5, GOOD), at(3, GOOD), at(6, GOOD))] == [1]


def test_the_reviews_are_those_that_count_under_the_ids_that_cards_have_now() -> None:
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def grade(number: int, days: int, card: str, rating: Rating = GOOD) -> Graded:
        return Graded(UUID(int=number), moment + timedelta(days=days), card, rating, 1, "quiz", "fsrs-6")

    events: Sequence[Event] = (
        grade(1, 0, "old"),
        grade(2, 1, "reset"),
        Restarted(UUID(int=3), moment, "reset"),
        Renamed(UUID(int=4), moment, "new", "old"),
        Practised(UUID(int=5), moment, "new", GOOD, 1, "cram"),
        grade(6, 4, "new", AGAIN),
        grade(7, 5, "new"),
        Undone(UUID(int=8), moment, UUID(int=7)),
    )
    assert counted(events, Calendar(UTC)) == [Review("new", DAY, GOOD), Review("new", DAY + timedelta(days=4), AGAIN)]


# -- the measures ------------------------------------------------------------------------------------------------------


@given(predicted)
def test_log_loss_is_scikit_learns(its: list[Recall]) -> None:
    theirs = sklearns_log_loss([each.recalled for each in its], [each.predicted for each in its], labels=[False, True])
    assert log_loss(its) == pytest.approx(theirs)
    weights = recency(len(its))
    weighted = sklearns_log_loss(
        [each.recalled for each in its], [each.predicted for each in its], labels=[False, True], sample_weight=weights
    )
    assert log_loss(its, weights) == pytest.approx(weighted)


def test_log_loss_of_a_coin_is_ln_2_and_a_certain_error_is_dear_and_finite() -> None:
    assert log_loss([Recall(0.5, came, 1, 2, 0) for came in (True, False)]) == pytest.approx(math.log(2))
    assert 30 < surprise(Recall(1.0, False, 1, 2, 0)) < 40


@given(st.lists(st.tuples(st.floats(-3, 3), st.integers(0, 4)), min_size=1, max_size=40))
def test_the_standard_error_takes_each_card_as_one(found: list[tuple[float, int]]) -> None:
    """Held to the sandwich of statsmodels' `cov_type="cluster"` for a mean, written with matrices and its correction for few clusters."""
    d, cards = np.array([each for each, _ in found]), np.array([card for _, card in found])
    error = standard_error(list(d), list(map(int, cards)))
    groups = len(set(cards))
    if groups < 2:
        assert error == math.inf
        return
    members = (cards[:, None] == np.unique(cards)[None, :]).astype(float)
    scores = members.T @ (d - d.mean())
    assert error == pytest.approx(float(np.sqrt(groups / (groups - 1) * scores @ scores) / len(d)))


def test_where_each_card_has_one_review_it_is_the_standard_error_of_a_mean() -> None:
    d = [0.2, -0.1, 0.4, 0.0]
    assert standard_error(d, [1, 2, 3, 4]) == pytest.approx(float(np.std(d, ddof=1) / 2))
    assert standard_error(d * 2, [1, 2, 3, 4] * 2) == pytest.approx(float(np.std(d, ddof=1) / 2)), "said twice, it is no more certain"


def benchmarks_bin(each: Recall) -> tuple[float, float, float]:
    """As `rmse_matrix` of open-spaced-repetition/srs-benchmark computes it."""

    def power(scale: float, base: float, number: int, digits: int) -> float:
        return float(round(scale * np.power(base, np.floor(np.log(number) / np.log(base))), digits))

    lapses = power(1.65, 1.73, each.lapses, 0) if each.lapses else 0
    return power(2.48, 3.62, each.interval, 2), power(1.99, 1.89, each.days, 0), lapses


@given(predicted, st.booleans())
def test_rmse_over_bins_is_the_benchmarks(its: list[Recall], weighted: bool) -> None:
    weights = np.array(recency(len(its)) if weighted else [1.0] * len(its))
    bins: dict[tuple[float, float, float], list[int]] = {}
    for place, each in enumerate(its):
        bins.setdefault(benchmarks_bin(each), []).append(place)
    p, y = np.array([each.predicted for each in its]), np.array([float(each.recalled) for each in its])
    squares = [(p[places].mean() - y[places].mean()) ** 2 for places in bins.values()]
    theirs = np.sqrt(np.average(squares, weights=[weights[places].sum() for places in bins.values()]))
    assert rmse_bins(its, list(weights) if weighted else None) == pytest.approx(theirs)


def test_rmse_is_the_error_of_the_mean_where_there_is_one_bin_and_errors_in_different_bins_do_not_cancel() -> None:
    same = [Recall(0.8, came, 1, 2, 0) for came in (True, True, True, False)]
    assert rmse_bins(same) == pytest.approx(0.05)
    assert rmse_bins([Recall(0.5, True, 1, 2, 0), Recall(0.5, False, 100, 2, 0)]) == pytest.approx(0.5)


def test_recent_reviews_weigh_more_as_in_fsrs_rs() -> None:
    assert recency(1) == [0.25]
    assert recency(3) == pytest.approx([0.25, 0.34375, 1.0])


# -- what a person reads -----------------------------------------------------------------------------------------------


@given(predicted)
def test_the_ten_bins_hold_every_review_once_and_keep_its_sums(its: list[Recall]) -> None:
    whole = calibration(its)
    assert [each.low for each in whole.bins] == pytest.approx([i / 10 for i in range(10)])
    assert sum(each.reviews for each in whole.bins) == whole.reviews == len(its)
    assert all(each.predicted is None or each.low <= each.predicted <= each.high for each in whole.bins)
    assert sum(each.reviews * (each.predicted or 0) for each in whole.bins) == pytest.approx(sum(each.predicted for each in its))
    assert sum(each.reviews * (each.recalled or 0) for each in whole.bins) == pytest.approx(sum(each.recalled for each in its))


def test_a_prediction_of_1_is_in_the_last_bin() -> None:
    assert calibration([Recall(1.0, True, 1, 2, 0)]).bins[9].reviews == 1


def test_the_sentence_tells_the_fullest_bin_and_nothing_before_it_holds_enough() -> None:
    its = [Recall(0.8, place % 25 < 21, 1, 2, 0) for place in range(FEWEST)] + [Recall(0.95, True, 1, 2, 0)] * (FEWEST - 1)
    assert calibration(its).sentence == "When the app says 80 %, you recall 84 %."
    assert calibration(its[1:]).sentence == ""
    assert calibration([]).sentence == ""


def test_without_reviews_there_are_no_figures() -> None:
    nothing = calibration([])
    assert (nothing.reviews, nothing.log_loss, nothing.rmse_bins) == (0, None, None)
    assert all((each.reviews, each.predicted, each.recalled) == (0, None, None) for each in nothing.bins)


def test_somebody_whose_memory_is_the_models_recalls_what_it_says() -> None:
    """The model is told by how little it is off; one with other weights is off by more."""
    learner = study(memory(), 3000, Random(5))
    its = list(recalls(reviews_of(learner), memory()))
    assert [each.predicted for each in its] == [each.chance for each in learner if each.chance is not None]
    right, wrong = calibration(its), calibration([*recalls(reviews_of(learner), memory(near(Random(2), 0.4)))])
    assert right.log_loss is not None
    assert wrong.log_loss is not None
    assert right.log_loss < wrong.log_loss
    for each in right.bins:
        if each.reviews > 200 and each.predicted and each.recalled:
            assert abs(each.predicted - each.recalled) < 4 * math.sqrt(each.predicted * (1 - each.predicted) / each.reviews)
