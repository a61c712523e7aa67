"""More ways to study: the screen that lists them, and what a session for practice shows."""

from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import DataTable

from quizapp.domain.history import Practised, Rating
from quizapp.domain.modes import MODES, STARTED, Mode
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.leech import LeechDialog
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.modes import ModesScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.conftest import Clock
from tests.sessions import answer_all, grade
from tests.stored import stored_events
from tests.ui.conftest import drawn, notices, press, settled, text_of, until


def learn_all(services: Services) -> None:
    answer_all(services.sessions.start(), Rating.EASY)


async def test_every_mode_is_listed_whole_with_what_it_asks_and_does_and_how_many_cards(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        screen = drawn(app)
        for mode in STARTED:
            assert MODES[mode].title in screen
            assert MODES[mode].asks in screen
            assert MODES[mode].schedule in screen
        for told in (
            "Today's quiz · 5 cards",
            "More new cards today · 5 cards",
            "Study ahead · nothing right now",
            "Cram · 5 cards",
            "All topics",
        ):
            assert told in screen
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_opened_while_decks_are_read_it_counts_the_cards_when_they_have_been_read(
    reading_decks: tuple[Services, Event],
) -> None:
    services, read = reading_decks
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert "Cram · nothing right now" in drawn(app)
        read.set()
        await until(pilot, lambda: "Cram · 5 cards" in drawn(app))
        assert app.screen.query_one(DataTable).cursor_row == 0


async def test_a_mode_with_nothing_to_ask_says_so_and_the_list_stays(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "m", "down", "down", "enter")
        assert notices(app) == [MODES[Mode.AHEAD].none]
        assert isinstance(app.screen, ModesScreen)


async def test_when_nothing_is_due_home_and_summary_lead_to_studying_ahead(services: Services, clock: Clock) -> None:
    learn_all(services)
    clock.tick(days=1)
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#headline") == "Nothing is due"
        assert "(m)" in text_of(app, "#detail")
        await press(pilot, "m", "enter")  # the first that asks something
        assert isinstance(app.screen, QuizScreen)
        assert "ahead 5 · 0/5" in drawn(app)
        for _ in range(5):
            await press(pilot, "space", "3")
        assert isinstance(app.screen, SummaryScreen)
        assert "(m)" in text_of(app, "#detail")
        await press(pilot, "m")
        assert isinstance(app.screen, ModesScreen)
        assert "Study ahead · nothing right now" in drawn(app)


async def test_the_topic_under_the_cursor_is_crammed_without_promises_and_home_is_as_before(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "m")
        assert "Second" in drawn(app)
        await press(pilot, *["down"] * 4)
        assert app.screen.query_one(DataTable).cursor_row == 4
        await press(pilot, "enter")
        assert text_of(app, "#question") == "What is four?"
        assert "practice 2 · 0/2" in drawn(app)
        await press(pilot, "space")
        grades = next(line for line in drawn(app).splitlines() if "1 Again" in line)
        assert grades.split() == ["1", "Again", "2", "Hard", "3", "Good", "4", "Easy"]
        await press(pilot, "3", "u")
        assert notices(app)[-1] == "Taken back: Good"
        assert text_of(app, "#question") == "What is four?"
        await press(pilot, "1", "space", "3", "space", "4")
        assert isinstance(app.screen, SummaryScreen)
        assert text_of(app, "#headline") == "5 cards still waiting today"
        assert "1 recalled on the first try" in text_of(app, "#detail")
        await press(pilot, "enter")
        assert text_of(app, "#headline") == "0 due · 5 new"
        practised = [event for event in stored_events(services) if isinstance(event, Practised)]
        assert [(event.card, event.mode, event.rating) for event in practised][1:] == [
            ("small/four", "cram", 1),
            ("small/five", "cram", 3),
            ("small/four", "cram", 4),
        ]


async def test_undo_at_home_asks_what_was_practised_again_for_practice(app: QuizApp, services: Services) -> None:
    grade(services.sessions.start(Mode.CRAM), Rating.GOOD)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "u")
        assert text_of(app, "#question") == "What is one?"
        assert "practice 1 · 0/1" in drawn(app)


async def test_a_mode_that_is_started_from_the_command_line_and_has_nothing_to_ask_says_so(services: Services) -> None:
    app = QuizApp(services, "quiz", mode=Mode.WEAKEST)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, SummaryScreen)
        assert notices(app) == [MODES[Mode.WEAKEST].none]


# -- two buttons -------------------------------------------------------------------------------------------------------------


