"""The interview that the learner prepares for: which cards each day asks until then, and how it went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from quizapp.domain.errors import UnknownTopicError
from quizapp.domain.history import Interviewed, Went
from quizapp.services.catalog import Catalog
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.storage.history import History


@dataclass(frozen=True)
class Interview:
    """What the learner prepares for."""

    day: date
    topics: tuple[str, ...]
    """Full ids; none means all."""
    minutes: int
    """Per study day."""


class Plans:
    """One learner's preparation. `now` gives the moment as events keep it, `random` non-negative integers."""

    def __init__(
        self,
        reader: QuickReader,
        catalog: Catalog,
        preferences: Preferences,
        history: Lazy["History"],
        now: Callable[[], datetime],
        random: Callable[[], int],
    ) -> None:
        self._reader = reader
        self._catalog = catalog
        self._preferences = preferences
        self._history = history
        self._now = now
        self._random = random

    def interview(self) -> Interview | None:
        """What is planned for; None where no date is set, or it is over."""
        day = self._date()
        if day is None or day < self._today():
            return None
        return Interview(day, self._topics()[0], self._preferences.settings.minutes_per_day)

    def problems(self) -> list[str]:
        """Why some of the topics in the settings are not planned for, a line each."""
        return [f"{self._preferences.place('interview_topics')}: {error}" for error in self._topics()[1]]

    def over(self) -> date | None:
        """The day of an interview that is over, and of which the learner was not asked yet how it went. Raises StorageError."""
        day = self._date()
        return day if day is not None and day < self._today() and not self._reader.told_of(day) else None

    def tell(self, day: date, went: Went) -> None:
        """Stores how the interview on `day` went. Raises StorageError, and then nothing has changed."""
        at = self._now()
        self._history().append(at, self._random(), lambda id: Interviewed(id, at, day, went))

    def _date(self) -> date | None:
        written = self._preferences.settings.interview_date
        return date.fromisoformat(written) if written else None

    def _today(self) -> date:
        return self._preferences.calendar.day(self._now())

    def _topics(self) -> tuple[tuple[str, ...], list[UnknownTopicError]]:
        """The full ids of those in the settings, and what is said of those that there are not."""
        found, errors = list[str](), list[UnknownTopicError]()
        for name in self._preferences.settings.interview_topics:
            try:
                found.append(self._catalog.topic(name))
            except UnknownTopicError as error:
                errors.append(error)
        return tuple(dict.fromkeys(found)), errors
