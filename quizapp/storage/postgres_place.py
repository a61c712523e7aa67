"""A PostgreSQL database as a place: one learner's events in it, sent and read, and what the learner shares with a group.

The learner is the role that logs in, and row-level security shows that role nothing else. Statements name the learner all the same: that
is what finds the rows by an index, and what a database that is distributed by learner looks for.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Uuid, bindparam, func, literal_column, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.sharing import Shared, readiness_json
from quizapp.domain.wire import Device, DeviceSeen, LearnerThere, Pulled, WireEvent
from quizapp.storage.postgres.connection import explained, open_engine
from quizapp.storage.postgres.revision import check_revision
from quizapp.storage.postgres.tables import LARGEST, LONGEST_KIND, LONGEST_NAME, devices, events, learners, shares

if TYPE_CHECKING:
    import psycopg

AT_ONCE = 2_000
"""Events that are sent or read in one transaction, at most."""
BYTES_AT_ONCE = 8 * LARGEST
"""And the size of their bodies, up to the last one."""
MOST_DEVICES = 100

_learner = bindparam("mine", type_=Text)
_ROLE = select(literal_column("CURRENT_USER::text", Text))
_BEGIN = insert(learners).values(learner=_learner, identity=bindparam("identity")).on_conflict_do_nothing()
_IDENTITY = select(learners.c.identity).where(learners.c.learner == _learner)
_COUNT_UP = update(learners).where(learners.c.learner == _learner).values(arrivals=learners.c.arrivals + 1).returning(learners.c.arrivals)
_SENT = (
    func.unnest(
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("moments", type_=ARRAY(DateTime(timezone=True))),
        bindparam("kinds", type_=ARRAY(Text)),
        bindparam("bodies", type_=ARRAY(Text)),
    )
    .table_valued("id", "at", "kind", "body", name="sent")
    .render_derived()
)
_ADD = (
    insert(events)
    .from_select(
        ["learner", "arrival", "id", "at", "kind", "body"],
        select(_learner, bindparam("arrival", type_=BigInteger), _SENT.c.id, _SENT.c.at, _SENT.c.kind, _SENT.c.body),
    )
    .on_conflict_do_nothing(index_elements=["learner", "id"])
    .execution_options(preserve_rowcount=True)
)
_SIGN = insert(devices).values(learner=_learner, id=bindparam("device"), name=bindparam("name"), at=func.now())
_SIGN = _SIGN.on_conflict_do_update(index_elements=["learner", "id"], set_={"name": _SIGN.excluded.name, "at": _SIGN.excluded.at})
_SEEN = select(devices.c.id, devices.c.name, devices.c.at).where(devices.c.learner == _learner)
_SEEN = _SEEN.order_by(devices.c.at.desc()).limit(MOST_DEVICES)
_SHARE = insert(shares).values(
    learner=_learner, streak=bindparam("days"), reviews=bindparam("answers"), readiness=bindparam("topics", type_=Text)
)
_SHARE = _SHARE.on_conflict_do_update(
    index_elements=["learner"], set_={name: _SHARE.excluded[name] for name in ("streak", "reviews", "readiness")}
)
_WITHDRAW = update(shares).where(shares.c.learner == _learner).values(streak=None, reviews=None, readiness=None)

_place_in_order = tuple_(events.c.arrival, events.c.id)
_AHEAD = (
    select(events.c.arrival, events.c.id, events.c.at, events.c.kind, events.c.body)
    .where(
        events.c.learner == _learner,
        _place_in_order >= tuple_(bindparam("arrival", type_=BigInteger), bindparam("id", type_=Uuid)),
    )
    .order_by(events.c.arrival, events.c.id)
    .limit(bindparam("most"))
    .subquery("ahead")
)
_size = func.octet_length(_AHEAD.c.body)
_sized = select(*_AHEAD.c, (func.sum(_size).over(order_by=(_AHEAD.c.arrival, _AHEAD.c.id)) - _size).label("before")).subquery("sized")
READ = (
    select(_sized.c.arrival, _sized.c.id, _sized.c.at, _sized.c.kind, _sized.c.body, _sized.c.before)
    .where(_sized.c.before < bindparam("bytes", type_=BigInteger))
    .order_by(_sized.c.arrival, _sized.c.id)
)
"""A batch of a learner's events from a cursor on, the event at the cursor included: whether it is there says whether the cursor holds."""


@dataclass(frozen=True)
class ArrivalCursor:
    """An event, by the number of the transaction that brought it and by its id. In a database that was put back it may be missing."""

    arrival: int
    id: UUID

    @classmethod
    def read(cls, text: str) -> "ArrivalCursor | None":
        """None where `text` is no cursor of a database."""
        arrival, _, id = text.partition("/")
        try:
            found = cls(int(arrival), UUID(id))
        except ValueError:
            return None
        return found if START.arrival < found.arrival < 2**63 else None

    def __str__(self) -> str:
        return f"{self.arrival}/{self.id}"


START = ArrivalCursor(0, UUID(int=0))
"""Before every event: the first transaction is 1."""


