"""From the command to the first question: what it waits for, what it asks, and why there is none."""

from pathlib import Path

import pytest

from tests.e2e.terminal import REVEALED, Terminal


@pytest.mark.parametrize("config", ["", 'keys = "vim"\n[keymap]\nbury = "x"\nundo = "d"\n'], ids=["as installed", "with keys of one's own"])
def test_the_first_question_waits_for_nothing_that_it_does_not_need(home: Path, config: str) -> None:
    with (home / "data" / "config.toml").open("a") as file:
        file.write(config)
    modules = home / "modules.txt"
    trap = f"""
import pathlib, sys
from quizapp.ui.screens.quiz import QuizScreen
compose = QuizScreen.compose
def watched(self):
    pathlib.Path({str(modules)!r}).write_text("\\n".join(sys.modules))
    return compose(self)
QuizScreen.compose = watched
"""
    terminal = Terminal(home, "quiz", before=trap)
    terminal.question()
    terminal.kill()
    heavy = {
        "numpy",
        "sqlalchemy",
        "alembic",
        "fsrs",
        "quizapp.demos.kit",
        "quizapp.export",
        "quizapp.decks.parse",
        "textual.widgets._markdown",
        "tomlkit",
        "quizapp.services.mock_interviews",
        "quizapp.settings.zones",
        "quizapp.ui.screens.settings",
    }
    assert heavy & set(modules.read_text().split()) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--topic", "numbrs"], rb"there is no topic 'numbrs'"),
        (["--lang", "fr"], rb"no deck is written in 'fr'"),
        (["--limit", "0"], rb"0 is not in the range"),
        (["--limits", "3"], rb"Did you mean '--limit'"),
    ],
)
def test_a_quiz_that_cannot_be_started_says_why(home: Path, arguments: list[str], said: bytes) -> None:
    terminal = Terminal(home, "quiz", *arguments)
    assert terminal.end() == 2
    assert said in terminal.raw.replace(b"\r\n", b" ")
    assert b"Traceback" not in terminal.raw


def test_a_topic_that_has_just_been_written_can_be_asked_for(home: Path) -> None:
    (home / "content" / "numbers" / "fresh").mkdir()
    (home / "content" / "numbers" / "fresh" / "new.md").write_text("# What has just been written?\n\nThis.\n")
    terminal = Terminal(home, "quiz", "--topic", "fresh")
    terminal.wait_for(rb"What has just been written")
    terminal.press("\x11")
    assert terminal.end() == 0


def test_a_quiz_on_one_topic_with_a_limit_asks_no_more(home: Path) -> None:
    (home / "content" / "numbers" / "deck.toml").write_text('title = "Numbers"\n[[topic]]\ntitle = "Seven"\ncards = ["n07"]\n')
    terminal = Terminal(home, "quiz", "--topic", "seven", "--limit", "3")
    assert terminal.question() == 7
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("3")
    terminal.wait_for(rb"still waiting today")
    terminal.press("\x11")
    assert terminal.end() == 0
