"""The installed program in a real pseudo-terminal: keys in, bytes out, killed without warning, started again."""

import os
import random
import re
import signal
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from types import MappingProxyType

import pytest

from quizapp.bootstrap import open_services
from quizapp.settings import load

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal to drive", allow_module_level=True)

import pexpect

CARDS = 40
KILLS = 5
"""Per seed; with five seeds, 25."""
QUESTION = re.compile(rb"Number (\d\d) asks")
REVEALED = rb"4 Easy"
QUESTION_OR_REFUSAL = re.compile(rb"Number (\d\d) asks|lost")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder and a deck of forty cards, all of which may be new on one day."""
    deck = tmp_path / "content" / "numbers"
    deck.mkdir(parents=True)
    for number in range(CARDS):
        (deck / f"n{number:02}.md").write_text(f"# Number {number:02} asks what?\n\nThe answer is {number}.\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text('new_per_day = 9999\ntime_zone = "UTC"\n')
    services = open_services(settings_of(tmp_path))
    services.library.refresh()
    services.close()
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    return {"QUIZAPP_DATA_DIR": str(home / "data"), "QUIZAPP_CONTENT": str(home / "content")}


def settings_of(home: Path):  # type: ignore[no-untyped-def]
    return load(environment(home))


class Terminal:
    """One run of the program."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        rows: int = 24,
        columns: int = 80,
        environ: Mapping[str, str] = MappingProxyType({}),
        before: str = "",
    ) -> None:
        """`before` is Python that the program runs first."""
        program = f"{before}\nfrom quizapp.__main__ import main\nmain()"
        self.raw = b""
        self.process = pexpect.spawn(
            sys.executable,
            ["-c", program, *arguments],
            env={**os.environ, "TERM": "xterm-256color", **environment(home), **environ},
            dimensions=(rows, columns),
            timeout=30,
        )
        self.process.delaybeforesend = None

    def wait_for(self, pattern: bytes | re.Pattern[bytes]) -> re.Match[bytes]:
        self.process.expect(pattern)
        self.raw += self.process.before + self.process.after
        match = self.process.match
        assert isinstance(match, re.Match)
        return match

    def question(self) -> int:
        """The number of the next question that is drawn."""
        return int(self.wait_for(QUESTION)[1])

    def press(self, keys: str) -> None:
        self.process.send(keys)

    def kill(self) -> None:
        self.process.kill(signal.SIGKILL)
        self.process.wait()
        self.process.close()

    def end(self) -> int:
        """Waits until the program has ended by itself; its exit code."""
        self.process.expect(pexpect.EOF)
        self.raw += self.process.before
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -self.process.signalstatus)


def stored(home: Path) -> list[tuple[int, int]]:
    """The grades on disk, in order."""
    with closing(sqlite3.connect(home / "data" / "quizapp.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT card_id, rating FROM events WHERE kind = 'grade' ORDER BY id")
        return [(int(card.removeprefix("numbers/n")), rating) for card, rating in rows]


def answers(terminal: Terminal, question: int, dice: random.Random) -> Iterator[tuple[tuple[int, int], int]]:
    """Answers question after question: each grade once it is acknowledged by the next question, with that question."""
    while True:
        terminal.press(" ")
        terminal.wait_for(REVEALED)
        rating = dice.randint(2, 4)
        terminal.press(str(rating))
        while (following := terminal.question()) == question:
            pass  # the old question may be drawn once more on the way
        yield (question, rating), following
        question = following


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_program_has_stored_every_grade_it_acknowledged(home: Path, seed: int) -> None:
    dice = random.Random(seed)
    acknowledged: list[tuple[int, int]] = []
    for kill in range(KILLS):
        terminal = Terminal(home, "quiz")
        asked = terminal.question()
        assert asked not in [card for card, _ in stored(home)], "a card that was passed is asked again"
        session = answers(terminal, asked, dice)
        for _ in range(dice.randint(1, 2)):
            grade, _ = next(session)
            acknowledged.append(grade)
        maybe = 0
        match kill % 3:
            case 1:
                terminal.press(" ")
            case 2:
                terminal.press(" ")
                terminal.wait_for(REVEALED)
                terminal.press("3")
                maybe = 1  # sent but not acknowledged: it may be there or not
        terminal.kill()
        found = stored(home)
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) <= len(acknowledged) + maybe
        acknowledged = found
    services = open_services(settings_of(home))
    assert services.doctor.diagnose().sound
    services.close()


