"""Events as they travel, out of and into one learner's tables, in a transaction that somebody else owns."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
)

from quizapp.domain.history import KINDS, Event, Renamed
from quizapp.domain.wire import WireEvent, from_wire, to_wire
from quizapp.storage.events import EventTable, event_of
from quizapp.storage.models import EventRow, WireRow, table

_events, _wire = table(EventRow), table(WireRow)
_ROW: ColumnElement[int] = literal_column("events.rowid", Integer)
_MINE = literal_column("+events.learner_id", Integer) == bindparam("learner")
"""Not by the index that begins with it: what is asked for by row numbers is found by them."""
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_first: BindParameter[Any] = bindparam("first")
_last: BindParameter[Any] = bindparam("last")
_NUMBERED: Select[Any] = select(*_events.columns, _ROW.label("row"))
_STORED = _NUMBERED.where(_events.c.learner_id == bindparam("learner"), _events.c.id.in_(_ids))
_BETWEEN = _NUMBERED.where(_MINE, _ROW.between(_first, _last)).order_by(_ROW).limit(bindparam("most"))
_WIRED = select(_wire).where(_wire.c.learner_id == bindparam("learner"))
_WIRED_OF = _WIRED.where(_wire.c.id.in_(_ids))
_WIRED_BETWEEN = _WIRED.where(_wire.c.arrived.between(_first, _last)).order_by(_wire.c.arrived).limit(bindparam("most"))
_counted = exists().where(_events.c.learner_id == _wire.c.learner_id, _events.c.id == _wire.c.id)
_NOW_KNOWN = _WIRED.where(_wire.c.kind.in_(list(KINDS)), ~_counted).order_by(_wire.c.id)
_TARGETS = select(_events.c.card_id, _events.c.source).where(_events.c.learner_id == bindparam("learner"), _events.c.id.in_(_ids))


class WireTable:
    """What the learner of `events` has, event by event as it travels."""

    def __init__(self, events: EventTable) -> None:
        self._events = events
        self._learner = {"learner": events.learner}

    def every(self, connection: Connection) -> Iterator[WireEvent]:
        """Every event, those of unknown kinds too, in order. What came with more than is known here is as it came."""
        known = map(to_wire, self._events.every(connection))
        unknown = map(_wire_of_row, connection.execute(_WIRED.order_by(_wire.c.id), self._learner))
        for _, same in groupby(merge(unknown, known, key=attrgetter("id")), key=attrgetter("id")):
            yield next(same)

    def stored(self, connection: Connection, ids: Collection[UUID]) -> dict[UUID, tuple[Event, int]]:
        """Those of `ids` that count here, and their row numbers."""
        rows = connection.execute(_STORED, self._learner | {"ids": list(ids)})
        return {row.id: (event_of(row), row.row) for row in rows}

    def wired(self, connection: Connection, ids: Collection[UUID]) -> dict[UUID, tuple[WireEvent, int]]:
        """Those of `ids` that are kept as they came, and their row numbers."""
        rows = connection.execute(_WIRED_OF, self._learner | {"ids": list(ids)})
        return {row.id: (_wire_of_row(row), row.arrived) for row in rows}

    def add(self, connection: Connection, wire: WireEvent, event: Event | None, *, whole: bool) -> None:
        """Stores an event that is not here yet; `event` is what is known of it, and `whole` says whether that is all."""
        if event is not None:
            self._events.add(connection, event)
        if not whole:
            connection.execute(insert(_wire), vars(wire) | {"learner_id": self._events.learner})

    def now_known(self, connection: Connection) -> list[Event]:
        """Has those events count that an older version could only keep; which ones."""
        rows = connection.execute(_NOW_KNOWN, self._learner)
        found = [event for event in map(from_wire, map(_wire_of_row, rows)) if event is not None]
        for event in found:
            self._events.add(connection, event)
        return found

    def touched(self, connection: Connection, events: Iterable[Event]) -> set[str]:
        """The ids of the cards whose schedules may be others with `events`, which are stored."""
        cards: set[str] = set()
        named: set[UUID] = set()
        for event in events:
            cards.update(card for card in (getattr(event, "card", None), event.source if isinstance(event, Renamed) else None) if card)
            named.update(id for id in (getattr(event, "target", None), getattr(event, "corrects", None)) if id)
        for row in connection.execute(_TARGETS, self._learner | {"ids": list(named)}) if named else ():
            cards.update(card for card in row if card)
        return cards

    def within(self, connection: Connection, rows: tuple[int, int], most: int) -> list[tuple[int, WireEvent]]:
        """Up to `most` of the events in these rows, first and last, each with its row number."""
        found = [(row.row, event_of(row)) for row in self._rows(connection, _BETWEEN, rows, most)]
        came = self.wired(connection, [event.id for _, event in found])
        return [(number, came[event.id][0] if event.id in came else to_wire(event)) for number, event in found]

    def wired_within(self, connection: Connection, rows: tuple[int, int], most: int) -> list[tuple[int, WireEvent]]:
        """The same for those that are kept as they came."""
        return [(row.arrived, _wire_of_row(row)) for row in self._rows(connection, _WIRED_BETWEEN, rows, most)]

    def _rows(self, connection: Connection, statement: Select[Any], rows: tuple[int, int], most: int) -> Sequence[Row[Any]]:
        first, last = rows
        return connection.execute(statement, self._learner | {"first": first, "last": last, "most": most}).all()


def last_rows(connection: Connection) -> tuple[int, int]:
    """The highest row number of `events` and of `wire_events`; 0 where there is none."""
    return connection.scalar(select(func.max(_ROW)).select_from(_events)) or 0, connection.scalar(select(func.max(_wire.c.arrived))) or 0


def id_at(connection: Connection, row: int) -> UUID | None:
    """The id of the event in a row."""
    return connection.scalar(select(_events.c.id).where(bindparam("row") == _ROW), {"row": row})


def _wire_of_row(row: Row[Any]) -> WireEvent:
    return WireEvent(row.id, row.at, row.kind, row.body)
