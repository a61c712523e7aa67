from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.day import Calendar

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Seoul",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "UTC",
]
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wall(zone: str, *at: int) -> datetime:
    return datetime(*at, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_begins_at_the_rollover_hour_of_the_wall_clock(zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone), 4)
    assert calendar.day(wall(zone, 2026, 6, 10, 3, 59, 59)) == date(2026, 6, 9)
    assert calendar.day(wall(zone, 2026, 6, 10, 4, 0, 0)) == date(2026, 6, 10)
    assert calendar.day(wall(zone, 2026, 6, 10, 23, 59, 59)) == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/New_York", date(2026, 10, 31), 25),
        ("Asia/Seoul", date(2026, 3, 28), 24),
    ],
)
def test_a_day_in_which_clocks_change_is_an_hour_shorter_or_longer(zone: str, day: date, hours: int) -> None:
    calendar = Calendar(ZoneInfo(zone), 4)
    assert calendar.start(day + timedelta(days=1)) - calendar.start(day) == timedelta(hours=hours)


@given(moments, st.sampled_from(ZONES), st.integers(0, 23))
def test_every_moment_lies_in_its_day(at: datetime, zone: str, rollover: int) -> None:
    calendar = Calendar(ZoneInfo(zone), rollover)
    day = calendar.day(at)
    assert calendar.start(day) <= at < calendar.start(day + timedelta(days=1))


@given(moments, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 10_000))
def test_days_never_run_backwards(at: datetime, zone: str, rollover: int, seconds: int) -> None:
    calendar = Calendar(ZoneInfo(zone), rollover)
    assert calendar.day(at) <= calendar.day(at + timedelta(seconds=seconds))


def test_a_rollover_hour_that_the_clock_skips_still_starts_one_day() -> None:
    """In Berlin 02:00 to 03:00 does not exist on 29 March 2026."""
    calendar = Calendar(ZoneInfo("Europe/Berlin"), 2)
    assert calendar.day(wall("Europe/Berlin", 2026, 3, 29, 1, 59)) == date(2026, 3, 28)
    assert calendar.day(wall("Europe/Berlin", 2026, 3, 29, 3, 30)) == date(2026, 3, 29)


def test_the_start_of_a_day_is_told_in_utc() -> None:
    start = Calendar(ZoneInfo("Asia/Seoul"), 4).start(date(2026, 3, 2))
    assert start == datetime.combine(date(2026, 3, 1), time(19), UTC)
    assert start.tzinfo is UTC
