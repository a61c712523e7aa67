"""The layout is a test: who may import whom, and what the wheel carries."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

import quizapp
from quizapp.ui import commands
from quizapp.ui.keymap import screens
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.screens.follow_ups import FollowUpsScreen
from quizapp.ui.screens.quiz import QuizScreen

ROOT = Path(__file__).parent.parent


def test_imports_run_downward_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0, capsys.readouterr().out


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


def test_the_version_is_told_once() -> None:
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
    from quizapp.ui.widgets.demo_pane import DemoPane
    from quizapp.ui.widgets.typed import AnswerArea

    in_widgets = (*DemoPane.ACTIONS, *AnswerArea.ACTIONS, *Links.ACTIONS)
    used = {command for screen in screens() for command in screen.ACTIONS} | {*in_widgets, *commands.MOVES}
    assert set(commands.Command.__subclasses__()) == used


def test_no_screen_reaches_for_the_app() -> None:
    for path in (ROOT / "quizapp" / "ui" / "screens").glob("*.py"):
        for line in path.read_text().splitlines():
            assert "self.app." not in line or "call_from_thread" in line or "_signal.subscribe(" in line, f"{path.name}: {line.strip()}"


def test_the_wheel_carries_the_decks_and_the_migrations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"quizapp/_content/deep-learning/deck.toml", "quizapp/_content/deep-learning/mlp.md"} <= names
    assert {"quizapp/_migrations/env.py", "quizapp/_migrations/versions/0001_first_schema.py", "quizapp/ui/screens/quiz.tcss"} <= names
    assert {"quizapp/py.typed"} <= names
