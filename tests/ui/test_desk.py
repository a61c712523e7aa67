"""The home screen as a desk in the morning, and what it says of an interview ahead."""

import re
from datetime import timedelta

import pytest

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.summary import SummaryScreen
from tests.conftest import Clock
from tests.sessions import answer
from tests.ui.conftest import drawn, press, settled, text_of


@pytest.fixture
def used(services: Services, clock: Clock) -> Services:
    """Two days of study: on the first a card was failed twice, on the second one was passed."""
    answer(services.sessions.start_over(["small/one"]), Rating.AGAIN, Rating.AGAIN, Rating.GOOD)
    clock.tick(days=1)
    answer(services.sessions.start_over(["small/two"]), Rating.GOOD)
    return services


async def test_on_the_first_day_it_says_how_long_today_takes_and_how_a_date_is_set(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#detail") == "About 6 minutes. Press Enter to start."
        assert text_of(app, "#plan") == "Do you have an interview? Set its date with ,."
        assert text_of(app, "#strip") == ""


async def test_the_last_weeks_and_what_was_hard_stand_below_the_topics(used: Services) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#plan") == ""
        assert text_of(app, "#strip") == "Last 4 weeks: ······· ······· ······· ·····█▒\nHard lately: What is one?"
        assert "The last 13 weeks" not in drawn(app)


async def test_where_there_is_room_they_stand_beside_them(used: Services) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        screen = drawn(app)
        assert "Last 4 weeks" not in screen
        assert "The last 13 weeks" in screen
        monday = next(line for line in screen.splitlines() if "Mon" in line)
        tuesday = next(line for line in screen.splitlines() if "Tue" in line)
        assert monday.rstrip().endswith("█")
        assert tuesday.rstrip().endswith("▒")
        assert "What is one? (failed 2 times)" in screen
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "Last 4 weeks" in drawn(app)


async def test_an_interview_ahead_is_told_with_how_ready_one_will_be_by_topic(used: Services) -> None:
    day = used.study.day() + timedelta(days=9)
    used.preferences.change("interview_date", day.isoformat())
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        plan = text_of(app, "#plan")
        assert plan.startswith(f"Interview in 9 days, on {day}. Expected recall on the day: ")
        assert re.search(r"\d+% \(\d+% to \d+%\)\. Today it would be \d+%\.", plan)
        assert "on the day" in drawn(app)
        outlook = used.plans.outlook()
        assert outlook is not None
        for topic in outlook.forecast.by_topic:
            title = used.study.title(topic.topic, "en")
            row = next(line for line in drawn(app).splitlines() if title in line)
            assert row.split()[-1] == f"{topic.on_the_day.expected:.0%}"
        used.preferences.change("interview_date", "")
        app.screen.refresh_counts()  # type: ignore[attr-defined]
        await settled(pilot)
        assert text_of(app, "#plan") == ""
        assert "on the day" not in drawn(app)


async def test_only_what_the_interview_is_about_counts_in_the_first_line(used: Services, clock: Clock) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=9)).isoformat())
    used.preferences.change("interview_topics", ("Second",))
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        row = next(line for line in drawn(app).splitlines() if "For the interview" in line)
        assert row.split()[3:6] == ["·", "2", "2"]


async def test_too_few_minutes_are_said_at_once(used: Services) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=4)).isoformat())
    used.preferences.change("minutes_per_day", 1)
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "1 minute a day is not enough." in text_of(app, "#plan")
        assert re.search(r"\d+ minutes? would be enough\.", text_of(app, "#plan"))


async def test_after_a_session_it_is_said_how_ready_one_will_be(used: Services) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=9)).isoformat())
    app = QuizApp(used, start="quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        while not isinstance(app.screen, SummaryScreen):
            await press(pilot, "space", "3")
        await settled(pilot)
        assert "Expected recall on the day: " in text_of(app, "#plan")


async def test_a_topic_that_is_not_there_is_a_notice(used: Services) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=9)).isoformat())
    used.preferences.change("interview_topics", ("Sceond",))
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "1 notice" in text_of(app, "#notice")
        await press(pilot, "n")
        assert "there is no topic 'Sceond'" in drawn(app)
