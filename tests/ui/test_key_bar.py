"""The last line of the screen names the keys in force, and a click on a key presses it."""

import pytest
from textual.events import MouseDown, MouseMove
from textual.pilot import Pilot

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import CardsRequested
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.widgets.key_bar import KeyBar
from tests.ui.conftest import drawn, points, press, settled

SIZE = (80, 24)


def column(app: QuizApp, words: str) -> int:
    """Where `words` begin in the last line."""
    return drawn(app).splitlines()[-1].index(words)


async def click(pilot: Pilot[None], x: int) -> None:
    """Presses the button over the last line, as the terminal's driver says it."""
    await points(pilot, MouseDown(None, x, SIZE[1] - 1, 0, 0, 1, False, False, False, screen_x=x, screen_y=SIZE[1] - 1))


async def move(pilot: Pilot[None], x: int, y: int = SIZE[1] - 1) -> None:
    await points(pilot, MouseMove(None, x, y, 0, 0, 0, False, False, False, screen_x=x, screen_y=y))


@pytest.mark.parametrize("within", [-1, 0, len("? Help") - 1, len("? Help")])
async def test_a_click_on_a_key_its_word_or_the_blanks_around_them_presses_it(quiz: QuizApp, within: int) -> None:
    async with quiz.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await click(pilot, column(quiz, "? Help") + within)
        await settled(pilot)
        assert isinstance(quiz.screen, HelpScreen)


async def test_a_click_behind_the_last_key_does_nothing(quiz: QuizApp) -> None:
    async with quiz.run_test(size=SIZE) as pilot:
        await settled(pilot)
        before = drawn(quiz)
        await click(pilot, column(quiz, "q Back") + len("q Back") + 1)
        assert drawn(quiz) == before


async def test_a_click_follows_the_keys_that_have_come(quiz: QuizApp) -> None:
    async with quiz.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await click(pilot, column(quiz, "space Show answer"))
        await settled(pilot)
        assert "1 Again" in drawn(quiz)
        assert "Show answer" not in drawn(quiz).splitlines()[-1]


async def test_the_key_under_the_pointer_stands_out_and_the_pointer_is_a_hand(quiz: QuizApp) -> None:
    async with quiz.run_test(size=SIZE) as pilot:
        await settled(pilot)
        bar, lit = quiz.screen.query_one(KeyBar), []
        for x, y in ((column(quiz, "? Help") + 3, SIZE[1] - 1), (column(quiz, "q Back"), SIZE[1] - 1), (SIZE[0] - 1, SIZE[1] - 1), (3, 3)):
            await move(pilot, x, y)
            plain = bar.background_colors[1].rich_color
            words = [segment.text for segment in bar.render_line(0) if segment.style and segment.style.bgcolor not in (plain, None)]
            lit.append(("".join(words), quiz.screen._pointer_shape))
        assert lit == [(" ? Help ", "pointer"), (" q Back ", "pointer"), ("", "default"), ("", "default")]


async def test_keys_stay_named_while_another_window_has_the_focus(quiz: QuizApp) -> None:
    async with quiz.run_test(size=SIZE) as pilot:
        await settled(pilot)
        line = drawn(quiz).splitlines()[-1]
        quiz.app_focus = False
        await settled(pilot)
        quiz.screen.refresh_bindings()
        await settled(pilot)
        assert drawn(quiz).splitlines()[-1] == line


async def test_a_screen_that_is_not_whole_names_no_keys(app: QuizApp) -> None:
    """What says whether a key does something looks at widgets that may not be there yet, or no longer."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "c")
        browse = app.screen
        assert isinstance(browse, BrowseScreen)
        assert browse.active_bindings
        await press(pilot, "q")
        assert browse.active_bindings == {}
        app._show_cards(CardsRequested())
        assert isinstance(app.screen, BrowseScreen)
        assert app.screen.active_bindings == {}
        await settled(pilot)
        assert "? Help" in drawn(app).splitlines()[-1]


async def test_a_screen_of_which_a_part_has_gone_names_no_keys(app: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a screen is taken down, its line of keys may outlive the table that it asks about."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "c")
        browse = app.screen
        monkeypatch.setattr(BrowseScreen, "_current", property(lambda screen: screen.query_one("#gone")))
        assert browse.active_bindings == {}
