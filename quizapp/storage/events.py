"""One learner's events as rows, in a transaction that somebody else owns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from quizapp.domain.card import Coverage
from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import (
    KINDS,
    CardEvent,
    Event,
    Mark,
    MockSetup,
    Outcome,
    Rating,
    Renamed,
    carried,
    event_id,
    kind_of,
    named,
)
from quizapp.domain.interviews import Went
from quizapp.domain.modes import Mode
from quizapp.storage.models import CardRow, EventRow, renames, standing, table
from quizapp.storage.prepared import Prepared

_MINE = EventRow.learner_id == bindparam("learner")
_ADD_ALL = insert(table(EventRow))
_ADD = Prepared(_ADD_ALL)
_EMPTY: dict[str, Any] = dict.fromkeys(table(EventRow).columns.keys())
IN_ORDER = select(table(EventRow)).where(_MINE).order_by(EventRow.id)
_LAST_ID = select(func.max(EventRow.id)).where(_MINE)

_STANDING = select(standing).where(standing.c.learner_id == bindparam("learner"))
_RENAMES = select(renames).where(renames.c.learner_id == bindparam("learner")).order_by(renames.c.id)
_cards: BindParameter[Any] = bindparam("cards", expanding=True)
_RENAMES_OF = _RENAMES.where(or_(renames.c.card_id.in_(_cards), renames.c.source.in_(_cards)))
_RENAMED_TO = (
    select(renames.c.card_id)
    .join(CardRow, CardRow.id == renames.c.source)
    .where(renames.c.learner_id == bindparam("learner"), renames.c.source == bindparam("card"), CardRow.archived_at.is_not(None))
    .order_by(renames.c.id.desc())
    .limit(1)
)

CAN_BE_UNDONE = (
    ~((standing.c.kind == "practice") & standing.c.sitting.is_not(None)) & standing.c.undoes.is_(None) & (standing.c.kind != "estimate")
)
"""A mock interview has no looking back; what was set right is not what was done last; and an import is taken back as a whole."""
ROWS_AT_ONCE = 500
"""That are fetched or stored; one by one they take longer."""
MOST_VARIABLES = 5_000
"""In one statement; some builds of SQLite allow no more than 32,766."""


def standing_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The learner's events that count and meet `conditions` on columns of the view `standing`."""
    return _STANDING.where(*conditions)


_OF_CARDS = standing_where(standing.c.card_id.in_(_cards))


