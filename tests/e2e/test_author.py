"""What a deck's author sees at a terminal: changes before they are made, the editor at the right line, a card laid out."""

import re
import stat
from pathlib import Path

import pytest

from tests.conftest import Template
from tests.e2e.terminal import Terminal

CARD = """# What is a **join**?

Rows of two tables, see <https://a.org> and [the other](card:row). $x^2$

[Watch it](demo:xor-failure)

## Key points
- **rows**

## Go deeper
| a | b |
|---|---|
| [x] | [/b] |

```python
def join(): ...
```
"""


@pytest.fixture
def home(tmp_path: Path, new_learner: Template) -> Path:
    """A new learner, and a deck of one untidy card in two languages."""
    new_learner.copy(tmp_path / "data" / "quizapp.db")
    deck = tmp_path / "content" / "sql"
    deck.mkdir(parents=True)
    (deck / "join.md").write_text(CARD)
    (deck / "join.ko.md").write_text("# 조인이란?\n\n행을 잇는 것.  \n", "utf-8")
    return tmp_path


def after(terminal: Terminal) -> str:
    """What the program printed until it ended, as text."""
    terminal.end()
    return terminal.raw.decode().replace("\r\n", "\n")


def test_changes_are_shown_in_colour_and_made_when_they_are_wanted(home: Path) -> None:
    korean = home / "content" / "sql" / "join.ko.md"
    for answer, kept in (("n", True), ("y", False)):
        terminal = Terminal(home, "check", "--fix", columns=200)
        terminal.wait_for(rb"\x1b\[31m-.*\x1b\[32m\+")
        terminal.wait_for(rb"Write these changes to 1 file\? \[y/N\]")
        terminal.press(f"{answer}\r")
        told = after(terminal)
        assert ("nothing was written" in told) == kept
        assert ("0 errors" in told) == (not kept)
        assert korean.read_text("utf-8").endswith("것.  \n") == kept


def test_without_colour_the_changes_are_plain(home: Path) -> None:
    terminal = Terminal(home, "check", "--fix", columns=200, environ={"NO_COLOR": "1"})
    terminal.wait_for(rb"Write these changes")
    assert b"\x1b[" not in terminal.raw
    terminal.press("n\r")
    terminal.end()


def editor(home: Path, script: str) -> dict[str, str]:
    """An editor called nano, so that it is told the line."""
    program = home / "nano"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"EDITOR": str(program), "VISUAL": ""}


def test_a_new_card_opens_in_the_editor_at_its_answer(home: Path) -> None:
    environ = editor(home, 'echo "opened $@"')
    told = after(Terminal(home, "new", "What is a row?", "--deck", "sql", columns=200, environ=environ))
    path = home / "content" / "sql" / "row.md"
    assert told == f"{path}\nopened +3 {path}\n"
    assert path.read_text().splitlines()[2].startswith("<!-- The answer")


def test_the_editor_is_not_opened_where_it_is_not_wanted(home: Path) -> None:
    environ = editor(home, 'echo "opened $@"')
    told = after(Terminal(home, "new", "What is a row?", "--deck", "sql", "--no-edit", columns=200, environ=environ))
    assert told == f"{home / 'content' / 'sql' / 'row.md'}\n"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"EDITOR": "", "VISUAL": ""}, "there is no editor to open {path}:3. Set one in the settings, or with: export EDITOR=nano"),
        ({"EDITOR": "nowhere", "VISUAL": ""}, "the editor 'nowhere' was not found"),
        ({"EDITOR": "false", "VISUAL": ""}, "false exited with code 1"),
    ],
)
def test_without_a_working_editor_the_card_is_there_and_its_path_is_told(home: Path, environ: dict[str, str], said: str) -> None:
    terminal = Terminal(home, "new", "What is a row?", "--deck", "sql", columns=200, environ=environ)
    path = home / "content" / "sql" / "row.md"
    code = terminal.end()
    told = terminal.raw.decode().replace("\r\n", "\n")
    assert told.startswith(f"{path}\n")
    assert said.format(path=path) in told
    assert code == 0
    assert path.exists()


def test_a_card_is_laid_out_at_a_terminal(home: Path) -> None:
    told = after(Terminal(home, "show", "join", columns=60))
    assert "\x1b]" not in told, "no address is hidden in an escape sequence"
    plain = re.sub(r"\x1b\[[\d;]*m", "", told)
    lines = [line.rstrip() for line in plain.splitlines()]
    assert lines[:2] == ["What is a join?", "sql · en, ko · demo xor-failure"]
    assert "\x1b[1mWhat is a join?" in told
    assert "\x1b[2msql" in told
    assert "Rows of two tables, see https://a.org and the other" in plain
    assert "(card:row)" in plain
    assert "x²" in plain
    assert "Watch it (demo:xor-failure)" in plain
    assert " • rows" in plain
    assert re.search(r"\[x\] +\[/b\]", plain), "deck text is not read as markup"
    assert [line for line in lines if len(line) > 60] == []
    assert "##" not in plain


def test_a_card_is_laid_out_without_colour_where_that_is_wanted(home: Path) -> None:
    told = after(Terminal(home, "show", "join", "--lang", "ko", environ={"NO_COLOR": "1"}))
    assert "조인이란?" in told
    assert {"0", "1"} <= set(re.findall(r"\x1b\[([\d;]*)m", told)) <= {"0", "1", "2", "3"}, "attributes, no colours"
