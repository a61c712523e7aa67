import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import DataTable

from quizapp.demos.catalogue import demos
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.services.library import Refreshed
from quizapp.settings import Settings, load
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.demos import DemosScreen
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.problems import ProblemsScreen
from quizapp.ui.screens.quiz import QuizScreen
from tests.conftest import Clock
from tests.sessions import answer_all
from tests.ui.browsing import listed
from tests.ui.conftest import drawn, notices, press, settled, text_of, until


async def test_home_tells_what_waits_by_topic(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#headline") == "0 due · 5 new"
        rows = [line.split() for line in drawn(app).splitlines()]
        assert ["Everything", "·", "5", "5"] in rows
        assert ["Second", "·", "2", "2"] in rows


async def test_a_first_start_reads_the_deck_by_itself(open_app: Callable[..., Services]) -> None:
    app = QuizApp(open_app())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Everything" in drawn(app))
        assert text_of(app, "#headline") == "0 due · 5 new"


async def test_enter_while_decks_are_read_waits_and_then_starts(open_app: Callable[..., Services], monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_app()
    reading = Event()
    refresh = services.library.refresh
    monkeypatch.setattr(services.library, "refresh", lambda *_: (reading.wait(60), refresh())[1])
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert text_of(app, "#headline") == "Reading the deck ..."
        await pilot.press("enter")
        await pilot.pause()
        assert text_of(app, "#detail") == "The first question comes as soon as it has been read."
        reading.set()
        await until(pilot, lambda: isinstance(app.screen, QuizScreen))
        assert text_of(app, "#question") == "What is one?"


async def test_a_long_reading_says_how_far_it_is_until_it_ends(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, reading, refresh = Event(), Event(), services.library.refresh

    def slow(progress: Callable[[int, int], None]) -> Refreshed:
        progress(1_200, 10_000)
        begun.set()
        reading.wait(60)
        return refresh()

    monkeypatch.setattr(services.library, "refresh", slow)
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await asyncio.to_thread(begun.wait, 60)
        await pilot.pause()
        assert "Reading the decks: 1,200 of 10,000 files ..." in text_of(app, "#notice")
        assert text_of(app, "#headline") == "0 due · 5 new"
        reading.set()
        await until(pilot, lambda: "Reading" not in text_of(app, "#notice"))


async def test_suspended_cards_are_counted_and_a_key_away(app: QuizApp, services: Services) -> None:
    services.study.suspend("small/four")
    services.study.suspend("small/two")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#notice") == "2 cards are suspended. s lists them."
        await press(pilot, "m")
        assert "Cram · 3 cards · 2 suspended cards left out" in drawn(app)
        await press(pilot, "q", "s")
        assert listed(app) == ["two", "four"]
        await press(pilot, "s", "home", "s", "q")
        assert text_of(app, "#notice") == ""


async def test_decks_are_headings_over_their_topics_and_can_be_started(open_app: Callable[..., Services], content: Path) -> None:
    (content / "other").mkdir()
    (content / "other" / "deck.toml").write_text('title = "The other"\n[[topic]]\ntitle = "Odd"\ncards = ["seven"]\n')
    (content / "other" / "seven.md").write_text("# What is seven?\n\nA number.\n")
    services = open_app()
    services.library.refresh()
    services.study.suspend("small/one")
    services.study.grade("small/two", Rating.AGAIN, 1)
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        rows = [line.split() for line in drawn(app).splitlines()]
        assert ["Everything", "1", "5", "6"] in rows, "the counts are the sums of those of the topics"
        assert ["Small", "deck", "1", "4", "5"] in rows
        assert ["Second", "·", "2", "2"] in rows
        assert rows.index(["The", "other", "·", "1", "1"]) + 1 == rows.index(["Odd", "·", "1", "1"])
        await press(pilot, "down", "enter")
        assert text_of(app, "#question") == "What is seven?"
        assert "due 0 · new 1" in drawn(app)
        await press(pilot, "q", "m")
        assert "The other" in drawn(app)


async def test_what_is_due_beyond_the_days_limit_is_told(app: QuizApp, services: Services, clock: Clock) -> None:
    answer_all(services.sessions.start(), Rating.GOOD)
    clock.tick(days=30)
    services.preferences.change("reviews_per_day", 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#headline") == "3 due · 0 new"
        assert "2 more are due beyond the daily limit." in text_of(app, "#detail")


async def test_one_topic_can_be_started_by_key_and_by_mouse(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "enter")
        assert text_of(app, "#question") == "What is four?"
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)
        await pilot.click("#topics", offset=(5, 2))
        await settled(pilot)
        await pilot.click("#topics", offset=(5, 2))
        await settled(pilot)
        assert isinstance(app.screen, QuizScreen)


async def test_nothing_due_offers_demos_cards_and_the_next_day(app: QuizApp, services: Services) -> None:
    answer_all(services.sessions.start(), Rating.EASY)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#headline") == "Nothing is due"
        assert "The next questions come in" in text_of(app, "#detail")
        assert "run a demo (d) or read a card (c)" in text_of(app, "#detail")
        await press(pilot, "enter")
        assert "Done for now" in drawn(app)
        await press(pilot, "d")
        assert isinstance(app.screen, DemosScreen)


async def test_demos_run_from_their_list(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "d", "slash", *"path contours", "enter", "enter")
        await settled(pilot)
        assert "In which step will the gradient first be shorter" in drawn(app)
        await press(pilot, "q", "q")
        assert isinstance(app.screen, HomeScreen)


async def test_the_list_of_demos_is_narrowed_by_typing_and_tells_the_score(app: QuizApp, services: Services) -> None:
    services.predictions.record("xor-failure", "3 of 4", "3 of 4", correct=True)
    services.predictions.record("xor-failure", "2 of 4", "3 of 4", correct=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "d")
        assert f"Predictions: 1 of 2 right, lately ✓✗ · {len(demos())} demos" in drawn(app)
        await press(pilot, "slash", *"xor")
        shown = app.screen.query_one(DataTable).row_count
        assert 1 <= shown < len(demos())
        assert "One layer fails on XOR" in drawn(app)
        await press(pilot, *" qqq")
        assert app.screen.query_one(DataTable).row_count == 0
        await press(pilot, "enter", "enter", "escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("keys", [(), ("enter",), ("enter", "space"), ("d",), ("c",), ("c", "enter")])
async def test_every_screen_has_help_that_names_its_keys(app: QuizApp, keys: tuple[str, ...]) -> None:
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        here = app.screen
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        first = drawn(app).splitlines()[3].strip()
        assert first == getattr(here, "NAME", "")
        await press(pilot, "q")
        assert app.screen is here


async def test_the_palette_offers_what_the_screen_can_do_now(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        before = {command.title for command in quiz.get_system_commands(quiz.screen)}
        assert {"Show answer", "Undo", "Help", "Theme", "Quit"} <= before
        assert "Good" not in before
        await press(pilot, "space")
        assert "Good" in {command.title for command in quiz.get_system_commands(quiz.screen)}


async def test_ctrl_c_says_how_to_quit(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+c")
        assert notices(app) == ["Press Ctrl+Q to quit; nothing is lost."]


async def test_an_action_runs_from_the_palette(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"show answer", "down", "enter")
        await settled(pilot)
        assert "The answer to one." in drawn(quiz)


async def test_the_theme_is_remembered(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.theme == "quizapp-dark"
        app.theme = "quizapp-light"
        await settled(pilot)
    assert load({"QUIZAPP_DATA_DIR": str(learner_settings.state_dir)}).theme == "quizapp-light"


@pytest.mark.parametrize("theme", ["nord", "textual-light", "quizapp-light"])
async def test_every_screen_works_in_other_themes(app: QuizApp, theme: str) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme
        await settled(pilot)
        await press(pilot, "enter", "space", "d", "enter", "end")
        await settled(pilot)
        assert "You predicted" in drawn(app)


async def test_a_broken_card_gives_a_notice_that_says_where(services: Services, content: Path) -> None:
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n## Key point\n- x\n")
    app = QuizApp(services)
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        assert "1 notice" in text_of(app, "#notice")
        assert text_of(app, "#headline") == "0 due · 4 new"
        await press(pilot, "n")
        assert isinstance(app.screen, ProblemsScreen)
        assert 'small/two.md:5:4: unknown section "Key point"; did you mean "Key points"?' in " ".join(drawn(app).split())
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_bad_setting_gives_a_notice_and_the_default_is_used(open_app: Callable[..., Services], learner_settings: Settings) -> None:
    learner_settings.config_file.parent.mkdir(parents=True, exist_ok=True)
    learner_settings.config_file.write_text("# mine\nrollover_hour = 99\n")
    settings = load({"QUIZAPP_DATA_DIR": str(learner_settings.state_dir), "QUIZAPP_CONTENT": str(learner_settings.content)})
    app = QuizApp(open_app(settings))
    async with app.run_test(size=(240, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        assert "config.toml:2: rollover_hour cannot be 99" in drawn(app).replace("\n", "")


async def test_an_unknown_theme_is_told_and_ours_is_used(open_app: Callable[..., Services], learner_settings: Settings) -> None:
    app = QuizApp(open_app(replace(learner_settings, theme="quizapp-drak")))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.theme == "quizapp-dark"
        assert notices(app) == [f"{learner_settings.config_file}: There is no theme 'quizapp-drak'. Did you mean 'quizapp-dark'?"]


async def test_a_language_in_which_no_deck_is_written_is_told_with_its_place(
    open_app: Callable[..., Services], learner_settings: Settings
) -> None:
    learner_settings.config_file.parent.mkdir(parents=True, exist_ok=True)
    learner_settings.config_file.write_text('# mine\nlanguage = "kr"\n')
    app = QuizApp(open_app(replace(learner_settings, language="kr")))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert notices(app) == [f"{learner_settings.config_file}:2: no deck is written in 'kr'. Did you mean 'ko'?"]


async def test_a_deck_folder_that_has_gone_is_told_and_nothing_is_archived(
    open_app: Callable[..., Services], services: Services, learner_settings: Settings
) -> None:
    app = QuizApp(open_app(replace(learner_settings, content=learner_settings.content / "gone")))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "cannot be read" in notices(app)[0]
        assert text_of(app, "#headline") == "0 due · 5 new"


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (40, 10), (300, 100)])
async def test_a_terminal_of_any_size_is_survived(app: QuizApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(*size)
        await settled(pilot)
        await press(pilot, "enter", "space", "d", "enter", "end")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "You predicted" in drawn(app)
        await pilot.resize_terminal(*size)
        await press(pilot, "3", "question_mark", "q", "q", "c", "q", "d", "q")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_it_works_without_colour(app: QuizApp, monkeypatch: pytest.MonkeyPatch, services: Services) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = QuizApp(services)
    async with plain.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "space", "d", "enter", "end")
        await settled(pilot)
        assert "You predicted" in drawn(plain)
        assert "○" in drawn(plain)
        assert "●" in drawn(plain)
