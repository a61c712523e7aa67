"""A learner's day at the terminal, by keys alone: questions, settings, demos, a pause, a card being edited."""

from pathlib import Path

from tests.e2e.terminal import REVEALED, Terminal, services_of, stored


def test_a_day_at_the_terminal_ends_cleanly_and_leaves_the_terminal_as_it_was(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for(rb"Everything")
    terminal.press("\r")
    first = terminal.question()
    terminal.press(" ")
    terminal.wait_for(rf"The answer is {first}".encode())
    terminal.press("3")
    terminal.question()
    terminal.press("q")
    terminal.wait_for(rb"1 card done today")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    assert b"\x1b[?1049l" in terminal.raw, "the alternate screen was left"
    assert stored(home) == [(first, 3)]


def test_keys_of_ones_own_and_those_of_vim_work_in_a_real_terminal(home: Path) -> None:
    with (home / "data" / "config.toml").open("a") as file:
        file.write('keys = "vim"\n[keymap]\nshow_answer = "x"\ngrade_good = "ctrl+g"\n')
    topics = [f'[[topic]]\ntitle = "{title}"\ncards = ["{card}"]\n' for title, card in (("First", "n00"), ("Second", "n01"))]
    (home / "content" / "numbers" / "deck.toml").write_text('title = "Numbers"\n' + "".join(topics))
    terminal = Terminal(home)
    terminal.wait_for(rb"Second")
    terminal.press("jjk\r")
    asked = terminal.question()
    assert asked == 0, "down, down and up leads to the first topic"
    terminal.press("x")
    terminal.wait_for(REVEALED)
    terminal.press("\x07")
    terminal.wait_for(rb"Done for now|still waiting today")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert stored(home) == [(asked, 3)]


def test_the_settings_file_is_edited_from_the_app_and_is_in_force_when_it_comes_back(home: Path) -> None:
    editor = home / "my-editor"
    editor.write_text("#!/bin/sh\nsed -i.old 's/new_per_day = 9999/new_per_day = 7/' \"$1\"\n")
    editor.chmod(0o755)
    terminal = Terminal(home, environ={"VISUAL": str(editor)})
    terminal.wait_for(rb"Everything")
    terminal.press(",")
    terminal.wait_for(rb"Leech lapses")
    terminal.press("e")
    terminal.wait_for(rb"Leech lapses")
    terminal.press("q")
    terminal.wait_for("0 due · 7 new".encode())
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_a_demo_plays_in_the_terminal_and_its_prediction_is_kept(home: Path) -> None:
    terminal = Terminal(home, "demo", "xor-failure", "--set", "gate=and", "--seed", "3")
    terminal.wait_for(rb"How many of the four points")
    terminal.press("\x1b[B\x1b[B\r")
    terminal.wait_for("▶".encode())
    terminal.press("\x1b[F")
    terminal.wait_for(rb'You predicted "4 of 4": right')
    terminal.wait_for(rb"1 of 1 right")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_leaving_a_demo_in_the_middle_of_computing_ends_at_once(home: Path) -> None:
    before = """
from quizapp.demos import xor_failure
from quizapp.demos.kit import Progress
from dataclasses import replace
def endless(rng, **settings):
    while True:
        yield Progress(1, 2)
xor_failure.run = replace(xor_failure.run, run=endless)
"""
    terminal = Terminal(home, "demo", "xor-failure", before=before)
    terminal.wait_for(rb"Computing")
    terminal.press("\x11")
    assert terminal.end() == 0


def test_a_file_saved_while_its_card_is_on_screen_shows_at_once(home: Path) -> None:
    terminal = Terminal(home, "quiz")
    number = terminal.question()
    terminal.press(" ")
    terminal.wait_for(f"The answer is {number}".encode())
    path = home / "content" / "numbers" / f"n{number:02}.md"
    path.write_text(path.read_text() + "\nAnd more of it.\n")
    terminal.wait_for(rb"And more of it")
    path.write_text(path.read_text() + "\n## Key pints\n- x\n")
    terminal.wait_for(rb"unknown section")
    terminal.press("3")
    assert terminal.question() != number
    terminal.press("\x11")
    assert terminal.end() == 0


def test_a_pause_and_follow_ups_in_the_terminal_store_nothing(home: Path) -> None:
    for path in (home / "content" / "numbers").glob("*.md"):
        path.write_text(path.read_text() + "\n## Follow-ups\n- What comes after it?\n\n  One more than it.\n")
    with services_of(home) as services:
        services.library.refresh()
    terminal = Terminal(home, "quiz")
    first = terminal.question()
    terminal.press("p")
    terminal.wait_for(rb"Paused\. p continues\.")
    terminal.press(" 3p")
    assert terminal.question() == first
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("3")
    while terminal.question() == first:
        pass  # the old question may be drawn once more on the way
    terminal.press("f")
    terminal.wait_for(rb"What comes after it")
    terminal.press(" ")
    terminal.wait_for(rb"One more than it")
    terminal.press(" ")
    while terminal.question() == first:
        pass  # the screen of follow-ups names the question they follow
    terminal.press("\x11")
    assert terminal.end() == 0
    assert stored(home) == [(first, 3)]
    assert b"Traceback" not in terminal.raw
