"""However the program ends or steps aside, its terminal is as it was found, and what was typed is on disk."""

import os
import random
import shutil
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.e2e.terminal import REVEALED, Terminal, answers, drafts, environment, left_on, stored

TYPED = "words of an attempt"
PYTHON = f"{sys.executable} -m quizapp"


def type_answer(terminal: Terminal) -> None:
    terminal.press("t")
    terminal.wait_for(rb"Your answer")
    terminal.press(TYPED)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_app_with_the_usual_code_once_what_was_typed_is_stored(home: Path, sign: signal.Signals) -> None:
    terminal = Terminal(home, "quiz")
    grade, _ = next(answers(terminal, terminal.question(), random.Random(1)))
    type_answer(terminal)
    terminal.wait_for(TYPED.encode())
    terminal.process.kill(sign)
    assert terminal.end() == 128 + sign
    assert left_on(terminal.raw) == set()
    assert terminal.left == terminal.found, "echo, lines and signals as before"
    assert stored(home) == [grade]
    assert drafts(home) == [TYPED]
    assert b"Traceback" not in terminal.raw
    assert list((home / "data").glob("crash*")) == []


@pytest.mark.parametrize("where", ["a key", "a worker", "the screen that is typed on"])
def test_a_defect_leaves_the_terminal_as_it_was_and_keeps_what_was_typed(home: Path, where: str) -> None:
    broken = {
        "a key": "from quizapp.ui.app import QuizApp\nQuizApp.action_command_palette = lambda app: 1 / 0",
        "a worker": "from quizapp.ui.app import QuizApp\n"
        "from quizapp.services.library import Library\n"
        "def broken(library, progress): 1 / 0\n"
        "def look(app): Library.refresh = broken; app._watching.look()\n"
        "QuizApp.action_command_palette = look",
        "the screen that is typed on": "from quizapp.ui.app import QuizApp\n"
        "QuizApp.action_command_palette = lambda app: app.screen.call_later(lambda: 1 / 0)",
    }
    terminal = Terminal(home, "quiz", before=broken[where])
    terminal.question()
    type_answer(terminal)
    terminal.press("\x10")
    assert terminal.end() == 70
    assert b"stopped because of a defect (ZeroDivisionError)" in terminal.raw.replace(b"\r\n", b"")
    assert left_on(terminal.raw) == set()
    assert terminal.left == terminal.found
    assert drafts(home) == [TYPED]


@pytest.mark.parametrize("ignored", [False, True], ids=["told of it", "SIGHUP ignored, as after nohup"])
def test_a_terminal_that_goes_away_ends_the_app(home: Path, ignored: bool) -> None:
    before = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)" if ignored else ""
    terminal = Terminal(home, "quiz", before=before)
    terminal.question()
    type_answer(terminal)
    terminal.wait_for(TYPED.encode())
    os.close(terminal.process.child_fd)
    _, status = os.waitpid(terminal.process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert drafts(home) == [TYPED]


@pytest.mark.skipif(shutil.which("bash") is None, reason="job control needs a shell")
def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_goes_on_while_typing(home: Path) -> None:
    shell = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        env={**os.environ, **environment(home), "TERM": "xterm-256color", "PS1": "READY> "},
        dimensions=(24, 80),
        timeout=30,
    )
    shell.delaybeforesend = None

    def told(command: str) -> bytes:
        """What the shell prints for a command."""
        shell.sendline(f"{command}; echo 'END'OF")
        shell.expect(rb"ENDOF\r\n.*READY> ")
        return bytes(shell.before).splitlines()[-1]

    shell.expect("READY> ")
    found = told("stty -g")
    shell.sendline(f"{PYTHON} quiz")
    shell.expect(rb"asks what")
    shell.send("t")
    shell.expect(rb"Your answer")
    shell.send("typed")
    shell.send("\x1a")
    shell.expect(rb"Stopped")
    assert drafts(home) == ["typed"]
    shell.expect("READY> ")
    assert told("stty -g") == found
    program = int(told("jobs -p"))
    for time, sign in enumerate((None, signal.SIGSTOP, signal.SIGTSTP)):
        shell.sendline("fg")
        shell.expect(rb"\x1b\[\?1049h.*asks what")
        shell.expect_exact("typed" + "!" * time)
        shell.send("!")
        shell.expect_exact("typed!" + "!" * time)
        if sign is None:
            shell.send("\x1a")
        else:
            os.kill(program, sign)
        shell.expect(rb"Stopped")
        shell.expect("READY> ")
    shell.sendline("fg")
    shell.expect(rb"asks what")
    shell.send("\x11")
    shell.expect("READY> ")
    assert told("stty -g") == found
    shell.close(force=True)
    assert drafts(home) == ["typed!!!"]


def test_without_a_shell_ctrl_z_says_so_and_the_app_goes_on(home: Path) -> None:
    terminal = Terminal(home, "quiz")
    terminal.question()
    terminal.press("\x1a")
    terminal.wait_for(rb"no shell")
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("\x11")
    assert terminal.end() == 0


def test_errors_may_go_elsewhere_while_the_app_is_in_the_terminal(home: Path) -> None:
    """Textual draws on standard error: `2>file` would leave an empty screen."""
    log = home / "log"
    before = f"import os\nos.dup2(os.open({str(log)!r}, os.O_CREAT | os.O_WRONLY), 2)"
    terminal = Terminal(home, "quiz", before=before)
    terminal.question()
    terminal.press("\x11")
    assert terminal.end() == 0
    assert log.read_bytes() == b""
