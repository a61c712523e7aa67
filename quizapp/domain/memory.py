"""How a card's memory changes with each event: FSRS-6 over the learner's days.

The engine is the `fsrs` package, without learning steps and without its random fuzz. It counts 24-hour periods, so it is handed the
learner's days as midnights in UTC. A schedule is a fold of `Memory.advance` over a card's standing events; nothing else ever makes one.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial, reduce
from hashlib import blake2b
from typing import NamedTuple

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.domain.day import aligned
from quizapp.domain.errors import SettingsError
from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import Buried, CardEvent, Event, Graded, Practised, Rating, Restarted, Resumed, Suspended, by_card
from quizapp.domain.i18n import gettext
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import Schedule

_SM2_RETENTION = 0.9
"""The recall at which SuperMemo 2 is taken to ask a card again."""
MAXIMUM_INTERVAL = 36_500
"""Days."""


class Memory:
    """Applies events to schedules under fixed rules."""

    def __init__(self, rules: Rules) -> None:
        self.calendar = rules.calendar
        self.basis = rules.basis
        try:
            self._engine = fsrs.Scheduler(
                parameters=rules.parameters or DEFAULT_PARAMETERS,
                desired_retention=rules.retention,
                learning_steps=(),
                relearning_steps=(),
                maximum_interval=MAXIMUM_INTERVAL,
                enable_fuzzing=False,
            )
        except ValueError as error:
            raise SettingsError(gettext("the FSRS parameters cannot be used: {reason}", reason=error)) from error
        self._graded = lru_cache(maxsize=len(Rating))(self.graded)
        """Remembers what `preview` has computed: one of its ratings is what the learner then gives."""

    @property
    def parameters(self) -> tuple[float, ...]:
        """The 21 weights of FSRS-6 that it computes with."""
        return tuple(self._engine.parameters)

    def replay(self, events: Iterable[Event]) -> dict[str, Schedule]:
        """The schedule of every card that `events` speak of, whatever their order; a card that is as good as new has none."""
        step = partial(self._after, self.graded)  # nothing that is computed here is asked for again
        schedules = {card: reduce(step, its_events, Schedule(card)) for card, its_events in by_card(events).items()}
        return {card: schedule for card, schedule in schedules.items() if schedule != Schedule(card)}

    def advance(self, schedule: Schedule, event: CardEvent) -> Schedule:
        """The schedule after one more event."""
        return self._after(self._graded, schedule, event)

    def _after(self, graded: Callable[[Schedule, str, Rating, date], Schedule], schedule: Schedule, event: CardEvent) -> Schedule:
        match event:
            case Graded():
                return graded(schedule, event.card, event.rating, self.calendar.day(event.at))
            case Practised():
                return schedule
            case Buried():
                return replace(schedule, buried=self.calendar.day(event.at))
            case Suspended():
                return replace(schedule, suspended=True)
            case Resumed():
                return replace(schedule, suspended=False, buried=None)
            case Restarted():
                return Schedule(schedule.card, suspended=schedule.suspended)
            case Estimated():
                return schedule if schedule.reviews else self._estimated(schedule, event.state, self.calendar.day(event.at))

    def _estimated(self, schedule: Schedule, state: ForeignState, day: date) -> Schedule:
        """The schedule after the last review by another program, on `day`: due when it says, forgotten by a tenth after its interval."""
        stability = float(max(state.interval, 1))
        return replace(
            schedule,
            stability=stability,
            difficulty=self._difficulty(state.ease, stability),
            due=max(day, state.due),
            first=schedule.first or day,
            last=day,
            failing=False,
        )

    def _difficulty(self, ease: int, stability: float) -> float:
        """The difficulty at which FSRS lets a stability grow by the `ease` (percent) of SuperMemo 2 with a good review after its interval.

        This is how FSRS itself takes over a card (fsrs-rs, `memory_state_from_sm2`).
        """
        rate, decay, spacing = self._engine.parameters[8:11]
        growth = math.exp(rate) * math.pow(stability, -decay) * math.expm1((1 - _SM2_RETENTION) * spacing)
        return min(10.0, max(1.0, 11.0 - (ease / 100 - 1.0) / growth))

    def preview(self, schedule: Schedule, at: datetime) -> Mapping[Rating, int]:
        """Days until the card comes back for each rating given at `at`; 0 is today. Exactly what `advance` will then do."""
        day = self.calendar.day(at)
        return {rating: self._days_until(self._graded(schedule, schedule.card, rating, day)) for rating in Rating}

    def retrievability(self, schedule: Schedule, at: datetime) -> float | None:
        """The probability (0 to 1) of recalling the card at `at`; None for a new card."""
        return self.retrievability_on(schedule, self.calendar.day(at))

    def retrievability_on(self, schedule: Schedule, day: date) -> float | None:
        """The same on the study day `day`."""
        if schedule.last is None:
            return None
        return self._engine.get_card_retrievability(_engine_card(schedule), aligned(max(day, schedule.last)))

    def trace(self) -> "Trace":
        """Follows the memory of one card, which is new, from grade to grade."""
        return Trace(self._engine)

    @staticmethod
    def _days_until(schedule: Schedule) -> int:
        assert schedule.due is not None
        assert schedule.last is not None
        return (schedule.due - schedule.last).days

    def graded(self, schedule: Schedule, card: str, rating: Rating, day: date) -> Schedule:
        """The schedule after a grade on `day`. `card` is the id under which it was graded: a rename moves no due day."""
        if schedule.last is not None:
            day = max(day, schedule.last)  # a clock that went backwards: no time has passed
        today = aligned(day)
        reviewed, _ = self._engine.review_card(_engine_card(schedule), _RATINGS[rating], today)
        failed = rating is Rating.AGAIN
        interval = 0 if failed else fuzzed((reviewed.due - today).days, card, schedule.reviews)
        return Schedule(  # not by `replace`, which takes twice as long
            card=schedule.card,
            stability=reviewed.stability,
            difficulty=reviewed.difficulty,
            due=day + timedelta(days=interval) if interval else day,
            first=schedule.first or day,
            last=day,
            reviews=schedule.reviews + 1,
            lapses=schedule.lapses + (failed and schedule.last is not None and not schedule.failing),
            failing=failed,
            suspended=schedule.suspended,
            buried=None,
        )


class Prior(NamedTuple):
    """What was known of a card on a later day than that of its latest grade, before it was graded again."""

    elapsed: int
    """Days since then, 1 or more."""
    recall: float
    """The probability of recalling it, 0 to 1."""
    stability: float
    """In days."""
    interval: int
    """Days for which it had been scheduled; 0 where it had been failed, and was to be asked until passed."""


class Trace:
    """A card's memory as its grades come in: what `Memory.graded` computes, without a schedule for each, which takes twice as long."""

    def __init__(self, engine: fsrs.Scheduler) -> None:
        self._engine = engine
        self._card = EngineCard(card_id=0, due=_ANY_TIME)
        self._last: date | None = None
        self._interval = 0
        self._reviews = 0

    def grade(self, card: str, rating: Rating, day: date) -> Prior | None:
        """Goes on after a grade of the card, which then had the id `card`; what was known before it, if that was on a later day."""
        last = self._last
        if last is not None and day < last:
            day = last
        now = aligned(day)
        prior = self._known(now, (day - last).days) if last is not None and day > last else None
        reviewed, _ = self._engine.review_card(self._card, _RATINGS[rating], now)  # changes the card: see there
        self._interval = 0 if rating is Rating.AGAIN else fuzzed((reviewed.due - now).days, card, self._reviews)
        self._last = day
        self._reviews += 1
        return prior

    def _known(self, now: datetime, elapsed: int) -> Prior:
        assert self._card.stability is not None
        return Prior(elapsed, self._engine.get_card_retrievability(self._card, now), self._card.stability, self._interval)


