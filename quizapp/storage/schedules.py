"""The cached schedule of one learner: written with each event, computed afresh by replay, in a transaction that somebody else owns."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.history import CardEvent, related
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Schedule
from quizapp.storage.events import EventTable, standing_where
from quizapp.storage.models import CardRow, EventRow, LearnerRow, ScheduleRow, standing, table
from quizapp.storage.prepared import Prepared

_schedule = table(ScheduleRow)
_COLUMNS = tuple(field.name for field in fields(Schedule) if field.name != "card")
_ROWS = select(_schedule).where(_schedule.c.learner_id == bindparam("learner")).order_by(_schedule.c.card_id)
_ROW = _ROWS.where(_schedule.c.card_id == bindparam("card"))
_DROP = delete(_schedule).where(_schedule.c.learner_id == bindparam("learner"), _schedule.c.card_id == bindparam("card"))
_BEFORE = Prepared(
    select(
        select(func.max(EventRow.id)).where(EventRow.learner_id == bindparam("learner")).scalar_subquery().label("last_id"),
        LearnerRow.basis,
        exists().where(CardRow.id == bindparam("card"), CardRow.archived_at.is_not(None)).label("archived"),
        _schedule,
    )
    .select_from(LearnerRow)
    .outerjoin(_schedule, (_schedule.c.learner_id == LearnerRow.id) & (_schedule.c.card_id == bindparam("card")))
    .where(LearnerRow.id == bindparam("learner"))
)
"""All that a grade depends on in one statement: it is what a learner waits for most often."""
_PUT = upsert(_schedule)
_PUT = _PUT.on_conflict_do_update(index_elements=["learner_id", "card_id"], set_={name: _PUT.excluded[name] for name in _COLUMNS})
_PUT_ONE = Prepared(_PUT)
_MIXED = update(table(LearnerRow)).where(LearnerRow.id == bindparam("learner"), LearnerRow.basis != bindparam("mine")).values(basis="")
_BY_CARD = standing_where().order_by(standing.c.card_id, standing.c.id)


@dataclass(frozen=True)
class Before:
    """What is stored before an event of a card."""

    last_id: UUID | None
    """Of the newest event."""
    archived: bool
    """Whether the card is in no deck: it may have got another id."""
    mixed: bool
    """Whether the schedule was computed by other rules than those in force here."""
    schedule: Schedule


class ScheduleTable:
    """The schedule of `learner` under the rules of `memory`."""

    def __init__(self, learner: int, memory: Memory, events: EventTable) -> None:
        self._learner = learner
        self._memory = memory
        self._events = events

    def before(self, connection: Connection, card: str) -> Before:
        """What is stored before an event of `card`."""
        row = _BEFORE.one(connection, {"learner": self._learner, "card": card})
        schedule = Schedule(card) if row["card_id"] is None else Schedule(card, *(row[name] for name in _COLUMNS))
        return Before(row["last_id"], bool(row["archived"]), row["basis"] != self._memory.basis, schedule)

    def advance(self, connection: Connection, event: CardEvent, before: Before) -> Schedule:
        """Stores and returns the schedule of the event's card after that event."""
        schedule = self._memory.advance(before.schedule, event)
        self._put(connection, schedule)
        if before.mixed:
            self.note_rules(connection)
        return schedule

    def recompute(self, connection: Connection, cards: Collection[str]) -> dict[str, Schedule]:
        """Replays `cards` and the ids they have had; stores and returns their schedules."""
        renamed = self._events.renames_of(connection, cards)
        ids = related(cards, renamed)
        replayed = self._memory.replay([*self._events.of_cards(connection, ids), *renamed])
        schedules = {id: replayed.get(id) or Schedule(id) for id in ids}
        for schedule in schedules.values():
            self._put(connection, schedule)
        self.note_rules(connection)
        return schedules

    def rebuild(self, connection: Connection) -> None:
        """Computes every row afresh from the events."""
        connection.execute(delete(_schedule).where(_schedule.c.learner_id == self._learner))
        rows = [self._row(schedule) for schedule in self.replayed(connection)]
        if rows:
            connection.execute(_PUT, rows)
        connection.execute(update(LearnerRow).where(LearnerRow.id == self._learner).values(basis=self._memory.basis))

    def replayed(self, connection: Connection) -> Iterator[Schedule]:
        """What the events give: card by card, so that no more than one card's events are held; renamed cards together."""
        renamed = self._events.renames(connection)
        apart = {card for rename in renamed for card in (rename.card, rename.source)}
        for card, events in groupby(self._events.of(connection, _BY_CARD), key=attrgetter("card")):
            if card not in apart:
                yield from self._memory.replay(events).values()
        yield from self._memory.replay([*self._events.of_cards(connection, apart), *renamed]).values()

    def stored(self, connection: Connection, card: str) -> Schedule:
        """The cached schedule of one card; that of a new card where it has none."""
        row = connection.execute(_ROW, {"learner": self._learner, "card": card}).one_or_none()
        return Schedule(card) if row is None else _schedule_of(row)

    def all(self, connection: Connection) -> dict[str, Schedule]:
        """The cached schedule of every card that has one."""
        return {row.card_id: _schedule_of(row) for row in connection.execute(_ROWS, {"learner": self._learner})}

    def note_rules(self, connection: Connection) -> None:
        """Another window may have computed the schedule by other rules since: what is mixed is computed afresh at the next start."""
        connection.execute(_MIXED, {"learner": self._learner, "mine": self._memory.basis})

    def _put(self, connection: Connection, schedule: Schedule) -> None:
        if schedule == Schedule(schedule.card):  # as if never asked: replay gives such a card no row
            connection.execute(_DROP, {"learner": self._learner, "card": schedule.card})
        else:
            _PUT_ONE.execute(connection, self._row(schedule))

    def _row(self, schedule: Schedule) -> dict[str, Any]:
        return {"learner_id": self._learner, "card_id": schedule.card} | {name: getattr(schedule, name) for name in _COLUMNS}


def _schedule_of(row: Row[Any]) -> Schedule:
    return Schedule(row.card_id, *(getattr(row, name) for name in _COLUMNS))
