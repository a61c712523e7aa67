"""The interview that the learner prepares for: which cards each day asks until then."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from quizapp.domain.costs import Costs, measured
from quizapp.domain.errors import UnknownTopicError
from quizapp.domain.plan import Goal, PlannedDay, plan_day
from quizapp.domain.progress import TopicCount
from quizapp.domain.schedule import ListedCard
from quizapp.domain.today import Today
from quizapp.services.catalog import topic_named
from quizapp.services.preferences import Preferences
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.domain.fitting import Shortfall
    from quizapp.domain.forecast import Forecast

LATEST = 400
"""So many of the last answers say how long one takes."""


@dataclass(frozen=True)
class Target:
    """What the learner prepares for."""

    day: date
    topics: tuple[str, ...]
    """Full ids; none means all."""
    minutes: int
    """Per study day."""

    def is_about(self, card: ListedCard) -> bool:
        """Whether `card` is of one of its topics."""
        return not self.topics or card.topic in self.topics


@dataclass(frozen=True)
class Outlook:
    """What the plan for an interview leads to."""

    target: Target
    forecast: "Forecast"
    shortfall: "Shortfall | None"
    """What does not fit; None where all does."""
    costs: Costs


@dataclass
class _Preparation:
    """All that the plan of a study day depends on."""

    target: Target
    cards: list[ListedCard]
    """Those that the interview is about, in deck order."""
    today: date
    spent: float
    """Seconds studied today."""
    costs: Costs
    parameters: tuple[float, ...] | None
    _days: dict[date, PlannedDay] = field(default_factory=dict)
    """Those planned so far."""
    _next: dict[str | None, date | None] = field(default_factory=dict)
    """By topic, as far as it was looked for."""

    def planned(self, topic: str | None) -> PlannedDay | None:
        chosen = self._of(topic)
        if topic is not None and not chosen:
            return None
        return _only(self._on(self.today), chosen)

    def next(self, topic: str | None) -> date | None:
        """The first later day that would ask something, if nothing were answered until then."""
        if topic not in self._next:
            chosen = self._of(topic)
            days = (self.today + timedelta(days=ahead) for ahead in range(1, self.goal.days_left(self.today) + 1))
            self._next[topic] = next((day for day in days if _only(self._on(day), chosen).cards), None)
        return self._next[topic]

    @property
    def complete(self) -> bool:
        """Whether today and the day on which it goes on have been planned."""
        return self.today in self._days and None in self._next

    def beyond(self, topic: str | None, planned: PlannedDay) -> int:
        """How many cards are due and find no time today."""
        chosen, asked = self._of(topic), set(planned.reviews)
        return sum(card.id in chosen and card.id not in asked and card.schedule.waits(self.today) for card in self.cards)

    def counted(self, topic: TopicCount) -> TopicCount:
        """`topic` with what is planned for today, if the interview is about it."""
        planned = self.planned(topic.id)
        return topic if planned is None else replace(topic, due=len(planned.reviews), new=len(planned.new), planned=True)

    def outlook(self) -> Outlook:
        from quizapp.domain.fitting import Fitting
        from quizapp.domain.forecast import forecast

        ahead = forecast(self.cards, self.goal, self.today, self.costs, spent=self.spent, parameters=self.parameters)
        assert ahead is not None
        return Outlook(self.target, ahead, Fitting(self.cards, self.today, self.costs, self.parameters).shortfall(self.goal), self.costs)

    @property
    def goal(self) -> Goal:
        return Goal(self.target.day, self.target.minutes)

    def _on(self, day: date) -> PlannedDay:
        if day not in self._days:
            spent = self.spent if day == self.today else 0.0
            planned = plan_day(self.cards, self.goal, day, self.costs, spent=spent, parameters=self.parameters)
            assert planned is not None
            self._days[day] = planned
        return self._days[day]

    def _of(self, topic: str | None) -> frozenset[str]:
        return frozenset(card.id for card in self.cards if topic in (None, card.topic, card.deck))


def _only(day: PlannedDay, cards: frozenset[str]) -> PlannedDay:
    return replace(day, reviews=tuple(filter(cards.__contains__, day.reviews)), new=tuple(filter(cards.__contains__, day.new)))


class Plans:
    """One learner's preparation. `clock` gives aware UTC datetimes."""

    def __init__(self, reader: QuickReader, preferences: Preferences, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._preferences = preferences
        self._clock = clock
        self._alone = Lock()
        self._prepared: tuple[object, _Preparation] | None = None
        """What was planned last, and what it rests on."""

    # -- what is planned for -----------------------------------------------------------------------------------------

    def interview(self) -> Target | None:
        """What is planned for; None where no date is set, or it is over."""
        day = self._date()
        if day is None or day < self._today():
            return None
        return Target(day, self._topics()[0], self._preferences.settings.minutes_per_day)

    def problems(self) -> list[str]:
        """Why some of the topics in the settings are not planned for, a line each."""
        return [f"{self._preferences.place('interview_topics')}: {error}" for error in self._topics()[1]]

    def over(self) -> date | None:
        """The day of an interview that is over, and of which the learner was not asked yet how it went. Raises StorageError."""
        day = self._date()
        return day if day is not None and day < self._today() and not self._reader.told_of(day) else None

    # -- what a day asks ---------------------------------------------------------------------------------------------

    def costs(self) -> Costs:
        """What an answer takes the learner, from the latest ones."""
        return measured(self._reader.answers(LATEST))

    @property
    def at_hand(self) -> bool:
        """Whether it is known already what today asks, or takes no planning; else the planning takes a tenth of a second: for a worker."""
        interview, prepared = self.interview(), self._prepared
        return interview is None or (prepared is not None and prepared[0] == self._basis(interview) and prepared[1].complete)

    def planned(self, topic: str | None = None) -> PlannedDay | None:
        """What is planned for the rest of this study day, in one topic or deck or in all that the interview is about.

        None where nothing is planned: there is no interview ahead, or it is not about `topic`.
        """
        preparation = self._preparation()
        return None if preparation is None else preparation.planned(topic)

    def today(self, topic: str | None = None) -> Today | None:
        """The same in numbers, with the first later day that asks anything."""
        preparation, day = self._preparation(), self._today()
        if preparation is None or (planned := preparation.planned(topic)) is None:
            return None
        usual = self._reader.today(day, self._preferences.settings.new_per_day, topic)
        following = preparation.next(topic) or usual.next
        return Today(len(planned.reviews), len(planned.new), following, preparation.beyond(topic, planned))

    def counted(self, topics: list[TopicCount]) -> list[TopicCount]:
        """`topics` with what is planned for today in the place of what is due, where the interview is about them."""
        preparation = self._preparation()
        return topics if preparation is None else [preparation.counted(topic) for topic in topics]

    def outlook(self) -> "Outlook | None":
        """What the plan leads to; None where there is no interview ahead. Takes up to a second: for a worker."""
        preparation = self._preparation()
        return None if preparation is None else preparation.outlook()

    def _preparation(self) -> "_Preparation | None":
        """As before, as long as nothing has been stored or set since."""
        interview = self.interview()
        if interview is None:
            return None
        with self._alone:  # who comes while it is made waits for it
            basis = self._basis(interview)
            if self._prepared is None or self._prepared[0] != basis:
                self._prepared = basis, self._prepare(interview)
            return self._prepared[1]

    def _basis(self, interview: Target) -> object:
        return self._reader.version(), interview, self._today(), self._preferences.rules

    def _prepare(self, interview: Target) -> "_Preparation":
        day, calendar = self._today(), self._preferences.calendar
        return _Preparation(
            interview,
            [card for card in self._reader.listing() if interview.is_about(card)],
            day,
            self._reader.studied_for(calendar.start(day), calendar.start(day + timedelta(days=1))),
            self.costs(),
            self._preferences.rules.parameters,
        )

    # -- the settings ------------------------------------------------------------------------------------------------

    def _date(self) -> date | None:
        written = self._preferences.settings.interview_date
        return date.fromisoformat(written) if written else None

    def _today(self) -> date:
        return self._preferences.calendar.day(self._clock())

    def _topics(self) -> tuple[tuple[str, ...], list[UnknownTopicError]]:
        """The full ids of those in the settings, and what is said of those that there are not."""
        names = self._preferences.settings.interview_topics
        topics = self._reader.topic_titles() if names else {}
        found, errors = list[str](), list[UnknownTopicError]()
        for name in names:
            try:
                found.append(topic_named(name, topics))
            except UnknownTopicError as error:
                errors.append(error)
        return tuple(dict.fromkeys(found)), errors
