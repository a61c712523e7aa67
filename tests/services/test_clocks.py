"""Sessions over the nights and days in which clocks do what a learner does not think of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.session import State
from quizapp.services import preferences
from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.sessions import answer, answer_all, asked


def at_berlin(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("night", [(2026, 3, 29), (2026, 10, 25)], ids=["spring", "autumn"])
def test_a_quiz_in_the_night_in_which_clocks_change_belongs_to_the_evening_before(
    open_app: Callable[..., Services], learner_settings: Settings, clock: Clock, services: Services, night: tuple[int, int, int]
) -> None:
    berlin = open_app(replace(learner_settings, time_zone="Europe/Berlin"))
    clock.at = at_berlin(*night, 1, 30)
    quiz = berlin.sessions.start()
    for _ in range(3):
        answer(quiz, Rating.GOOD)
        clock.tick(minutes=40)  # over the hour that is missing, or comes twice
    clock.at = at_berlin(*night, 4, 5)
    answer(quiz, Rating.GOOD)
    lasts = [berlin.study.schedule(f"small/{name}").last for name in ("one", "two", "three", "four")]
    day = date(*night)
    assert lasts == [day - timedelta(days=1)] * 3 + [day]
    assert berlin.study.overview().streak == 2
    assert berlin.doctor.diagnose().sound


def test_a_card_due_tomorrow_waits_for_the_rollover_and_not_for_midnight(services: Services, clock: Clock) -> None:
    answer_all(services.sessions.start(), Rating.HARD)
    clock.at = datetime(2026, 3, 3, 3, 59, tzinfo=UTC)
    assert services.study.today().waiting == 0
    clock.at = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
    assert services.study.today().due == 5


def test_a_session_left_open_over_two_days_of_sleep_goes_on_and_counts_for_the_day_on_which_it_does(
    services: Services, clock: Clock
) -> None:
    quiz = services.sessions.start()
    answer(quiz, Rating.GOOD)
    standing = asked(quiz)
    clock.tick(days=2, hours=1)
    assert asked(quiz) == standing
    answer_all(quiz, Rating.GOOD)
    assert quiz.session.state is State.DONE
    firsts = {services.study.schedule(f"small/{name}").first for name in ("two", "three", "four", "five")}
    assert firsts == {date(2026, 3, 4)}
    due = services.study.schedule("small/one").due
    assert due is not None
    assert services.study.today().due == int(due <= date(2026, 3, 4))
    assert services.doctor.diagnose().sound


def test_a_failed_card_of_yesterday_is_asked_until_it_is_passed_today(services: Services, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 3, 3, 50, tzinfo=UTC)
    quiz = services.sessions.start(limit=1)
    answer(quiz, Rating.AGAIN)
    clock.at = datetime(2026, 3, 3, 4, 10, tzinfo=UTC)
    assert asked(quiz) == "one"
    answer(quiz, Rating.GOOD)
    schedule = services.study.schedule("small/one")
    assert (schedule.first, schedule.last) == (date(2026, 3, 2), date(2026, 3, 3))
    assert services.doctor.diagnose().sound


@pytest.mark.parametrize(("zone", "hour", "day"), [("Pacific/Auckland", 20, 3), ("America/Los_Angeles", 11, 1)])
def test_a_border_crossed_in_the_middle_of_a_session_moves_the_days_of_all_that_was_done(
    open_app: Callable[..., Services],
    learner_settings: Settings,
    clock: Clock,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    hour: int,
    day: int,
) -> None:
    system = [ZoneInfo("UTC")]
    monkeypatch.setattr("quizapp.settings.table.system_zone", lambda: system[0])
    monkeypatch.setattr(preferences, "look_at_the_zone", lambda: True)
    travelling = open_app(replace(learner_settings, time_zone=""))
    clock.at = datetime(2026, 3, 2, hour, 30, tzinfo=UTC)
    quiz = travelling.sessions.start()
    answer(quiz, Rating.GOOD)
    assert not travelling.preferences.follow_the_zone()
    system[0] = ZoneInfo(zone)
    assert travelling.preferences.follow_the_zone()
    travelling.reschedule()
    clock.tick(minutes=1)
    answer(quiz, Rating.GOOD)
    assert {travelling.study.schedule(f"small/{name}").last for name in ("one", "two")} == {date(2026, 3, day)}
    assert travelling.doctor.diagnose().sound


def test_a_zone_that_the_learner_has_chosen_follows_no_system(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.settings.table.system_zone", lambda: ZoneInfo("Asia/Seoul"))
    assert not services.preferences.follow_the_zone()
    assert str(services.study.calendar.zone) == "UTC"
