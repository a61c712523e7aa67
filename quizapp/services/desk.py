"""What lies on the desk in the morning: the last weeks, and what was hard in them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from quizapp.domain.day import ONE_DAY
from quizapp.domain.progress import Misses
from quizapp.services.study import Study
from quizapp.storage.quick_reader import QuickReader

WEEKS = 13
"""Of which the days are shown."""
LATELY = timedelta(days=28)
"""What is older was not hard lately."""
HARD = 5
"""Cards named as hard."""


@dataclass(frozen=True)
class HardLately:
    """A card that was failed lately."""

    question: str
    """Markdown."""
    times: int


@dataclass(frozen=True)
class DeskView:
    """What is shown."""

    today: date
    answers: Mapping[date, int]
    """How many there were on each of the last days, counted by study days."""
    hard: tuple[HardLately, ...]
    """The worst first."""
    points: Misses
    """Key points gone through in the last weeks, and those not said."""


class Desk:
    """One learner's."""

    def __init__(self, reader: QuickReader, study: Study) -> None:
        self._reader = reader
        self._study = study

    def view(self, language: str) -> DeskView:
        """All of it, with questions in `language`. Raises StorageError."""
        calendar, today = self._study.calendar, self._study.day()
        monday = today - ONE_DAY * (today.weekday() + 7 * (WEEKS - 1))
        lately = calendar.start(today) - LATELY
        hard = self._reader.failed(lately, HARD)
        return DeskView(
            today,
            Counter(map(calendar.day, self._reader.moments(calendar.start(monday)))),
            tuple(HardLately(self._study.catalog.card(card).text(language).question, times) for card, times in hard),
            self._reader.missed_points(lately),
        )
