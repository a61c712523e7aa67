"""A mock interview in a real terminal: killed in the middle, gone on with, reported on."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.e2e.terminal import QUESTION, Terminal, environment


def stored(home: Path) -> list[tuple[str, int]]:
    """The answers on disk, in order."""
    with closing(sqlite3.connect(home / "data" / "quizapp.db")) as connection:
        rows = connection.execute("SELECT card_id, rating FROM events WHERE kind = 'practice' AND mode = 'mock' ORDER BY id")
        return [(card, rating) for card, rating in rows]


def mock(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "quizapp", "mock", *arguments]
    result = subprocess.run(command, env={**os.environ, **environment(home)}, capture_output=True, text=True, encoding="utf-8", check=True)
    return result.stdout


def answer(terminal: Terminal, asked: int, grade: str) -> int:
    """Answers a question and waits for the next."""
    terminal.press(" ")
    terminal.wait_for(rb"4 Easy")
    terminal.press(grade)
    while (following := terminal.question()) == asked:
        pass  # the old question may be drawn once more on the way
    return following


def test_an_interview_that_was_killed_goes_on_where_it_was(home: Path) -> None:
    first = Terminal(home, "mock", "--questions", "4", "--seed", "7")
    one = first.question()
    two = answer(first, one, "1")
    three = answer(first, two, "3")
    first.press(" ")
    first.wait_for(rb"4 Easy")
    first.kill()
    assert stored(home) == [(f"numbers/n{one:02}", 1), (f"numbers/n{two:02}", 3)]

    second = Terminal(home, "mock")
    second.wait_for(re.compile(rb"2 of 4 questions"))
    second.press("\r")
    assert second.question() == three, "the question that was not answered is asked again"
    four = answer(second, three, "2")
    second.press(" ")
    second.wait_for(rb"4 Easy")
    second.press("4")
    second.wait_for(rb"c counts these grades")
    second.press("\x11")  # Ctrl-Q
    assert second.end() == 0

    report: dict[str, Any] = json.loads(mock(home, "--report", "--format", "json"))
    assert [each["card"] for each in report["answers"]] == [f"numbers/n{number:02}" for number in (one, two, three, four)]
    assert [each["grade"] for each in report["answers"]] == [1, 3, 2, 4]
    assert report["setup"]["seed"] == 7
    (name,) = {path.stem for path in (home / "data" / "mocks").iterdir()}
    assert mock(home, "--list").split()[0] == name == report["name"]
    assert mock(home, "--report", name) == (home / "data" / "mocks" / f"{name}.md").read_text("utf-8")
    assert QUESTION.search(mock(home, "--report").encode())