def test_a_day_at_the_terminal_ends_cleanly_and_leaves_the_terminal_as_it_was(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for(rb"Everything due today")
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
    terminal = Terminal(home)
    terminal.wait_for(rb"Everything due today")
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
    terminal.wait_for(rb"Everything due today")
    terminal.press(",")
    terminal.wait_for(rb"leech_lapses")
    terminal.press("e")
    terminal.wait_for(rb"leech_lapses")
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
    terminal.wait_for(rb"You predicted 4 of 4: right")
    terminal.wait_for(rb"1 of 1 right")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_leaving_a_demo_in_the_middle_of_computing_ends_at_once(home: Path) -> None:
    before = """
from quizapp.demos import catalogue
from quizapp.demos.kit import Progress
from dataclasses import replace
def endless(rng, **settings):
    while True:
        yield Progress(1, 2)
one = catalogue.demos()["xor-failure"]
catalogue.demos()["xor-failure"] = replace(one, run=endless)
"""
    terminal = Terminal(home, "demo", "xor-failure", before=before)
    terminal.wait_for(rb"Computing")
    terminal.press("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize(("rows", "columns"), [(5, 20), (2, 4), (60, 200)])
def test_any_size_of_terminal_is_survived(home: Path, rows: int, columns: int) -> None:
    terminal = Terminal(home, "quiz", rows=rows, columns=columns)
    terminal.wait_for(rb"\x1b\[\?1049h")
    terminal.press(" 3 1?q")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"TERM": "linux", "COLORTERM": ""}])
def test_plain_terminals_work(home: Path, environ: dict[str, str]) -> None:
    terminal = Terminal(home, "quiz", environ=environ)
    terminal.question()
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}, {"TERM": "xterm-256color", "COLORTERM": ""}])
@pytest.mark.parametrize(("demo", "drawn"), [("hyperparameters", "▓▓▓"), ("mlp-anatomy", "x1 1.00"), ("three-learners", "●")])
def test_a_demo_is_legible_with_few_colours_or_none(home: Path, demo: str, drawn: str, environ: dict[str, str]) -> None:
    """Heat by density, classes by marker, curves by their names: the shapes are there, whatever the colours."""
    terminal = Terminal(home, "demo", demo, environ=environ)
    terminal.wait_for(rb"Predict")
    terminal.press("\x1b[F")
    terminal.wait_for(drawn.encode())
    terminal.wait_for(b"space")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    if "NO_COLOR" in environ:
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw)
        assert all(red == green == blue for red, green, blue in colours), "greys alone"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_being_told_to_stop_loses_nothing(home: Path, sign: signal.Signals) -> None:
    terminal = Terminal(home, "quiz")
    session = answers(terminal, terminal.question(), random.Random(1))
    grade, _ = next(session)
    terminal.process.kill(sign)
    if sign is signal.SIGINT:
        terminal.press("\x11")
    terminal.end()
    assert stored(home) == [grade]
    assert b"Traceback" not in terminal.raw


