"""The daily quiz: what waits today, and a sitting in which it is asked.

Reading goes through `Reader`, which is quick to import; the history and the memory model are made when the first answer needs them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from quizapp.domain.day import Calendar
from quizapp.domain.errors import UnknownTopicError, suggestion
from quizapp.domain.history import Bury, CardEvent, Grade, Rating, Reset, Resume, Suspend, to_the_millisecond
from quizapp.domain.progress import Asked, Today, TopicCount, asked, streak
from quizapp.domain.queue import Queue, mixed
from quizapp.domain.schedule import SCHEDULER_VERSION, Schedule
from quizapp.services.deferred import Deferred
from quizapp.services.preferences import Preferences
from quizapp.settings import NO_LIMIT
from quizapp.storage.reader import Reader

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.domain.memory import Memory
    from quizapp.storage.history import History, TakenBack

Clock: TypeAlias = Callable[[], datetime]
Random: TypeAlias = Callable[[], int]
Draft: TypeAlias = Callable[[UUID], CardEvent]

MODE = "quiz"
"""What the daily quiz stores with each grade; the only mode that there is."""


@dataclass(frozen=True)
class Overview:
    """What the home screen tells."""

    day: date
    today: Today
    passed: int
    """Cards already done today."""
    streak: int
    """Study days in a row."""


@dataclass(frozen=True)
class SummaryRow:
    """A card asked today, how it went, and when it comes next."""

    asked: Asked
    question: str
    next: date | None
    suspended: bool


class Study:
    """One learner's studying. `clock` gives aware UTC datetimes, `random` non-negative integers."""

    def __init__(
        self,
        reader: Reader,
        history: Deferred["History"],
        memory: Deferred["Memory"],
        preferences: Preferences,
        clock: Clock,
        random: Random,
    ) -> None:
        self.reader = reader
        self._preferences = preferences
        self._history = history
        self._memory = memory
        self._clock = clock
        self._random = random

    @property
    def calendar(self) -> Calendar:
        """The learner's days."""
        return self._preferences.calendar

    def now(self) -> datetime:
        """The moment, in UTC, to the millisecond as events keep it."""
        return to_the_millisecond(self._clock())

    def day(self) -> date:
        """The learner's study day."""
        return self.calendar.day(self.now())

    def warm(self) -> None:
        """Makes what the first grade will need. Meant for a worker, once the first question is on screen."""
        self._memory()
        self._history().between(self.now(), self.now())

    def overview(self) -> Overview:
        """What waits today and how long the streak is."""
        day = self.day()
        return Overview(
            day=day,
            today=self.today(),
            passed=self.reader.passed(self.calendar.start(day), self._end(day)),
            streak=streak(day, lambda at: self.reader.studied(self.calendar.start(at), self._end(at))),
        )

    def today(self, topic: str | None = None) -> Today:
        """What waits on this study day, in one topic or in all."""
        return self.reader.today(self.day(), self._preferences.settings.new_per_day, topic, self._reviews_per_day())

    def topics(self, language: str) -> list[TopicCount]:
        """Every topic and what waits in it."""
        return self.reader.topics(self.day(), language)

    def topic(self, name: str) -> str:
        """The id of the topic that `name` (an id, its last part or a title, in any case) means. Raises UnknownTopicError."""
        topics = self.reader.topic_names()
        wanted = name.casefold()
        for id, names in topics.items():
            if wanted in {id.casefold(), id.partition("/")[2].casefold(), *(title.casefold() for title in names)}:
                return id
        known = [title for names in topics.values() for title in names] + list(topics)
        raise UnknownTopicError(f"there is no topic {name!r}", suggestion(name, known))

    def sit(self, topic: str | None = None, limit: int | None = None) -> "Sitting":
        """Begins (or, the queue being computed from what is stored, continues) today's quiz."""
        return Sitting(self, topic, limit)

    def waiting(self, topic: str | None) -> tuple[list[str], list[str]]:
        """The reviews, most likely forgotten first, and the new cards, in deck order, that today still asks."""
        day = self.day()
        allowed = max(0, self._preferences.settings.new_per_day - self.reader.introduced(day))
        return self.reader.due(day, topic, self._reviews_per_day()), self.reader.new(day, allowed, topic)

    def _reviews_per_day(self) -> int | None:
        """None where there is no limit."""
        reviews = self._preferences.settings.reviews_per_day
        return None if reviews == NO_LIMIT else reviews

    def intervals(self, card: str) -> Mapping[Rating, int]:
        """Days until `card` comes back for each rating, 0 being today."""
        return self._memory().preview(self.schedule(card), self.now())

    def schedule(self, card: str) -> Schedule:
        """What is known of the learner's memory of `card`."""
        return self._history().schedule(card)

    def grade(self, card: str, rating: Rating, duration_ms: int) -> Schedule:
        """Stores a grade; it is on disk when this returns. Raises StorageError, and then nothing has changed."""
        at = self.now()
        return self._record(at, lambda id: Grade(id, at, card, Rating(rating), duration_ms, MODE, SCHEDULER_VERSION))

    def bury(self, card: str) -> None:
        """Puts `card` aside until tomorrow."""
        at = self.now()
        self._record(at, lambda id: Bury(id, at, card))

    def suspend(self, card: str) -> None:
        """Puts `card` aside until it is resumed."""
        at = self.now()
        self._record(at, lambda id: Suspend(id, at, card))

    def resume(self, card: str) -> None:
        """Asks a suspended card again."""
        at = self.now()
        self._record(at, lambda id: Resume(id, at, card))

    def reset(self, card: str) -> None:
        """Starts the card's memory afresh; its history stays."""
        at = self.now()
        self._record(at, lambda id: Reset(id, at, card))

    def undo(self) -> "TakenBack | None":
        """Takes back the last thing done to any card, also one of an earlier run; None where nothing is left."""
        return self._history().undo(self.now(), self._random())

    def summary(self, language: str) -> list[SummaryRow]:
        """The cards asked on this study day, in the order first asked."""
        day = self.day()
        rows = []
        for one in asked(self._history().between(self.calendar.start(day), self._end(day))):
            schedule = self.schedule(one.card)
            question = self.reader.card(one.card).text(language).question
            rows.append(SummaryRow(one, question, schedule.due, schedule.suspended))
        return rows

    def _record(self, at: datetime, draft: Draft) -> Schedule:
        return self._history().record(at, self._random(), draft).schedule

    def _end(self, day: date) -> datetime:
        return self.calendar.start(day + timedelta(days=1))


