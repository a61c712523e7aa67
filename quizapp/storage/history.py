"""Writing history: an event and the schedule row it leads to, in one transaction.

The transaction takes the write lock before it reads, so two running apps take turns: none loses or overwrites the other's grade.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import aliased

from quizapp.domain.card import Coverage
from quizapp.domain.history import (
    KINDS,
    CardEvent,
    Draft,
    Event,
    FollowUpAnswered,
    Graded,
    Mark,
    MockBegun,
    MockEnded,
    MockSetup,
    Outcome,
    Practised,
    Predicted,
    Rating,
    Recorded,
    Renamed,
    TakenBack,
    Undone,
    carried,
    draft_of,
    event_id,
    kind_of,
    named,
    related,
)
from quizapp.domain.memory import Memory
from quizapp.domain.mock import answers
from quizapp.domain.modes import Mode
from quizapp.domain.schedule import Schedule
from quizapp.storage.engine import reading
from quizapp.storage.models import CardRow, DraftRow, EventRow, LearnerRow, ScheduleRow, table

_events, _schedule, _drafts = table(EventRow), table(ScheduleRow), table(DraftRow)
_undo = aliased(EventRow)
_stands = ~exists().where(_undo.learner_id == EventRow.learner_id, _undo.undoes == EventRow.id)

_of_a_card = EventRow.card_id.is_not(None) & EventRow.source.is_(None)
"""Neither an undo, nor a prediction, nor a rename, nor what frames a mock interview."""
_in_an_interview = (EventRow.kind == "practice") & EventRow.sitting.is_not(None)
"""An answer that no undo takes back: an interview has no looking back."""

_LAST_ID = select(func.max(EventRow.id)).where(EventRow.learner_id == bindparam("learner"))
_LAST_STANDING = (
    select(_events)
    .where(EventRow.learner_id == bindparam("learner"), _of_a_card, ~_in_an_interview, _stands)
    .order_by(EventRow.id.desc())
    .limit(1)
)
_OF_CARDS = select(_events).where(
    EventRow.learner_id == bindparam("learner"), EventRow.card_id.in_(bindparam("cards", expanding=True)), _stands
)
_RENAMES = select(_events).where(EventRow.learner_id == bindparam("learner"), EventRow.source.is_not(None), _stands).order_by(EventRow.id)
_IN_ORDER = select(_events).where(EventRow.learner_id == bindparam("learner")).order_by(EventRow.id)
_BETWEEN = (
    select(_events)
    .where(
        EventRow.learner_id == bindparam("learner"),
        EventRow.at >= bindparam("start"),
        EventRow.at < bindparam("end"),
        _of_a_card,
        _stands,
    )
    .order_by(EventRow.id)
)
_SITTING = (
    select(_events)
    .where(
        EventRow.learner_id == bindparam("learner"),
        EventRow.sitting == bindparam("sitting"),
        EventRow.sitting.is_not(None),  # as the index has it
    )
    .order_by(EventRow.id)
)
_BEGUN = (
    select(_events)
    .where(EventRow.learner_id == bindparam("learner"), EventRow.kind == "mock-begin", EventRow.setup.is_not(None))  # as the index has it
    .order_by(EventRow.id)
)
_ROW = select(_schedule).where(ScheduleRow.learner_id == bindparam("learner"), ScheduleRow.card_id == bindparam("card"))
_ROWS = select(_schedule).where(ScheduleRow.learner_id == bindparam("learner")).order_by(ScheduleRow.card_id)
_DROP = delete(_schedule).where(_schedule.c.learner_id == bindparam("learner"), _schedule.c.card_id == bindparam("card"))
_COLUMNS = tuple(field.name for field in fields(Schedule) if field.name != "card")
_ADD = insert(_events)
_PUT = upsert(_schedule)
_PUT = _PUT.on_conflict_do_update(index_elements=["learner_id", "card_id"], set_={name: _PUT.excluded[name] for name in _COLUMNS})
_DROP_DRAFT = delete(_drafts).where(_drafts.c.learner_id == bindparam("learner"), _drafts.c.card_id == bindparam("card"))
_PUT_DRAFT = upsert(_drafts)
_PUT_OLD_DRAFT = _PUT_DRAFT.on_conflict_do_nothing()
_MOVE_DRAFT = (
    update(_drafts)
    .prefix_with("OR IGNORE")
    .where(_drafts.c.learner_id == bindparam("learner"), _drafts.c.card_id == bindparam("old"))
    .values(card_id=bindparam("new"))
)
_MIXED = update(table(LearnerRow)).where(LearnerRow.id == bindparam("learner"), LearnerRow.basis != bindparam("mine")).values(basis="")
_RENAMED_TO = (
    select(EventRow.card_id)
    .join(CardRow, CardRow.id == EventRow.source)
    .where(EventRow.learner_id == bindparam("learner"), EventRow.source == bindparam("card"), CardRow.archived_at.is_not(None), _stands)
    .order_by(EventRow.id.desc())
    .limit(1)
)
MOST_VARIABLES = 5_000
"""In one statement; some builds of SQLite allow no more than 32,766."""
_PUT_DRAFT = _PUT_DRAFT.on_conflict_do_update(
    index_elements=["learner_id", "card_id"], set_={name: _PUT_DRAFT.excluded[name] for name in ("text", "marks")}
)


Beside = TypeVar("Beside", Predicted, MockBegun, FollowUpAnswered)


class History:
    """One learner's events and schedule. Every method is one transaction."""

    def __init__(self, engine: Engine, learner: int, memory: Memory) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._learner = learner
        self._memory = memory

    def record(self, at: datetime, random: int, draft: Callable[[UUID], CardEvent]) -> Recorded:
        """Appends the event that `draft` makes from its id; it is on disk when this returns."""
        with self._engine.begin() as connection:
            return self.record_within(connection, at, random, draft)

    def record_within(self, connection: Connection, at: datetime, random: int, draft: Callable[[UUID], CardEvent]) -> Recorded:
        """The same as a part of a transaction that somebody else commits. A card that has got another id meanwhile is known by that."""
        event = draft(self._next_id(connection, at, random))
        event = replace(event, card=self._id_now(connection, event.card))
        schedule = self._memory.advance(self._stored(connection, event.card), event)
        connection.execute(_ADD, self._event_row(event))
        self._put(connection, schedule)
        self._own_rules(connection)
        if isinstance(event, Graded | Practised) and (event.answer or event.ticks):
            connection.execute(_DROP_DRAFT, {"learner": self._learner, "card": event.card})
        return Recorded(event, schedule)

    def append(self, at: datetime, random: int, draft: Callable[[UUID], Beside]) -> Beside:
        """Appends the event that `draft` makes from its id, one that no schedule depends on; it is on disk when this returns."""
        with self._engine.begin() as connection:
            event = draft(self._next_id(connection, at, random))
            connection.execute(_ADD, self._event_row(event))
        return event

    def end_mock(self, at: datetime, random: int, sitting: UUID, outcome: Outcome) -> None:
        """Ends a mock interview; one that has ended stays as it ended."""
        with self._engine.begin() as connection:
            if not any(isinstance(event, MockEnded) for event in self._sitting(connection, sitting)):
                end = MockEnded(self._next_id(connection, at, random), at, sitting, outcome)
                connection.execute(_ADD, self._event_row(end))

    def count_mock(self, random: Callable[[], int], sitting: UUID, scheduler: str) -> list[Recorded]:
        """Has each answer of a mock interview count for the schedule, as a grade given at its time; nothing where that was done before."""
        with self._engine.begin() as connection:
            events = self._sitting(connection, sitting)
            if any(isinstance(event, Graded) for event in events):
                return []
            told = carried([*answers(events), *self._renames(connection)])
            self._own_rules(connection)
            return [self._count(connection, answer, random(), scheduler) for answer in told if isinstance(answer, Practised)]

    def _count(self, connection: Connection, answer: Practised, random: int, scheduler: str) -> Recorded:
        grade = Graded(
            self._next_id(connection, answer.at, random),
            answer.at,
            self._id_now(connection, answer.card),
            answer.rating,
            answer.duration_ms,
            answer.mode,
            scheduler,
            answer.answer,
            answer.ticks,
            answer.sitting,
        )
        schedule = self._memory.advance(self._stored(connection, grade.card), grade)
        connection.execute(_ADD, self._event_row(grade))
        self._put(connection, schedule)
        return Recorded(grade, schedule)

    def mocks(self) -> list[MockBegun]:
        """Every mock interview that was begun, in order."""
        with self._reading.begin() as connection:
            rows = connection.execute(_BEGUN, {"learner": self._learner})
            return [event for event in map(_event, rows) if isinstance(event, MockBegun)]

    def sitting(self, sitting: UUID) -> list[Event]:
        """What happened in a mock interview after it began, in order."""
        with self._reading.begin() as connection:
            return self._sitting(connection, sitting)

    def _sitting(self, connection: Connection, sitting: UUID) -> list[Event]:
        return [_event(row) for row in connection.execute(_SITTING, {"learner": self._learner, "sitting": sitting})]

    def undo(self, at: datetime, random: int) -> TakenBack | None:
        """Takes back the last event that counts; None where there is none."""
        with self._engine.begin() as connection:
            row = connection.execute(_LAST_STANDING, {"learner": self._learner}).one_or_none()
            if row is None:
                return None
            event = self._now(connection, [row])[0]
            undo = Undone(self._next_id(connection, at, random), at, event.id)
            connection.execute(_ADD, self._event_row(undo))
            schedule = self._recompute(connection, [event.card])[event.card]
            self._own_rules(connection)
            if isinstance(event, Graded | Practised) and (draft := draft_of(event)):  # what is being typed anew is worth more
                connection.execute(_PUT_OLD_DRAFT, self._draft_row(event.card, draft))
        return TakenBack(event, schedule)

    def draft(self, card: str, draft: Draft) -> None:
        """Keeps an attempt until the card is graded; an empty one is forgotten."""
        with self._engine.begin() as connection:
            card = self._id_now(connection, card)
            if draft:
                connection.execute(_PUT_DRAFT, self._draft_row(card, draft))
            else:
                connection.execute(_DROP_DRAFT, {"learner": self._learner, "card": card})

    def rename(self, at: datetime, random: int, card: str, source: str) -> None:
        """From now on, what happened to `source` counts for `card`."""
        with self._engine.begin() as connection:
            self.rename_within(connection, at, lambda: random, [(source, card)])

    def rename_within(self, connection: Connection, at: datetime, random: Callable[[], int], pairs: Sequence[tuple[str, str]]) -> None:
        """The same for several cards, each its old and its new id, as a part of a transaction that somebody else commits."""
        for source, card in pairs:
            connection.execute(_ADD, self._event_row(Renamed(self._next_id(connection, at, random()), at, card, source)))
            connection.execute(_MOVE_DRAFT, {"learner": self._learner, "old": source, "new": card})
        self._recompute(connection, [card for _, card in pairs])
        self._own_rules(connection)

    def between(self, start: datetime, end: datetime) -> list[CardEvent]:
        """The standing events from `start` up to `end`, in order, under the ids that their cards have now."""
        with self._reading.begin() as connection:
            rows = connection.execute(_BETWEEN, {"learner": self._learner, "start": start, "end": end}).all()
            return self._now(connection, rows)

    def events(self) -> Iterator[Event]:
        """Every event, undone ones and undos included, in order."""
        with self._reading.begin() as connection:
            for row in connection.execute(_IN_ORDER, {"learner": self._learner}):
                yield _event(row)

    def schedule(self, card: str) -> Schedule:
        """The cached schedule of one card; that of a new card where it has none."""
        with self._reading.begin() as connection:
            return self._stored(connection, card)

    def schedules(self) -> dict[str, Schedule]:
        """The cached schedule of every card that has one."""
        with self._reading.begin() as connection:
            return {row.card_id: _schedule_of(row) for row in connection.execute(_ROWS, {"learner": self._learner})}

    def rebuild(self) -> None:
        """Computes every schedule row afresh from the events, under the rules of the memory model."""
        with self._engine.begin() as connection:
            connection.execute(delete(_schedule).where(_schedule.c.learner_id == self._learner))
            rows = [self._schedule_row(schedule) for schedule in self.replayed(connection)]
            if rows:
                connection.execute(_PUT, rows)
            connection.execute(update(LearnerRow).where(LearnerRow.id == self._learner).values(basis=self._memory.basis))

    def replayed(self, connection: Connection) -> Iterator[Schedule]:
        """What the events give: card by card, so that no more than one card's events are held; renamed cards together."""
        renamed = self._renames(connection)
        apart = {card for rename in renamed for card in (rename.card, rename.source)}
        statement = select(_events).where(EventRow.learner_id == self._learner, _of_a_card, _stands).order_by(EventRow.card_id, EventRow.id)
        for card, rows in groupby(connection.execute(statement), key=attrgetter("card_id")):
            if card not in apart:
                yield from self._memory.replay(map(_event, rows)).values()
        if apart:
            yield from self._replayed(connection, apart).values()

    def differences(self) -> list[tuple[Schedule | None, Schedule | None]]:
        """Where the cached schedule (first) is not what the events give (second)."""
        stored = self.schedules()
        with self._reading.begin() as connection:
            replayed = {schedule.card: schedule for schedule in self.replayed(connection)}
        cards = sorted(stored.keys() | replayed.keys())
        return [(stored.get(card), replayed.get(card)) for card in cards if stored.get(card) != replayed.get(card)]

    def _next_id(self, connection: Connection, at: datetime, random: int) -> UUID:
        return event_id(at, random, connection.scalar(_LAST_ID, {"learner": self._learner}))

    def _stored(self, connection: Connection, card: str) -> Schedule:
        row = connection.execute(_ROW, {"learner": self._learner, "card": card}).one_or_none()
        return Schedule(card) if row is None else _schedule_of(row)

    def _own_rules(self, connection: Connection) -> None:
        """Another window may have computed the schedule by other rules since: what is mixed is computed afresh at the next start."""
        connection.execute(_MIXED, {"learner": self._learner, "mine": self._memory.basis})

    def _id_now(self, connection: Connection, card: str) -> str:
        """The id of a card that was on screen when its deck was read again: where it was renamed, the new one."""
        seen = {card}
        while (new := connection.scalar(_RENAMED_TO, {"learner": self._learner, "card": card})) is not None and new not in seen:
            seen.add(new)
            card = new
        return card

    def _recompute(self, connection: Connection, cards: Collection[str]) -> dict[str, Schedule]:
        """Replays `cards` and the ids they have had; stores and returns their schedules."""
        ids = related(cards, self._renames(connection))
        replayed = self._replayed(connection, ids)
        schedules = {id: replayed.get(id) or Schedule(id) for id in ids}
        for schedule in schedules.values():
            self._put(connection, schedule)
        return schedules

    def _replayed(self, connection: Connection, cards: Collection[str]) -> dict[str, Schedule]:
        ids = sorted(cards)
        parts = (ids[i : i + MOST_VARIABLES] for i in range(0, len(ids), MOST_VARIABLES))
        rows = (row for part in parts for row in connection.execute(_OF_CARDS, {"learner": self._learner, "cards": part}))
        return self._memory.replay(map(_event, rows))

    def _renames(self, connection: Connection) -> list[Renamed]:
        rows = connection.execute(_RENAMES, {"learner": self._learner})
        return [event for event in map(_event, rows) if isinstance(event, Renamed)]

    def _now(self, connection: Connection, rows: Iterable[Row[Any]]) -> list[CardEvent]:
        """The card events in `rows` under the ids that their cards have now."""
        return carried([*map(_event, rows), *self._renames(connection)])

    def _put(self, connection: Connection, schedule: Schedule) -> None:
        if schedule == Schedule(schedule.card):  # as if never asked: replay gives such a card no row
            connection.execute(_DROP, {"learner": self._learner, "card": schedule.card})
        else:
            connection.execute(_PUT, self._schedule_row(schedule))

    def _schedule_row(self, schedule: Schedule) -> dict[str, Any]:
        return {"learner_id": self._learner, "card_id": schedule.card} | {name: getattr(schedule, name) for name in _COLUMNS}

    def _draft_row(self, card: str, draft: Draft) -> dict[str, Any]:
        return {"learner_id": self._learner, "card_id": card, "text": draft.text, "marks": draft.marks}

    def _event_row(self, event: Event) -> dict[str, Any]:
        row = dict.fromkeys(_events.columns.keys()) | asdict(event)
        row |= {"learner_id": self._learner, "kind": kind_of(event)}
        row["card_id"], row["undoes"] = row.pop("card", None), row.pop("target", None)
        row["answer"], row["ticks"] = row["answer"] or None, row["ticks"] or None
        return row


def _event(row: Row[Any]) -> Event:
    values = row._asdict()
    values["card"], values["target"] = values["card_id"], values["undoes"]
    values["answer"], values["ticks"] = (
        values["answer"] or "",
        tuple(Mark(tick["point"], Coverage(tick["coverage"])) for tick in values["ticks"] or ()),
    )
    if values["setup"] is not None:
        values["setup"] = _setup(values["setup"])
    if values["rating"] is not None:
        values["rating"] = Rating(values["rating"])
    for name, its in (("mode", Mode), ("outcome", Outcome)):
        if values[name] is not None:
            values[name] = named(its, values[name])
    kind = KINDS[row.kind]
    return kind(**{field.name: values[field.name] for field in fields(kind)})


def _setup(values: dict[str, Any]) -> MockSetup:
    return MockSetup(**values | {"topics": tuple(values["topics"]), "cards": tuple(values["cards"])})


def _schedule_of(row: Row[Any]) -> Schedule:
    return Schedule(row.card_id, *(getattr(row, name) for name in _COLUMNS))
