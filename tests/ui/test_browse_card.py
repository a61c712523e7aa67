from asyncio import Event
from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.card import CardScreen
from quizapp.ui.screens.demo import DemoScreen
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.card_table import CardTable
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.stored import stored_events
from tests.ui.browsing import ALL, browse, current, listed, rows
from tests.ui.conftest import drawn, press, settled, text_of

NARROW, WIDE = (80, 24), (120, 40)


async def test_beside_the_list_is_the_card_under_the_cursor(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=(110, 40)) as pilot:
        await browse(pilot)
        assert text_of(app, "#card-question") == "What is one?"
        assert "The answer to one." in drawn(app)
        assert "one is a number" in drawn(app)
        await press(pilot, "down")
        assert text_of(app, "#card-about") == "First · failing, due today · recall 100% · 1 lapse"
        assert "The answer to two." in drawn(app)
        await pilot.resize_terminal(109, 40)
        await settled(pilot)
        assert "The answer to two." not in drawn(app)
        await press(pilot, "down")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "The answer to three." in drawn(app)
        await press(pilot, "slash", *"nowhere")
        assert "The answer" not in drawn(app)
        assert text_of(app, "#card-about") == "No cards match. a shows all."


async def test_while_a_key_is_held_down_no_card_is_laid_out_in_vain(app: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str] = []
    show = Answer.show

    async def watched(self: Answer, text: object, *, from_top: bool = True) -> None:
        laid_out.append(text.question)  # type: ignore[attr-defined]
        await show(self, text, from_top=from_top)  # type: ignore[arg-type]

    rested = Event()

    async def rest(seconds: float) -> None:
        await rested.wait()

    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot)
        monkeypatch.setattr(Answer, "show", watched)
        monkeypatch.setattr("quizapp.ui.widgets.card_pane.sleep", rest)
        for name in ("two", "three", "four"):
            await pilot.press("down")
            await pilot.pause()
            assert current(app) == name
        assert laid_out == []
        rested.set()
        await settled(pilot)
        assert laid_out == ["What is four?"]


async def test_enter_and_a_second_click_read_the_card(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down", "enter")
        assert isinstance(app.screen, CardScreen)
        assert "The answer to two." in drawn(app)
        await press(pilot, "q")
        await pilot.click(CardTable, offset=(5, 4))
        await settled(pilot)
        assert current(app) == "four"
        assert isinstance(app.screen, BrowseScreen)
        await pilot.click(CardTable, offset=(5, 4))
        await settled(pilot)
        assert "The answer to four." in drawn(app)


async def test_the_language_switches_in_the_list_and_beside_it(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "down", "l")
        assert "하나란 무엇인가요?" in rows(app)[1]
        assert current(app) == "two"
        await press(pilot, "up")
        assert "하나의 답입니다." in drawn(app)
        assert "첫째 · new" in drawn(app)
        await press(pilot, "l")
        assert "The answer to one." in drawn(app)
        assert "What is one?" in rows(app)[1]


async def test_the_demo_runs_beside_the_list_and_d_and_escape_put_it_away(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d")
        assert "How many of the four points" in drawn(app)
        assert "The answer to one." not in drawn(app)
        assert "What is two?" in drawn(app)
        assert app.screen.query_one(DemoPane).has_focus
        await press(pilot, "d")
        assert "The answer to one." in drawn(app)
        assert app.screen.query_one(CardTable).has_focus
        await press(pilot, "down", "d", "escape")
        assert not app.screen.query(DemoPane)
        assert "The answer to two." in drawn(app)


async def test_the_demo_has_the_keys_to_itself(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d", "s", "g", "t", "o", "u")
        assert isinstance(app.screen, BrowseScreen)
        assert listed(app) == ALL
        assert stored_events(services) == []


async def test_a_card_that_was_reviewed_has_its_demo_run_with_another_seed(app: QuizApp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    services.study.grade("small/one", Rating.GOOD, 1)
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d")
        assert app.screen.query_one(DemoPane).demo_run.view().values["seed"] == 2
        await press(pilot, "d", "enter", "d")
        assert isinstance(app.screen, DemoScreen)
        assert app.screen.query_one(DemoPane).demo_run.view().values["seed"] == 2


async def test_a_click_on_another_card_puts_the_demo_away(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d")
        await pilot.click(CardTable, offset=(5, 3))
        await settled(pilot)
        assert not app.screen.query(DemoPane)
        assert "The answer to three." in drawn(app)


async def test_on_a_narrow_screen_the_demo_has_all_of_it(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "d")
        assert "How many of the four points" in drawn(app)
        assert "What is" not in drawn(app)
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert "What is two?" in drawn(app)
        assert "How many of the four points" in drawn(app)
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "d")
        assert "What is two?" in drawn(app)
        assert not app.screen.query(DemoPane)


async def test_a_card_without_a_demo_offers_none(services: Services, content: Path) -> None:
    (content / "small" / "two.md").write_text("# What is two?\n\nA.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot)
        assert "d Demo" in drawn(app)
        await press(pilot, "down", "d")
        assert "d Demo" not in drawn(app)
        assert not app.screen.query(DemoPane)


async def test_a_card_is_read_in_the_language_of_the_list(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "l", "enter")
        assert "하나의 답입니다." in drawn(app)
