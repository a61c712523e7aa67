"""Terminals of any size, with many colours or none; and what is sent to them, whatever a deck holds."""

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import REVEALED, Terminal, services_of


@pytest.mark.parametrize(("rows", "columns"), [(5, 20), (2, 4), (60, 200)])
def test_any_size_of_terminal_is_survived(home: Path, rows: int, columns: int) -> None:
    terminal = Terminal(home, "quiz", rows=rows, columns=columns)
    terminal.wait_for(rb"\x1b\[\?1049h")
    terminal.press(" 3 1?q")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("environ", [{"TERM": "unknown"}, {"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"TERM": "linux", "COLORTERM": ""}])
def test_plain_terminals_work(home: Path, environ: dict[str, str]) -> None:
    terminal = Terminal(home, "quiz", environ=environ)
    terminal.question()
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    "environ",
    [{"NO_COLOR": "1", "COLORTERM": "truecolor"}, {"TERM": "linux", "COLORTERM": ""}, {"TERM": "xterm-256color", "COLORTERM": ""}],
)
def test_demos_are_legible_with_few_colours_or_none(home: Path, environ: dict[str, str]) -> None:
    """Heat by density, classes by marker, curves by their names: the shapes are there, whatever the colours."""
    terminal = Terminal(home, environ=environ)
    terminal.wait_for(rb"Everything")
    terminal.press("d")
    for demo, drawn in (("hyperparameters", "▓▓▓"), ("mlp-anatomy", "x1 1.00"), ("three-learners", "●")):
        terminal.wait_for(rb"\d demos?")
        terminal.press(f"/{demo}\r\r")
        terminal.wait_for(rb"Predict")
        terminal.press("\x1b[F")
        terminal.wait_for(drawn.encode())
        terminal.wait_for(b"space")
        terminal.press("q")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    if "NO_COLOR" in environ:
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw)
        assert colours
        assert all(red == green == blue for red, green, blue in colours), "greys alone"


HOSTILE = {
    "a clipboard write (OSC 52)": "\x1b]52;c;ZXZpbA==\x07",
    "a hyperlink (OSC 8)": "\x1b]8;;http://evil\x1b\\",
    "a colour (C1 CSI)": "\x9b31m",
    "a title (C1 OSC)": "\x9d0;evil\x9c",
    "a clearing of the screen": "\x1b[2J",
    "a device query": "\x05\x1b[c",
    "a bell and a backspace": "\x07\x08",
    "a bidi override": "\u202e",
    "a bidi isolate": "\u2066",
    "a zero-width space": "\u200b",
    "a line separator": "\u2028",
    "a tag character": "\U000e0041",
}


def test_a_hostile_deck_sends_no_control_sequence_to_the_terminal(home: Path) -> None:
    evil = "evil".join(HOSTILE.values()) + "[red]x[/red][/][link=http://evil]y[/link]"
    deck = home / "content" / "numbers"
    for path in deck.glob("*.md"):
        path.unlink()
    blocks = f"```{evil}\n{evil}\n```\n\n| {evil} |\n|---|\n| {evil} |"
    (deck / "n00.md").write_text(f"# Number 00 asks {evil}\n\nAnswer {evil} end.\n\n{blocks}\n\n## Key points\n- **{evil}**\n", "utf-8")
    (deck / "n01.md").write_text("# Number 01 asks\n\n" + "x" * 1_000_000 + "\n")
    (deck / "n02.md").write_text("# Number 02 asks\n\n" + ("y" * 1_900 + "\n\n") * 20)
    with services_of(home) as services:
        services.library.refresh()
    terminal = Terminal(home)
    terminal.wait_for(rb"Everything")
    terminal.press("\r")
    for number in (0, 2):
        terminal.wait_for(f"Number {number:02} asks".encode())
        terminal.press(" ")
        terminal.wait_for(REVEALED)
        terminal.press("3")
    terminal.wait_for(rb"Done for now")
    terminal.press("c")
    terminal.wait_for(rb"Number 00 asks")
    terminal.press("qn")
    terminal.press("\x11")
    assert terminal.end() == 0
    for name, sequence in HOSTILE.items():
        assert sequence.encode() not in terminal.raw, name
    assert b"[red]x[/red][/]" in terminal.raw, "markup is drawn as it is written"
