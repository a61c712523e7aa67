"""What a learner sees where the database fails while the app is open, and when the day turns."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Static

from quizapp.domain.history import Graded, Rating
from quizapp.domain.session import State
from quizapp.services import preferences
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.storage.backup_files import backups_of
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.lost import LostDialog
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.conftest import drawn, press, settled, until


def text_of(app: QuizApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def messages(app: QuizApp) -> str:
    return " ".join(notification.message for notification in app._notifications)


def asking(app: QuizApp) -> int:
    screen = next(screen for screen in app.screen_stack if isinstance(screen, QuizScreen))
    return screen._live.session.number


async def test_a_deleted_database_is_noticed_the_card_stays_and_what_was_stored_can_be_written_back(
    quiz: QuizApp, services: Services, learner_settings: Settings
) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await pilot.press("space", "3")
        await settled(pilot)
        learner_settings.database.unlink()
        await pilot.press("space")
        await settled(pilot)
        before = asking(quiz)
        await pilot.press("3")
        await until(pilot, lambda: isinstance(quiz.screen, LostDialog))
        assert asking(quiz) == before
        assert not learner_settings.database.exists()
        await pilot.press("enter")
        await settled(pilot)
        assert "The database is back." in messages(quiz)
        await pilot.press("3")
        await settled(pilot)
        assert asking(quiz) != before
    assert len(stored_events(services)) == 2


async def test_a_replaced_database_refuses_the_grade_visibly_and_takes_it_at_the_second_try(
    quiz: QuizApp, services: Services, learner_settings: Settings, tmp_path: Path
) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        other = Path(shutil.copy(learner_settings.database, tmp_path / "other.db"))
        other.replace(learner_settings.database)
        for suffix in ("-wal", "-shm"):
            Path(f"{learner_settings.database}{suffix}").unlink(missing_ok=True)
        before = asking(quiz)
        await pilot.press("3")
        await settled(pilot)
        assert "was replaced by another file" in messages(quiz)
        assert asking(quiz) == before
        await pilot.press("3")
        await settled(pilot)
        assert asking(quiz) != before
    assert len(stored_events(services)) == 1


async def test_while_another_program_has_the_database_the_screen_moves_and_the_grade_is_stored_once_it_is_free(
    quiz: QuizApp, services: Services, learner_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[str] = []
    monkeypatch.setattr("quizapp.ui.storing.WORD_SECONDS", 0.01)
    monkeypatch.setattr(quiz, "notify", lambda message, **_: words.append(message))
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        before = asking(quiz)
        other = sqlite3.connect(learner_settings.database, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("3")
        await pilot.press("question_mark")
        for _ in range(10_000):
            await pilot.pause()
            if words:
                break
        assert words[0].startswith("Another program is writing")
        assert not isinstance(quiz.screen, QuizScreen), "the help opens meanwhile"
        await pilot.press("escape")
        assert asking(quiz) == before
        other.execute("ROLLBACK")
        other.close()
        await settled(pilot)
        await until(pilot, lambda: asking(quiz) != before)
    (graded,) = stored_events(services)
    assert isinstance(graded, Graded)


async def test_the_first_start_of_a_study_day_makes_a_backup_and_the_second_none(
    services: Services, learner_settings: Settings, clock: Clock
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    for days, expected in ((0, 1), (0, 1), (1, 2)):
        clock.tick(days=days)
        services.study.grade("small/two", Rating.GOOD, 1)
        app = QuizApp(services)
        async with app.run_test() as pilot:
            await settled(pilot)
        assert len(backups_of(learner_settings.database)) == expected


async def test_on_the_very_first_day_the_backup_is_made_once_there_is_something_to_lose(quiz: QuizApp, learner_settings: Settings) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        quiz._storing.look()
        await settled(pilot)
        assert backups_of(learner_settings.database) == []
        await press(pilot, "space", "3")
        for _ in range(2):
            quiz._storing.look()
            await settled(pilot)
            assert len(backups_of(learner_settings.database)) == 1


async def test_a_backup_that_cannot_be_made_is_told(services: Services, learner_settings: Settings) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    (learner_settings.database.parent / "backups").write_text("in the way")
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "Today's backup could not be made" in messages(app)


async def test_the_home_screen_names_grades_from_the_future_and_sets_them_right(services: Services, clock: Clock) -> None:
    now = clock.at
    clock.at = datetime(2036, 5, 1, 9, tzinfo=UTC)
    for card in ("small/one", "small/two"):
        services.study.grade(card, Rating.GOOD, 1)
    clock.at = now
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "2 events are dated in the future" in text_of(app, "#notice")
        await pilot.press("w")
        await settled(pilot)
        assert "2036-05-01 09:00 → 2026-03-02 09:00" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "in the future" not in text_of(app, "#notice")
        assert not app.screen.check_action("show_wrong_dates", ())
    due = services.study.schedule("small/one").due
    assert due is not None
    assert due < (now + timedelta(days=10)).date()
    assert services.doctor.diagnose().sound


async def test_home_left_open_over_a_rollover_tells_what_the_new_day_asks(services: Services, clock: Clock) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        before = text_of(app, "#headline")
        clock.tick(days=5)  # a laptop that was asleep
        app._storing.look()
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert before.startswith("0 due")
        assert text_of(app, "#headline").startswith("1 due")


async def test_another_time_zone_while_the_app_is_open_moves_the_days(
    open_app: Callable[..., Services], learner_settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    from dataclasses import replace

    zone = [ZoneInfo("UTC")]
    monkeypatch.setattr("quizapp.settings.table.system_zone", lambda: zone[0])
    monkeypatch.setattr(preferences, "look_at_the_zone", lambda: True)
    travelling = open_app(replace(learner_settings, time_zone=""))
    clock.at = datetime(2026, 3, 2, 20, tzinfo=UTC)
    travelling.study.grade("small/one", Rating.GOOD, 1)
    app = QuizApp(travelling)
    async with app.run_test() as pilot:
        await settled(pilot)
        zone[0] = ZoneInfo("Asia/Seoul")
        app._storing.look()
        await settled(pilot)
        assert travelling.study.day() == datetime(2026, 3, 3).date()  # noqa: DTZ001
        last = travelling.study.schedule("small/one").last
        assert last == travelling.study.day()
        assert travelling.doctor.diagnose().sound
        app._storing.look()
        assert not [worker for worker in app.workers if worker.group == "reschedule" and not worker.is_finished], "nothing has moved"


async def test_a_quiz_goes_on_over_midnight_and_the_rollover(services: Services, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    quiz = QuizApp(services, "quiz")
    async with quiz.run_test() as pilot:
        await settled(pilot)
        for moment in (
            datetime(2026, 3, 3, 0, 10, tzinfo=UTC),
            datetime(2026, 3, 3, 3, 59, tzinfo=UTC),
            datetime(2026, 3, 3, 4, 1, tzinfo=UTC),
        ):
            clock.at = moment
            await pilot.press("space", "3")
            await settled(pilot)
            quiz._storing.look()
            await settled(pilot)
        screen = quiz.screen
        assert isinstance(screen, QuizScreen)
        assert screen._live.session.state is State.ASKING
    firsts = [services.study.schedule(event.card).first for event in stored_events(services) if isinstance(event, Graded)]
    assert [first and first.day for first in firsts] == [2, 2, 3]
    assert services.doctor.diagnose().sound
