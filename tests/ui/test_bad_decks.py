"""A deck that cannot be read, while the app runs."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from tests.ui.conftest import drawn, notices, press, settled, until


async def test_the_app_starts_and_tells_which_decks_it_cannot_read(
    open_app: Callable[..., Services], learner_settings: Settings, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    services = open_app(replace(learner_settings, decks=("/" + "x" * 300, str(closed))))
    app = QuizApp(services)
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        assert "2 notices" in drawn(app)
        await press(pilot, "n")
        told = " ".join(drawn(app).split())
        assert "is missing; its cards stay as they are" in told
        assert "cannot be read: Permission denied" in told
        await press(pilot, "q", "enter")
        assert "What is one?" in drawn(app)


async def test_a_deck_that_becomes_unreadable_while_it_is_studied_is_told_and_asked_as_it_was(
    services: Services, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QuizApp(services, "quiz")
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path) == content / "small":
            raise OSError(116, "Stale file handle")
        return scandir(path)

    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(os, "scandir", refused)
        app._watching.look()
        await until(pilot, lambda: any("Stale file handle" in notice for notice in notices(app)))
        await press(pilot, "space", "3")
        assert "What is two?" in drawn(app)
        assert len([notice for notice in notices(app) if "Stale" in notice]) == 1
