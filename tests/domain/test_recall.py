from datetime import date, timedelta

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.day import aligned
from quizapp.domain.recall import DEFAULT_WEIGHTS, ForgettingCurve

DAY = date(2026, 3, 2)
OTHERS = (*(0.4, 1.0, 3.0, 10.0, 7.0, 0.6, 2.0, 0.01, 1.5, 0.1, 1.0), *(1.6, 0.1, 0.3, 1.8, 0.3, 2.5, 0.5, 0.1, 0.1, 0.3))


def test_the_usual_weights_are_those_of_the_fsrs_package() -> None:
    assert DEFAULT_WEIGHTS == DEFAULT_PARAMETERS


@given(
    st.floats(0.01, 3000),
    st.floats(1, 10),
    st.integers(1, 1500),
    st.sampled_from([None, OTHERS]),
)
def test_recall_and_a_pass_are_those_of_the_fsrs_package(
    stability: float, difficulty: float, days: int, parameters: tuple[float, ...] | None
) -> None:
    engine = fsrs.Scheduler(parameters or DEFAULT_PARAMETERS, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    at = aligned(DAY + timedelta(days=days))
    card = fsrs.Card(0, fsrs.State.Review, None, stability, difficulty, at, aligned(DAY))
    curve = ForgettingCurve.of(parameters)
    recall = curve.recall(days, stability)
    assert recall == pytest.approx(engine.get_card_retrievability(card, at), rel=1e-12)
    passed, _ = engine.review_card(card, fsrs.Rating.Good, at)
    assert curve.after_pass(stability, difficulty, recall) == pytest.approx(passed.stability, rel=1e-9)
