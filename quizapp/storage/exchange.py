"""Exchanging events with other machines: taking in what they wrote, and telling what they lack.

A history is a set of events. What comes is added to it, never put in the place of anything, and the schedules of the cards it touches are
computed afresh; where it was read is noted in the same transaction. So an exchange may stop anywhere and be done again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.history import Event
from quizapp.domain.spans import NONE, Spans
from quizapp.domain.wire import DeviceSeen, Pulled, WireEvent, from_wire, plain, to_wire
from quizapp.domain.wire_values import WireError
from quizapp.storage.engine import reading
from quizapp.storage.events import EventTable
from quizapp.storage.models import DeviceRow, LearnerRow, PlaceRow, table
from quizapp.storage.schedules import ScheduleTable
from quizapp.storage.wire_table import WireTable, id_at, last_rows

AT_ONCE = 1_000
"""Events that are sent together."""

_places, _devices = table(PlaceRow), table(DeviceRow)
_DEVICE = select(_devices).where(_devices.c.learner_id == bindparam("learner"))
_NAME = upsert(_devices)
_NAME = _NAME.on_conflict_do_update(index_elements=["learner_id"], set_=dict(_NAME.excluded))
_PLACE = select(_places).where(_places.c.learner_id == bindparam("learner"), _places.c.address == bindparam("place"))
_KEEP = upsert(_places)
_KEEP = _KEEP.on_conflict_do_update(index_elements=["learner_id", "address"], set_=dict(_KEEP.excluded))


@dataclass(frozen=True)
class TakenIn:
    """What became of events that came from elsewhere."""

    new: tuple[WireEvent, ...] = ()
    """Those that were not here yet."""
    differing: tuple[UUID, ...] = ()
    """Those that were here with other content, which stays."""
    refused: tuple[str, ...] = ()
    """Why others cannot be events, each with its id."""


@dataclass(frozen=True)
class Reached:
    """How far the exchange with a place has come."""

    cursor: str = ""
    events: Spans = NONE
    """The rows of `events` that the place has."""
    wired: Spans = NONE
    """The rows of `wire_events` that it has."""


@dataclass(frozen=True)
class Unsent:
    """Events that a place lacks, as far as is known here."""

    events: tuple[WireEvent, ...]
    rows: tuple[int, ...]
    wired: tuple[int, ...]


class Exchange:
    """One learner's exchanges. Every method is one transaction and raises StorageError."""

    def __init__(self, engine: Engine, events: EventTable, schedules: ScheduleTable) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._schedules = schedules
        self._wire = WireTable(events)
        self._learner = {"learner": events.learner}

    def events(self) -> Iterator[WireEvent]:
        """Every event as it travels, in order."""
        with self._reading.begin() as connection:
            yield from self._wire.every(connection)

    def take_in(self, pulled: Pulled, place: str = "") -> TakenIn:
        """Adds what is new of a part of what was read, from a place or from nowhere in particular."""
        batch, refused = _understood(pulled.events)  # before anybody has to wait for the transaction
        with self._engine.begin() as connection:
            reached = self._reached(connection, place, afresh=pulled.afresh)
            before = last_rows(connection)
            taken, rows, wired = self._add(connection, batch)
            if place:
                (first, last), (wire_first, wire_last) = zip(before, last_rows(connection), strict=True)
                events = reached.events.adding(rows).joined([(first + 1, last)] if last > first else [])
                kept = reached.wired.adding(wired).joined([(wire_first + 1, wire_last)] if wire_last > wire_first else [])
                self._keep(connection, place, Reached(pulled.cursor, events, kept))
        return replace(taken, refused=tuple(refused))

    def lacking(self, ids: Sequence[UUID]) -> int:
        """How many events of these ids are not here."""
        here = 0
        with self._reading.begin() as connection:
            for begin in range(0, len(ids), AT_ONCE):
                part = set(ids[begin : begin + AT_ONCE])
                here += len(self._wire.stored(connection, part).keys() | self._wire.wired(connection, part).keys())
        return len(set(ids)) - here

    def recognise(self) -> int:
        """Has those events count which were kept until an update would know them; how many."""
        with self._engine.begin() as connection:
            known = self._wire.now_known(connection)
            self._schedules.recompute(connection, self._wire.touched(connection, known))
        return len(known)

    def cursor(self, place: str) -> str:
        """Up to where everything in the place is stored; "" at the beginning."""
        with self._reading.begin() as connection:
            return self._reached(connection, place).cursor

    def has_begun(self, place: str) -> bool:
        """Whether anything was ever read there or sent there."""
        with self._reading.begin() as connection:
            return self._reached(connection, place) != Reached()

    def begin_again(self, place: str) -> None:
        """Nothing of what was sent is there."""
        with self._engine.begin() as connection:
            self._keep(connection, place, Reached())

    def unsent(self, place: str, most: int = AT_ONCE) -> Unsent:
        """Some of the events that the place lacks, in the order in which they came to be here; none at the end."""
        with self._reading.begin() as connection:
            reached = self._reached(connection, place)
            last, wire_last = last_rows(connection)
            rows = _some(reached.events.gaps(last), most, lambda gap, left: self._wire.within(connection, gap, left))
            wired = _some(reached.wired.gaps(wire_last), most, lambda gap, left: self._wire.wired_within(connection, gap, left))
        events = {wire.id: wire for _, wire in [*rows, *wired]}
        return Unsent(tuple(events.values()), tuple(row for row, _ in rows), tuple(row for row, _ in wired))

    def note_sent(self, place: str, sent: Unsent) -> None:
        """The place has them now."""
        with self._engine.begin() as connection:
            reached = self._reached(connection, place)
            reached = replace(reached, events=reached.events.adding(sent.rows), wired=reached.wired.adding(sent.wired))
            self._keep(connection, place, reached)

    def note_done(self, place: str, at: datetime, seen: Sequence[DeviceSeen], problems: Sequence[str]) -> None:
        """The exchange is completed for now."""
        others = [{"name": each.name, "at": plain(each.at)} for each in sorted(seen, key=lambda each: each.at, reverse=True)]
        with self._engine.begin() as connection:
            self._keep(connection, place, self._reached(connection, place), at=at, seen=others, problems=list(problems))

    def note_problem(self, place: str, problem: str) -> None:
        """The exchange has not come about, for a reason that needs the learner."""
        with self._engine.begin() as connection:
            self._keep(connection, place, self._reached(connection, place), problems=[problem])

    def waiting(self, place: str) -> int:
        """How many events the place lacks."""
        with self._reading.begin() as connection:
            reached = self._reached(connection, place)
            gaps = zip((reached.events, reached.wired), last_rows(connection), strict=True)
            return sum(last - first + 1 for spans, end in gaps for first, last in spans.gaps(end))

    def device(self, made_on: str, new: Callable[[], UUID]) -> UUID:
        """What this installation is called: another id where its database was copied here, as `made_on` tells."""
        with self._engine.begin() as connection:
            row = connection.execute(_DEVICE, self._learner).one_or_none()
            if row is not None and row.made_on == made_on:
                return UUID(str(row.id))
            return self._name_device(connection, made_on, new())

    def rename_device(self, made_on: str, id: UUID) -> None:
        """From now on this installation is called so: somebody else writes under its id."""
        with self._engine.begin() as connection:
            self._name_device(connection, made_on, id)

    def _name_device(self, connection: Connection, made_on: str, id: UUID) -> UUID:
        connection.execute(_NAME, {"learner_id": self._learner["learner"], "id": id, "made_on": made_on})
        return id

    def learner(self) -> tuple[UUID, bool]:
        """Whose history this is, and whether anything is in it."""
        with self._reading.begin() as connection:
            uuid = connection.scalar(select(LearnerRow.uuid).where(LearnerRow.id == bindparam("learner")), self._learner)
            assert uuid is not None, "a history has a learner"
            return uuid, max(last_rows(connection)) > 0

    def become(self, learner: UUID) -> None:
        """This history is of `learner`: whatever a place has of it, it has under another name, and everything is to be sent again."""
        with self._engine.begin() as connection:
            connection.execute(delete(_places).where(_places.c.learner_id == bindparam("learner")), self._learner)
            connection.execute(update(table(LearnerRow)).where(LearnerRow.id == bindparam("learner")).values(uuid=learner), self._learner)

    def _add(self, connection: Connection, batch: "Sequence[_Understood]") -> tuple[TakenIn, list[int], list[int]]:
        """Also the row numbers of those that were here already."""
        ids = {each.wire.id for each in batch}
        stored, wired = self._wire.stored(connection, ids), self._wire.wired(connection, ids)
        new: dict[UUID, _Understood] = {}
        differing = []
        for each in batch:
            id = each.wire.id
            if id not in stored and id not in wired and id not in new:
                new[id] = each
            elif not each.is_same(new.get(id), stored.get(id), wired.get(id)):
                differing.append(id)
        for each in new.values():
            self._wire.add(connection, each.wire, each.event, whole=each.whole)
        if cards := self._wire.touched(connection, (each.event for each in new.values() if each.event is not None)):
            self._schedules.recompute(connection, cards)
        taken = TakenIn(tuple(each.wire for each in new.values()), tuple(differing))
        return taken, [row for _, row in stored.values()], [row for _, row in wired.values()]

    def _reached(self, connection: Connection, place: str, *, afresh: bool = False) -> Reached:
        row = connection.execute(_PLACE, self._learner | {"place": place}).one_or_none()
        if row is None or afresh:
            return Reached()
        events = Spans.read(row.sent)
        if events.last and id_at(connection, events.last) != row.last_sent:  # rows were numbered anew
            return Reached()
        return Reached(row.cursor, events, Spans.read(row.sent_wire))

    def _keep(self, connection: Connection, place: str, reached: Reached, **more: Any) -> None:
        row = connection.execute(_PLACE, self._learner | {"place": place}).one_or_none()
        kept = {"at": None, "seen": [], "problems": []} if row is None else {"at": row.at, "seen": row.seen, "problems": row.problems}
        last = id_at(connection, reached.events.last) if reached.events.last else None
        values = {"cursor": reached.cursor, "sent": str(reached.events), "sent_wire": str(reached.wired), "last_sent": last}
        connection.execute(_KEEP, {"learner_id": self._learner["learner"], "address": place} | kept | values | more)


