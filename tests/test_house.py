"""The layout is a test: who may import whom, how large things are, and what they are called."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports
from textual.message import Message

import quizapp
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.keymap import screens
from quizapp.ui.screens.follow_ups import FollowUpsScreen
from quizapp.ui.screens.quiz import QuizScreen

ROOT = Path(__file__).parent.parent


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Every file of the package, parsed."""
    for path in sorted((ROOT / "quizapp").rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# -- who may import whom -----------------------------------------------------------------------------------------------


def test_imports_run_downward_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0, capsys.readouterr().out


def linted() -> dict[str, set[str]]:
    """What import-linter lets each package import: what lies in the layers below it, without what is forbidden to it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [[set(layer.split(" | ")) for layer in each["layers"]] for each in contracts if each["type"] == "layers"]
    allowed = {package: set[str]().union(*layers[place + 1 :]) for place, layer in enumerate(layers) for package in layer}
    for each in contracts:
        if each["type"] == "forbidden":
            for source in each["source_modules"]:
                allowed[source.removeprefix("quizapp.")] -= {name.removeprefix("quizapp.") for name in each["forbidden_modules"]}
    return allowed


def documented() -> dict[str, set[str]]:
    """What the table in CONTRIBUTING.md says of it."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    rows = text.partition("| package | holds | may import |\n")[2].partition("\n\n")[0].splitlines()[1:]
    cells = [[re.findall(r"`(\w+)`", cell) for cell in row.split("|")] for row in rows]
    return {package: set(imports) for _, (package,), _, imports, _ in cells}


def test_the_table_of_imports_is_what_is_checked() -> None:
    assert documented() == linted()


# -- what each place keeps to -------------------------------------------------------------------------------------------


def test_the_domain_reads_no_clock_no_chance_and_no_file() -> None:
    """They are arguments: whatever it computes, it computes again from the same events."""
    for path in (ROOT / "quizapp" / "domain").rglob("*.py"):
        tree = ast.parse(path.read_text())
        imported = {name.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        imported |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert imported & {"random", "secrets", "os", "pathlib", "time", "io", "sys", "locale"} == set(), path.name
        called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
        called |= {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert called & {"now", "utcnow", "today", "open", "uuid4", "uuid1", "print", "input"} == set(), path.name


def test_the_version_stands_once() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == quizapp.__version__


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_every_action_of_a_screen_is_one_command_with_a_method_behind_it(screen: type[CommandScreen[Any]]) -> None:
    for command in screen.ACTIONS:
        assert issubclass(command, commands.Command)
        assert hasattr(screen, f"action_{command.action()}")
        assert command.describe().endswith(".")
    in_turn = {
        commands.GradePass,
        commands.NextFollowUp,
    }  # after the answer, while ShowAnswer is before it: other tests hold that they are never both offered
    assert len(in_turn & set(screen.ACTIONS)) == (screen in (QuizScreen, FollowUpsScreen))
    keys = [key for command in screen.ACTIONS if command not in in_turn for key in command.key.split(",")]
    assert len(keys) == len(set(keys)), "two commands share a key"


def test_every_command_is_offered_somewhere() -> None:
    from quizapp.ui.dialogs.links import Links
    from quizapp.ui.terminal_app import TerminalApp
    from quizapp.ui.widgets.demo_pane import DemoPane
    from quizapp.ui.widgets.typed import AnswerArea

    in_widgets = (*DemoPane.ACTIONS, *AnswerArea.ACTIONS, *Links.ACTIONS, *TerminalApp.ACTIONS)
    used = {command for screen in screens() for command in screen.ACTIONS} | {*in_widgets, *commands.MOVES}
    assert set(commands.Command.__subclasses__()) == used


# -- sizes and names ---------------------------------------------------------------------------------------------------


def test_no_file_is_over_400_lines() -> None:
    files = [path for folder in ("quizapp", "tests", "migrations", "docs") for path in (ROOT / folder).rglob("*.py")]
    assert files
    assert [str(path) for path in files if len(path.read_text().splitlines()) > 400] == []


def test_no_function_is_over_60_lines() -> None:
    """A demo's is one lesson, told from begin to end."""
    for path, tree in trees():
        for each in functions(tree):
            assert "demos" in path.parts or (each.end_lineno or 0) - each.lineno < 60, f"{path}: {each.name}"


def test_a_word_names_one_class() -> None:
    names = Counter(node.name for _, tree in trees() for node in tree.body if isinstance(node, ast.ClassDef))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_class_gets_another_name_on_import() -> None:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert [name.asname for name in node.names if name.asname and name.name[:1].isupper()] == [], path


def test_functions_are_named_by_what_they_do() -> None:
    for path, tree in trees():
        for each in functions(tree):
            assert each.name.strip("_").rpartition("_")[2] not in {"told", "said"}, f"{path}: {each.name}"


def test_a_command_and_a_message_do_not_share_a_name() -> None:
    sent = {name for name, value in vars(messages).items() if isinstance(value, type) and issubclass(value, Message)}
    assert len(sent) > 20
    assert sent & {command.__name__ for command in commands.Command.__subclasses__()} == set()


def test_every_command_is_had_from_the_package() -> None:
    assert [each.__name__ for each in commands.Command.__subclasses__() if getattr(commands, each.__name__, None) is not each] == []


TEXTUALS_OWN = {
    "call_from_thread",
    "app_suspend_signal",
    "app_resume_signal",
    "app_focus",
    "mouse_captured",
    "simulate_key",
    "_exit",
    "get_key_display",
    "copy_to_clipboard",
}
"""What screens, dialogs and widgets may ask the app for. All else comes through the constructor, or is asked for by a message."""


def test_no_screen_dialog_or_widget_reaches_for_the_app() -> None:
    looked_into = set()
    for path, tree in trees():
        if path.parts[1] != "ui":
            continue
        looked_into.add(path.parts[2])
        asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "app":
                assert asked.get(id(node)) in TEXTUALS_OWN, f"{path}:{node.lineno}"
            if isinstance(node, ast.Name):
                assert node.id != "active_app", f"{path}:{node.lineno}"
    assert {"screens", "dialogs", "widgets", "commands"} <= looked_into