class PostgresPlace:
    """A learner's events in a database.

    Every method raises PlaceError; OutOfReachError where it is only a matter of time.
    """

    def __init__(self, address: DatabaseAddress) -> None:
        self._address = address
        engine = open_engine(address).execution_options(isolation_level="AUTOCOMMIT")  # to read takes one message, not three
        with explained(address):
            self._connection = engine.connect()
        try:
            with explained(address), self._connection.begin():
                check_revision(self._connection, address)
                role: str = self._connection.scalar(_ROLE) or ""
        except BaseException:
            self._connection.close()
            raise
        self._mine = {"mine": role}
        self._device: dict[str, object] = {}

    @classmethod
    def learners(cls, address: DatabaseAddress) -> Sequence[LearnerThere]:
        """Whose events are there: those of the role that logs in, who is one learner."""
        with closing(cls(address)) as place:
            found = place._identity()
            return [] if found is None else [LearnerThere(found, tuple(place.seen()))]

    @classmethod
    def open(cls, address: DatabaseAddress, learner: UUID, device: Device) -> "PostgresPlace":
        """The place for `learner`, whose it is from now on where it was nobody's, as `device` reads and writes it."""
        place = cls(address)
        try:
            place._begin(learner)
        except BaseException:
            place.close()
            raise
        place._device = {"device": device.id, "name": device.name[:LONGEST_NAME]}
        return place

    def pull(self, cursor: str) -> Iterator[Pulled]:
        """What has come since `cursor`, in batches of bounded size; everything, `afresh`, where the database no longer has the cursor."""
        at = ArrivalCursor.read(cursor) if cursor else START
        rows = self._ahead(at) if at else []
        afresh = at is None or (at != START and (not rows or ArrivalCursor(rows[0].arrival, rows[0].id) != at))
        if at is None or afresh:
            at, rows = START, self._ahead(START)
            if not rows:
                yield Pulled((), "", afresh=True)
        while new := rows if at == START else rows[1:]:
            at = ArrivalCursor(new[-1].arrival, new[-1].id)
            yield Pulled(tuple(WireEvent(row.id, row.at, row.kind, row.body) for row in new), str(at), afresh=afresh)
            if len(rows) <= AT_ONCE and rows[-1].before + len(rows[-1].body.encode()) < BYTES_AT_ONCE:
                return
            afresh, rows = False, self._ahead(at)

    def push(self, events: Iterable[WireEvent]) -> int:
        """Adds what the database lacks of `events`; how many that were. Raises PlaceError, at the end, for any that it cannot hold."""
        new = 0
        refused: list[WireEvent] = []
        for batch in _batches(events, refused):
            new += self._add(batch)
        if refused:
            raise PlaceError(
                ngettext(
                    "{place} cannot hold {count} event, which is too large; all others are there. Its id is {id}",
                    "{place} cannot hold {count} events, which are too large; all others are there. The first one's id is {id}",
                    len(refused),
                    place=self._address.shown,
                    id=refused[0].id,
                )
            )
        return new

    def seen(self) -> Sequence[DeviceSeen]:
        """The learner's devices, the latest first."""
        with explained(self._address), self._connection.begin():
            return [DeviceSeen(row.id, row.name, row.at) for row in self._connection.execute(_SEEN, self._mine)]

    def share(self, shared: Shared | None) -> None:
        """Has the group see this from now on, or nothing."""
        with explained(self._address), self._connection.begin():
            if shared is None:
                self._connection.execute(_WITHDRAW.where(shares.c.streak.is_not(None)), self._mine)
                return
            values = {"days": shared.streak, "answers": shared.reviews, "topics": readiness_json(shared)}
            self._connection.execute(_SHARE, self._mine | values)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _identity(self) -> UUID | None:
        with explained(self._address), self._connection.begin():
            return self._connection.scalar(_IDENTITY, self._mine)

    def _begin(self, learner: UUID) -> None:
        found = self._identity()
        if found is None:
            with explained(self._address), self._connection.begin():
                self._connection.execute(_BEGIN, self._mine | {"identity": learner})
            found = self._identity()  # another device may have been quicker
        if found != learner:
            raise PlaceError(
                gettext("{role} is another learner in {place}", role=repr(self._mine["mine"]), place=self._address.shown),
                gettext(
                    "If that is you: `quizapp sync {place} --as {id}`. If not, its owner gives you a role of your own.",
                    place=self._address.shown,
                    id=str(found),
                ),
            )

    def _transaction(self) -> AbstractContextManager[object]:
        """Of psycopg, which is committed at its end: SQLAlchemy begins none on this connection."""
        driver: psycopg.Connection[Any] | None = self._connection.connection.driver_connection
        assert driver is not None
        return driver.transaction()

    def _ahead(self, at: ArrivalCursor) -> Sequence[Any]:
        limits = {"most": AT_ONCE + 1, "bytes": BYTES_AT_ONCE}
        with explained(self._address), self._connection.begin():
            return self._connection.execute(READ, self._mine | limits | {"arrival": at.arrival, "id": at.id}).all()

    def _add(self, batch: Sequence[WireEvent]) -> int:
        """In one transaction, which holds back the learner's other devices from counting up until its events are there."""
        columns = {
            "ids": [event.id for event in batch],
            "moments": [event.at for event in batch],
            "kinds": [event.kind for event in batch],
            "bodies": [event.body for event in batch],
        }
        with explained(self._address), self._connection.begin(), self._transaction():
            arrival = self._connection.scalar(_COUNT_UP, self._mine)
            added = self._connection.execute(_ADD, self._mine | columns | {"arrival": arrival}).rowcount
            self._connection.execute(_SIGN, self._mine | self._device)
        return added


def _batches(events: Iterable[WireEvent], refused: list[WireEvent]) -> Iterator[list[WireEvent]]:
    """`events` in batches of bounded size, without those that no database holds, which come to be `refused`."""
    batch: list[WireEvent] = []
    size = 0
    for event in events:
        length = len(event.body.encode())
        if length > LARGEST or not 0 < len(event.kind) <= LONGEST_KIND or "\0" in event.kind:
            refused.append(event)
            continue
        batch.append(event)
        size += length
        if len(batch) == AT_ONCE or size >= BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