class Sitting:
    """Asks what waits today until nothing is left. Holds no progress of its own: leave at any time, a new one continues."""

    def __init__(self, study: Study, topic: str | None, limit: int | None) -> None:
        self._study = study
        reviews, new = study.waiting(topic)
        cards = mixed(reviews, new)[:limit]
        self._queue = Queue(cards)
        self._new = set(new).intersection(cards)
        self.done = 0
        """Cards passed or put aside in this sitting."""
        self._skip_what_no_longer_waits()

    @property
    def left(self) -> int:
        """Cards still to be asked."""
        return len(self._queue)

    @property
    def new_left(self) -> int:
        """Those of them that were never graded."""
        return len(self._new)

    def card(self) -> "Card | None":
        """The card to ask now; None when the sitting is done."""
        card = self._queue.next
        return None if card is None else self._study.reader.card(card)

    def grade(self, rating: Rating, duration_ms: int) -> Schedule:
        """Grades the card being asked and moves on. Raises StorageError, and then the card stays."""
        card = self._current()
        schedule = self._study.grade(card, rating, duration_ms)
        if schedule.failing:
            self._new.discard(card)
            self._queue.rest(card)
            self._skip_what_no_longer_waits()
        else:
            self._put_away(card)
        return schedule

    def bury(self) -> None:
        """Puts the card being asked aside until tomorrow."""
        card = self._current()
        self._study.bury(card)
        self._put_away(card)

    def suspend(self) -> None:
        """Puts the card being asked aside until it is resumed."""
        card = self._current()
        self._study.suspend(card)
        self._put_away(card)

    def undo(self) -> "TakenBack | None":
        """Takes back the last thing done and asks that card again, next."""
        taken_back = self._study.undo()
        if taken_back is not None:
            card = taken_back.event.card
            if not self._queue.holds(card):
                self.done = max(0, self.done - 1)
            self._queue.ask_now(card)
            if taken_back.schedule.first is None:
                self._new.add(card)
            self._skip_what_no_longer_waits()
        return taken_back

    def _current(self) -> str:
        card = self._queue.next
        assert card is not None, "nothing is being asked"
        return card

    def _put_away(self, card: str) -> None:
        self._drop(card)
        self.done += 1
        self._skip_what_no_longer_waits()

    def _drop(self, card: str) -> None:
        self._queue.drop(card)
        self._new.discard(card)

    def _skip_what_no_longer_waits(self) -> None:
        day = self._study.day()
        while (card := self._queue.next) is not None and not self._study.reader.waits(card, day):
            self._drop(card)
