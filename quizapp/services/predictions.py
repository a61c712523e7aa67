"""Predictions of what a demo will do: practice of the eye, kept beside the reviews and never mixed with them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from quizapp.domain.history import Predicted
from quizapp.domain.progress import Score
from quizapp.services.lazy import Lazy

if TYPE_CHECKING:
    from quizapp.storage.history import History

LATEST = 10
"""How many of the last predictions are shown one by one."""


class Predictions:
    """One learner's predictions. `now` gives the moment as events keep it, `random` non-negative integers."""

    def __init__(self, history: Lazy["History"], now: Callable[[], datetime], random: Callable[[], int]) -> None:
        self._history = history
        self._now = now
        self._random = random

    def record(self, demo: str, predicted: str, measured: str, correct: bool) -> Score:
        """Stores a prediction that a run has settled, and tells the score with it. Raises StorageError, and then nothing has changed."""
        at = self._now()
        self._history().append(at, self._random(), lambda id: Predicted(id, at, demo, predicted, measured, correct))
        return self.score()

    def score(self) -> Score:
        """How all predictions have turned out."""
        outcomes = self._history().outcomes()
        return Score(sum(outcomes), len(outcomes), tuple(outcomes[-LATEST:]))