def fuzzed(interval: int, card: str, reviews: int) -> int:
    """`interval` days, moved a little so that cards learned together part; the same for the same card id and review count.

    The ranges are those of FSRS: 15 % of the days from 2.5 to 7, 10 % from 7 to 20 and 5 % beyond, plus one day. One draw serves all four
    ratings, so a better rating never comes back sooner than a worse one.
    """
    if interval < 2.5:
        return interval
    spread = 0.0
    for start, end, factor in _FUZZ_RANGES:  # by a loop: how exactly `sum` adds depends on Python's version
        if interval > start:
            spread += factor * (min(interval, end) - start)
    spread += 1
    low = min(max(2, round(interval - spread)), interval)
    high = min(round(interval + spread), MAXIMUM_INTERVAL)
    seed = blake2b(f"{card}\n{reviews}".encode(), digest_size=8).digest()
    return low + int.from_bytes(seed) * (high - low + 1) // (1 << 64)


_FUZZ_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))


class EngineCard(fsrs.Card):
    """A card made for one question to the engine, which copies what it is given before it changes it: that copy is not needed."""

    def __copy__(self) -> "EngineCard":
        return self


def _engine_card(schedule: Schedule) -> EngineCard:
    if schedule.last is None:
        return EngineCard(card_id=0, due=_ANY_TIME)
    return EngineCard(
        card_id=0,
        state=fsrs.State.Review,
        stability=schedule.stability,
        difficulty=schedule.difficulty,
        due=_ANY_TIME,
        last_review=aligned(schedule.last),
    )


_RATINGS = {rating: fsrs.Rating(rating) for rating in Rating}
_ANY_TIME = aligned(date(2000, 1, 1))
"""The engine asks the clock where a card has no due time; it never reads the one it is given."""
