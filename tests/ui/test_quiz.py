"""The quiz, by keys: questions, answers, grades, what is taken back, the end."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from textual.widgets import Markdown

from quizapp.domain.errors import StorageError
from quizapp.domain.history import Graded, Rating
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.conftest import drawn, grades, notices, press, settled, text_of


async def test_the_answer_is_hidden_until_it_is_asked_for(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(quiz, "#question") == "What is one?"
        assert "The answer to one." not in drawn(quiz)
        await press(pilot, "space")
        assert "The answer to one." in drawn(quiz)
        assert "one is a number" in drawn(quiz)


async def test_the_answer_is_laid_out_before_it_is_revealed(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        assert len(quiz.screen.query_one(Markdown).children) > 0


async def test_grade_keys_do_nothing_before_the_answer_is_shown(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "1", "2", "3", "4")
        assert grades(services) == []
        assert text_of(quiz, "#question") == "What is one?"


async def test_a_grade_key_held_down_grades_once(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await pilot.press(*["3"] * 12)
        await settled(pilot)
        assert grades(services) == [("small/one", 3)]
        assert text_of(quiz, "#question") == "What is two?"


async def test_space_held_down_reveals_and_grades_nothing(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await pilot.press(*["space"] * 12)
        await settled(pilot)
        assert grades(services) == []


async def test_the_buttons_show_the_intervals_that_grading_gives(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        days = services.study.intervals("small/one")[Rating.EASY]
        assert text_of(quiz, "#easy").split() == ["4", "Easy", f"{days}d"]
        await press(pilot, "4")
        schedule = services.study.schedule("small/one")
        assert schedule.due is not None
        assert (schedule.due - services.study.day()).days == days


async def test_a_grade_can_be_clicked(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await pilot.click("#hard")
        await settled(pilot)
        assert grades(services) == [("small/one", 2)]


async def test_the_time_taken_is_shown_and_stored(quiz: QuizApp, services: Services, still_clock: Callable[[float], None]) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(40)
        await press(pilot, "l")
        still_clock(43)
        await press(pilot, "l")
        assert text_of(quiz, "Clock") == "01:23"
        await press(pilot, "space", "3")
        (event,) = stored_events(services)
        assert isinstance(event, Graded)
        assert event.duration_ms == 83_000


async def test_a_whole_session_ends_with_a_summary(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1", *["space", "3"] * 5)
        assert isinstance(quiz.screen, SummaryScreen)
        assert text_of(quiz, "#headline") == "Done for now"
        assert re.search(r"5 cards in \d\d:\d\d, 4 recalled on the first try", text_of(quiz, "#detail"))
        assert "Again, Good" in drawn(quiz)
        await press(pilot, "enter")
        assert isinstance(quiz.screen, HomeScreen)


async def test_undo_brings_the_card_back_also_from_the_summary(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *["space", "3"] * 5, "u")
        assert text_of(quiz, "#question") == "What is five?"
        assert "The answer to five." in drawn(quiz)
        await press(pilot, "u", "u")
        assert text_of(quiz, "#question") == "What is three?"
        assert [card for card, _ in grades(services)] == [f"small/{n}" for n in ("one", "two", "three", "four", "five")]
        assert services.study.today().new == 3


async def test_undo_with_nothing_to_take_back_says_so(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "u")
        assert notices(quiz) == ["There is nothing to undo."]


async def test_bury_and_suspend_put_a_card_aside_and_undo_brings_it_back(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "b", "s")
        assert text_of(quiz, "#question") == "What is three?"
        await press(pilot, "u", "u")
        assert text_of(quiz, "#question") == "What is one?"


async def test_leaving_in_the_middle_and_starting_again_continues(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "q")
        assert isinstance(quiz.screen, HomeScreen)
        assert "1 card done today" in text_of(quiz, "#detail")
        await press(pilot, "enter")
        assert text_of(quiz, "#question") == "What is two?"


async def test_a_grade_that_cannot_be_stored_is_refused_visibly_and_the_card_stays(quiz: QuizApp, learner_settings: Settings) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "3")
        with sqlite3.connect(learner_settings.database) as other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        other.close()
        await press(pilot, "space", "3")
        assert text_of(quiz, "#question") == "What is two?"
        assert "the disk is full" in notices(quiz)[-1]
        assert "The answer to two." in drawn(quiz)


async def test_the_second_day_asks_what_is_about_to_be_forgotten(quiz: QuizApp, services: Services, clock: Clock) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "2", *["space", "4"] * 4, "enter")
        clock.tick(days=1)
    tomorrow = QuizApp(services)
    async with tomorrow.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(tomorrow, "#headline") == "1 due · 0 new"
        assert "1 day in a row" in drawn(tomorrow)
        await press(pilot, "enter")
        assert text_of(tomorrow, "#question") == "What is one?"


async def test_a_first_start_straight_into_the_quiz_has_a_question(open_app: Callable[..., Services]) -> None:
    """As `quizapp quiz` does on a fresh machine: the decks are read first."""
    services = open_app()
    assert services.library.empty()
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert text_of(app, "#question") == "What is one?"


async def test_a_grade_that_is_taken_back_can_be_given_otherwise_at_once(
    quiz: QuizApp, services: Services, still_clock: Callable[[float], None]
) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        still_clock(10)
        await press(pilot, "space", "3")
        still_clock(30)
        await press(pilot, "u")
        assert text_of(quiz, "#question") == "What is one?"
        assert "The answer to one." in drawn(quiz)
        assert text_of(quiz, "Clock") == "00:10", "the time of another card is not its own"
        assert text_of(quiz, "#easy").split()[:2] == ["4", "Easy"]
        still_clock(5)
        await press(pilot, "4")
        assert grades(services) == [("small/one", 3), ("small/one", 4)]
        (*_, event) = stored_events(services)
        assert isinstance(event, Graded)
        assert event.duration_ms == 15_000
        assert text_of(quiz, "#question") == "What is two?"


async def test_a_grade_of_an_earlier_run_is_taken_back_to_a_question_with_what_was_typed(
    quiz: QuizApp, services: Services, open_app: Callable[..., Services]
) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"words", "escape", "space", "3")
    later = QuizApp(open_app(), "quiz")
    async with later.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "u")
        assert text_of(later, "#question") == "What is one?"
        assert "words" in drawn(later)
        assert "The answer to one." not in drawn(later)


async def test_where_the_next_question_cannot_be_read_space_tries_again(
    quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> bool:
        raise StorageError("the disk went away")

    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        with monkeypatch.context() as breaking:
            breaking.setattr(services.study, "to_ask", broken)
            await press(pilot, "3")
            assert "the disk went away" in notices(quiz)[-1]
            assert "What is" not in drawn(quiz)
            assert "The answer to" not in drawn(quiz)
            await press(pilot, "3", "space")
        assert grades(services) == [("small/one", 3)], "no grade for a question that was not there"
        await press(pilot, "space")
        assert text_of(quiz, "#question") == "What is two?"
        assert "The answer to" not in drawn(quiz)
