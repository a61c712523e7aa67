import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import DataTable, Input

from quizapp.services.container import Services
from quizapp.settings import SETTINGS, Settings, load
from quizapp.ui import commands
from quizapp.ui.app import QuizApp
from quizapp.ui.keymap import PRESETS, clashes, places, resolve
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.problems import ProblemsScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.ui.conftest import drawn, press, settled, shown, text_of

UI = Path(commands.__file__).parent.parent


def footer(app: QuizApp) -> str:
    """The last line of the screen."""
    return drawn(app).splitlines()[-1].strip()


@pytest.fixture
def remapped(open_app: Callable[..., Services], learner_settings: Settings) -> Callable[..., QuizApp]:
    """The app with some keys of the learner's own."""

    def make(begin: str = "home", keys: str = "default", **keymap: str) -> QuizApp:
        services = open_app(replace(learner_settings, keys=keys, keymap=keymap))
        services.library.refresh()
        return QuizApp(services, begin)

    return make


# -- what goes together ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_no_screen_has_two_commands_on_one_key_whatever_the_preset(preset: str) -> None:
    assert list(clashes(PRESETS[preset], places())) == []


def test_the_screens_that_can_have_a_demo_in_focus_are_those_that_are_checked_with_it() -> None:
    files = {path.stem for path in (UI / "screens").glob("*.py") if re.search(r"\bDemo(?:Pane|Side)\(", path.read_text())}
    assert files == {"demo", "quiz"}
    for screen in ("A demo", "Quiz"):
        place = next(place for place in places() if place.name == screen)
        assert any({*place.commands, *DemoPane.ACTIONS} - set(commands.MOVES) <= set(other.commands) for other in places())


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_commands_and_keys_that_exist(preset: str) -> None:
    keymap, problems = resolve("default", PRESETS[preset], str, places())
    assert problems == []
    assert all(keymap[name] == keys for name, keys in PRESETS[preset].items())


def test_vim_keeps_the_arrows() -> None:
    for name, keys in PRESETS["vim"].items():
        if name not in ("switch_language", "ask_listed"):  # a letter that moves is theirs no longer
            assert set(commands.by_name()[name].key.split(",")) <= set(keys.split(","))


@pytest.mark.parametrize(
    ("own", "in_force"),
    [
        ({"undo": "z"}, {"undo": "z"}),
        ({"undo": "z, ctrl+z"}, {"undo": "z,ctrl+z"}),
        ({"help": "?"}, {"help": "question_mark"}),
        ({"show_settings": ","}, {"show_settings": "comma"}),
        ({"undo": "Ctrl+Z"}, {"undo": "ctrl+z"}),
        ({"undo": "shift+u"}, {"undo": "U"}),
        ({"undo": "F5"}, {"undo": "f5"}),
        ({"grade_good": "4", "grade_easy": "3"}, {"grade_good": "4", "grade_easy": "3"}),
        ({"predict": "x", "type_value": "x"}, {"predict": "x", "type_value": "x"}),
    ],
)
def test_keys_are_understood_as_people_write_them(own: dict[str, str], in_force: dict[str, str]) -> None:
    keymap, problems = resolve("default", own, str, places())
    assert problems == []
    assert {name: keymap[name] for name in own} == in_force


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"undoo": "z"}, "here: there is no command 'undoo'. Did you mean 'undo'?"),
        ({"undo": "esc"}, "here: undo: there is no key 'esc'. Did you mean 'escape'? It stays on u."),
        ({"undo": "ctlr+z"}, "here: undo: there is no key 'ctlr+z'. It stays on u."),
        ({"undo": ""}, "here: undo: there is no key ''. It stays on u."),
        ({"undo": "d"}, "here: undo cannot be d: show_demos has it (Home). It stays on u."),
        ({"undo": "z,?"}, "here: undo cannot be ?: help has it (Home). It stays on u."),
        ({"toggle_code": "s"}, "here: toggle_code cannot be s: suspend has it (a running demo). It stays on c."),
        ({"undo": "c"}, "here: undo cannot be c: show_cards has it (Home). It stays on u."),
        ({"undo": "up"}, "here: undo cannot be ↑: lists, texts or the app itself use it (Home). It stays on u."),
        ({"undo": "ctrl+q"}, "here: undo cannot be ctrl+q: lists, texts or the app itself use it (Home). It stays on u."),
        ({"undo": "ctrl+i"}, "here: undo cannot be tab: lists, texts or the app itself use it (Home). It stays on u."),
    ],
)
def test_what_cannot_be_is_told_and_the_default_kept(own: dict[str, Any], told: str) -> None:
    keymap, problems = resolve("default", own, lambda name: "here", places())
    assert problems == [told]
    assert keymap == {name: command.key for name, command in commands.by_name().items()}


