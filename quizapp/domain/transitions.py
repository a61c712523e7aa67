"""What may become of a memory when its card is asked: FSRS-6 in plain floats.

A forecast asks for this a hundred thousand times, for which the package `fsrs` takes too long. Tests hold the formulas to the package.
"""

from collections.abc import Sequence
from math import exp

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizapp.domain.recall import DEFAULT_WEIGHTS, ForgettingCurve

LEAST_STABLE = 0.001
"""Days; FSRS-6 knows no shorter stability."""
EASIEST, HARDEST = 1.0, 10.0

Kept = tuple[float, float]
"""A stability in days, and a difficulty."""


def disturbed(parameters: tuple[float, ...] | None, factors: Sequence[float]) -> tuple[float, ...]:
    """The weights, each times its factor, within the bounds that FSRS-6 allows."""
    weights = zip(parameters or DEFAULT_WEIGHTS, factors, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(weight * factor, low), high) for weight, factor, low, high in weights)


class Transitions:
    """The memories that follow from an answer. A failed card is asked again on the same day and then passed with Good."""

    def __init__(self, parameters: tuple[float, ...] | None) -> None:
        w = parameters or DEFAULT_WEIGHTS
        self._curve = ForgettingCurve.of(parameters)
        self._w6, self._w7, self._w11, self._w12, self._w13, self._w14, self._w19 = w[6], w[7], w[11], w[12], w[13], w[14], w[19]
        self._soon = exp(w[17] * w[18])
        self._reverted = w[7] * (w[4] - exp(w[5] * 3) + 1)
        failed, passed = (min(max(w[4] - exp(w[5] * (rating - 1)) + 1, EASIEST), HARDEST) for rating in (1, 3))
        self._first = {True: (w[2], passed), False: (self._again_soon(w[0]), self._after_good(failed))}

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
        """The memory of a card that is asked `elapsed` days after its latest review: at least one, or it is passed."""
        if not elapsed:
            return self._again_soon(stability), self._after_good(difficulty)
        recall = self._curve.recall(elapsed, stability)
        if passed:
            return max(self._curve.after_pass(stability, difficulty, recall), LEAST_STABLE), self._after_good(difficulty)
        return self._again_soon(self._after_lapse(stability, difficulty, recall)), self._after_good(self._after_again(difficulty))

    def _after_lapse(self, stability: float, difficulty: float, recall: float) -> float:
        left: float = self._w11 * difficulty**-self._w12 * ((stability + 1) ** self._w13 - 1) * exp((1 - recall) * self._w14)
        return max(min(left, stability / self._soon), LEAST_STABLE)

    def _again_soon(self, stability: float) -> float:
        """The stability after a Good on the same day."""
        after: float = stability * max(self._soon * stability**-self._w19, 1.0)
        return after

    def _after_good(self, difficulty: float) -> float:
        return min(max(self._reverted + (1 - self._w7) * difficulty, EASIEST), HARDEST)

    def _after_again(self, difficulty: float) -> float:
        return self._after_good(difficulty + 2 * self._w6 * (HARDEST - difficulty) / 9)
