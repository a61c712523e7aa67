"""Looking through one learner's database in one moment: what another window stores meanwhile is not taken for a fault."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, select

from quizapp.domain.clock import set_right
from quizapp.domain.day import TOLERANCE
from quizapp.domain.history import CardEvent
from quizapp.domain.schedule import Schedule
from quizapp.storage.events import EventTable, standing_where
from quizapp.storage.models import CardRow, DraftRow, EventRow, ScheduleRow, renames, standing, table
from quizapp.storage.schedules import ScheduleTable
from quizapp.storage.upgrade import damage

_MINE = EventRow.learner_id == bindparam("learner")
_EVENTS = select(func.count()).select_from(table(EventRow)).where(_MINE)
_SCHEDULES = select(func.count()).select_from(table(ScheduleRow)).where(ScheduleRow.learner_id == bindparam("learner"))
_IN_ORDER = standing_where().order_by(standing.c.id)
_known = exists().where(CardRow.id == EventRow.card_id)
_UNKNOWN = select(EventRow.card_id, func.count()).where(_MINE, EventRow.card_id.is_not(None), ~_known).group_by(EventRow.card_id)
_AHEAD = select(func.count()).select_from(table(EventRow)).where(_MINE, EventRow.card_id.is_(None), EventRow.at > bindparam("latest"))
_ANY_AHEAD = select(standing_where(standing.c.at > bindparam("latest")).exists())
_LOST = (
    select(DraftRow.card_id, DraftRow.text)
    .where(DraftRow.learner_id == bindparam("learner"), ~exists().where(CardRow.id == DraftRow.card_id))
    .order_by(DraftRow.card_id)
)
_DRAFTED = select(DraftRow.card_id).where(DraftRow.learner_id == bindparam("learner"))
_RENAMED = select(renames.c.source).where(renames.c.learner_id == bindparam("learner"))


class Examination:
    """What is stored of a learner, as it was in the moment in which `connection` began to read. Every method raises StorageError."""

    def __init__(self, connection: Connection, events: EventTable, schedules: ScheduleTable) -> None:
        self._connection = connection
        self._events = events
        self._schedules = schedules
        self._learner = {"learner": events.learner}

    def damage(self) -> list[str]:
        """What SQLite finds wrong in the file."""
        driver = self._connection.connection.dbapi_connection
        assert driver is not None, "the connection is open"
        return damage(driver)  # type: ignore[arg-type]

    def events(self) -> int:
        """How many there are, of every kind."""
        return self._connection.scalar(_EVENTS, self._learner) or 0

    def schedules(self) -> int:
        """How many cards have a schedule."""
        return self._connection.scalar(_SCHEDULES, self._learner) or 0

    def differences(self) -> list[tuple[Schedule | None, Schedule | None]]:
        """Where the cached schedule (first) is not what the events give (second)."""
        stored = self._schedules.all(self._connection)
        replayed = {schedule.card: schedule for schedule in self._schedules.replayed(self._connection)}
        cards = sorted(stored.keys() | replayed.keys())
        return [(stored.get(card), replayed.get(card)) for card in cards if stored.get(card) != replayed.get(card)]

    def from_the_future(self, now: datetime) -> list[tuple[CardEvent, datetime]]:
        """What is done to cards and dated later than `now`, with the moments at which it was done."""
        if not self._connection.scalar(_ANY_AHEAD, self._learner | {"latest": now + TOLERANCE}):
            return []
        return set_right(self._events.of(self._connection, _IN_ORDER), now)

    def others_from_the_future(self, now: datetime) -> int:
        """How many predictions and interviews are dated later than `now`."""
        return self._connection.scalar(_AHEAD, self._learner | {"latest": now + TOLERANCE}) or 0

    def unknown_cards(self) -> dict[str, int]:
        """Cards with events that no deck here ever had under any id, and how many events they have."""
        renamed = set(self._connection.scalars(_RENAMED, self._learner))
        rows = self._connection.execute(_UNKNOWN, self._learner)
        return {card: number for card, number in rows if card is not None and card not in renamed}

    def lost_drafts(self) -> list[tuple[str, str, str]]:
        """Attempts of cards that no deck here ever had: the card's id, what was typed, and the id of the card by now, or nothing."""
        found = [
            (card, text, self._events.name_now(self._connection, card)) for card, text in self._connection.execute(_LOST, self._learner)
        ]
        drafted = set(self._connection.scalars(_DRAFTED, self._learner))
        return [(card, text, new if new != card and new not in drafted else "") for card, text, new in found]
