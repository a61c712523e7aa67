"""`quizapp quiz --plain` as a process of its own, lines in and lines out, over a real database."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import TypeAlias
from uuid import UUID

import pytest

from quizapp.cli.plain import Dialogue
from quizapp.domain.errors import StorageError
from quizapp.domain.history import Event, Graded, Rating, Undone, kind_of
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from tests.cli.conftest import Quizapp, sentence
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.conftest import press, settled

Ask: TypeAlias = Callable[..., list[str]]
Told: TypeAlias = tuple[object, ...]

OFFER = "1 again today, 2 hard 1d, 3 good 2d, 4 easy 7d"
PROMPT = "Enter shows the answer, ? tells the keys."
LEFT = "0 due, 4 new still waiting today"


@pytest.fixture
def ask(quizapp: Quizapp) -> Ask:
    """Runs the plain quiz over lines of input; the lines that it printed."""

    def run(*lines: str, options: tuple[str, ...] = (), **environ: str) -> list[str]:
        result = quizapp("quiz", "--plain", *options, stdin="".join(f"{line}\n" for line in lines), **environ)
        assert (sentence(result), result.returncode) == ("", 0)
        return result.stdout.splitlines()

    return run


@pytest.fixture
def talk(tmp_path: Path, content: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts the plain quiz with pipes to talk through; `before` is Python that it runs first."""
    started = []

    def start(before: str = "", **environ: str) -> "subprocess.Popen[bytes]":
        program = f"import sys; sys.argv[1:] = ['quiz', '--plain']\n{before}\nfrom quizapp.__main__ import main\nmain()"
        places = {"QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content), "TZ": "UTC"}
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, **places, **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        watchdog = Timer(60, process.kill)  # a line that never comes is a failed test, not one that waits for ever
        watchdog.start()
        started.append((process, watchdog))
        return process

    yield start
    for process, watchdog in started:
        watchdog.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


def heard(process: "subprocess.Popen[bytes]", line: str) -> None:
    """Waits until the dialogue has said `line`, or one that begins with it."""
    assert process.stdout is not None
    for said in process.stdout:
        if said.decode().startswith(line):
            return
    pytest.fail(f"never said: {line}")


class Typist:
    """Standard input for a dialogue in this process: a line every ten seconds."""

    def __init__(self, *lines: str) -> None:
        self.now = 100.0
        self._lines = iter(lines)

    def readline(self) -> str:
        self.now += 10
        return f"{next(self._lines)}\n"


def type_in(process: "subprocess.Popen[bytes]", *lines: str) -> None:
    assert process.stdin is not None
    process.stdin.write("".join(f"{line}\n" for line in lines).encode())
    process.stdin.flush()


def history(services: Services) -> list[Told]:
    """The stored events without what no two runs share: the moment, the time taken, and ids, which become places in the list."""
    events = stored_events(services)
    places = {event.id: place for place, event in enumerate(events)}
    return [_told(event, places) for event in events]


def _told(event: Event, places: dict[UUID, int]) -> Told:
    if isinstance(event, Undone):
        return ("undo", places[event.target])
    if isinstance(event, Graded):
        return ("grade", event.card, int(event.rating), event.mode, event.scheduler)
    return (kind_of(event), getattr(event, "card", ""))


def graded(services: Services) -> list[tuple[str, int]]:
    """The grades that stand."""
    day = services.study.calendar
    everything = services.exports._history().between(day.start(datetime(2020, 1, 1, tzinfo=UTC).date()), datetime(2100, 1, 1, tzinfo=UTC))
    return [(event.card.partition("/")[2], int(event.rating)) for event in everything if isinstance(event, Graded)]


# -- the dialogue ------------------------------------------------------------------------------------------------------------


def test_a_card_is_asked_revealed_and_graded_line_by_line(ask: Ask, services: Services) -> None:
    *lines, summary, left = ask("", "3", "q")
    assert lines == [
        "Small deck · First: due 0, new 5",
        "What is one?",
        PROMPT,
        "",
        "The answer to one.",
        "",
        "Watch (demo)",
        "",
        "Key points",
        "- one is a number",
        "",
        OFFER,
        "Good: next in 2 days.",
        "",
        "Small deck · First: due 0, new 4",
        "What is two?",
        PROMPT,
    ]
    assert re.fullmatch(r"Today: 1 card asked, 1 recalled at first try, 00:0\d in all\.", summary)
    assert left == LEFT
    assert graded(services) == [("one", 3)]


PLAYS = [
    (("3", "1", "2", "4"), ("space", "3", "space", "1", "space", "2", "space", "4")),
    (("b", "s", "3"), ("b", "s", "space", "3")),
    (("3", "u", "4", "b", "u", "u", "1"), ("space", "3", "u", "space", "4", "b", "u", "u", "space", "1")),
    (("1", "1", "1", "3", "3", "3", "3", "3"), tuple(key for grade in "11133333" for key in ("space", grade))),
]


@pytest.mark.parametrize(("lines", "keys"), PLAYS)
async def test_it_stores_what_the_full_screen_stores(
    quizapp: Quizapp,
    services: Services,
    open_app: Callable[..., Services],
    learner_settings: Settings,
    tmp_path: Path,
    lines: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    typed = "".join(f"\n{line}\n" if line in "1234" else f"{line}\n" for line in lines)
    assert quizapp("quiz", "--plain", stdin=typed).returncode == 0
    other = open_app(replace(learner_settings, database=tmp_path / "other" / "quizapp.db"))
    other.library.refresh()
    app = QuizApp(other, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, *keys)
    assert history(services) == history(other)
    assert history(services)


def test_the_time_taken_runs_from_the_question_to_the_grade(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    typist = Typist("x", "l", "", "3", "", "4", "q")
    monkeypatch.setattr("sys.stdin", typist)
    monkeypatch.setattr("quizapp.cli.plain.monotonic", lambda: typist.now)
    Dialogue(services, None, None, "en").hold()
    assert [event.duration_ms for event in stored_events(services) if isinstance(event, Graded)] == [40_000, 20_000]


def test_a_grade_is_on_disk_before_the_next_question_is_printed(talk: Callable[..., "subprocess.Popen[bytes]"], services: Services) -> None:
    process = talk()
    heard(process, PROMPT)
    type_in(process, "", "3")
    heard(process, "What is two?")
    process.kill()
    assert graded(services) == [("one", 3)]


def test_before_the_answer_grades_and_the_demo_do_nothing_but_say_so(ask: Ask, services: Services) -> None:
    lines = ask("1", "2", "3", "4", "d", "", "3")
    assert lines.count("First the answer: an empty line shows it.") == 5
    assert graded(services) == [("one", 3)]


def test_a_wrong_key_says_what_is_allowed_and_asks_again(ask: Ask, services: Services) -> None:
    lines = ask("good", "", "5", "", "3")
    assert lines[3:5] == ["That is none of the keys: Enter, u, b, s, l, q or ?.", PROMPT]
    wrong = "That is none of the keys: 1, 2, 3, 4, d, u, b, s, l, q or ?."
    assert lines[lines.index(wrong) :][:4] == [wrong, OFFER, wrong, OFFER]
    assert graded(services) == [("one", 3)]


def test_input_that_is_no_text_and_lines_of_windows_are_survived(
    talk: Callable[..., "subprocess.Popen[bytes]"], services: Services
) -> None:
    process = talk(PYTHONIOENCODING="utf-8:strict")  # as in a locale such as en_US.UTF-8
    said, complaint = process.communicate(b"\xff\xfe\x00\x1b[A\r\n\r\n 3 \r\nQ\r\n")
    assert said.decode().count("That is none of the keys") == 1
    assert b"\x1b" not in said
    assert complaint == b""
    assert graded(services) == [("one", 3)]


def test_a_question_mark_tells_what_each_key_does_now(ask: Ask) -> None:
    lines = ask("?", "", "?", "q")
    asking = ["Enter: show the answer", "u: take back what was done last, also in an earlier run", "b: put the card aside until tomorrow"]
    assert lines[3:6] == asking
    assert "3: grade it good" in lines
    assert "d: run the demo and tell what it found" in lines


# -- taking back and putting aside -------------------------------------------------------------------------------------------


def test_a_grade_is_taken_back_and_its_card_asked_again_next(ask: Ask, services: Services) -> None:
    lines = ask("", "4", "u", "", "1")
    told = lines.index("Taken back: Easy.")
    assert lines[told : told + 4] == ["Taken back: Easy.", "", "Small deck · First: due 0, new 5", "What is one?"]
    assert graded(services) == [("one", 1)]


def test_a_grade_of_an_earlier_run_is_taken_back_also_after_the_answer(ask: Ask, services: Services) -> None:
    ask("", "4", "q")
    lines = ask("", "u", "q")
    assert lines[lines.index("Taken back: Easy.") :][3] == "What is one?"
    assert graded(services) == []


def test_the_last_grade_of_the_day_can_be_taken_back_then_and_in_a_later_run(ask: Ask, services: Services) -> None:
    lines = ask(*["", "4"] * 5, "u", "", "3")
    assert "Taken back: Easy." in lines
    assert graded(services)[-1] == ("five", 3)
    later = ask("u", "", "2")
    assert later[2:7] == ["Enter leaves, u takes back what was done last.", "Taken back: Good.", "", *later[5:7]]
    assert later[6] == "What is five?"
    assert graded(services)[-1] == ("five", 2)


def test_with_nothing_to_take_back_that_is_said(ask: Ask) -> None:
    assert ask("u")[3:5] == ["There is nothing to take back.", PROMPT]


def test_a_card_is_put_aside_until_tomorrow_or_until_resumed(ask: Ask, services: Services) -> None:
    lines = ask("b", "", "s", "u", "q")
    assert lines[3:7] == ["Put aside until tomorrow. u takes it back.", "", "Small deck · First: due 0, new 4", "What is two?"]
    assert "Suspended. The list of cards in the app resumes it. u takes it back." in lines
    assert history(services) == [("bury", "small/one"), ("suspend", "small/two"), ("undo", 1)]
    assert ask()[1] == "What is two?"


# -- languages ---------------------------------------------------------------------------------------------------------------


def test_korean_is_asked_and_answered_in_korean(ask: Ask) -> None:
    lines = ask("", options=("--lang", "ko", "--topic", "첫째"))
    assert lines[:2] == ["작은 덱 · 첫째: due 0, new 3", "하나란 무엇인가요?"]
    assert lines[4:10] == ["하나의 답입니다.", "", "보기 (demo)", "", "핵심 포인트", "- 하나"]
    assert lines[-1] == "첫째: 0 due, 3 new still waiting today"


def test_the_language_is_switched_before_and_after_the_answer(ask: Ask) -> None:
    lines = ask("l", "", "l", "q")
    assert lines[3:5] == ["작은 덱 · 첫째: due 0, new 5", "하나란 무엇인가요?"]
    again = lines.index("What is one?", 5)
    assert again > lines.index("하나의 답입니다.")
    assert lines[again + 2] == "The answer to one."
    assert lines[-3] == OFFER, "it still waits for a grade"


def test_a_card_in_one_language_says_so(ask: Ask) -> None:
    assert "This card is there in one language only." in ask("b", "l")


def test_alternating_asks_in_one_language_and_answers_in_the_other(ask: Ask) -> None:
    lines = ask("", "q", options=("--lang", "alternate"))
    assert (lines[1], lines[4]) == ("What is one?", "하나의 답입니다.")
    swapped = ask("l", "", "q", options=("--lang", "alternate"))
    assert swapped[4] == "하나란 무엇인가요?"
    assert "The answer to one." in swapped


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}])
def test_a_terminal_that_knows_no_korean_still_asks(ask: Ask, environ: dict[str, str]) -> None:
    lines = ask("?", "", "q", options=("--lang", "ko"), **environ)
    assert any(line.startswith("1 again today") for line in lines)


