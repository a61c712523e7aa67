from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import SETTINGS, Settings, load
from quizapp.ui import themes
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.settings import SettingsScreen, plain
from tests.conftest import Clock
from tests.ui.conftest import drawn, notices, press, settled, text_of


def to(name: str) -> list[str]:
    """The keys that lead from home to a setting."""
    return ["comma", *["down"] * list(SETTINGS).index(name)]


def shown(app: QuizApp, name: str) -> str:
    """The value of a setting on the screen."""
    return str(app.screen.query_one(DataTable).get_cell(name, "value"))


def stored(settings: Settings) -> Settings:
    """What a new start would find."""
    return load({"QUIZAPP_DATA_DIR": str(settings.state_dir)})


async def test_every_setting_stands_there_and_the_one_under_the_cursor_is_explained(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        assert isinstance(app.screen, SettingsScreen)
        for name, setting in SETTINGS.items():
            assert plain(name) in drawn(app), "the list scrolls"
            assert text_of(app, "#about").startswith(setting.sentence)
            await press(pilot, "down")
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_number_goes_up_and_down_by_keys_and_is_in_force_at_home(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("new_per_day"), *["left"] * 7, "minus", "plus", "right")
        assert shown(app, "new_per_day") == "4"
        assert stored(learner_settings).new_per_day == 4
        await press(pilot, "q")
        assert text_of(app, "#headline") == "0 due · 4 new"


async def test_what_differs_from_the_default_is_marked_and_the_default_told(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("new_per_day"))
        assert "  New per day" in drawn(app)
        assert "Default:" not in text_of(app, "#about")
        await press(pilot, "right")
        assert "• New per day" in drawn(app)
        assert text_of(app, "#about").endswith("Default: 10.")


async def test_a_number_can_be_typed(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("reviews_per_day"), "4", "0", "enter")
        assert shown(app, "reviews_per_day") == "40"
        await press(pilot, "enter", "7", "enter")
        assert shown(app, "reviews_per_day") == "7", "Enter shows the old value, and typing takes its place"
        assert stored(learner_settings).reviews_per_day == 7
        await press(pilot, "1", "escape")
        assert shown(app, "reviews_per_day") == "7"
        assert isinstance(app.screen, SettingsScreen)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("new_per_day", "99999", "new_per_day cannot be 99999; write a whole number from 0 to 9999."),
        ("new_per_day", "1x", "new_per_day cannot be '1x'; write a whole number from 0 to 9999."),
        ("desired_retention", "1", "desired_retention cannot be 1.0; write a number from 0.70 to 0.97."),
    ],
)
async def test_a_bad_value_is_told_with_what_is_allowed_and_nothing_is_saved(
    app: QuizApp, learner_settings: Settings, name: str, typed: str, told: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to(name), *typed, "enter")
        assert text_of(app, "#more") == told
        assert app.screen.query_one(Input).has_focus, "it can be mended"
        assert not learner_settings.config_file.exists()
        await press(pilot, "escape")
        assert "write" not in text_of(app, "#more")


async def test_a_time_zone_is_typed_with_the_nearest_names_beside_it(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("time_zone"), "enter", *"seoul")
        assert text_of(app, "#more") == "Asia/Seoul"
        await press(pilot, "enter")
        assert text_of(app, "#more").endswith("Did you mean 'Asia/Seoul'?")
        assert not learner_settings.config_file.exists()
        await press(pilot, "ctrl+u", *"Asia/Seoul", "enter")
        assert shown(app, "time_zone") == "Asia/Seoul"
        assert stored(learner_settings).time_zone == "Asia/Seoul"


async def test_the_day_of_the_interview_is_typed_and_moved_day_by_day(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("interview_date"), "right")
        assert shown(app, "interview_date") == "none"
        await press(pilot, *"2027.3.5", "enter")
        assert shown(app, "interview_date") == "2027-03-05"
        await press(pilot, "right", "right", "left")
        assert stored(learner_settings).interview_date == "2027-03-06"
        await press(pilot, *"2027-02-30", "enter")
        assert text_of(app, "#more").startswith("interview_date cannot be '2027-02-30'; write a day such as")
        assert stored(learner_settings).interview_date == "2027-03-06"
        await press(pilot, "escape", "enter", "backspace", "enter")
        assert stored(learner_settings).interview_date == ""


async def test_topics_are_typed_by_their_titles_beside_the_titles_there_are(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("interview_topics"), "enter")
        assert text_of(app, "#more") == "First · Second"
        await press(pilot, *"second, nowhere", "enter")
        assert text_of(app, "#more").startswith("there is no topic 'nowhere'")
        assert stored(learner_settings).interview_topics == ()
        await press(pilot, *["backspace"] * 9, "enter")
        assert stored(learner_settings).interview_topics == ("small/second",)
        assert shown(app, "interview_topics") == "Second"


async def test_languages_are_those_of_the_decks_and_home_speaks_the_new_one_at_once(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("language"))
        seen = []
        for _ in range(4):
            seen.append(shown(app, "language"))
            await press(pilot, "right")
        assert seen == ["the system's, or the deck's own", "en", "ko", "alternate"]
        await press(pilot, "left", "enter", "right", "right")
        assert stored(learner_settings).language == "ko"
        await press(pilot, "q")
        assert "첫째" in drawn(app)
        await press(pilot, "enter")
        assert text_of(app, "#question") == "하나란 무엇인가요?"


