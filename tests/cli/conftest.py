"""The installed command as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.cli.dialogue import Conversation
from tests.conftest import Clock

Quizapp: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def quizapp(tmp_path: Path, content: Path) -> Quizapp:
    """Runs `quizapp` with the given arguments on the small deck; keyword arguments are environment variables."""

    def run(*arguments: str | Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        places = {"QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content), "TZ": "UTC"}
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