def test_of_two_own_keys_that_clash_the_first_is_kept() -> None:
    keymap, problems = resolve("default", {"undo": "x", "bury": "x", "suspend": "y"}, str, places())
    assert (keymap["undo"], keymap["bury"], keymap["suspend"]) == ("x", "b", "y")
    assert problems == ["bury: bury cannot be x: undo has it (Quiz). It stays on b."]


def test_a_key_of_ones_own_comes_before_that_of_the_preset() -> None:
    keymap, problems = resolve("vim", {"undo": "g", "toggle_code": "l"}, str, places())
    assert problems == []
    assert (keymap["undo"], keymap["move_to_top"], keymap["move_to_bottom"]) == ("g", "ctrl+home", "G,ctrl+end")
    assert (keymap["toggle_code"], keymap["step_forward"]) == ("l", "right")


def test_a_command_that_only_the_preset_has_moved_returns_to_its_own_key() -> None:
    keymap, problems = resolve("vim", {"undo": "L"}, str, places())
    assert problems == []
    assert (keymap["undo"], keymap["switch_language"], keymap["step_forward"]) == ("L", "l", "right")
    assert not list(clashes(keymap, places()))


def test_thousands_of_names_that_no_command_has_are_told_as_a_few_and_a_number() -> None:
    keymap, problems = resolve("default", {f"nothing{number}": "z" for number in range(5_000)} | {"undo": "z"}, str, places())
    assert keymap["undo"] == "z"
    assert len(problems) == 4
    assert problems[-1] == "nothing3: 4,997 more names of no command"


# -- the app with other keys -------------------------------------------------------------------------------------------------


async def test_a_key_of_ones_own_works_everywhere_it_is_named_and_the_old_one_no_longer(remapped: Callable[..., QuizApp]) -> None:
    app = remapped("quiz", show_answer="x", grade_good="g,ctrl+g", undo="z", back="escape")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert footer(app) == "x Show answer  t Type  z Undo  l Language  ? Help  Esc Back"
        assert {"Show answer", "Undo"} <= {command.title for command in app.get_system_commands(app.screen)}
        await press(pilot, "space")
        assert not app.screen.has_class("-revealed")
        await press(pilot, "x")
        assert "g Good" in drawn(app)
        await press(pilot, "3")
        assert text_of(app, "#question") == "What is one?"
        await press(pilot, "g")
        assert text_of(app, "#question") == "What is two?"
        await press(pilot, "x", "ctrl+g")
        assert text_of(app, "#question") == "What is three?"
        await press(pilot, "z")
        assert text_of(app, "#question") == "What is two?"
        await press(pilot, "question_mark")
        help_lines = drawn(app)
        assert re.search(r"^ +x  Show the answer\.", help_lines, re.MULTILINE)
        assert re.search(r"^ +g  Grade: recalled\.", help_lines, re.MULTILINE)
        await press(pilot, "q")
        assert not isinstance(app.screen, QuizScreen), "q no longer leaves the help"
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_sentences_name_the_keys_in_force(remapped: Callable[..., QuizApp]) -> None:
    app = remapped(start="o", undo="z", show_demos="v", show_cards="k")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#detail") == "About 6 minutes. Press o to start."
        await press(pilot, "o", "b")
        assert any("z undoes this." in notification.message for notification in app._notifications)
        await press(pilot, "b", "b", "b", "b")
        assert "study more (m), run a demo (v) or read a card (k)" in " ".join(drawn(app).split())


async def test_commands_that_shared_a_key_part_without_loss(remapped: Callable[..., QuizApp]) -> None:
    """Enter predicts, and types a value once that is done: another key for the one leaves Enter to the other."""
    app = remapped("quiz", predict="x")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "x", "space", "enter")
        assert app.screen.query_one(DemoPane).has_class("-typing")


async def test_two_grades_change_places(remapped: Callable[..., QuizApp], open_app: Callable[..., Services]) -> None:
    app = remapped("quiz", grade_again="4", grade_easy="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1")
        assert open_app().study.schedule("small/one").failing is False
        await press(pilot, "space", "4")
        assert open_app().study.schedule("small/two").failing is True


async def test_a_letter_belongs_to_the_text_field_while_one_types(remapped: Callable[..., QuizApp]) -> None:
    app = remapped(back="z,escape", help="v")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "slash", *"foz")
        assert app.screen.query_one(Input).value == "foz"
        assert "Help" not in footer(app)
        assert footer(app).endswith("Esc Back")
        await press(pilot, "escape", "z")
        assert isinstance(app.screen, HomeScreen)


