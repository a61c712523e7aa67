"""Events to send to a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from quizapp.domain.wire import WireEvent

EPOCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def event(number: int, body: str = '{"card":"small/one","rating":3}', kind: str = "grade") -> WireEvent:
    """The event of a number."""
    return WireEvent(id_of(number), EPOCH + timedelta(seconds=number % 10**9), kind, body)


def id_of(number: int) -> UUID:
    """A UUIDv7."""
    return UUID(int=(1_772_442_000_000 << 80) | (7 << 76) | (2 << 62) | number)
