"""The home screen as a desk in the morning, and what it says of an interview ahead."""

import re
from datetime import timedelta
from threading import Event, current_thread, main_thread

import pytest

from quizapp.domain.errors import StorageError
from quizapp.domain.history import Rating
from quizapp.domain.plan import plan_day
from quizapp.services import plans
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import QuizFinished
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.conftest import Clock
from tests.sessions import answer
from tests.ui.conftest import drawn, notices, press, settled, text_of, until


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


# -- planning takes a while, and nobody waits for it -------------------------------------------------------------------


@pytest.fixture
def planning(used: Services, monkeypatch: pytest.MonkeyPatch) -> Event:
    """An interview is ahead. While the event is not set, planning a day does not come to its end; the screen never does it itself."""
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=3)).isoformat())
    go_on = Event()

    def slowly(*arguments: object, **named: object) -> object:
        assert current_thread() is not main_thread(), "keys would wait for it"
        go_on.wait(10)
        return plan_day(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "plan_day", slowly)
    return go_on


async def test_while_the_day_is_planned_keys_work_and_no_number_is_shown(used: Services, planning: Event) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert text_of(app, "#headline").strip() == text_of(app, "#detail").strip() == ""
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("q")
        planning.set()
        await settled(pilot)
        assert re.fullmatch(r"[1-9] due · \d new", text_of(app, "#headline"))
        assert re.search(r"About \d+ minutes?\. Press Enter to start\.", text_of(app, "#detail"))


async def test_what_was_planned_is_not_planned_again_until_something_is_answered_in_whatever_window(
    used: Services, planning: Event
) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        planning.set()
        await settled(pilot)
        before = text_of(app, "#headline")
        assert before == "1 due · 3 new"
        planning.clear()
        app.screen.refresh_counts()  # type: ignore[attr-defined]
        assert text_of(app, "#headline") == before
        used.study.grade("small/one", Rating.GOOD, 1)
        app.screen.refresh_counts()  # type: ignore[attr-defined]
        await pilot.pause()
        assert text_of(app, "#headline").strip() == "", "the old number is wrong by now"
        planning.set()
        await settled(pilot)
        assert text_of(app, "#headline") == "0 due · 3 new"


async def test_enter_before_the_day_is_planned_starts_what_it_was_pressed_on(used: Services, planning: Event) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        planning.set()
        await settled(pilot)
        planning.clear()
        used.study.grade("small/three", Rating.GOOD, 1)
        app.screen.refresh_counts()  # type: ignore[attr-defined]
        await pilot.press("down", "down", "enter", "up")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        planning.set()
        await until(pilot, lambda: isinstance(app.screen, QuizScreen))
        assert text_of(app, "#question") == "What is four?", "it is the first of the second topic"


async def test_enter_in_the_first_moment_starts_everything_unless_another_screen_was_opened(used: Services, planning: Event) -> None:
    for keys, screen in ((), QuizScreen), (("question_mark",), HelpScreen):
        planning.clear()
        used.study.grade("small/three", Rating.GOOD, 1)
        app = QuizApp(used)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", *keys)
            planning.set()
            await until(pilot, lambda app=app, screen=screen: isinstance(app.screen, screen))  # type: ignore[misc]


async def test_where_the_day_cannot_be_planned_it_is_said_and_enter_is_not_lost(
    used: Services, planning: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StorageError("the disk is gone")

    planning.set()
    monkeypatch.setattr(used.study, "overview", fail)
    monkeypatch.setattr(plans, "plan_day", plan_day)
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert any("the disk is gone" in notice for notice in notices(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, QuizScreen)


async def test_the_last_weeks_wait_for_no_forecast(used: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=9)).isoformat())
    go_on, shown, outlook = Event(), Event(), used.plans.outlook

    def slowly() -> object:
        shown.set()
        go_on.wait(10)
        return outlook()

    monkeypatch.setattr(used.plans, "outlook", slowly)
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        while not shown.is_set():
            await pilot.pause()
        await pilot.pause()
        assert text_of(app, "#strip").startswith("Last 4 weeks: ")
        assert text_of(app, "#plan") == ""
        go_on.set()
        await settled(pilot)
        assert "Expected recall on the day" in text_of(app, "#plan")


async def test_the_outlook_for_another_date_is_not_left_standing(used: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    used.preferences.change("interview_date", (used.study.day() + timedelta(days=9)).isoformat())
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Interview in 9 days" in text_of(app, "#plan")
        used.preferences.change("interview_date", (used.study.day() + timedelta(days=30)).isoformat())
        app.screen.refresh_counts()  # type: ignore[attr-defined]
        assert text_of(app, "#plan") == ""
        await settled(pilot)
        assert "Interview in 30 days" in text_of(app, "#plan")


async def test_the_summary_waits_for_no_plan_either(used: Services, planning: Event) -> None:
    app = QuizApp(used)
    async with app.run_test(size=(80, 24)) as pilot:
        planning.set()
        await settled(pilot)
        planning.clear()
        used.study.grade("small/one", Rating.GOOD, 1)
        app.post_message(QuizFinished(None, ""))
        await pilot.pause()
        assert isinstance(app.screen, SummaryScreen)
        assert text_of(app, "#headline") == ""
        assert "What is one?" in drawn(app)
        planning.set()
        await settled(pilot)
        assert text_of(app, "#headline") == "3 cards still waiting today"
