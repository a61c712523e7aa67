import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any

import fsrs
import pytest

import quizapp.domain.fitting
import quizapp.domain.forecast
from quizapp.domain.costs import Costs
from quizapp.domain.course import Course, Dice
from quizapp.domain.day import aligned
from quizapp.domain.fitting import ALLOWED, Fitting
from quizapp.domain.forecast import DOUBT, Forecast, forecast, sampled, usual_doubt
from quizapp.domain.plan import SETTLING, Goal
from quizapp.domain.recall import DEFAULT_WEIGHTS, ForgettingCurve
from quizapp.domain.schedule import ListedCard, Schedule
from quizapp.domain.transitions import Transitions

TODAY = date(2026, 3, 2)
EACH = Costs(60.0, 60.0, 60.0, 0.75)


@pytest.fixture(autouse=True)
def fewer_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are enough here, and take less time."""
    monkeypatch.setattr(quizapp.domain.forecast, "MOST_RUNS", 40)


def cards(unseen: int, seen: int = 0, topics: int = 3) -> list[ListedCard]:
    dice = random.Random(1)
    found = [Schedule(f"d/new-{number:05}") for number in range(unseen)]
    for number in range(seen):
        last = TODAY - timedelta(days=dice.randint(1, 30))
        found.append(Schedule(f"d/old-{number:05}", dice.uniform(1, 60), dice.uniform(1, 10), TODAY, last, last, dice.randint(1, 9)))
    return [ListedCard(each.card, "d", f"d/t{place % topics}", each) for place, each in enumerate(found)]


def ahead(those: list[ListedCard], left: int, minutes: float, *, spent: float = 0.0, doubt: float = 0.0) -> Forecast:
    found = forecast(those, Goal(TODAY + timedelta(days=left), minutes), TODAY, EACH, spent=spent, doubt=doubt)
    assert found is not None
    return found


def test_readiness_today_is_the_mean_recall_with_unseen_cards_as_nothing() -> None:
    those, curve = cards(10, 20), ForgettingCurve.of(None)
    recalls = [
        curve.recall((TODAY - each.last).days, each.stability) for each in (card.schedule for card in those) if each.last and each.stability
    ]
    found = ahead(those, 10, 20)
    assert found.today == pytest.approx(sum(recalls) / 30)
    assert (found.days_left, found.cards, found.unseen) == (10, 30, 10)
    assert sum(each.cards * each.today for each in found.by_topic) == pytest.approx(sum(recalls))
    assert ahead(cards(5), 10, 20).today == 0


def test_cards_that_stay_unseen_count_as_nothing_on_the_day_too() -> None:
    found = ahead(cards(200), 10, 3)
    assert found.left_unseen > 150
    assert found.on_the_day.expected < 1 - found.left_unseen / 200


def test_suspended_cards_are_left_out() -> None:
    those = cards(6)
    put_aside = [replace(card, schedule=replace(card.schedule, suspended=True)) for card in cards(2, topics=1)]
    others = [replace(card, id=f"{card.id}-x", schedule=replace(card.schedule, card=f"{card.id}-x")) for card in put_aside]
    assert ahead([*those, *others], 9, 20) == ahead(those, 9, 20)


def test_the_days_ahead_go_up_to_the_interview_within_the_minutes_on_average() -> None:
    found = ahead(cards(40, 20), 14, 15)
    assert [each.day for each in found.days] == [TODAY + timedelta(days=number) for number in range(14)]
    assert all(each.minutes <= 15 + 0.5 for each in found.days)
    assert sum(each.new for each in found.days) == pytest.approx(40)
    assert sum(each.new for each in found.days[: 14 - SETTLING + 1]) == pytest.approx(40)


def test_what_the_answers_leave_of_a_day_is_planned_again() -> None:
    """An answer takes a minute, and a failed card another."""
    for seed in range(5):
        course = Course(cards(200), Goal(TODAY + timedelta(days=14), 20), TODAY, EACH).run(seed)
        for _, _, seconds in course.days[2:-SETTLING]:
            assert 19 <= seconds / 60 <= 21


def test_minutes_spent_today_are_missing_today_only() -> None:
    whole, rest = ahead(cards(60), 14, 15), ahead(cards(60), 14, 15, spent=900.0)
    assert (rest.days[0].new, rest.days[0].reviews, rest.days[0].minutes) == (0, 0, 0)
    assert rest.days[1].minutes > 5
    assert whole.days[0].new > 0


def test_equal_arguments_give_equal_forecasts() -> None:
    assert ahead(cards(30, 30), 12, 15, doubt=0.2) == ahead(cards(30, 30), 12, 15, doubt=0.2)


def test_more_minutes_never_make_less_ready() -> None:
    expected = [ahead(cards(30, 15), 14, minutes).on_the_day.expected for minutes in (2, 4, 8, 16, 32)]
    for fewer, more in pairwise(expected):
        assert more > fewer - 0.005
    assert expected[-1] > expected[0] + 0.2


def test_doubt_about_the_memory_widens_the_band() -> None:
    sure, unsure = (ahead(cards(60), 21, 20, doubt=doubt).on_the_day for doubt in (0.0, 0.2))
    assert 0 < sure.high - sure.low < 0.7 * (unsure.high - unsure.low)
    for band in (sure, unsure):
        assert 0 <= band.low <= band.expected <= band.high <= 1


def test_a_tenth_of_what_may_come_lies_below_the_band_and_a_tenth_above() -> None:
    band, runs = ahead(cards(60), 21, 20).on_the_day, quizapp.domain.forecast.MOST_RUNS
    course = Course(cards(60), Goal(TODAY + timedelta(days=21), 20), TODAY, EACH)
    outcomes = [fmean(course.run(seed).recalls) for seed in range(runs)]
    assert sum(each < band.low for each in outcomes) == pytest.approx(runs / 10, abs=1)
    assert sum(each > band.high for each in outcomes) == pytest.approx(runs / 10, abs=1)


def test_learned_weights_are_doubted_less_the_more_reviews_there_are() -> None:
    assert usual_doubt(None, 100_000) == DOUBT
    assert [usual_doubt(DEFAULT_WEIGHTS, reviews) for reviews in (0, 400, 1000)] == [DOUBT] * 3
    assert usual_doubt(DEFAULT_WEIGHTS, 8000) == pytest.approx(DOUBT / 2)
    practised = [replace(card, schedule=replace(card.schedule, reviews=400)) for card in cards(0, 60)]
    goal = Goal(TODAY + timedelta(days=21), 5)
    bands = [forecast(practised, goal, TODAY, EACH, parameters=each) for each in (None, DEFAULT_WEIGHTS)]
    published, learned = (each.on_the_day.high - each.on_the_day.low for each in bands if each)
    assert learned < 0.8 * published


def test_a_forecast_for_the_interview_day_itself_is_readiness_now() -> None:
    found = ahead(cards(3, 9), 0, 20)
    assert found.days == ()
    assert found.on_the_day.expected == pytest.approx(found.today)
    assert forecast(cards(3), Goal(TODAY - timedelta(days=1), 20), TODAY, EACH) is None


def test_without_cards_nothing_is_forecast() -> None:
    found = ahead([], 5, 20)
    assert (found.cards, found.today, found.on_the_day.expected, found.by_topic) == (0, 0.0, 0.0, ())


def one(stability: float, elapsed: int) -> list[ListedCard]:
    last = TODAY - timedelta(days=elapsed)
    return [ListedCard("d/one", "d", "d/t", Schedule("d/one", stability, 5.0, TODAY, last, last, 2))]


def test_one_card_asked_on_the_eve_is_recalled_as_the_fsrs_package_has_it() -> None:
    engine = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    before, eve, day = (aligned(TODAY + timedelta(days=days)) for days in (-1, 0, 1))
    card = fsrs.Card(0, fsrs.State.Review, None, 1.5, 5.0, eve, before)
    passed, _ = engine.review_card(card, fsrs.Rating.Good, eve)
    failed, _ = engine.review_card(card, fsrs.Rating.Again, eve)
    failed, _ = engine.review_card(failed, fsrs.Rating.Good, eve)
    recall = engine.get_card_retrievability(card, eve)
    after = {engine.get_card_retrievability(each, day) for each in (passed, failed)}
    goal = Goal(TODAY + timedelta(days=1), 20)
    outcomes = [Course(one(1.5, 1), goal, TODAY, EACH).run(seed).recalls[0] for seed in range(400)]
    assert sorted({*outcomes}) == pytest.approx(sorted(after), abs=0.0006)
    assert fmean(outcome > fmean(after) for outcome in outcomes) == pytest.approx(recall, abs=0.04)


def test_a_card_that_is_not_asked_is_recalled_by_the_forgetting_curve() -> None:
    assert ahead(one(20.0, 3), 5, 0).on_the_day.expected == pytest.approx(ForgettingCurve.of(None).recall(8, 20.0))


def test_a_card_that_was_failed_will_have_been_passed() -> None:
    (card,) = one(0.5, 2)
    failed = [replace(card, schedule=replace(card.schedule, failing=True))]
    stability, _ = Transitions(None).after(0.5, 5.0, 2, passed=True)
    assert ahead(failed, 5, 0).on_the_day.expected == pytest.approx(ForgettingCurve.of(None).recall(5, stability))


def test_a_forecast_by_a_sample_is_that_of_all_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ahead(cards(120), 10, 20)
    monkeypatch.setattr(quizapp.domain.forecast, "MOST_CARDS", 30)
    found = ahead(cards(120), 10, 20)
    both = whole.on_the_day, found.on_the_day
    assert found.on_the_day.expected == pytest.approx(whole.on_the_day.expected, abs=0.02)
    up, down = [each.high - each.expected for each in both], [each.expected - each.low for each in both]
    assert up[1] == pytest.approx(up[0], rel=0.4)
    assert down[1] == pytest.approx(down[0], rel=0.4)
    for count in (lambda day: day.new, lambda day: day.reviews, lambda day: day.minutes):
        assert sum(map(count, found.days)) == pytest.approx(sum(map(count, whole.days)), rel=0.1)


@pytest.mark.parametrize(("unseen", "minutes"), [(800, 40), (800, 15), (200, 60)])
def test_a_sample_comes_to_what_all_cards_come_to(unseen: int, minutes: float) -> None:
    """Though its share of a day has room for a fraction of a new card only."""
    those, goal = cards(unseen, 400), Goal(TODAY + timedelta(days=30), minutes)
    whole = Course(those, goal, TODAY, EACH).run(0)
    played = sampled(those, 120)
    share = len(played) / len(those)
    courses = [Course(played, goal, TODAY, EACH, share=share).run(seed) for seed in range(12)]
    assert fmean(fmean(each.recalls) for each in courses) == pytest.approx(fmean(whole.recalls), abs=0.02)
    assert fmean(each.unseen for each in courses) / share == pytest.approx(whole.unseen, abs=0.05 * unseen)


def test_a_sample_speaks_for_all_cards() -> None:
    those = cards(300, 900)
    taken = sampled(those, 120)
    assert len(taken) == pytest.approx(120, abs=3)
    assert [card.id for card in taken] == [card.id for card in those if card in taken]
    assert {card.topic for card in taken} == {card.topic for card in those}
    assert sum(card.schedule.first is None for card in taken) / len(taken) == pytest.approx(0.25, abs=0.02)
    stable = [fmean(card.schedule.stability or 0 for card in some) for some in (those, taken)]
    assert stable[0] == pytest.approx(stable[1], rel=0.05)
    assert sampled(those[:50], 50) == those[:50]


def test_dice_fall_evenly() -> None:
    dice = Dice(3)
    throws = [dice.throw() for _ in range(2000)]
    assert fmean(throws) == pytest.approx(0.5, abs=0.02)
    assert sum(throw < 0.1 for throw in throws) == pytest.approx(200, abs=40)
    assert all(0 <= throw < 1 for throw in throws)
    assert Dice(3).throw() != Dice(4).throw()


def test_what_fits_has_no_shortfall() -> None:
    assert Fitting(cards(60), TODAY, EACH).shortfall(Goal(TODAY + timedelta(days=42), 20)) is None
    assert Fitting([], TODAY, EACH).shortfall(Goal(TODAY + timedelta(days=42), 20)) is None
    assert Fitting(cards(60), TODAY, EACH).shortfall(Goal(TODAY - timedelta(days=1), 20)) is None


def test_what_would_make_it_fit_does() -> None:
    fitting, goal = Fitting(cards(60), TODAY, EACH), Goal(TODAY + timedelta(days=14), 6)
    short = fitting.shortfall(goal)
    assert short is not None
    assert short.late > 20
    assert short.lost > ALLOWED
    assert short.minutes is not None
    assert fitting.shortfall(replace(goal, minutes=short.minutes)) is None
    assert fitting.shortfall(replace(goal, minutes=short.minutes - 1)) is not None
    assert 0 < short.cards < 60
    assert replace(fitting, cards=cards(60)[: short.cards]).shortfall(goal) is None
    assert replace(fitting, cards=cards(60)[: short.cards + 1]).shortfall(goal) is not None


def test_reviews_that_do_not_fit_are_a_shortfall_too() -> None:
    short = Fitting(cards(200), TODAY, EACH).shortfall(Goal(TODAY + timedelta(days=42), 15))
    assert short is not None
    assert short.late == 0
    assert short.lost > ALLOWED


def test_two_days_before_the_interview_new_cards_fit_if_they_are_seen_at_all() -> None:
    goal = Goal(TODAY + timedelta(days=2), 20)
    assert Fitting(cards(6), TODAY, EACH).shortfall(goal) is None
    short = Fitting(cards(60), TODAY, EACH).shortfall(goal)
    assert short is not None
    assert short.late > 20


def test_what_no_day_is_long_enough_for_is_called_so() -> None:
    short = Fitting(cards(3000), TODAY, EACH).shortfall(Goal(TODAY + timedelta(days=4), 30))
    assert short is not None
    assert short.minutes is None
    assert short.late > 2000


def test_what_would_make_it_fit_is_found_with_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def counted(*args: Any, **more: Any) -> Course:
        tried.append(args)
        return Course(*args, **more)

    monkeypatch.setattr(quizapp.domain.fitting, "Course", counted)
    short = Fitting(cards(3000), TODAY, EACH).shortfall(Goal(TODAY + timedelta(days=42), 30))
    assert short is not None
    assert short.minutes is not None
    assert 0 < short.cards < 3000
    assert len(tried) <= 24


def test_a_course_is_the_same_each_time() -> None:
    course = Course(cards(20, 10), Goal(TODAY + timedelta(days=9), 20), TODAY, EACH, doubt=0.1)
    assert course.run(1) == course.run(1)
    assert course.run(1) != course.run(2)
