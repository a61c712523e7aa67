"""The learner's day: the only place where UTC meets a time zone.

A study day starts at the rollover hour of the learner's wall clock (04:00 by default), so that a session after midnight still belongs to
the evening before. Days are counted by that clock: 23 or 25 hours long when daylight saving changes, skipped or repeated when travelling.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

ONE_DAY = timedelta(days=1)
TOLERANCE = timedelta(hours=1)
"""Clocks of two machines differ a little; what is dated no more than this ahead of now puts no card off."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Calendar:
    """Study days in `zone`, each starting at `rollover` o'clock (0-23)."""

    zone: tzinfo
    rollover: int = 4

    def start(self, day: date) -> datetime:
        """The moment, in UTC, at which `day` begins."""
        return _start(self.zone, self.rollover, day)

    def day(self, at: datetime) -> date:
        """The study day that the moment `at` (any aware datetime) belongs to: the last one that has begun by then."""
        day = at.astimezone(self.zone).date()
        return day if at >= self.start(day) else day - ONE_DAY


@lru_cache(maxsize=4096)
def _start(zone: tzinfo, rollover: int, day: date) -> datetime:
    """Remembered: the events of a history lie on far fewer days than there are of them."""
    return datetime.combine(day, time(rollover), zone).astimezone(UTC)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds from the beginning of 1970, in UTC, to `at`: how moments are stored and exported."""
    return (at - _EPOCH) // _MILLISECOND


def moment(at: int) -> datetime:
    """The moment, in UTC, so many milliseconds after the beginning of 1970."""
    return _EPOCH + at * _MILLISECOND


@lru_cache(maxsize=4096)
def aligned(day: date) -> datetime:
    """`day` as midnight UTC: how days are handed to an engine that counts 24-hour periods."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