# -- the demo ----------------------------------------------------------------------------------------------------------------


def test_the_demos_finding_is_what_the_demo_command_tells(ask: Ask, quizapp: Quizapp, content: Path, services: Services) -> None:
    one = content / "small" / "one.md"
    one.write_text(one.read_text().replace("demo:xor-failure", "demo:xor-failure?gate=and&epochs=8"))
    lines = ask("", "d", "3", "q")
    told = quizapp("demo", "xor-failure", "--set", "gate=and", "--set", "epochs=8").stdout.splitlines()
    start = lines.index("Running `quizapp demo xor-failure --set gate=and --set epochs=8`, which tells every step.")
    assert lines[start + 1 : start + 4] == [*told[:2], told[-1]]
    assert graded(services) == [("one", 3)]


def test_a_card_without_a_demo_says_so(ask: Ask, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\nThe answer to one.\n")
    (content / "small" / "one.ko.md").unlink()
    lines = ask("", "d", "x", "q")
    assert "This card has no demo." in lines
    assert "That is none of the keys: 1, 2, 3, 4, u, b, s, q or ?." in lines


def test_a_demo_that_fails_says_so_and_the_card_still_waits(ask: Ask, tmp_path: Path, services: Services) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import quizapp.demos.catalogue as c\nfrom dataclasses import replace\n"
        "def broken(rng, **settings):\n    yield 1 / 0\n"
        "c.demos()['xor-failure'] = replace(c.demos()['xor-failure'], run=broken)\n"
    )
    lines = ask("", "d", "3", "q", PYTHONPATH=f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    assert any("failed in frame 1: ZeroDivisionError" in line for line in lines)
    assert graded(services) == [("one", 3)]


# -- the end -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "stored"),
    [((), []), (("",), []), (("", "?"), []), (("", "2"), [("one", 2)]), (("", "1", ""), [("one", 1)])],
    ids=["asking", "revealed", "told the keys", "after a grade", "revealed after a grade"],
)
def test_the_end_of_input_leaves_with_a_summary_and_everything_stored(
    ask: Ask, services: Services, lines: tuple[str, ...], stored: list[tuple[str, int]]
) -> None:
    *_, summary, left = ask(*lines)
    assert summary.startswith("Today: 1 card asked") if stored else summary == "No card was asked today."
    assert left.endswith("still waiting today")
    assert graded(services) == stored


