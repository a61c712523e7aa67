"""Events that come in, or go, many at a time: those of an import. Schedules are computed once for each card."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Engine, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from quizapp.domain.history import CardEvent, Event, Undone, event_id
from quizapp.domain.imported import StoredEvent
from quizapp.storage.engine import reading
from quizapp.storage.events import MOST_VARIABLES, EventTable, standing_where
from quizapp.storage.models import EventRow, standing
from quizapp.storage.schedules import ScheduleTable

_CARDS_AT_ONCE = 500
"""Cards whose events are held at the same time."""
_ids: BindParameter[list[UUID]] = bindparam("ids", expanding=True)
_undo = aliased(EventRow)
_UNDONE = exists().where(and_(_undo.learner_id == EventRow.learner_id, _undo.undoes == EventRow.id, _undo.kind == "undo"))
_STORED = select(EventRow.id, EventRow.card_id, _UNDONE).where(EventRow.learner_id == bindparam("learner"), EventRow.id.in_(_ids))
_STANDING = standing_where(standing.c.id.in_(_ids)).order_by(standing.c.id)


class ImportedEvents:
    """One learner's events of imports. Every method is one transaction."""

    def __init__(self, engine: Engine, events: EventTable, schedules: ScheduleTable) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._events = events
        self._schedules = schedules

    def stored(self, ids: Collection[UUID]) -> Mapping[UUID, StoredEvent]:
        """Which events with one of `ids` are stored."""
        with self._reading.begin() as connection:
            return self._stored(connection, ids)

    def record(self, events: Sequence[CardEvent]) -> int:
        """Stores those of `events` that are not stored yet, with the schedules that follow from them; how many."""
        with self._engine.begin() as connection:
            there = self._stored(connection, [event.id for event in events])
            new = [event for event in events if event.id not in there]
            self._events.add_all(connection, new)
            self._recompute(connection, new)
        return len(new)

    def take_back(self, at: datetime, random: Callable[[], int], ids: Collection[UUID]) -> int:
        """Takes back those of the events `ids` that still count, each by an event of its own; how many."""
        with self._engine.begin() as connection:
            found = [event for part in _parts(ids) for event in self._events.of(connection, _STANDING, ids=part)]
            if found:
                first = self._events.next_id(connection, at, random())
                self._events.add_all(connection, _undoing(found, at, random, first))
                self._recompute(connection, found)
        return len(found)

    def _stored(self, connection: Connection, ids: Collection[UUID]) -> Mapping[UUID, StoredEvent]:
        found = {}
        for part in _parts(ids):
            for id, card, undone in connection.execute(_STORED, {"learner": self._events.learner, "ids": part}):
                found[id] = StoredEvent(card, not undone)
        return found

    def _recompute(self, connection: Connection, events: Sequence[CardEvent]) -> None:
        cards = sorted({event.card for event in events})
        for start in range(0, len(cards), _CARDS_AT_ONCE):
            self._schedules.recompute(connection, cards[start : start + _CARDS_AT_ONCE])


def _undoing(events: Sequence[CardEvent], at: datetime, random: Callable[[], int], id: UUID) -> Iterator[Event]:
    for event in events:
        yield Undone(id, at, event.id)
        id = event_id(at, random(), id)


def _parts(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while part := list(islice(rest, MOST_VARIABLES)):
        yield part
