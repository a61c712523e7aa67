"""What may become of a memory when its card is asked: FSRS-6, asked once for like memories."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, log

import fsrs
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizapp.domain.day import aligned
from quizapp.domain.recall import DEFAULT_WEIGHTS

FIRST = date(2000, 1, 1)
"""Any day will do."""
_STEP = 0.01
"""Stabilities that differ by no more than one per cent are like, and so are difficulties that differ by this much."""

Kept = tuple[float, float]
"""A stability in days, and a difficulty."""


def disturbed(parameters: tuple[float, ...] | None, factors: Sequence[float]) -> tuple[float, ...]:
    """The weights, each times its factor, within the bounds that FSRS-6 allows."""
    weights = zip(parameters or DEFAULT_WEIGHTS, factors, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(weight * factor, low), high) for weight, factor, low, high in weights)


class Transitions:
    """The memories that follow from an answer. A failed card is asked again on the same day and then passed with Good."""

    def __init__(self, parameters: tuple[float, ...] | None) -> None:
        weights = parameters or DEFAULT_WEIGHTS
        self._engine = fsrs.Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._known: dict[tuple[int, int, int, bool], Kept] = {}
        new = fsrs.Card(card_id=0, due=aligned(FIRST))
        self._first = {passed: self._answered(new, FIRST, passed) for passed in (True, False)}

    def practised(self, most: int) -> list[float]:
        """The stability after each of the first `most` reviews of a card that is passed whenever its recall has fallen to 90 %."""
        kept = self.first(passed=True)
        stabilities = [kept[0]]
        while len(stabilities) < most:
            kept = self.after(*kept, max(1, round(kept[0])), passed=True)
            stabilities.append(kept[0])
        return stabilities

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
