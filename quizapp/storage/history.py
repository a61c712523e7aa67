"""Writing history: an event and the schedule row it leads to, in one transaction.

The transaction takes the write lock before it reads, so two running apps take turns: none loses or overwrites the other's grade.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam

from quizapp.domain.clock import set_right
from quizapp.domain.history import (
    CardEvent,
    Draft,
    Event,
    FollowUpAnswered,
    Graded,
    Mark,
    MockBegun,
    Practised,
    Predicted,
    Renamed,
    Undone,
    by_card,
    draft_of,
    event_id,
    related,
)
from quizapp.domain.interviews import Interviewed
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Recorded, Schedule, TakenBack
from quizapp.storage.answerings import AnsweringReader
from quizapp.storage.drafts import DraftTable
from quizapp.storage.engine import Writer, checkpoint, reading
from quizapp.storage.events import CAN_BE_UNDONE, IN_ORDER, EventTable, standing_where
from quizapp.storage.examination import Examination
from quizapp.storage.exchange import Exchange
from quizapp.storage.imported_events import ImportedEvents
from quizapp.storage.mock_events import MockEvents
from quizapp.storage.models import EventRow, standing
from quizapp.storage.schedules import ScheduleTable

_LAST = standing_where(CAN_BE_UNDONE).order_by(standing.c.id.desc()).limit(1)
_IN_ORDER = standing_where().order_by(standing.c.id)
_BETWEEN = standing_where(standing.c.at >= bindparam("start"), standing.c.at < bindparam("end")).order_by(standing.c.id)
_PREDICTIONS = IN_ORDER.where(EventRow.kind == "prediction")

_UNNUMBERED = UUID(int=0)
"""The id of an event until it is known of which card it is, so that one statement asks for all that it depends on."""

BETWEEN_CHECKPOINTS = 50
"""Events of cards: some 400 pages of the log."""

Beside = TypeVar("Beside", Predicted, MockBegun, FollowUpAnswered, Interviewed)


class History:
    """One learner's events and schedule. Every method is one transaction, but for those `_within` another."""

    def __init__(self, engine: Engine, learner: int, memory: Memory) -> None:
        self._engine = engine
        self._writer = Writer(engine)
        self._reading = reading(engine)
        self._events = EventTable(learner)
        self._schedules = ScheduleTable(learner, memory, self._events)
        self._drafts = DraftTable(learner)
        self._in_log = 0
        """Events recorded since the last checkpoint."""
        self.mocks = MockEvents(engine, self._events, self._schedules)
        self.imported = ImportedEvents(engine, self._events, self._schedules)
        self.figures = AnsweringReader(engine, self._events)
        self.exchange = Exchange(engine, self._events, self._schedules)

    def close(self) -> None:
        """Lets go of the file."""
        self._writer.close()

    def record(self, at: datetime, random: int, draft: Callable[[UUID], CardEvent]) -> Recorded:
        """Appends the event that `draft` makes from its id; it is on disk when this returns."""
        with self._writer.begin() as connection:
            recorded = self.record_within(connection, at, random, draft)
        self._in_log += 1
        return recorded

    def make_room(self) -> None:
        """Does now what a later `record` would have to wait for: to be called now and then when nobody waits. Raises StorageError."""
        if self._in_log >= BETWEEN_CHECKPOINTS:
            self._in_log = 0
            checkpoint(self._engine)

    def record_within(self, connection: Connection, at: datetime, random: int, draft: Callable[[UUID], CardEvent]) -> Recorded:
        """The same as a part of a transaction that somebody else commits. A card that has got another id meanwhile is known by that."""
        event = draft(_UNNUMBERED)
        before = self._schedules.before(connection, event.card)
        if before.archived and (card := self._events.id_now(connection, event.card)) != event.card:
            event, before = replace(event, card=card), self._schedules.before(connection, card)
        event = replace(event, id=event_id(at, random, before.last_id))
        self._events.add(connection, event)
        schedule = self._schedules.advance(connection, event, before)
        if isinstance(event, Graded | Practised) and (event.answer or event.ticks):
            self._drafts.drop(connection, event.card)
        return Recorded(event, schedule, before.schedule)

    def append(self, at: datetime, random: int, draft: Callable[[UUID], Beside]) -> Beside:
        """Appends the event that `draft` makes from its id, one that no schedule depends on; it is on disk when this returns."""
        with self._engine.begin() as connection:
            event = draft(self._events.next_id(connection, at, random))
            self._events.add(connection, event)
        return event

    def undo(self, at: datetime, random: int) -> TakenBack | None:
        """Takes back the last event that counts; None where there is none."""
        with self._engine.begin() as connection:
            last = self._last(connection)
            if last is None:
                return None
            self._events.add(connection, Undone(self._events.next_id(connection, at, random), at, last.id))
            schedule = self._schedules.recompute(connection, [last.card])[last.card]
            if isinstance(last, Graded | Practised):
                self._drafts.restore(connection, last.card, draft_of(last))
        return TakenBack(last, schedule)

    def last(self) -> CardEvent | None:
        """What an undo would take back."""
        with self._reading.begin() as connection:
            return self._last(connection)

    def correct(self, at: datetime, random: Callable[[], int]) -> list[tuple[CardEvent, datetime]]:
        """Puts in the place of each event from the future the same with the moment at which it was done; those, and the moments."""
        with self._engine.begin() as connection:
            found = set_right(self._events.of(connection, _IN_ORDER), at)
            for event, moment in found:
                id = self._events.next_id(connection, at, random())
                self._events.add(connection, replace(event, id=id, at=moment, corrects=event.corrects or event.id))
            self._schedules.recompute(connection, {event.card for event, _ in found})
        return found

    def wait(self) -> None:
        """Returns once nobody else writes. Raises BusyError where that takes too long."""
        with self._engine.begin():
            pass

    def find_drafts(self) -> int:
        """Moves attempts of cards that have got another id, and are in no deck under the old one, to the new one; how many."""
        with self._engine.begin() as connection:
            lost = self._examination(connection).lost_drafts()
            pairs = [(card, new) for card, _, new in lost if new]
            self._drafts.move(connection, pairs)
        return len(pairs)

    @contextmanager
    def examined(self) -> Iterator[Examination]:
        """What is stored, as it is now. Raises StorageError."""
        with self._reading.begin() as connection:
            yield self._examination(connection)

    def draft(self, card: str, draft: Draft) -> None:
        """Keeps an attempt until the card is graded; an empty one is forgotten."""
        with self._engine.begin() as connection:
            self._drafts.put(connection, self._events.id_now(connection, card), draft)

    def rename(self, at: datetime, random: int, card: str, source: str) -> None:
        """From now on, what happened to `source` counts for `card`."""
        with self._engine.begin() as connection:
            self.rename_within(connection, at, lambda: random, [(source, card)])

    def rename_within(self, connection: Connection, at: datetime, random: Callable[[], int], pairs: Sequence[tuple[str, str]]) -> None:
        """The same for several cards, each its old and its new id, as a part of a transaction that somebody else commits."""
        for source, card in pairs:
            self._events.add(connection, Renamed(self._events.next_id(connection, at, random()), at, card, source))
        self._drafts.move(connection, pairs)
        self._schedules.recompute(connection, [card for _, card in pairs])

    def between(self, start: datetime, end: datetime) -> list[CardEvent]:
        """The standing events from `start` up to `end`, in order, under the ids that their cards have now."""
        with self._reading.begin() as connection:
            return self._events.under_ids_now(connection, self._events.of(connection, _BETWEEN, start=start, end=end))

    def marks(self, card: str) -> list[tuple[Mark, ...]]:
        """The marks of each answer that counts to `card`, in order; a grade that counts one of a mock interview repeats that one's."""
        with self._reading.begin() as connection:
            renamed = self._events.renames_of(connection, [card])
            stored = self._events.of_cards(connection, related([card], renamed))
            its = by_card([*stored, *renamed]).get(card, [])
        given = (event for event in its if isinstance(event, Practised) or (isinstance(event, Graded) and event.sitting is None))
        return [event.ticks for event in given if event.ticks]

    def outcomes(self) -> list[bool]:
        """Whether each prediction was right, in order."""
        with self._reading.begin() as connection:
            return [event.correct for event in self._events.of(connection, _PREDICTIONS)]

    def events(self) -> Iterator[Event]:
        """Every event, undone ones and undos included, in order."""
        with self._reading.begin() as connection:
            yield from self._events.every(connection)

    def schedule(self, card: str) -> Schedule:
        """The cached schedule of one card; that of a new card where it has none."""
        with self._reading.begin() as connection:
            return self._schedules.stored(connection, card)

    def schedules(self) -> dict[str, Schedule]:
        """The cached schedule of every card that has one."""
        with self._reading.begin() as connection:
            return self._schedules.all(connection)

    def rebuild(self) -> None:
        """Computes every schedule row afresh from the events, under the rules of the memory model."""
        with self._engine.begin() as connection:
            self._schedules.rebuild(connection)

    def differences(self) -> list[tuple[Schedule | None, Schedule | None]]:
        """Where the cached schedule (first) is not what the events give (second)."""
        with self.examined() as examination:
            return examination.differences()

    def _examination(self, connection: Connection) -> Examination:
        return Examination(connection, self._events, self._schedules)

    def _last(self, connection: Connection) -> CardEvent | None:
        return next(iter(self._events.under_ids_now(connection, self._events.of(connection, _LAST))), None)