async def test_a_question_on_screen_changes_its_language_with_the_setting(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "ctrl+p", *"settings", "down", "enter")
        assert isinstance(quiz.screen, SettingsScreen)
        await press(pilot, *to("language")[1:], "left", "left", "q")
        assert isinstance(quiz.screen, QuizScreen)
        assert text_of(quiz, "#question") == "하나란 무엇인가요?"
        assert "하나의 답입니다." in drawn(quiz)


async def test_a_theme_is_worn_at_once(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("theme"), "right")
        assert app.theme == "quizapp-light"
        assert stored(learner_settings).theme == "quizapp-light"


async def test_the_theme_is_known_before_the_stylesheets_are_read(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else all of them would be read again before the first paint, with the theme's colours."""
    services.preferences.remember_theme("quizapp-light")
    read_again = []
    monkeypatch.setattr(QuizApp, "refresh_css", lambda app, animate=True: read_again.append(app.theme))
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert (app.theme, app.has_class("-light-mode"), read_again) == ("quizapp-light", True, [])
        assert app.screen.styles.background.hex.lower() == themes.LIGHT.background


async def test_a_theme_chosen_in_the_palette_is_the_one_in_the_settings(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.theme = "nord"
        await press(pilot, "comma")
        assert shown(app, "theme") == "nord"


async def test_retention_tells_its_workload_and_the_schedule_follows(app: QuizApp, services: Services, clock: Clock) -> None:
    for days in (1, 9):
        services.study.grade("small/one", Rating.GOOD, 1)
        clock.tick(days=days)
    before = services.study.schedule("small/one").due
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("desired_retention"))
        assert text_of(app, "#more") == "0.90: what most people choose."
        await press(pilot, *["right"] * 5)
        assert text_of(app, "#more") == "0.95: about 52% more reviews in a card's first year than at 0.90."
        assert "computing" not in drawn(app)
        assert services.study.schedule("small/one").due != before
        assert services.doctor.diagnose().sound
        await press(pilot, "down")
        assert text_of(app, "#more") == ""


async def test_a_schedule_that_cannot_be_computed_now_is_told(app: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from quizapp.domain.errors import StorageError
    from quizapp.storage.history import History

    def locked(history: History) -> None:
        raise StorageError("the database is in use")

    monkeypatch.setattr(History, "rebuild", locked)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("rollover_hour"), "right")
        assert notices(app) == ["the database is in use."]
        assert shown(app, "rollover_hour") == "5"


async def test_lists_and_keys_are_left_to_the_file(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("keymap", "decks"):
            await press(pilot, *to(name), "right", "enter")
            assert text_of(app, "#more") == "This is set in the settings file. e opens it."
            assert not app.screen.has_class("-typing")
            await press(pilot, "q")


async def test_the_file_can_be_edited_from_the_screen_and_is_in_force_afterwards(
    app: QuizApp, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor is a program of the test; stepping aside needs a terminal, which the end-to-end tests have."""
    editor = tmp_path / "my-editor"
    editor.write_text("#!/bin/sh\nsed -i.old -e 's/^# new_per_day = 10/new_per_day = 1/' -e 's/^# buttons = 4/buttons = 3/' \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", "nothing-of-the-kind")
    services.preferences.change("editor", str(editor))
    services.preferences.settings.config_file.unlink()
    monkeypatch.setattr(type(app), "suspend", lambda app: nullcontext())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", "e")
        assert shown(app, "new_per_day") == "1"
        (notice,) = notices(app)
        assert "buttons cannot be 3; write 2 or 4. The default is used." in notice
        await press(pilot, "q")
        assert text_of(app, "#headline") == "0 due · 1 new"
        assert "1 notice" in text_of(app, "#notice")


async def test_a_file_that_cannot_be_saved_is_told_and_the_value_stays(app: QuizApp, learner_settings: Settings) -> None:
    learner_settings.config_file.write_text("new_per_day = \n")
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("buttons"), "right")
        assert "could not be saved" in text_of(app, "#more")
        assert shown(app, "buttons") == "4"


async def test_the_mouse_chooses_a_setting_and_changes_it(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        row = list(SETTINGS).index("buttons")
        await pilot.click("#settings", offset=(5, row))
        await settled(pilot)
        assert text_of(app, "#about") == SETTINGS["buttons"].sentence
        assert shown(app, "buttons") == "4"
        await pilot.click("#settings", offset=(5, row))
        await settled(pilot)
        assert shown(app, "buttons") == "2"


async def test_no_key_on_any_setting_brings_a_value_that_is_not_allowed(app: QuizApp, learner_settings: Settings) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        for _ in SETTINGS:
            await press(pilot, "right", "left", "minus", "enter", "x", "enter", "escape", "down")
        assert stored(learner_settings).problems == ()
        assert notices(app) == []


async def test_a_deck_that_changes_meanwhile_does_not_interrupt_typing(app: QuizApp, content: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *to("editor"), "enter", *"co")
        (content / "small" / "one.md").write_text("# One?\n\nOne.\n")
        app._watching.look()
        await settled(pilot)
        await press(pilot, *"de", "enter")
        assert shown(app, "editor") == "code"


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (300, 100)])
async def test_a_terminal_of_any_size_is_survived(app: QuizApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "comma", *["down"] * 13, "up", "up", "up", "enter", "x", "escape", "right", "q")
        assert isinstance(app.screen, HomeScreen)
