"""Sentences follow the keys: whatever key a command has, what is said of it names that one."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import DataTable

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui import commands
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.leech import LeechDialog
from quizapp.ui.dialogs.reset import ResetDialog
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.mock import MockScreen
from quizapp.ui.screens.mock_report import MockReportScreen
from quizapp.ui.screens.quiz import QuizScreen
from tests.catalog import looks_up
from tests.conftest import Clock
from tests.ui.conftest import drawn, notices, press, settled, text_of

UI = Path(commands.__file__).parent.parent
KEY = re.compile(
    r"\b(?:Enter|Space|Esc|PgUp|PgDn)\b"
    r"|(?<![\w'{%.-])[b-hj-zB-HJ-Z](?![\w'}%.-])"  # a letter by itself, which is no word
    r"|(?<![\w{])[aAI0-9] (?:shows|takes|lists|goes|leads|opens|puts|counts|resumes|runs|copies|all)\b"
)
"""What looks like a key that was typed into a sentence."""
STYLE = re.compile(r"[\w-]+: [^;{}]+; [^{}]*}", re.DOTALL)
EXAMPLE = "Write keys in quotes, such as"
"""Behind this stand keys that a learner may write."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Text with at least two words in a file, and what the help says of a command."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and not (path.parent.name == "commands" and isinstance(node, ast.ClassDef) and node.name != "Command")
    }
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in documented:
            continue
        if id(node) in described and path.parent.name != "commands":
            continue
        if len(node.value.split()) > 1 and not STYLE.search(node.value) and not node.value.startswith(EXAMPLE):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI)))
def test_no_key_is_typed_into_a_sentence(path: Path) -> None:
    assert [(line, text) for line, text in sentences(path) if KEY.search(text)] == []


PROSE = re.compile(r"[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+ [a-z]")
"""Two words of a sentence."""


def apart(path: Path) -> set[tuple[int, str]]:
    """Text of a file that is looked up in the book of words, and what an assertion says, which no learner reads."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    calls = [each for each in nodes if isinstance(each, ast.Assert) or (isinstance(each, ast.Call) and looks_up(each))]
    return {(text.lineno, str(text.value)) for each in calls for text in ast.walk(each) if isinstance(text, ast.Constant)}


@pytest.mark.parametrize("folder", [".", "dialogs", "screens", "widgets"])
def test_every_sentence_is_looked_up_in_the_book_of_words(folder: str) -> None:
    """Also those that no test comes by, such as what is said where there is no shell."""
    found = [(path.name, *each) for path in sorted((UI / folder).glob("*.py")) for each in set(sentences(path)) - apart(path)]
    assert [each for each in found if PROSE.search(each[2])] == []


def own_keys() -> dict[str, str]:
    """Every command on a key of its own that no sentence has by accident."""
    free = (chr(letter) for letter in range(0x430, 0x530) if chr(letter).islower())  # Cyrillic
    return {name: next(free) for name, command in commands.by_name().items() if not command.each}


@pytest.fixture
def keys() -> dict[str, str]:
    return own_keys()


@pytest.fixture
def remapped(open_app: Callable[..., Services], learner_settings: Settings, keys: dict[str, str]) -> Services:
    services = open_app(replace(learner_settings, keymap=keys, leech_lapses=1))
    services.library.refresh()
    return services


async def do(app: QuizApp, *actions: str) -> None:
    for action in actions:
        await app.screen.run_action(action)


def named(command: type[commands.Command], keys: dict[str, str]) -> str:
    assert command.spoken() == keys[command.action()], "the key is in force"
    return command.spoken()


async def test_what_is_said_on_the_way_through_the_app_names_the_keys_in_force(
    remapped: Services, keys: dict[str, str], clock: Clock
) -> None:
    remapped.study.grade("small/two", Rating.GOOD, 1)
    app = QuizApp(remapped)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app._key_problems == []
        assert f"Press {named(commands.Start, keys)} to start" in text_of(app, "#detail")
        await do(app, "show_cards")
        await settled(pilot)
        await do(app, "find")
        await press(pilot, *"zzzz")
        assert f"{named(commands.ShowAll, keys)} shows all" in drawn(app)
        await do(app, "show_all")
        while not isinstance(app.screen, HomeScreen):
            await do(app, "back")
            await settled(pilot)
        await do(app, "show_mock")
        await settled(pilot)
        await do(app, "toggle_topics")
        await settled(pilot)
        detail = text_of(app, "#detail")
        assert f"{named(commands.ToggleTopic, keys)} adds" in detail
        assert f"{named(commands.ToggleTopics, keys)} adds them all" in detail
        await do(app, "toggle_topics", "begin_mock")
        await settled(pilot)
        assert isinstance(app.screen, MockScreen)
        await do(app, "back")
        await settled(pilot)
        assert f"{named(commands.ShowMock, keys)} on the home screen continues it" in notices(app)[-1]
        assert f"{named(commands.ShowMock, keys)} continues or discards it" in text_of(app, "#notice")


async def test_dialogs_and_reports_name_the_keys_in_force(remapped: Services, keys: dict[str, str]) -> None:
    app = QuizApp(remapped)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for dialog in (LeechDialog("What?", 3), ResetDialog("What?", "new")):
            await app.push_screen(dialog)
            await settled(pilot)
            assert named(commands.Undo, keys) in text_of(app, "#explained")
            app.pop_screen()
        await do(app, "show_mock")
        await settled(pilot)
        await do(app, "begin_mock")
        await settled(pilot)
        while isinstance(app.screen, MockScreen):
            await do(app, "show_answer")
            await settled(pilot)
            await do(app, "grade_good")
            await settled(pilot)
        assert isinstance(app.screen, MockReportScreen)
        assert f"{named(commands.CountGrades, keys)} counts these grades towards it" in text_of(app, "#schedule")
        await do(app, "count_grades")
        assert f"{named(commands.Undo, keys)} undoes them" in text_of(app, "#schedule")


async def test_the_help_says_of_a_command_how_others_are_called_now(remapped: Services, keys: dict[str, str]) -> None:
    app = QuizApp(remapped, "quiz")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, QuizScreen)
        for command, other in (
            (commands.LeaveTyping, commands.ShowAnswer),
            (commands.MoreQuestions, commands.FewerQuestions),
            (commands.MoreMinutes, commands.FewerMinutes),
            (commands.CountGrades, commands.Undo),
        ):
            assert named(other, keys) in command.describe()
        await do(app, "pause")
        assert text_of(app, "#paused") == f"Paused. {named(commands.Pause, keys)} continues."
        await do(app, "pause", "help")
        await settled(pilot)
        assert commands.ShowAnswer.keys() in drawn(app)
        assert not app.screen.query(DataTable)


def test_keys_that_each_mean_another_thing_cannot_be_given_away(
    remapped: Services, learner_settings: Settings, open_app: Callable[..., Services]
) -> None:
    app = QuizApp(open_app(replace(learner_settings, keymap={"tick_point": "x"})))
    app._set_keys(checked=True)
    assert len(app._key_problems) == 1
    assert "tick_point has a key for each" in app._key_problems[0]