def test_the_end_of_the_day_tells_how_it_went_and_when_the_next_cards_come(ask: Ask, services: Services) -> None:
    lines = ask("", "1", *["", "4"] * 5)
    assert lines[-3].startswith("Today: 5 cards asked, 4 recalled at first try, 00:0")
    following = services.study.calendar.day(datetime.now(UTC)) + timedelta(days=1)
    assert lines[-2] == f"nothing due, next on {following}"
    assert lines[-1] == "Enter leaves, u takes back what was done last."
    assert ask("x", "q") == [*lines[-3:], "That is none of the keys: Enter, u or ?.", lines[-1]]


def test_with_nothing_due_and_nothing_asked_the_next_day_is_named(quizapp: Quizapp, ask: Ask, services: Services, clock: Clock) -> None:
    clock.at = datetime.now(UTC) - timedelta(days=1)
    sitting = services.study.sit()
    while sitting.card():
        sitting.grade(Rating.EASY, 1)
    assert ask("")[:2] == ["No card was asked today.", quizapp("due").stdout.rstrip()]


def test_one_topic_with_a_limit_asks_no_more(ask: Ask, services: Services) -> None:
    lines = ask("", "3", "", options=("--topic", "second", "--limit", "1"))
    assert lines[1] == "What is four?"
    assert lines[-2] == "Second: 0 due, 1 new still waiting today"
    assert graded(services) == [("four", 3)]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the input")