@dataclass(frozen=True)
class _Understood:
    """An event that came, and what is known of it here."""

    wire: WireEvent
    event: Event | None
    whole: bool
    """Whether `event` says all that came."""

    def is_same(self, new: "_Understood | None", stored: tuple[Event, int] | None, wired: tuple[WireEvent, int] | None) -> bool:
        """Whether it is the one that is here under its id: one that has just come, or one of two kinds that are stored."""
        if new is not None:
            return new.wire == self.wire
        if wired is not None and wired[0] == self.wire:
            return True
        return self.event is not None and stored is not None and stored[0] == self.event


def _understood(events: Iterable[WireEvent]) -> tuple[list[_Understood], list[str]]:
    """What is known of each, and why others cannot be events."""
    understood, refused = [], []
    for wire in events:
        try:
            event = from_wire(wire)
        except WireError as error:
            refused.append(f"{wire.id}: {error}")
        else:
            understood.append(_Understood(wire, event, event is not None and to_wire(event).body == wire.body))
    return understood, refused


def _some(gaps: Iterable[tuple[int, int]], most: int, read: Any) -> list[tuple[int, WireEvent]]:
    found: list[tuple[int, WireEvent]] = []
    for gap in gaps:
        if len(found) >= most:
            break
        found += read(gap, most - len(found))
    return found
