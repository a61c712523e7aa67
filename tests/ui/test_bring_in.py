"""Importing other people's questions in the app."""

from pathlib import Path

import pytest
from textual.widgets import Input

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.bring_in import BringInScreen
from quizapp.ui.screens.home import HomeScreen
from tests.ui.conftest import drawn, press, settled

QUESTIONS = "## What is a stack?\n\nLast in, first out.\n\n## What is a queue?\n\nFirst in, first out.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source" / "structures.md"
    path.parent.mkdir()
    path.write_text(QUESTIONS)
    return path


async def test_a_look_comes_before_the_import_and_the_deck_is_there_afterwards(services: Services, source: Path) -> None:
    app = QuizApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "b")
        app.screen.query_one(Input).value = str(source)
        await press(pilot, "enter")
        assert "2 questions, written as headings with ##" in drawn(app)
        assert "# What is a stack?" in drawn(app)
        assert not list(source.parent.parent.rglob("import-report.md"))
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        app._watching.look()
        await settled(pilot)
        assert services.library.counts()["structures"] == 2


async def test_what_only_the_learner_knows_is_asked(services: Services, source: Path) -> None:
    source.write_bytes("## 스택이란 무엇인가요?\n\n후입선출입니다.\n".encode("cp949"))
    app = QuizApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "b")
        app.screen.query_one(Input).value = str(source)
        await press(pilot, "enter")
        assert "is not UTF-8. It looks like cp949: ## 스택이란 무엇인가요?" in drawn(app)
        assert [line.strip() for line in drawn(app).splitlines() if line.strip() in ("cp949", "gb18030")] == ["cp949", "gb18030"]
        await press(pilot, "enter")
        assert "1 question, written as headings with ##" in drawn(app)


async def test_a_path_that_leads_nowhere_is_said_to(services: Services, tmp_path: Path) -> None:
    app = QuizApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "b")
        app.screen.query_one(Input).value = str(tmp_path / "nowhere")
        await press(pilot, "enter")
        assert "there is no" in drawn(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, BringInScreen)