def test_without_any_input_there_is_nothing_to_read(tmp_path: Path, content: Path) -> None:
    environ = {**os.environ, "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)}
    command = f'"{sys.executable}" -m quizapp quiz --plain <&-'
    result = subprocess.run(["sh", "-c", command], env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "0 due, 5 new still waiting today"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")
@pytest.mark.parametrize("lines", [("", "3"), ("", "3", "")], ids=["asking", "revealed"])
def test_ctrl_c_leaves_quietly_with_everything_stored(
    talk: Callable[..., "subprocess.Popen[bytes]"], services: Services, lines: tuple[str, ...]
) -> None:
    process = talk()
    type_in(process, *lines)
    heard(process, "What is two?")
    heard(process, PROMPT)
    if len(lines) == 3:
        heard(process, "1 again today")
    process.send_signal(signal.SIGINT)
    assert process.communicate() == (b"", b"")
    assert process.returncode == 130
    assert graded(services) == [("one", 3)]


def test_a_reader_that_leaves_is_no_error_and_loses_nothing(talk: Callable[..., "subprocess.Popen[bytes]"], services: Services) -> None:
    process = talk()
    heard(process, PROMPT)
    assert process.stdout is not None
    assert process.stderr is not None
    type_in(process, "")
    heard(process, OFFER)
    process.stdout.close()
    type_in(process, "3")
    assert process.stderr.read() == b""
    assert process.wait() == 141
    assert graded(services) == [("one", 3)]


# -- what can go wrong -------------------------------------------------------------------------------------------------------


def test_a_grade_that_cannot_be_stored_is_refused_and_the_card_waits(
    quizapp: Quizapp, services: Services, tmp_path: Path, content: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "quizapp.db")) as connection, connection:
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON events WHEN new.rating = 4 BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    result = quizapp("quiz", "--plain", stdin="\n4\n3\nq\n")
    assert (result.returncode, sentence(result)) == (0, "")
    lines = result.stdout.splitlines()
    refused = next(i for i, line in enumerate(lines) if "cannot grow: the disk is full. Free some space" in line)
    assert lines[refused + 1] == OFFER
    assert "What is two?" in lines[refused:]
    assert graded(services) == [("one", 3)]


def test_a_grade_that_is_stored_before_something_fails_is_never_asked_for_again(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another grade would be given to the card that follows, whose question was never told."""

    def broken(*arguments: object) -> bool:
        raise StorageError("the disk went away")

    dialogue = Dialogue(services, None, None, "en")
    monkeypatch.setattr("sys.stdin", Typist("", "3", "3"))
    monkeypatch.setattr(services.study, "waits", broken)
    with pytest.raises(StorageError, match="the disk went away"):
        dialogue.hold()
    assert graded(services) == [("one", 3)]
    assert "What is two?" not in capsys.readouterr().out


def test_a_changed_deck_is_asked_as_it_is_now_and_its_mistakes_are_told_beside_it(
    quizapp: Quizapp, services: Services, content: Path
) -> None:
    (content / "small" / "one.md").write_text("# What is the first?\n\nOne.\n")
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n## Key point\n- x\n")
    result = quizapp("quiz", "--plain", stdin="b\nq\n")
    lines = result.stdout.splitlines()
    assert (lines[1], lines[6]) == ("What is the first?", "What is three?")
    assert sentence(result) == "quizapp: 1 mistake in the decks: `quizapp check` tells what keeps cards out of the quiz."


def test_without_the_folder_of_decks_the_stored_cards_are_asked(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    result = quizapp("quiz", "--plain", QUIZAPP_CONTENT=gone)
    assert result.stdout.splitlines()[1] == "What is one?"
    assert "gone cannot be read" in sentence(result)
    first = quizapp("--data-dir", tmp_path / "new", "quiz", "--plain", QUIZAPP_CONTENT=gone)
    assert (first.returncode, first.stdout) == (3, "")
    assert "gone cannot be read" in sentence(first)


def test_an_unknown_topic_is_refused_with_the_nearest(quizapp: Quizapp) -> None:
    result = quizapp("quiz", "--plain", "--topic", "frst")
    assert (result.returncode, result.stdout) == (2, "")
    assert sentence(result) == "quizapp: there is no topic 'frst'. Did you mean 'First'?"


def test_a_language_is_found_in_any_case_and_an_unknown_one_is_refused(quizapp: Quizapp) -> None:
    assert "하나란 무엇인가요?" in quizapp("quiz", "--plain", "--lang", "KO").stdout
    result = quizapp("quiz", "--plain", "--lang", "kr")
    assert (result.returncode, result.stdout) == (2, "")
    assert sentence(result) == "quizapp: no deck is written in 'kr'. There are: en, ko, alternate."


def test_without_a_terminal_the_full_screen_names_the_plain_quiz(quizapp: Quizapp) -> None:
    assert "Without one, `quizapp quiz --plain` asks line by line" in sentence(quizapp("quiz"))


EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202eevil\u2066\x1b[2J&#x202e;&#x9b;31m&#x1b;[2J&#13;&#8;&#x2066;[red]x[/red][/]"


def test_a_hostile_deck_sends_nothing_but_text(quizapp: Quizapp, content: Path) -> None:
    deck = content / "small"
    deck.joinpath("deck.toml").write_text(f"title = '''{EVIL.encode('unicode_escape').decode()} Deck'''\n")
    for path in deck.glob("*.md"):
        path.unlink()
    body = f"{EVIL}\n\n```\n{EVIL}\n```\n\n| {EVIL} | b |\n|---|---|\n| c | {EVIL} |\n\n[{EVIL}](https://x/{EVIL.replace(' ', '')})"
    deck.joinpath("one.md").write_text(f"# One {EVIL}?\n\n{body}\n\n## Key points\n- **{EVIL}** end\n", encoding="utf-8")
    result = quizapp("quiz", "--plain", stdin="?\n\nx\nd\nl\n3\nu\nq\n")
    assert result.returncode == 0
    assert "evil" in result.stdout
    assert [char for char in result.stdout + result.stderr if char != "\n" and not char.isprintable()] == []


# -- what it waits for -------------------------------------------------------------------------------------------------------


def test_the_first_question_waits_for_nothing_that_it_does_not_need(
    talk: Callable[..., "subprocess.Popen[bytes]"], services: Services, tmp_path: Path
) -> None:
    """What is imported when the first line is read, and when all has been done. Nothing of it ever needs the screen library."""
    watch = f"""
import atexit, pathlib
write = lambda name: (pathlib.Path({str(tmp_path)!r}) / name).write_text("\\n".join(sys.modules))
atexit.register(write, "last")
class Watched:
    def readline(self):
        if not (pathlib.Path({str(tmp_path)!r}) / "first").exists():
            write("first")
        return real.readline()
real, sys.stdin = sys.stdin, Watched()
"""
    said, complaint = talk(watch).communicate(b"\nd\n3\nu\nb\nq\n")
    assert b"The claim holds." in said
    assert complaint == b""
    first, last = (set((tmp_path / name).read_text().split()) for name in ("first", "last"))
    needed_later = {"numpy", "sqlalchemy", "fsrs", "markdown_it", "quizapp.demos.kit"}
    assert needed_later & first == set()
    assert needed_later <= last
    never = {"textual", "rich", "alembic", "tomlkit", "quizapp.export", "quizapp.decks.parse", "quizapp.ui.app", "readline"}
    assert never & last == set()


# -- other modes, two buttons and leeches --------------------------------------------------------------------------------------


def test_cramming_promises_no_interval_and_leaves_the_day_as_it_is(ask: Ask, services: Services) -> None:
    lines = ask("", "1", "", "3", "q", options=("--mode", "cram", "--topic", "Second"))
    assert lines[:2] == ["Small deck · Second: practice 2", "What is four?"]
    assert "1 again, 2 hard, 3 good, 4 easy" in lines
    assert lines[lines.index("Again.") :][:4] == ["Again.", "", "Small deck · Second: practice 2", "What is five?"]
    assert lines[-3] == "No card was asked today."
    assert lines[-2].startswith("Practice: 2 cards asked, 1 recalled at first try")
    assert lines[-1] == "Second: 0 due, 2 new still waiting today"
    assert [kind for kind, *_ in history(services)] == ["practice", "practice"]


def test_a_mode_with_nothing_to_ask_says_so(ask: Ask) -> None:
    assert ask(options=("--mode", "ahead"))[0] == "No card that was not asked today falls due on a later day."


def test_more_new_cards_are_kept_with_their_mode(ask: Ask, services: Services) -> None:
    ask("", "3", options=("--mode", "more-new"))
    assert history(services) == [("grade", "small/one", 3, "more-new", "fsrs-6")]


def test_an_unknown_mode_is_told_with_those_that_there_are(quizapp: Quizapp) -> None:
    result = quizapp("quiz", "--plain", "--mode", "mock")
    assert result.returncode == 2
    assert "'mock' is not one of 'quiz', 'more-new', 'ahead', 'weakest', 'cram'" in sentence(result)


def dialogue(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], services: Services, *lines: str) -> list[str]:
    """Held in this process: what was said."""
    monkeypatch.setattr("sys.stdin", Typist(*lines))
    Dialogue(services, None, 2, "en").hold()
    return capsys.readouterr().out.splitlines()


def test_with_two_buttons_1_fails_and_2_3_and_enter_pass(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    services.preferences.change("buttons", 2)
    lines = dialogue(monkeypatch, capsys, services, "", "1", "", "2", "", "4", "", "q")
    assert "1 again today, 2 good 2d" in lines
    assert any(line.startswith("That is none of the keys: 1, 2,") for line in lines)
    assert graded(services) == [("one", 1), ("two", 3), ("one", 3)]


def test_a_leech_is_told_once_and_suspended_though_another_card_comes_next(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for rating in (Rating.GOOD, Rating.AGAIN) * (services.study.leech_lapses - 1):
        services.study.grade("small/one", rating, 1)
    due = services.study.grade("small/one", Rating.HARD, 1).due
    assert due is not None
    clock.tick(days=(due - services.study.day()).days)
    lines = dialogue(monkeypatch, capsys, services, "", "1", "s", "q")
    told = next(place for place, line in enumerate(lines) if "it is a leech" in line)
    assert lines[told + 1 : told + 3] == [
        "Enter goes on with it as it is, s suspends it.",
        "Suspended. The list of cards in the app resumes it. u takes it back.",
    ]
    assert lines[told + 5] == "What is two?"
    assert services.study.schedule("small/one").suspended