class EventTable:
    """The events of `learner`."""

    def __init__(self, learner: int) -> None:
        self.learner = learner

    def add(self, connection: Connection, event: Event) -> None:
        """Appends an event."""
        _ADD.execute(connection, self._row(event))

    def add_all(self, connection: Connection, events: Iterable[Event]) -> None:
        """Appends many events."""
        rows = map(self._row, events)
        while part := list(islice(rows, ROWS_AT_ONCE)):
            connection.execute(_ADD_ALL, part)

    def next_id(self, connection: Connection, at: datetime, random: int) -> UUID:
        """An id for an event at `at`, greater than every one stored."""
        return event_id(at, random, connection.scalar(_LAST_ID, {"learner": self.learner}))

    def every(self, connection: Connection) -> Iterator[Event]:
        """Every event, undone ones and undos included, in order."""
        return self.of(connection, IN_ORDER)

    def of(self, connection: Connection, statement: Select[Any], **parameters: Any) -> Iterator[Any]:
        """The events in the rows that `statement` selects of the learner's."""
        rows = connection.execute(statement, {"learner": self.learner} | parameters)
        return map(event_of, chain.from_iterable(rows.partitions(ROWS_AT_ONCE)))

    def of_cards(self, connection: Connection, cards: Collection[str]) -> Iterator[CardEvent]:
        """The standing events stored under the ids `cards`."""
        for part in _parts(cards):
            yield from self.of(connection, _OF_CARDS, cards=part)

    def renames(self, connection: Connection) -> list[Renamed]:
        """The standing renames, in order."""
        return list(self.of(connection, _RENAMES))

    def renames_of(self, connection: Connection, cards: Iterable[str]) -> list[Renamed]:
        """The standing renames that connect `cards` with other ids, from one to the next."""
        found: dict[UUID, Renamed] = {}
        seen: set[str] = set()
        ahead = set(cards)
        while ahead:
            seen |= ahead
            found |= {rename.id: rename for part in _parts(ahead) for rename in self.of(connection, _RENAMES_OF, cards=part)}
            ahead = {id for rename in found.values() for id in (rename.card, rename.source)} - seen
        return list(found.values())

    def under_ids_now(self, connection: Connection, events: Iterable[CardEvent]) -> list[CardEvent]:
        """Standing `events` in order, under the ids that their cards have now."""
        events = list(events)
        return carried([*events, *self.renames_of(connection, {event.card for event in events})])

    def id_now(self, connection: Connection, card: str) -> str:
        """The id of a card that was on screen when its deck was read again: where it was renamed, the new one."""
        seen = {card}
        while (new := connection.scalar(_RENAMED_TO, {"learner": self.learner, "card": card})) is not None and new not in seen:
            seen.add(new)
            card = new
        return card

    def name_now(self, connection: Connection, card: str) -> str:
        """The id under which what happened to `card` counts, by the renames alone."""
        name = card
        for rename in sorted(self.renames_of(connection, [card]), key=lambda each: each.id):
            name = rename.card if rename.source == name else name
        return name

    def _row(self, event: Event) -> dict[str, Any]:
        row = _EMPTY | vars(event)
        row |= {"learner_id": self.learner, "kind": kind_of(event)}
        row["card_id"], row["undoes"] = row.pop("card", None), row.pop("target", None) or row.pop("corrects", None)
        row["answer"] = row["answer"] or None
        row["ticks"] = [asdict(tick) for tick in row["ticks"] or ()] or None
        if isinstance(event, Estimated):
            row["setup"] = asdict(event.state) | {"due": event.state.due.isoformat()}
            del row["state"]
        elif row["setup"]:
            row["setup"] = asdict(row["setup"])
        return row


def event_of(row: Row[Any]) -> Event:
    """The event that a row of `events` or of a view over it, with all its columns, holds."""
    kind, fields = _READ[row.kind]
    return kind(*[row[place] if made is None else made(row[place]) for place, made in fields])


def marks_of(stored: list[dict[str, Any]] | None) -> tuple[Mark, ...]:
    """The marks of an answer's key points."""
    return tuple(Mark(tick["point"], Coverage(tick["coverage"])) for tick in stored) if stored else ()


def _setup(values: dict[str, Any]) -> MockSetup:
    return MockSetup(**values | {"topics": tuple(values["topics"]), "cards": tuple(values["cards"])})


def _state(values: dict[str, Any]) -> ForeignState:
    return ForeignState(**values | {"due": date.fromisoformat(values["due"])})


_COLUMN_OF = {"card": "card_id", "target": "undoes", "corrects": "undoes", "state": "setup"}
"""Where a column is not called as the field of an event."""
_MADE: dict[str, Callable[[Any], Any]] = {
    "answer": lambda stored: stored or "",
    "ticks": marks_of,
    "setup": _setup,
    "state": _state,
    "rating": Rating,
    "mode": partial(named, Mode),
    "outcome": partial(named, Outcome),
    "went": partial(named, Went),
}
"""How the value of a field is made from what is stored; others are stored as they are."""
_PLACES = {column: place for place, column in enumerate(table(EventRow).columns.keys())}
_READ = {
    name: (kind, tuple((_PLACES[_COLUMN_OF.get(field.name, field.name)], _MADE.get(field.name)) for field in fields(kind)))
    for name, kind in KINDS.items()
}
"""For each kind of event, its class and, in their order, its fields: place in a row, and how the value is made. Histories are long."""


def _parts(ids: Collection[str]) -> Iterator[list[str]]:
    """`ids` in as many parts as statements need."""
    ordered = sorted(ids)
    return (ordered[i : i + MOST_VARIABLES] for i in range(0, len(ordered), MOST_VARIABLES))
