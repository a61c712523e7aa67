"""The tables, as typed SQLAlchemy models, and the views over them.

`events` is the truth and only ever grows: triggers refuse to change or delete a row. `schedule` is a cache of its replay. Cards and texts
mirror the decks on disk; they are archived, never deleted. Learner-owned tables are keyed by learner first, so that one database can hold
many and shard by it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    event,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from quizapp.domain.day import milliseconds, moment
from quizapp.storage.schema import WAITS_FROM, statements


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as milliseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Milliseconds since 1970."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment, in UTC."""
        return None if value is None else moment(value)


class Day(TypeDecorator[date]):
    """A study day, kept as its proleptic Gregorian ordinal, so that SQL can count days."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """The ordinal."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        """The day."""
        return None if value is None else date.fromordinal(value)


class Base(DeclarativeBase):
    """Names constraints predictably, so that a migration can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table(row: type[Base]) -> Table:
    """The table behind a model, for statements over many rows."""
    assert isinstance(row.__table__, Table)
    return row.__table__


class DeckRow(Base):
    """A deck folder as it was last read."""

    __tablename__ = "decks"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    position: Mapped[int]
    language: Mapped[str]
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    """By language."""
    topics: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In order: {"id", "titles"}."""
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What was wrong when it was read, so that the notice outlives a restart."""
    fingerprint: Mapped[str]
    """Of the files it was read from; an unchanged deck is not read again."""
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class FileRow(Base):
    """A cache: what parsing one file of a deck gave, so that a file that has not changed is not parsed again."""

    __tablename__ = "files"

    deck_id: Mapped[str] = mapped_column(ForeignKey("decks.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String, primary_key=True)
    """Relative to the deck's folder."""
    stamp: Mapped[str]
    """Of the file as it was parsed; another one means it has changed."""
    parsed: Mapped[str]
    """As `decks.cache` writes it."""


class CardRow(Base):
    """A card that is, or once was, in a deck."""

    __tablename__ = "cards"
    __table_args__ = (Index(None, "archived_at", "position"),)

    id: Mapped[str] = mapped_column(String, primary_key=True)
    deck_id: Mapped[str] = mapped_column(ForeignKey("decks.id"), index=True)
    topic: Mapped[str]
    position: Mapped[int]
    """Place among all cards of all decks: the order in which new cards are introduced."""
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was missed on disk; None while it is there."""


class TextRow(Base):
    """A card in one language, as last read."""

    __tablename__ = "texts"

    card_id: Mapped[str] = mapped_column(ForeignKey("cards.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String, primary_key=True)
    rank: Mapped[int]
    """0 for the deck's own language."""
    question: Mapped[str]
    body: Mapped[str]
    """The rest of the text, as `domain.card_json` writes it."""


class LearnerRow(Base):
    """Someone who learns."""

    __tablename__ = "learners"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    basis: Mapped[str]
    """`Rules.basis` that the schedule rows were computed with; another one means they must be rebuilt."""


class EventRow(Base):
    """One event. No foreign key to cards: a merged history may speak of cards this machine has never seen."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "learner_id", "card_id", "id"),
        Index(None, "learner_id", "at"),
        Index(None, "learner_id", "undoes", sqlite_where=text("undoes IS NOT NULL")),
        Index(None, "learner_id", "source", "id", sqlite_where=text("source IS NOT NULL")),
        Index(None, "learner_id", "sitting", "id", sqlite_where=text("sitting IS NOT NULL")),
        Index(None, "learner_id", "kind", "id", sqlite_where=text("setup IS NOT NULL")),
        Index(None, "learner_id", "interview", sqlite_where=text("interview IS NOT NULL")),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    card_id: Mapped[str | None]
    rating: Mapped[int | None]
    duration_ms: Mapped[int | None]
    mode: Mapped[str | None]
    scheduler: Mapped[str | None]
    undoes: Mapped[UUID | None] = mapped_column(Uuid)
    """The event that no longer counts: by an undo, or because this one, of the same kind, stands in its place with its moment set right."""
    demo: Mapped[str | None]
    predicted: Mapped[str | None]
    measured: Mapped[str | None]
    correct: Mapped[bool | None]
    source: Mapped[str | None]
    """Of a rename: the id that the card had before."""
    answer: Mapped[str | None]
    ticks: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Of an answer: {"point", "coverage"} for each key point gone through."""
    sitting: Mapped[UUID | None] = mapped_column(Uuid)
    """Of what happens in a mock interview: the id of the event that began it."""
    setup: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of the beginning of a mock interview: the fields of `domain.history.MockSetup`. Of an estimate: those of `ForeignState`."""
    follows: Mapped[UUID | None] = mapped_column(Uuid)
    """Of a follow-up question: the answer after which it was asked."""
    question: Mapped[str | None]
    outcome: Mapped[str | None]
    """Of the end of a mock interview."""
    interview: Mapped[date | None] = mapped_column(Day)
    """Of what became of an interview: its day."""
    went: Mapped[str | None]


class WireRow(Base):
    """An event that this version cannot say in full, as it came: of a kind, or with fields, that only a newer one knows.

    It is kept and handed on word for word. One that counts here, by what is known of it, is in `events` as well.
    """

    __tablename__ = "wire_events"
    __table_args__ = (UniqueConstraint("learner_id", "id", name="uq_wire_events_learner_id_id"),)

    arrived: Mapped[int] = mapped_column(primary_key=True)
    """Counts up in the order in which they came."""
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str]
    """As `domain.wire.WireEvent` has it."""


class DeviceRow(Base):
    """What this installation is called where machines exchange events."""

    __tablename__ = "devices"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid)
    made_on: Mapped[str]
    """The machine and the file for which the id was made; where they are others, the database was copied and gets another id."""


class PlaceRow(Base):
    """How far the exchange with a place has come."""

    __tablename__ = "places"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String, primary_key=True)
    cursor: Mapped[str]
    """The place's own: what came up to here is stored."""
    sent: Mapped[str]
    """The row numbers in `events` of what the place has, as `domain.spans` writes them."""
    sent_wire: Mapped[str]
    """The same for `wire_events`."""
    last_sent: Mapped[UUID | None] = mapped_column(Uuid)
    """The id of the event at the last number of `sent`: where another is there, rows were numbered anew, and `sent` says nothing."""
    at: Mapped[datetime | None] = mapped_column(Instant)
    """When an exchange was last completed."""
    seen: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The other devices as they were then: {"name", "at"}, the latest first."""
    problems: Mapped[list[str]] = mapped_column(JSON)
    """What needs the learner, a sentence each."""


class ScheduleRow(Base):
    """The replay of a card's events; columns are the fields of `domain.schedule.Schedule`."""

    __tablename__ = "schedule"
    __table_args__ = (
        Index("ix_schedule_learner_id_waits_from", "learner_id", text(WAITS_FROM.format(""))),
        Index(None, "learner_id", "first"),
        {"sqlite_with_rowid": False},
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String, primary_key=True)
    stability: Mapped[float | None] = mapped_column(Float)
    difficulty: Mapped[float | None] = mapped_column(Float)
    due: Mapped[date | None] = mapped_column(Day)
    first: Mapped[date | None] = mapped_column(Day)
    last: Mapped[date | None] = mapped_column(Day)
    reviews: Mapped[int]
    lapses: Mapped[int]
    failing: Mapped[bool]
    suspended: Mapped[bool]
    buried: Mapped[date | None] = mapped_column(Day)


class DoubtRow(Base):
    """A change to a deck of which only the learner can tell whether the card is still the same; until it is told, its memory is kept."""

    __tablename__ = "doubts"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(ForeignKey("cards.id"), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("cards.id"))
    """The card whose memory is in question: the same one, edited, or an archived one that `card_id` may be under another id."""
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Its texts before the change: {"language", "question", "body"}, the deck's own language first."""


class DraftRow(Base):
    """An attempt being made. It goes into the event once it is graded; until then it outlives a restart."""

    __tablename__ = "drafts"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String, primary_key=True)
    text: Mapped[str]
    marks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """How much of each key point was said; null where nobody has gone through them."""


def _view(name: str, *columns: Column[Any], like: type[Base]) -> Table:
    """A view of `schema` with the columns of a table and these. It belongs to no metadata: nothing creates it as a table."""
    return Table(name, MetaData(), *(Column(each.name, each.type) for each in table(like).columns), *columns)


deck_cards = _view("deck_cards", Column("deck_id", String), Column("topic_id", String), Column("position", Integer), like=ScheduleRow)
standing = _view("standing", like=EventRow)
renames = _view("renames", like=EventRow)


@event.listens_for(Base.metadata, "after_create")
def _complete(_: MetaData, connection: Connection, **__: Any) -> None:
    """Triggers and views are created with the tables."""
    for statement in statements():
        connection.exec_driver_sql(statement)
