"""The plan beside a fixed desired retention, in a few simulated courses: `python -m tests.benchmarks.plan` measures many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import fsrs
import numpy as np
import pytest

from quizapp.domain.day import Calendar, aligned
from quizapp.domain.forecast import forecast
from quizapp.domain.history import Graded, Rating
from quizapp.domain.memory import Memory, fuzzed
from quizapp.domain.rules import Rules
from tests.benchmarks.plan import answers_for, frontier, point, recall_for
from tests.learners_simulated import EACH, START, App, Case, Truth, weights

CASE = Case(60, 21, 25, runs=12)


@pytest.mark.parametrize("disturbance", [0.0, 0.2])
def test_the_truth_is_that_of_the_fsrs_package(disturbance: float) -> None:
    w, dice = weights(3, disturbance, seed=1), np.random.default_rng(2)
    truth = Truth(w, 4)
    engines = [fsrs.Scheduler(tuple(w[:, run, 0]), learning_steps=(), relearning_steps=(), enable_fuzzing=False) for run in range(3)]
    known = [[fsrs.Card(0, due=aligned(START)) for _ in range(4)] for _ in range(3)]
    for day in (0, 1, 4, 5, 13, 40):
        now = aligned(START.fromordinal(START.toordinal() + day))
        expected = [[engine.get_card_retrievability(card, now) for card in its] for engine, its in zip(engines, known, strict=True)]
        assert truth.recall(day) == pytest.approx(np.array(expected), rel=1e-9)
        asked, passed = dice.random((3, 4)) < 0.7, dice.random((3, 4)) < 0.6
        truth.answer(asked, passed, day)
        for run, place in np.argwhere(asked):
            for rating in [fsrs.Rating.Good] if passed[run, place] else [fsrs.Rating.Again, fsrs.Rating.Good]:
                known[run][place], _ = engines[run].review_card(known[run][place], rating, now)


def test_what_the_app_keeps_of_like_steps_is_what_it_would_compute() -> None:
    app, new = App(), CASE.unseen()[0].schedule
    for start in (0, 2):
        kept, computed = new, new
        for number, day in enumerate((0, 3, 9, 25)):
            kept = app.answered(kept, number != 2, start + day)
            computed = App().answered(computed, number != 2, start + day)
            assert replace(kept, lapses=0) == replace(computed, lapses=0)


@pytest.mark.parametrize("retention", [0.7, 0.85, 0.97])
def test_a_fixed_retention_brings_a_card_back_when_the_product_would(retention: float) -> None:
    memory, truth = Memory(Rules(Calendar(UTC, 0), retention=retention)), Truth(weights(1, 0.0, seed=0), 1)
    schedule = CASE.unseen()[0].schedule
    for day, passed in ((0, True), (3, True), (9, False), (11, True), (30, True)):
        moment = datetime(START.year, START.month, START.day, 12, tzinfo=UTC) + timedelta(days=day)
        for rating in [Rating.GOOD] if passed else [Rating.AGAIN, Rating.GOOD]:
            schedule = memory.advance(schedule, Graded(UUID(int=0), moment, schedule.card, rating, 0, "quiz", ""))
        truth.answer(np.array([[True]]), np.array([[passed]]), day)
        assert schedule.due is not None
        assert schedule.last is not None
        interval = fuzzed(int(truth.interval(retention)[0, 0]), schedule.card, schedule.reviews - 1)
        assert interval == (schedule.due - schedule.last).days


def test_the_plan_brings_more_than_the_best_fixed_retention_with_as_many_answers_and_needs_fewer() -> None:
    fixed = [point(CASE.by_fixed(retention)) for retention in (0.85, 0.90, 0.93, 0.95, 0.97)]
    answers, recall = point(CASE.by_plan())
    assert recall > recall_for(fixed, answers) + 0.01
    assert answers < 0.8 * answers_for(fixed, recall)[0]


def test_a_forecast_comes_true() -> None:
    expected = forecast(CASE.unseen(), CASE.goal, START, EACH, doubt=0.0)
    assert expected is not None
    recalls = CASE.by_plan().recalls
    assert recalls.mean() == pytest.approx(expected.on_the_day.expected, abs=0.01)
    assert 0.4 < np.mean((recalls > expected.on_the_day.low) & (recalls < expected.on_the_day.high)) < 1


def test_between_two_points_the_frontier_is_straight() -> None:
    points = [(100.0, 0.8), (200.0, 0.9), (150.0, 0.7)]
    assert frontier(points) == [(100.0, 0.8), (200.0, 0.9)]
    assert recall_for(points, 150) == pytest.approx(0.85)
    needed, reached = answers_for(points, 0.85)
    assert needed == pytest.approx(150)
    assert reached
    assert answers_for(points, 0.95) == (200.0, False)
