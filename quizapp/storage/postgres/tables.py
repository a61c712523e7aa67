"""The tables of a PostgreSQL place, as statements name them; `migrations/postgres` makes them and says who may do what.

The learner is the role that is logged in. `events` only ever grows. An event's `arrival` is the number of the transaction that brought it,
counted by learner: who adds events counts up `learners.arrivals` first, and holds that row until the commit, so that a higher number is
never seen before a lower one. That is what makes it a cursor. It also survives a dump, which PostgreSQL's own transaction numbers do not.
"""

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, Uuid

SCHEMA = "quizapp"
HEAD = "0001"
"""The newest revision in migrations/postgres/versions."""
LEARNERS, GROUP = "quizapp_learner", "quizapp_group"
"""The roles whose members sync, and read what is shared."""
LARGEST = 1_048_576
"""Bytes of an event's body."""
LONGEST_KIND, LONGEST_NAME = 100, 200
"""Characters of an event's kind and of a device's name."""
LARGEST_SHARE = 65_536
"""Bytes of what is shared by topic."""

metadata = MetaData(schema=SCHEMA)


def _learner() -> Column[str]:
    return Column("learner", Text(collation="C"), nullable=False)


learners = Table(
    "learners",
    metadata,
    _learner(),
    Column("identity", Uuid, nullable=False),
    Column("arrivals", BigInteger, nullable=False),
    Column("joined", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("learner", name="pk_learners"),
)
events = Table(
    "events",
    metadata,
    _learner(),
    Column("id", Uuid, nullable=False),
    Column("arrival", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("learner", "id", name="pk_events"),
    Index("ix_events_learner_arrival_id", "learner", "arrival", "id"),
)
devices = Table(
    "devices",
    metadata,
    _learner(),
    Column("id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("learner", "id", name="pk_devices"),
)
shares = Table(
    "shares",
    metadata,
    _learner(),
    Column("streak", Integer),
    Column("reviews", BigInteger),
    Column("readiness", Text),
    PrimaryKeyConstraint("learner", name="pk_shares"),
)
"""A row with nulls is that of a learner who shares nothing any more."""