def test_a_full_disk_refuses_the_grade_visibly_and_the_card_stays(home: Path) -> None:
    """Files may not grow beyond 32 KiB, the size of SQLite's shared memory: soon the write-ahead log has no room for another grade."""
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (32_768, resource.RLIM_INFINITY))"
    terminal = Terminal(home, "quiz", before=limit)
    asked, refused = terminal.question(), False
    given = []
    while not refused:
        terminal.press(" ")
        terminal.wait_for(REVEALED)
        terminal.press("3")
        while not refused and (following := terminal.wait_for(QUESTION_OR_REFUSAL)[1]) in (None, f"{asked:02}".encode()):
            refused = following is None
        if not refused:
            given.append((asked, 3))
            asked = int(following)
    terminal.press("q")
    terminal.wait_for(rb"Everything due today")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert stored(home) == given
    again = Terminal(home, "quiz")
    assert again.question() == asked
    again.kill()


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_database_refuses_the_grade_visibly_and_the_card_stays(home: Path) -> None:
    (home / "data" / "quizapp.db").chmod(0o400)
    (home / "data").chmod(0o500)
    terminal = Terminal(home, "quiz")
    terminal.question()
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("3")
    terminal.wait_for(rb"cannot be written")
    terminal.press("\x11")
    assert terminal.end() == 0
    (home / "data").chmod(0o700)


def test_a_defect_in_the_app_ends_it_with_a_sentence_and_a_file_and_no_traceback(home: Path) -> None:
    trap = "from quizapp.services.study import Study\nStudy.intervals = lambda *arguments: 1 / 0"
    terminal = Terminal(home, "quiz", before=trap)
    terminal.question()
    terminal.press(" ")
    assert terminal.end() == 70
    assert b"stopped because of a defect (ZeroDivisionError)" in terminal.raw.replace(b"\r\n", b"")
    assert b"Traceback" not in terminal.raw
    assert b"\x1b[?1049l" in terminal.raw
    (crash,) = (home / "data").glob("crash-*.txt")
    assert "ZeroDivisionError: division by zero" in crash.read_text()


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
    (home / "content" / "numbers" / "fresh.md").write_text("# What has just been written?\n\nThis.\n")
    terminal = Terminal(home, "quiz", "--topic", "fresh")
    terminal.wait_for(rb"What has just been written")
    terminal.press("\x11")
    assert terminal.end() == 0


def test_a_quiz_on_one_topic_with_a_limit_asks_no_more(home: Path) -> None:
    terminal = Terminal(home, "quiz", "--topic", "n07", "--limit", "3")
    assert terminal.question() == 7
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("3")
    terminal.wait_for(rb"still waiting today")
    terminal.press("\x11")
    assert terminal.end() == 0


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
    "a zero-width joiner": "\u200d",
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
    (deck / "n02.md").write_text("# Number 02 asks\n\n" + ("y" * 9_000 + "\n\n") * 100)
    services = open_services(settings_of(home))
    services.library.refresh()
    services.close()
    terminal = Terminal(home)
    terminal.wait_for(rb"Everything due today")
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


def test_two_windows_at_once_lose_no_grade(home: Path) -> None:
    terminals = [Terminal(home, "quiz"), Terminal(home, "quiz")]
    sessions = [answers(terminal, terminal.question(), random.Random(number)) for number, terminal in enumerate(terminals)]
    given: list[tuple[int, int]] = []
    for turn in count():
        grade, _ = next(sessions[turn % 2])
        given.append(grade)
        if len(given) == 8:
            break
    for terminal in terminals:
        terminal.kill()
    assert sorted(stored(home)) == sorted(given)
    services = open_services(settings_of(home))
    assert services.doctor.diagnose().sound
    services.close()


def test_a_pause_and_follow_ups_in_the_terminal_store_nothing(home: Path) -> None:
    for path in (home / "content" / "numbers").glob("*.md"):
        path.write_text(path.read_text() + "\n## Follow-ups\n- What comes after it?\n\n  One more than it.\n")
    services = open_services(settings_of(home))
    services.library.refresh()
    services.close()
    terminal = Terminal(home, "quiz")
    first = terminal.question()
    terminal.press("p")
    terminal.wait_for(rb"Paused\. p goes on\.")
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