async def test_what_is_wrong_in_the_keymap_is_a_notice_with_its_line_and_the_app_starts(
    open_app: Callable[..., Services], learner_settings: Settings
) -> None:
    file = learner_settings.config_file
    file.parent.mkdir(parents=True)
    file.write_text('new_per_day = 4\n\n[keymap]\nundo = "z"\nundoo = "y"\nbury = "ctlr+b"\nsuspend = "d"\n')
    services = open_app(load({"QUIZAPP_DATA_DIR": str(learner_settings.state_dir), "QUIZAPP_CONTENT": str(learner_settings.content)}))
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=(200, 24)) as pilot:
        await settled(pilot)
        assert "3 notices" in text_of(app, "#notice")
        await press(pilot, "n")
        assert isinstance(app.screen, ProblemsScreen)
        told = " ".join(drawn(app).split())
        assert f"{file}:5: there is no command 'undoo'. Did you mean 'undo'?" in told
        assert f"{file}:6: bury: there is no key 'ctlr+b'. It stays on b." in told
        assert f"{file}:7: suspend cannot be d: run_demo has it (Quiz). It stays on s." in told


async def test_a_preset_chosen_in_the_settings_is_in_force_at_once(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", *["down"] * [*SETTINGS].index("keys"), "right")
        assert footer(app).startswith("l Change")
        await press(pilot, "k", "k", "l")
        assert str(app.screen.query_one(DataTable).get_cell("buttons", "value")) == "2"
        await press(pilot, "j", "j", "h")
        assert footer(app).startswith("←→ Change")
        await press(pilot, "k")
        assert str(app.screen.query_one(DataTable).get_cell("keys", "value")) == "default"


async def test_keys_that_change_while_a_question_waits_are_in_its_footer(
    quiz: QuizApp, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my-editor"
    editor.write_text('#!/bin/sh\nprintf \'[keymap]\\nundo = "z"\\n\' > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(type(quiz), "suspend", lambda app: nullcontext())
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"settings", "down", "enter", "e", "q")
        assert isinstance(quiz.screen, QuizScreen)
        assert "z Undo" in footer(quiz)
        await press(pilot, "b", "z")
        assert text_of(quiz, "#question") == "What is one?"


# -- vim ---------------------------------------------------------------------------------------------------------------------


async def test_vim_moves_in_lists(remapped: Callable[..., QuizApp]) -> None:
    app = remapped(keys="vim")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "j", "k", "G")
        table = app.screen.query_one(DataTable)
        assert table.cursor_row == table.row_count - 1
        await press(pilot, "g", "j", "j", "enter")
        assert text_of(app, "#question") == "What is four?"


async def test_vim_moves_in_answers_and_gives_the_language_a_capital(remapped: Callable[..., QuizApp], content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\n" + "A line.\n\n" * 60 + "The end.\n")
    app = remapped("quiz", keys="vim")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "j", "j")
        answer = app.screen.query_one("#answer")
        assert answer.scroll_offset.y == 2
        await press(pilot, "k")
        assert answer.scroll_offset.y == 1
        await press(pilot, "G")
        assert "The end." in drawn(app)
        await press(pilot, "ctrl+b", "g")
        assert answer.scroll_offset.y == 0
        await press(pilot, "l")
        assert text_of(app, "#question") == "What is one?"
        await press(pilot, "L")
        assert text_of(app, "#question") == "하나란 무엇인가요?"


async def test_vim_steps_through_demos_and_chooses_in_them(remapped: Callable[..., QuizApp]) -> None:
    app = remapped("quiz", keys="vim")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d")
        assert "▸ 1 " in drawn(app)
        await press(pilot, "j")
        assert "▸ 2 " in drawn(app)
        await press(pilot, "k", "enter", "space", "g")
        pane = app.screen.query_one(DemoPane)
        await press(pilot, "l", "l")
        assert shown(pane).number == 3
        await press(pilot, "h")
        assert shown(pane).number == 2
        await press(pilot, "G")
        assert pane.demo_run.view().at_end
        assert text_of(app, "#question") == "What is one?", "l stepped, it did not change the language"


async def test_vim_leaves_typing_alone(remapped: Callable[..., QuizApp]) -> None:
    app = remapped(keys="vim")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "slash", *"ghjkl")
        assert app.screen.query_one(Input).value == "ghjkl"
        await press(pilot, "escape", "q", "comma", "j", "j", "j", "enter", *"gh")
        assert isinstance(app.screen, SettingsScreen)
        assert app.screen.query_one(Input).value == "gh"


async def test_a_command_put_on_ctrl_z_has_it_and_else_it_leads_to_the_shell(remapped: Callable[..., QuizApp]) -> None:
    for keymap, said in (({"undo": "u,ctrl+z"}, "There is nothing to undo."), ({"undo": "x"}, "")):
        app = remapped("quiz", **keymap)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert app._key_problems == []
            assert app.check_action("suspend_process", ()) == (not said)
            await press(pilot, "ctrl+z")
            assert [notice.message for notice in app._notifications] == ([said] if said else [])
