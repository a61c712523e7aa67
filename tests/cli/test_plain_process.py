"""`quizapp quiz --plain` as a process of its own: its options, pipes, signals, encodings, and what it imports."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from quizapp.cli.lines import full_screen
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence
from tests.cli.dialogue import OFFER_OF_ONE, PROMPT, PROMPT_OF_ONE, graded, history


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


def type_in(process: "subprocess.Popen[bytes]", *lines: str) -> None:
    assert process.stdin is not None
    process.stdin.write("".join(f"{line}\n" for line in lines).encode())
    process.stdin.flush()


def test_its_options_are_a_topic_a_limit_a_language_and_a_mode(quizapp: Quizapp) -> None:
    options = ("--topic", "first", "--limit", "1", "--lang", "ko", "--mode", "cram")
    result = quizapp("quiz", "--plain", *options, stdin="\n3\n")
    assert (sentence(result), result.returncode) == ("", 0)
    lines = result.stdout.splitlines()
    assert lines[:2] == ["작은 덱 · 첫째: practice 1", "하나란 무엇인가요?"]
    assert "Good." in lines
    assert "What is two?" not in lines


def test_a_grade_is_on_disk_before_the_next_question_is_printed(talk: Callable[..., "subprocess.Popen[bytes]"], services: Services) -> None:
    process = talk()
    heard(process, PROMPT_OF_ONE)
    type_in(process, "", "3")
    heard(process, "What is two?")
    process.kill()
    assert graded(services) == [("one", 3)]


def test_input_that_is_no_text_and_lines_of_windows_are_survived(
    talk: Callable[..., "subprocess.Popen[bytes]"], services: Services
) -> None:
    process = talk(PYTHONIOENCODING="utf-8:strict")  # as in a locale such as en_US.UTF-8
    said, complaint = process.communicate(b"\xff\xfe\x00\x1b[A\r\n\r\n 3 \r\nQ\r\n")
    assert said.decode().count("That key does nothing here") == 1
    assert b"\x1b" not in said
    assert complaint == b""
    assert graded(services) == [("one", 3)]


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}])
def test_a_terminal_that_knows_no_korean_still_asks(quizapp: Quizapp, environ: dict[str, str]) -> None:
    result = quizapp("quiz", "--plain", "--lang", "ko", stdin="?\n\nq\n", **environ)
    assert (sentence(result), result.returncode) == ("", 0)
    assert any(line.startswith("Grade it: 1 again today") for line in result.stdout.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the input")
def test_without_any_input_there_is_nothing_to_read(tmp_path: Path, content: Path) -> None:
    environ = {**os.environ, "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)}
    command = f'"{sys.executable}" -m quizapp quiz --plain <&-'
    result = subprocess.run(["sh", "-c", command], env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "0 due, 5 new left for today"


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
        heard(process, "Grade it: 1 again today")
    process.send_signal(signal.SIGINT)
    assert process.communicate() == (b"", b"")
    assert process.returncode == 130
    assert graded(services) == [("one", 3)]


def test_a_reader_that_leaves_is_no_error_and_loses_nothing(talk: Callable[..., "subprocess.Popen[bytes]"], services: Services) -> None:
    process = talk()
    heard(process, PROMPT_OF_ONE)
    assert process.stdout is not None
    assert process.stderr is not None
    type_in(process, "")
    heard(process, OFFER_OF_ONE)
    process.stdout.close()
    type_in(process, "3")
    assert process.stderr.read() == b""
    assert process.wait() == 141
    assert graded(services) == [("one", 3)]


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
    assert sentence(result) == "quizapp: no deck is written in 'kr'. Did you mean 'ko'?"


def test_without_a_terminal_questions_are_asked_line_by_line_and_the_app_names_the_way(quizapp: Quizapp, services: Services) -> None:
    result = quizapp("quiz", "--limit", "1", stdin="\n3\n")
    assert (result.stdout.splitlines()[1:3], result.returncode) == (["What is one?", PROMPT_OF_ONE], 0)
    assert graded(services) == [("one", 3)]
    assert "Without one, `quizapp quiz --plain` asks line by line" in sentence(quizapp())


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert full_screen()
    monkeypatch.setenv("TERM", "dumb")
    assert not full_screen()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")
def test_ctrl_c_while_one_types_keeps_every_line_that_was_entered(
    talk: Callable[..., "subprocess.Popen[bytes]"], services: Services, quizapp: Quizapp
) -> None:
    process = talk()
    type_in(process, "t", "the first line", "the second", "-")
    heard(process, "Removed: the second")
    process.send_signal(signal.SIGINT)
    assert process.communicate() == (b"", b"")
    assert process.returncode == 130
    assert quizapp("quiz").stdout.splitlines()[2:4] == ["You typed:", "the first line"]
    assert history(services) == []


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
    said, complaint = talk(watch).communicate(b"\nd\n1\ne\n\nf\no\n3\nu\nb\nr\n\nq\n")
    assert b"The claim holds." in said
    assert complaint == b""
    first, last = (set((tmp_path / name).read_text().split()) for name in ("first", "last"))
    needed_later = {"numpy", "sqlalchemy", "fsrs", "markdown_it", "quizapp.demos.kit"}
    assert needed_later & first == set()
    assert needed_later <= last
    never = {"textual", "rich", "alembic", "tomlkit", "quizapp.export", "quizapp.decks.parse", "quizapp.ui.app", "readline"}
    assert never & last == set()


def test_an_unknown_mode_is_told_with_those_that_there_are(quizapp: Quizapp) -> None:
    result = quizapp("quiz", "--plain", "--mode", "mock")
    assert result.returncode == 2
    assert "'mock' is not one of 'quiz', 'more-new', 'ahead', 'weakest', 'cram'" in sentence(result)
