"""With a Korean or full-width input method on, keys are commands where commands are meant, and text where text is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.palette import Palette
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.modes import ModesScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.settings import SettingsScreen
from tests.ui.conftest import burst, drawn, grades, notices, press, settled, text_of


async def send(app: QuizApp, pilot: Pilot[None], *keys: str) -> None:
    """Each as a terminal sends it: a Pilot knows only some of these characters."""
    for key in keys:
        burst(app, key)
        await settled(pilot)


@pytest.mark.parametrize(
    ("key", "screen"),
    [("ㅊ", BrowseScreen), ("ｃ", BrowseScreen), ("ㅡ", ModesScreen), ("ｍ", ModesScreen), ("，", SettingsScreen), ("？", HelpScreen)],
)
async def test_letters_and_signs_are_the_keys_they_stand_on(app: QuizApp, key: str, screen: type) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await send(app, pilot, key)
        assert isinstance(app.screen, screen)
        await send(app, pilot, "ㅂ")
        assert isinstance(app.screen, HomeScreen)


async def test_a_question_is_answered_in_korean_without_leaving_the_input_method(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await send(quiz, pilot, "ㅅ", "가", "ㅅ", "３", "escape")
        assert quiz.screen.query_one(TextArea).text == "가ㅅ３", "what is text stays text"
        await send(quiz, pilot, "\u3000", "３")
        assert grades(services) == [("small/one", 3)]
        await send(quiz, pilot, "ㅕ")
        assert text_of(quiz, "#question") == "What is one?"


async def test_presses_that_came_as_one_syllable_are_done_one_after_the_other(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        burst(app, "쳐")  # c, and u, which on the list of cards takes something back
        await settled(pilot)
        assert isinstance(app.screen, BrowseScreen)
        assert notices(app) == ["There is nothing to undo."]


async def test_the_rest_of_a_syllable_is_text_where_its_first_press_begins_a_text(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        burst(quiz, "사")
        await settled(pilot)
        assert quiz.screen.query_one(TextArea).text == "ㅏ"


async def test_a_letter_without_a_capital_is_the_capital_where_that_alone_is_a_command(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\nThe answer.\n\n## Key points\n- **said**\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "ㅁ")
        assert "[✓]" in drawn(app), "it ticks point A"


async def test_in_a_field_to_find_in_letters_are_text(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "slash", "ㅅ", "ｔ")
        assert app.screen.query_one(Input).value == "ㅅｔ"


async def test_in_the_palette_letters_are_text(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", "ㅂ")
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(Input).value == "ㅂ"


async def test_a_key_of_the_learners_own_comes_first(open_app: Callable[..., Services], learner_settings: Settings) -> None:
    services = open_app(replace(learner_settings, keymap={"show_answer": "ㅅ"}))
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, QuizScreen)
        await press(pilot, "ㅅ")
        assert app.screen.has_class("-revealed")


async def test_decomposed_letters_that_are_pasted_or_typed_are_composed(quiz: QuizApp, services: Services) -> None:
    """As macOS copies the names of files: Backspace takes a syllable, and what is stored reads as it was meant."""
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        quiz.post_message(events.Paste(normalize("NFD", "강화 학습")))
        await settled(pilot)
        await press(pilot, "backspace")
        assert isinstance(quiz.focused, TextArea)
        assert quiz.focused.text == "강화 학"
        await send(quiz, pilot, *normalize("NFD", "습"), "escape", "space", "3")
    assert '"강화 학습"' in services.exports.json()


async def test_the_terminals_cursor_is_where_the_text_begins_before_anything_is_typed(app: QuizApp) -> None:
    """The first syllable is composed there: in the answer to the first card, to the next one, and in the field to find in."""

    def at_its_place() -> bool:
        place = app.focused
        assert isinstance(place, TextArea | Input)
        return app.cursor_position == place.content_region.offset != Offset(0, 0)

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "t")
        assert at_its_place()
        await press(pilot, "escape", "space", "3", "t")
        assert at_its_place()
        await press(pilot, "escape", "q", "c", "slash")
        assert isinstance(app.focused, Input)
        assert at_its_place()


@pytest.mark.parametrize("field", ["answer", "find"])
async def test_the_terminals_cursor_is_at_the_caret_wherever_that_is_laid_out(app: QuizApp, field: str) -> None:
    """There the terminal paints what is being composed."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *(("enter", "t", "a") if field == "answer" else ("c", "slash", "o")))
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        place = app.focused
        assert isinstance(place, TextArea | Input)
        assert app.cursor_position == place.content_region.offset + Offset(1, 0)
        if field == "answer":
            app.screen.query_one("#question", Static).update("A question in\ntwo lines?")
            await settled(pilot)
            assert app.cursor_position == place.content_region.offset + Offset(1, 0)
