"""The plain quiz in a real pseudo-terminal: what it sends is text and the ends of lines, whatever the terminal says that it can do."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from quizapp.plots.picture import width
from tests.e2e.terminal import Terminal, stored

PROMPT = rb"(?s)Say your answer: .*?help\.\r\n"
GRADES = rb"(?s)4 easy .*?help\.\r\n"
ENVIRONMENTS: list[Mapping[str, str]] = [
    {"NO_COLOR": "1", "TERM": "dumb"},
    {"TERM": "xterm-256color", "COLORTERM": "truecolor", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"},
    {"TERM": ""},
]


def steering(raw: bytes) -> list[str]:
    """The characters sent that are neither drawn nor the end of a line."""
    return [char for char in raw.decode().replace("\r\n", "") if not char.isprintable()]


@pytest.mark.parametrize("environ", ENVIRONMENTS, ids=["no colour", "all colours", "no terminal type"])
def test_a_sitting_sends_no_escape_sequence(home: Path, environ: Mapping[str, str]) -> None:
    terminal = Terminal(home, "quiz", "--plain", environ=environ)
    for key in ("?", "x", "l", "d", "b", "s", "u", "p\np", "t\n가나다\n", "r\n"):
        terminal.wait_for(PROMPT)
        terminal.press(f"{key}\n")
    terminal.wait_for(PROMPT)
    terminal.press("\n")
    terminal.wait_for(GRADES)
    terminal.press("3\n")
    terminal.wait_for(PROMPT)
    terminal.press("q\n")
    assert terminal.end() == 0
    assert steering(terminal.raw) == []
    assert [rating for _, rating in stored(home)] == [3]


def test_a_hostile_deck_sends_no_control_sequence_to_the_terminal(home: Path) -> None:
    evil = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202eevil\u2066\x1b[2J&#x202e;&#x1b;[2J&#x9b;31m&#13;&#8;[red]x[/red][/]"
    deck = home / "content" / "numbers"
    for path in deck.glob("*.md"):
        path.unlink()
    (deck / "n00.md").write_text(f"# Number 00 asks {evil}\n\nAnswer {evil} end.\n\n## Key points\n- **{evil}**\n", encoding="utf-8")
    terminal = Terminal(home, "quiz", "--plain")
    terminal.wait_for(PROMPT)
    terminal.press("\n")
    terminal.wait_for(GRADES)
    terminal.press("\x04")
    assert terminal.end() == 0
    assert b"evil" in terminal.raw
    assert steering(terminal.raw) == []


@pytest.mark.parametrize("columns", [20, 40])
def test_text_wraps_to_the_terminal_by_the_cells_that_korean_takes(home: Path, columns: int) -> None:
    words = "가중치와 편향은 각각 어떤 역할을 하는지 그리고 학습이 어떻게 이루어지는지 설명합니다."
    (home / "content" / "numbers" / "n00.md").write_text(f"# {words}\n\n{words}\n\n## Key points\n- {words}\n", encoding="utf-8")
    terminal = Terminal(home, "quiz", "--plain", "--limit", "1", columns=columns)
    terminal.wait_for(rb"(?s)your\s+answer:.*help\.\r\n")
    terminal.press("\n")
    terminal.wait_for(rb"(?s)4\s+easy.*help\.\r\n")
    terminal.press("q\n")
    assert terminal.end() == 0
    text = terminal.raw.decode().replace("\r\n", "\n")
    assert max(map(width, text.split("\n"))) <= columns
    assert " ".join(text.split()).count(words) == 3, "no word is broken"


def test_a_killed_program_has_stored_every_grade_it_acknowledged(home: Path) -> None:
    terminal = Terminal(home, "quiz", "--plain")
    asked = [terminal.question()]
    for _ in range(3):
        terminal.press("\n3\n")
        asked.append(terminal.question())
    terminal.kill()
    assert stored(home) == [(number, 3) for number in asked[:-1]]
    again = Terminal(home, "quiz", "--plain")
    assert again.question() == asked[-1]
    again.kill()


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_a_control_key_leaves_quietly(home: Path, keys: str, code: int) -> None:
    terminal = Terminal(home, "quiz", "--plain")
    terminal.wait_for(PROMPT)
    terminal.press(keys)
    assert terminal.end() == code
    after = re.split(PROMPT, terminal.raw)[-1].decode()
    said = "No cards asked today.\r\n0 due, 40 new left for today\r\n" if code == 0 else ""
    assert after.removeprefix("^C").removeprefix("^D").lstrip("\b") == said
