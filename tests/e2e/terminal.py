"""The installed program in a real pseudo-terminal: keys in, bytes out, killed without warning, started again."""

import os
import random
import re
import signal
import sqlite3
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pexpect

from quizapp.bootstrap import open_services
from quizapp.services.container import Services
from quizapp.settings import load

QUESTION = re.compile(rb"Number (\d\d) asks")
REVEALED = rb"4 Easy"
ALWAYS_ON = {"7", "25"}
"""Lines that wrap, and the cursor that is seen."""


def environment(home: Path) -> dict[str, str]:
    """Where a program finds the data and the decks in `home`."""
    return {"QUIZAPP_DATA_DIR": str(home / "data"), "QUIZAPP_CONTENT": str(home / "content")}


@contextmanager
def services_of(home: Path) -> Iterator[Services]:
    """The learner's services, beside the program."""
    services = open_services(load(environment(home)))
    yield services
    services.close()


class Conversation:
    """Keys go to a program, and what it draws comes back. `process` is one of pexpect's."""

    def __init__(self, process: Any) -> None:
        self.raw = b""
        self.process = process
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


class Terminal(Conversation):
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
        process = pexpect.spawn(
            sys.executable,
            ["-c", program, *arguments],
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **environment(home), **environ},
            dimensions=(rows, columns),
            timeout=30,
        )
        super().__init__(process)
        self.found = self.left = termios.tcgetattr(self.process.child_fd)
        """The line, before the program has it and when it has ended."""

    def kill(self) -> None:
        self.process.kill(signal.SIGKILL)
        self.process.wait()
        self.process.close()

    def end(self) -> int:
        """Waits until the program has ended by itself; its exit code."""
        self.process.expect(pexpect.EOF)
        self.raw += self.process.before
        self.left = termios.tcgetattr(self.process.child_fd)
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -self.process.signalstatus)


def left_on(raw: bytes) -> set[str]:
    """What a program has switched on in its terminal and not off again, but for what is on in every terminal."""
    modes: dict[str, bool] = {}
    for numbers, switch in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
        modes |= dict.fromkeys(numbers.decode().split(";"), switch == b"h")
    found = {mode for mode, on in modes.items() if on != (mode in ALWAYS_ON)}
    keyboard = len(re.findall(rb"\x1b\[>\d+u", raw)) != len(re.findall(rb"\x1b\[<u", raw))
    return found | ({"kitty keyboard"} if keyboard else set())


def drafts(home: Path) -> list[str]:
    """What was typed and is on disk."""
    with closing(sqlite3.connect(home / "data" / "quizapp.db")) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM drafts")]


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
