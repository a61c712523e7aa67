"""One way to kill a program at a random moment, whatever it does, and to look at what is left.

A moment is so many things that the program has acknowledged, and a part of the time that the next one takes. So every stretch of a
program's life is met, however fast the machine is, and a test never waits for a clock.
"""

import os
import random
import signal
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Timer
from time import monotonic

from tests.e2e.forked import EndedError, Nursery, Program

FIRST_GUESS = 0.3
"""Seconds that a step is taken to last before one was measured."""
TRIES = 8


class Victim(ABC):
    """Something the program does, and what must be left of it. The same files serve one life of the program after another."""

    steps: int
    """Up to so many things are acknowledged before the program is killed; 0 where it does one thing and ends."""

    def __init__(self, home: Path, dice: random.Random) -> None:
        self.home = home
        self.dice = dice

    @abstractmethod
    def begin(self, nursery: Nursery) -> Program:
        """Starts the program."""

    @abstractmethod
    def work(self, program: Program) -> Iterator[None]:
        """Uses the program; comes back each time something has been acknowledged. Raises EndedError when the program is killed."""

    @abstractmethod
    def check(self) -> None:
        """Fails where something is lost, or broken."""


class Killer:
    """Kills one victim again and again."""

    def __init__(self, victim: Victim, nursery: Nursery) -> None:
        self._victim = victim
        self._nursery = nursery
        self._lasted: dict[int, float] = {}
        """Seconds from the last acknowledgement, or the start, to the next, or the end."""
        if not victim.steps:
            program = victim.begin(nursery)
            started = monotonic()
            program.last()
            self._lasted[0] = monotonic() - started
            assert program.end() == 0, program.raw
            victim.check()

    def kill(self, *, late: bool = False) -> None:
        """One kill; `late`, after all acknowledgements. Where the program was quicker than its killer, it lives again."""
        for _ in range(TRIES):
            if self._life(self._victim.steps if late else self._victim.dice.randint(0, self._victim.steps)):
                return
        raise AssertionError("the program always ends before it is killed")

    def _life(self, acknowledged: int) -> bool:
        """One life of the program, which is in danger after so many acknowledgements; whether it was killed."""
        program = self._victim.begin(self._nursery)
        work = self._victim.work(program)
        for step in range(acknowledged):
            assert self._next(work, step), "the program is at its end"
        death = Timer(self._moment(acknowledged), os.kill, (program.pid, signal.SIGKILL))
        death.start()
        with suppress(EndedError):
            for step in count(acknowledged):
                if not self._next(work, step):
                    break
        program.last()
        death.cancel()
        death.join()
        code = program.end()
        assert code in (0, -signal.SIGKILL), program.raw
        self._victim.check()
        return code == -signal.SIGKILL

    def _moment(self, step: int) -> float:
        """Seconds from the beginning of a step; half of them soon after it, for that is when something is written."""
        dice = self._victim.dice
        return self._lasted.get(step, FIRST_GUESS) * dice.random() ** dice.choice((1, 4))

    def _next(self, work: Iterator[None], step: int) -> bool:
        """Waits for the next acknowledgement; whether there was one."""
        started = monotonic()
        for _ in work:
            self._lasted[step] = monotonic() - started
            return True
        return False