async def test_with_two_buttons_1_fails_and_2_3_and_space_pass(services: Services) -> None:
    services.preferences.change("buttons", 2)
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        grades = next(line for line in drawn(app).splitlines() if "1 Again" in line)
        assert grades.split() == ["1", "Again", "today", "2", "Good", "2d"]
        assert "space Good" in drawn(app).splitlines()[-1]
        await press(pilot, "4")
        assert text_of(app, "#question") == "What is one?", "it is no key here"
        await press(pilot, "1", "space", "2", "space", "3", "space", "space", "space")
        await pilot.click("#good")
        await settled(pilot)
        given = [(event.card, event.rating) for event in stored_events(services)]  # type: ignore[union-attr]
        assert given == [
            (f"small/{name}", rating) for name, rating in zip(("one", "two", "three", "four", "one"), (1, 3, 3, 3, 3), strict=True)
        ]


@pytest.mark.parametrize("buttons", [2, 4])
async def test_space_never_means_two_things_at_once(services: Services, buttons: int) -> None:
    services.preferences.change("buttons", buttons)
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        offered = [[action for action in ("show_answer", "grade_pass") if app.screen.check_action(action, ())]]
        await press(pilot, "space")
        offered.append([action for action in ("show_answer", "grade_pass") if app.screen.check_action(action, ())])
        assert offered == [["show_answer"], ["grade_pass"] if buttons == 2 else []]


async def test_with_four_buttons_space_grades_nothing(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "space")
        assert text_of(quiz, "#question") == "What is one?"
        assert "space" not in drawn(quiz).splitlines()[-1]


# -- leeches -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def leech(services: Services, clock: Clock) -> QuizApp:
    """Asks the first card, whose next lapse makes it a leech, and then the others."""
    for _ in range(services.study.leech_lapses - 1):
        services.study.grade("small/one", Rating.GOOD, 1)
        services.study.grade("small/one", Rating.AGAIN, 1)
    due = services.study.grade("small/one", Rating.HARD, 1).schedule.due
    assert due is not None
    clock.tick(days=(due - services.study.day()).days)
    return QuizApp(services, "quiz", limit=3)


async def test_a_grade_that_makes_a_leech_says_so_once_and_goes_on(leech: QuizApp) -> None:
    async with leech.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1")
        assert isinstance(leech.screen, LeechDialog)
        assert text_of(leech, "#asked") == "What is one?"
        assert "forgotten it again 6 times" in text_of(leech, "#explained")
        assert "Splitting it into two smaller cards often helps." in text_of(leech, "#explained")
        await press(pilot, "3")
        assert isinstance(leech.screen, LeechDialog), "no key meant for the quiz answers it"
        await press(pilot, "enter")
        assert text_of(leech, "#question") == "What is two?"
        assert not leech.screen.has_class("-revealed")
        await press(pilot, "space", "3", "space", "3", "space", "1")
        assert text_of(leech, "#question") == "What is one?", "it is told once"


async def test_a_leech_is_suspended_from_the_offer_and_undo_takes_back_first_that_and_then_the_grade(
    leech: QuizApp, services: Services
) -> None:
    async with leech.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1", "s")
        assert services.study.schedule("small/one").suspended
        assert text_of(leech, "#question") == "What is two?"
        assert "u undoes this." in notices(leech)[-1]
        await press(pilot, "u")
        assert not services.study.schedule("small/one").suspended
        assert isinstance(leech.screen, LeechDialog)
        assert text_of(leech, "#asked") == "What is one?"
        await press(pilot, "enter", "u")
        assert isinstance(leech.screen, QuizScreen)
        assert text_of(leech, "#question") == "What is one?"
        assert leech.screen.has_class("-revealed")
        assert not services.study.is_leech(services.study.schedule("small/one").lapses)


async def test_the_offer_comes_back_also_from_the_summary(services: Services, leech: QuizApp) -> None:
    app = QuizApp(services, "quiz", limit=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1", "s")
        assert isinstance(app.screen, SummaryScreen)
        await press(pilot, "u")
        assert isinstance(app.screen, LeechDialog)
        await press(pilot, "enter")
        assert text_of(app, "#question") == "What is one?", "it was failed, and comes again"


async def test_a_leech_is_edited_from_the_offer_while_the_next_question_waits(
    leech: QuizApp, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my-editor"
    editor.write_text(f'#!/bin/sh\necho "$1" > {tmp_path / "opened"}\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(QuizApp, "suspend", lambda app: nullcontext())
    async with leech.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1", "e")
        assert (tmp_path / "opened").read_text().strip() == str(content / "small" / "one.md")
        assert text_of(leech, "#question") == "What is two?"


async def test_a_key_that_comes_twice_grades_no_card_unseen(leech: QuizApp, services: Services) -> None:
    async with leech.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        before = len(stored_events(services))
        await pilot.press("1", "1", "1")
        await settled(pilot)
        assert len(stored_events(services)) == before + 1
        assert isinstance(leech.screen, LeechDialog)
