"""The main screens over a hostile deck, hostile settings and a hostile folder, in a real pseudo-terminal: every byte is read."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import Template
from tests.e2e.terminal import Terminal
from tests.foreign import EVIL, hostile_config, hostile_deck, steering

DEMO = f"""
from quizapp.demos import catalogue
from quizapp.demos.xor_failure import run
from copy import copy
from dataclasses import replace
evil = {EVIL!r}
parts, asked = [copy(each) for each in run.parameters], copy(run.predict)
for each in (*parts, asked):
    each.english = evil
demo = replace(run, id=evil, english_title=evil, english_summary=evil, parameters=parts, predict=asked)
catalogue._offered = lambda: {{evil: demo}}
"""
SEQUENCE = re.compile(r"\x1b(?:\[[?<>=]?[\d;:]*[A-Za-z]|\[\?[\d;]*\$p|[78=>]|\(B|\]22;[a-z-]+\x07)|[\r\n\t\x0e\x0f]")
"""What the screens' library sends to place, to colour and to ask: none of it carries text."""


@pytest.fixture
def home(tmp_path: Path, new_learner: Template) -> Path:
    """A learner whose data folder, settings and only deck are hostile. The browser notes the address that it is given."""
    new_learner.copy(tmp_path / f"data{EVIL}" / "quizapp.db")
    (tmp_path / f"data{EVIL}" / "config.toml").write_text(hostile_config(), "utf-8")
    (tmp_path / "content").mkdir()
    hostile_deck(tmp_path / "content")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    return tmp_path


def test_no_screen_sends_what_steers_the_terminal(home: Path) -> None:
    environ = {"QUIZAPP_DATA_DIR": str(home / f"data{EVIL}"), "BROWSER": str(home / "browser")}
    terminal = Terminal(home, rows=50, columns=130, environ=environ, before=DEMO)
    terminal.wait_for(rb"notices about decks")
    home_again = ("q", rb"Everything")
    steps = [
        ("n", rb"until you fix it"),
        home_again,
        (",", rb"Settings"),
        home_again,
        ("c", rb"recall"),
        ("\r", rb"Key points"),
        ("q", rb"recall"),
        home_again,
        ("d", rb"18 demos"),
        home_again,
        ("i", rb"minutes"),
        home_again,
        ("?", rb"Help"),
        home_again,
        ("\r", rb"Show answer"),
        (" ", rb"Easy"),
        ("o", rb"%1B%5D52"),
        ("\x1b[B\r", rb"Easy"),
        ("3", rb"Home"),
    ]
    for keys, seen in steps:
        terminal.press(keys)
        terminal.wait_for(seen)
    terminal.press("\x11")
    assert terminal.end() == 0
    raw = terminal.raw.decode()
    assert "evil" in raw
    assert sorted(set(steering(SEQUENCE.sub("", raw)))) == []
    assert (home / "opened").read_text() == f"http://a/{quote(EVIL)}", "the browser is given what is written"
    assert list((home / f"data{EVIL}").glob("crash*")) == []


COLOUR = re.compile(r"\x1b\[[\d;]*m|[\r\n\t]")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [(["show", "evil"], ""), (["check", "--fix"], "n\r"), (["quiz", "--plain"], "\r"), ([EVIL], ""), (["deck", "list"], "")],
    ids=lambda each: each[0] if isinstance(each, list) and each[0] != EVIL else "",
)
def test_no_command_sends_more_than_colours_to_the_terminal(home: Path, arguments: list[str], answer: str) -> None:
    terminal = Terminal(home, *arguments, environ={"QUIZAPP_DATA_DIR": str(home / f"data{EVIL}")})
    terminal.press(answer)
    terminal.press("\x04")
    assert terminal.end() in (0, 1, 2)
    raw = terminal.raw.decode()
    assert "evil" in raw
    assert sorted(set(steering(COLOUR.sub("", raw)))) == []
