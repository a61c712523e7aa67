from datetime import date, timedelta

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.day import aligned
from quizapp.domain.recall import DEFAULT_WEIGHTS
from quizapp.domain.transitions import Transitions, disturbed

DAY = date(2026, 3, 2)
factors = st.lists(st.floats(0.5, 1.5), min_size=len(DEFAULT_WEIGHTS), max_size=len(DEFAULT_WEIGHTS))


def answered(weights: tuple[float, ...], card: fsrs.Card, day: date, passed: bool) -> tuple[float | None, float | None]:
    """What the package makes of it: a failed card is then passed."""
    engine = fsrs.Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    for rating in [fsrs.Rating.Good] if passed else [fsrs.Rating.Again, fsrs.Rating.Good]:
        card, _ = engine.review_card(card, rating, aligned(day))
    return card.stability, card.difficulty


@given(factors, st.booleans())
def test_a_first_answer_is_that_of_the_fsrs_package(off: list[float], passed: bool) -> None:
    weights = disturbed(None, off)
    assert Transitions(weights).first(passed) == pytest.approx(answered(weights, fsrs.Card(0, due=aligned(DAY)), DAY, passed), rel=1e-9)


@given(factors, st.floats(0.001, 3000), st.floats(1, 10), st.integers(0, 1500), st.booleans())
def test_a_later_answer_is_that_of_the_fsrs_package(
    off: list[float], stability: float, difficulty: float, elapsed: int, passed: bool
) -> None:
    weights, at = disturbed(None, off), DAY + timedelta(days=elapsed)
    card = fsrs.Card(0, fsrs.State.Review, None, stability, difficulty, aligned(at), aligned(DAY))
    found = Transitions(weights).after(stability, difficulty, elapsed, passed or not elapsed)
    assert found == pytest.approx(answered(weights, card, at, passed or not elapsed), rel=1e-9)


def test_the_published_weights_are_the_usual_ones() -> None:
    assert Transitions(None).practised(4) == Transitions(DEFAULT_PARAMETERS).practised(4)


def test_disturbed_weights_stay_within_the_bounds_of_the_engine() -> None:
    for factor in (0.0, 0.8, 1.2, 100.0):
        fsrs.Scheduler(disturbed(None, [factor] * len(DEFAULT_WEIGHTS)))
    assert disturbed(None, [1.0] * len(DEFAULT_WEIGHTS)) == DEFAULT_WEIGHTS
