"""The command line, called in this process; a process of its own takes a second to start.

One is started where the process is the matter: for imports, encodings, pipes, signals and a crash. `test_processes.py` holds every
command to the same words in both.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import tzlocal

from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.cli.dialogue import Conversation
from tests.conftest import Clock
from tests.program import call

Quizapp: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def processes_can_be_interrupted(interruptible: None) -> None:
    """Whoever starts the tests."""


@pytest.fixture
def places(tmp_path: Path, content: Path) -> dict[str, str]:
    """The environment of a new learner in UTC with the small deck."""
    return {"QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content), "TZ": "UTC"}


@pytest.fixture
def quizapp(tmp_path: Path, places: dict[str, str], process: Quizapp) -> Iterator[Quizapp]:
    """Runs `quizapp` with the given arguments on the small deck; keyword arguments are environment variables.

    In this process, unless one of these variables is read only by a Python that starts.
    """

    def run(*arguments: str | Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        if any(name.startswith(("PYTHON", "LC_")) for name in environ):
            return process(*arguments, stdin=stdin, **environ)
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in environ.items():
                patch.setenv(variable, value)
            return call(*arguments, stdin=stdin)

    with pytest.MonkeyPatch.context() as inside:
        inside.chdir(tmp_path)
        for name, value in places.items():
            inside.setenv(name, value)
        _follow_time_zone()
        yield run
    _follow_time_zone()


def _follow_time_zone() -> None:
    """Makes this process see what TZ says now."""
    if hasattr(time, "tzset"):
        time.tzset()
    tzlocal.reload_localzone()


@pytest.fixture
def process(tmp_path: Path, places: dict[str, str]) -> Quizapp:
    """The same as `quizapp`, as a process of its own."""

    def run(*arguments: str | Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "quizapp", *map(str, arguments)],
            env={**os.environ, **places, **environ},
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """What a person read on stderr; a traceback is a defect."""
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.split())


@pytest.fixture
def ask(
    learner_settings: Settings,
    open_app: Callable[..., Services],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Conversation:
    """Holds the plain quiz in this process, over lines of input."""
    return Conversation(learner_settings, open_app, clock, monkeypatch, capsys)
