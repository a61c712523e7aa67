"""The daily quiz: what waits today, and what is done to a card.

Reading goes through `QuickReader`, which is quick to import; the history and the memory model are made when the first answer needs them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from quizapp.domain.day import Calendar
from quizapp.domain.history import (
    NO_ATTEMPT,
    Attempt,
    Buried,
    CardEvent,
    Draft,
    Graded,
    Practised,
    Rating,
    Restarted,
    Resumed,
    Suspended,
    mode_of,
    to_the_millisecond,
)
from quizapp.domain.interviews import Interviewed, Went
from quizapp.domain.modes import MORE, MOST, PRACTICE, STARTED, Mode
from quizapp.domain.progress import Asked, TopicCount, asked, streak
from quizapp.domain.queue import mixed
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.domain.schedule import Recorded, Schedule, TakenBack
from quizapp.domain.today import Today
from quizapp.services.catalog import Catalog
from quizapp.services.lab import seed_after
from quizapp.services.lazy import Lazy
from quizapp.services.plans import Plans
from quizapp.services.preferences import Preferences
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.domain.memory import Memory
    from quizapp.storage.history import History

Clock: TypeAlias = Callable[[], datetime]
Random: TypeAlias = Callable[[], int]
EventDraft: TypeAlias = Callable[[UUID], CardEvent]

BUTTONS = {4: tuple(Rating), 2: (Rating.AGAIN, Rating.GOOD)}
"""The ratings that are offered, by how many buttons a learner wants."""
ALL = -1
"""A limit that is none."""


@dataclass(frozen=True)
class Overview:
    """What the home screen tells."""

    day: date
    today: Today
    passed: int
    """Cards already done today."""
    streak: int
    """Study days in a row."""
    seconds: float
    """The time that what waits is expected to take."""
    misdated: int
    """Events dated later than now: a clock was wrong, and the doctor can set them right."""


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
        reader: QuickReader,
        catalog: Catalog,
        history: Lazy["History"],
        memory: Lazy["Memory"],
        preferences: Preferences,
        plans: Plans,
        clock: Clock,
        random: Random,
    ) -> None:
        self._reader = reader
        self.catalog = catalog
        self.plans = plans
        self._preferences = preferences
        self._history = history
        self._memory = memory
        self._clock = clock
        self._random = random

    @property
    def calendar(self) -> Calendar:
        """The learner's days."""
        return self._preferences.calendar

    @property
    def leech_lapses(self) -> int:
        """Lapses from which on a card is a leech: it costs more than it gives, as it is written."""
        return self._preferences.settings.leech_lapses

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """Those that are offered."""
        return BUTTONS[self._preferences.settings.buttons]

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
        day, today = self.day(), self.today()
        costs = self.plans.costs()
        return Overview(
            day=day,
            today=today,
            seconds=today.due * costs.of_review(self._preferences.rules.retention) + today.new * costs.of_new(),
            passed=self._reader.passed(self.calendar.start(day), self._end(day)),
            streak=streak(day, lambda at: self._reader.studied(self.calendar.start(at), self._end(at))),
            misdated=self._reader.from_the_future(self.now()),
        )

    def today(self, topic: str | None = None) -> Today:
        """What waits on this study day, in one topic or in all."""
        planned = self.plans.today(topic)
        return planned or self._reader.today(self.day(), self._preferences.settings.new_per_day, topic, self._preferences.reviews_per_day)

    def topics(self, language: str) -> list[TopicCount]:
        """Every topic and what waits in it."""
        titles = self.catalog.topic_titles(language)
        return self.plans.counted([TopicCount(row[0], titles[row[0]], *row[1:5], row[5]) for row in self._reader.topics(self.day())])

    def suspended(self, topic: str | None = None) -> int:
        """Cards put aside until they are resumed, in one topic, in one deck or in all."""
        return self._reader.suspended(topic)

    def title(self, topic: str, language: str) -> str:
        """Of a topic or of a deck, by its id."""
        titles = self.catalog.topic_titles(language) if "/" in topic else self.catalog.deck_titles(language)
        return titles.get(topic, topic)

    def to_ask(self, card: str, mode: Mode) -> "tuple[Card, Draft] | None":
        """`card` and what was typed for it, where it may be asked now in `mode`.

        What is due or new waits today, and what is planned for an interview until it is passed; any other card until it is suspended or
        archived.
        """
        if mode is Mode.QUIZ:
            return self._reader.to_ask(card, self.day(), early=self.plans.interview() is not None)
        return self._reader.to_ask(card, self.day() if mode is Mode.MORE_NEW else date.max)

    def askable(self, cards: Iterable[str]) -> tuple[list[str], list[str]]:
        """Those of `cards` that may be asked, in their order, and the new ones among them. Suspended and archived ones may not."""
        known = {row.id: row.schedule for row in self.catalog.listing() if not row.schedule.suspended}
        asked = [card for card in dict.fromkeys(cards) if card in known]
        return asked, [card for card in asked if known[card].first is None]

    def in_a_deck(self, card: str) -> bool:
        """Whether `card` is there, rather than archived."""
        return self._reader.in_a_deck(card)

    def last_mode(self) -> Mode:
        """The mode of what `undo` would take back; today's quiz where nothing is left, or it has none."""
        last = self._history().last()
        return mode_of(last) if isinstance(last, Graded | Practised) else Mode.QUIZ

    def place(self, topic: str, language: str) -> str:
        """Where a card of `topic` (a full id) is from: the titles of deck and topic, in `language` where they have one."""
        deck = self.catalog.deck_titles(language).get(topic.partition("/")[0], "")
        return f"{deck} · {self.catalog.topic_titles(language).get(topic, topic)}"

    def open_mock(self) -> tuple[datetime, int, int] | None:
        """The latest mock interview that has not ended: when it began, how many questions are answered, and how many there are."""
        return self._reader.open_mock()

    def asks(self, mode: Mode, topic: str | None = None) -> tuple[list[str], list[str]]:
        """The cards that `mode` (one of `modes.STARTED`) asks now, in their order, and the new ones among them, or among all."""
        day = self.day()
        match mode:
            case Mode.QUIZ:
                reviews, new = self.waiting(topic)
                return mixed(reviews, new), new
            case Mode.MORE_NEW:
                new = self._reader.new(day, self._allowed(day) + MORE, topic)
                return new, new
            case Mode.AHEAD:
                return self._reader.ahead(day, MOST, topic), []
            case Mode.WEAKEST:
                return self._reader.weakest(day, MOST, topic), []
            case Mode.CRAM:
                return self._round(day, topic), self._reader.new(day, ALL, topic)
        raise ValueError(f"{mode!r} is not one of {[*map(str, STARTED)]}")

    def _round(self, day: date, topic: str | None) -> list[str]:
        """Every card; where some were passed in today's cramming, those that were passed less often than others: the round goes on."""
        cards = self._reader.every(day, topic)
        passed = self._reader.practised(Mode.CRAM, self.calendar.start(day), self._end(day))
        least = min((passed.get(card, 0) for card in cards), default=0)
        return [card for card in cards if passed.get(card, 0) == least]

    def waiting(self, topic: str | None) -> tuple[list[str], list[str]]:
        """The reviews, the most pressing first, and the new cards, in deck order, that today still asks."""
        if (planned := self.plans.planned(topic)) is not None:
            return list(planned.reviews), list(planned.new)
        day = self.day()
        return self._reader.due(day, topic, self._preferences.reviews_per_day), self._reader.new(day, self._allowed(day), topic)

    def _allowed(self, day: date) -> int:
        """New cards that the day's limit still allows."""
        return max(0, self._preferences.settings.new_per_day - self._reader.introduced(day))

    def recall(self, schedules: Iterable[Schedule]) -> list[float | None]:
        """The probability (0 to 1) of recalling each card now; None for a new one."""
        memory, at = self._memory(), self.now()
        return [memory.retrievability(schedule, at) for schedule in schedules]

    def intervals(self, card: str) -> Mapping[Rating, int]:
        """Days until `card` comes back for each rating, 0 being today."""
        return self._memory().preview(self.schedule(card), self.now())

    def make_room(self) -> None:
        """Makes later grades quick, at a moment at which nobody waits for one. Raises StorageError."""
        self._history().make_room()

    def schedule(self, card: str) -> Schedule:
        """What is known of the learner's memory of `card`."""
        return self._history().schedule(card)

    def demo_seed(self, card: str) -> int:
        """The seed of the demo of `card`: another one after each review. Raises StorageError."""
        return seed_after(self.schedule(card).reviews)

    def is_leech(self, lapses: int) -> bool:
        """Whether a card that lapsed so often is one."""
        return lapses >= self.leech_lapses

    def practised(self) -> list[Asked]:
        """The cards asked for practice on this study day, in the order first asked."""
        day = self.day()
        return asked(self._history().between(self.calendar.start(day), self._end(day)), Practised)

    def grade(self, card: str, rating: Rating, duration_ms: int, mode: Mode = Mode.QUIZ, given: Attempt = NO_ATTEMPT) -> Recorded:
        """Stores a grade; it is on disk when this returns. Raises StorageError, and then nothing has changed."""
        at, rating = self.now(), Rating(rating)
        if mode in PRACTICE:
            return self._record(at, lambda id: Practised(id, at, card, rating, duration_ms, mode, given.text, given.marks))
        return self._record(at, lambda id: Graded(id, at, card, rating, duration_ms, mode, SCHEDULER_VERSION, given.text, given.marks))

    def bury(self, card: str) -> Recorded:
        """Puts `card` aside until tomorrow."""
        at = self.now()
        return self._record(at, lambda id: Buried(id, at, card))

    def suspend(self, card: str) -> Recorded:
        """Puts `card` aside until it is resumed."""
        at = self.now()
        return self._record(at, lambda id: Suspended(id, at, card))

    def resume(self, card: str) -> Recorded:
        """Asks a suspended card again."""
        at = self.now()
        return self._record(at, lambda id: Resumed(id, at, card))

    def reset(self, card: str) -> Recorded:
        """Starts the card's memory afresh; its history stays."""
        at = self.now()
        return self._record(at, lambda id: Restarted(id, at, card))

    def interviewed(self, day: date, went: Went) -> None:
        """Stores how the interview on `day` went. Raises StorageError, and then nothing has changed."""
        at = self.now()
        self._history().append(at, self._random(), lambda id: Interviewed(id, at, day, went))

    def undo(self) -> TakenBack | None:
        """Takes back the last thing done to any card, also one of an earlier run; None where nothing is left."""
        return self._history().undo(self.now(), self._random())

    def summary(self, language: str) -> list[SummaryRow]:
        """The cards asked on this study day, in the order first asked."""
        day = self.day()
        rows = []
        for one in asked(self._history().between(self.calendar.start(day), self._end(day))):
            schedule = self.schedule(one.card)
            card = self.catalog.card(one.card)
            text = card.text(language)
            points = card.points_in(text)
            told = replace(one, missed=tuple(points.get(point, point) for point in one.missed))
            rows.append(SummaryRow(told, text.question, schedule.due, schedule.suspended))
        return rows

    def _record(self, at: datetime, draft: EventDraft) -> Recorded:
        return self._history().record(at, self._random(), draft)

    def _end(self, day: date) -> datetime:
        return self.calendar.start(day + timedelta(days=1))
