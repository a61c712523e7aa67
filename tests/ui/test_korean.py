"""The app in Korean: on every screen at once, and with footers that leave out no key that the English ones show."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import DataTable

from quizapp.services.container import Services
from quizapp.settings import SETTINGS, Settings, load
from quizapp.settings.interface import speak
from quizapp.ui import messages
from quizapp.ui.app import QuizApp
from quizapp.ui.footer import cells
from quizapp.ui.palette import Palette
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.mock_report import MockReportScreen
from quizapp.ui.screens.settings import SettingsScreen
from tests.conftest import Clock
from tests.ui.conftest import drawn, notices, press, settled, text_of
from tests.ui.test_every_word import hangul_settings as hangul_settings
from tests.ui.test_every_word import said, unknown_words
from tests.ui.tour import Tour, studied

COLUMNS = 80
LATIN = {"Enter", "Esc", "Space", "space", "Home", "End", "PgUp", "PgDn", "Shift", "alternate", "Etc", "IANA", "Asia", "Seoul", "Textual"}
"""Names of keys, and what Korean writes in Latin letters too."""


def in_footer(app: QuizApp) -> dict[str, int]:
    """What the footer shows, with the cells that each takes."""
    shown = {each.binding.action: each.binding for each in app.screen.active_bindings.values() if each.binding.show}
    return {action: cells(app.get_key_display(binding), binding.description) for action, binding in shown.items()}


async def choose(app: QuizApp, pilot: Pilot[None], language: str) -> None:
    """As the settings screen does it."""
    app._services.preferences.change("interface_language", language)
    app.post_message(messages.SettingsChanged())
    await settled(pilot)


async def test_every_screen_speaks_korean_at_once_and_its_footer_shows_what_the_english_one_shows(
    open_app: Callable[..., Services], hangul_settings: Settings, clock: Clock
) -> None:
    """Words are read once on each screen. A report stays as it is saved, and nothing stands on top of the palette."""
    services = open_app(replace(hangul_settings, interface_language="en"))
    services.library.refresh()
    services.mocks.folder = Path("1")
    studied(services, clock)
    app, seen = QuizApp(services), {Palette, MockReportScreen}
    english, left_out, wide = dict[str, set[str]](), dict[str, set[str]](), dict[str, int]()
    async with app.run_test(size=(COLUMNS, 24)) as pilot:
        await settled(pilot)
        async for place in Tour(app, pilot).everything():
            before = in_footer(app)
            speak("ko")
            after = in_footer(app)
            speak("en")
            if lost := before.keys() - after.keys():
                left_out[place] = lost
            if sum(after.values()) > COLUMNS:
                wide[place] = sum(after.values())
            app.clear_notifications()
            if type(app.screen) not in seen:
                seen.add(type(app.screen))
                await choose(app, pilot, "ko")
                if words := unknown_words(app, place, said(app)) - LATIN:
                    english[place] = words
                await choose(app, pilot, "en")
    assert not english, "still English:\n" + "\n".join(f"{place}: {sorted(words)}" for place, words in english.items())
    assert (left_out, wide) == ({}, {})


async def test_the_settings_screen_changes_its_language_and_the_screen_below_with_it(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(COLUMNS, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", *["down"] * list(SETTINGS).index("interface_language"))
        await press(pilot, "left")
        assert load({"QUIZAPP_DATA_DIR": str(learner_settings.state_dir)}).interface_language == "ko"
        assert isinstance(app.screen, SettingsScreen)
        assert app.screen._setting == "interface_language", "the cursor stays"
        assert re.search(r"• 화면 언어 +한국어", drawn(app))
        assert "q 뒤로" in drawn(app)
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)
        assert text_of(app, "#headline") == "복습 0 · 새 카드 5"
        assert [str(column.label).strip() for column in app.screen.query_one(DataTable).columns.values()] == ["", "복습", "신규", "카드"]
        await press(pilot, "comma", *["down"] * list(SETTINGS).index("interface_language"), "right")
        assert text_of(app, "#about").startswith("The language of menus"), "as the system, which speaks English"


async def test_a_catalogue_that_is_gone_is_reported_and_the_app_goes_on_in_english(
    app: QuizApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("quizapp.settings.interface.catalogue_of", lambda _: tmp_path / "gone.mo")
    async with app.run_test(size=(COLUMNS, 24)) as pilot:
        await settled(pilot)
        await choose(app, pilot, "ko")
        assert any("gone.mo" in notice for notice in notices(app))
        assert text_of(app, "#headline") == "0 due · 5 new"


async def test_the_reason_for_a_grade_is_whole_beside_the_buttons(quiz: QuizApp) -> None:
    speak("ko")
    async with quiz.run_test(size=(COLUMNS, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "A")
        assert text_of(quiz, "#suggestion") == "말함 1/1"
        assert all(cell_len(line) <= COLUMNS for line in drawn(quiz).splitlines())
        assert "말함 1/1" in drawn(quiz)


async def test_help_cuts_no_korean_line(app: QuizApp) -> None:
    """At every width: where a line just fitted, its last word was cut."""
    speak("ko")
    async with app.run_test(size=(COLUMNS, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "question_mark")
        for columns in range(60, 76):
            await pilot.resize_terminal(columns, 24)
            await settled(pilot)
            assert "…" not in said(app)
