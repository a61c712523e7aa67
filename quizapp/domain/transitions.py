"""What may become of a memory when its card is asked: FSRS-6, asked once for like memories."""

from datetime import date, timedelta
from math import exp, log

import fsrs

from quizapp.domain.day import aligned
from quizapp.domain.recall import DEFAULT_WEIGHTS

FIRST = date(2000, 1, 1)
"""Any day will do."""
_STEP = 0.01
"""Stabilities that differ by no more than one per cent are like, and so are difficulties that differ by this much."""

Kept = tuple[float, float]
"""A stability in days, and a difficulty."""


class Transitions:
    """The memories that follow from an answer. A failed card is asked again on the same day and then passed with Good."""

    def __init__(self, parameters: tuple[float, ...] | None) -> None:
        weights = parameters or DEFAULT_WEIGHTS
        self._engine = fsrs.Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._known: dict[tuple[int, int, int, bool], Kept] = {}
        new = fsrs.Card(card_id=0, due=aligned(FIRST))
        self._first = {passed: self._answered(new, FIRST, passed) for passed in (True, False)}

    def first(self, passed: bool) -> Kept:
        """The memory of a card asked for the first time."""
        return self._first[passed]

    def after(self, stability: float, difficulty: float, elapsed: int, passed: bool) -> Kept:
        """The memory of a card that is asked `elapsed` days after its latest review."""
        key = round(log(stability) / _STEP), round(difficulty / _STEP), elapsed, passed
        if key not in self._known:
            last = aligned(FIRST)
            card = fsrs.Card(0, fsrs.State.Review, None, exp(key[0] * _STEP), key[1] * _STEP, last, last)
            self._known[key] = self._answered(card, FIRST + timedelta(days=elapsed), passed)
        return self._known[key]

    def _answered(self, card: fsrs.Card, day: date, passed: bool) -> Kept:
        for rating in [fsrs.Rating.Good] if passed else [fsrs.Rating.Again, fsrs.Rating.Good]:
            card, _ = self._engine.review_card(card, rating, aligned(day))
        assert card.stability is not None
        assert card.difficulty is not None
        return card.stability, card.difficulty
