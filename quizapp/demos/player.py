"""Runs a demo frame by frame, keeps what it has seen, and knows which line of the source has just run."""

import ast
import inspect
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TypeAlias

import numpy as np

from quizapp.demos.figures import Frame
from quizapp.demos.kit import Demo, Finding, Progress, Setting
from quizapp.domain.errors import DemoError

KEPT = 5_000
"""Frames kept for stepping back, unless told otherwise."""


@dataclass(frozen=True)
class Moment:
    """A frame of a run, its 1-based number, and the 1-based line of the demo's file that ran last."""

    number: int
    frame: Frame
    line: int


Report: TypeAlias = Callable[[Progress], bool]
"""Told how far a run has come towards its first frame; says whether to go on."""


class Player:
    """One run. The generator advances only when a frame is asked for that has not been seen."""

    def __init__(self, demo: Demo, settings: Mapping[str, Setting], seed: int = 0, kept: int = KEPT) -> None:
        self.demo = demo
        self.settings = dict(settings)
        self.seed = seed
        self.finding: Finding | None = None
        """What was measured; None until the run has ended."""
        self.failed_at: int | None = None
        """The 1-based line of the demo's file at which it failed; None while it has not."""
        self._moments: deque[Moment] = deque(maxlen=kept)
        self._place = -1
        self._closed = False
        self._lock = Lock()
        """Frames may be asked for by a worker while the screen closes the run."""
        self._run = demo.run(**self.settings, rng=np.random.default_rng(seed))

    @property
    def now(self) -> Moment | None:
        """The moment being looked at; None before the first."""
        return self._moments[self._place] if self._place >= 0 else None

    @property
    def at_end(self) -> bool:
        """Whether the run has ended and its last frame is being looked at."""
        return self.finding is not None and self._place == len(self._moments) - 1

    def forward(self, report: Report = lambda _: True) -> bool:
        """Looks at the next frame; False where there is none, or where `report`, told of the progress towards it, says to give up.

        Raises DemoError where the demo fails.
        """
        if self._place < len(self._moments) - 1:
            self._place += 1
            return True
        with self._lock:
            moment = None if self._closed or self.finding is not None else self._advance(report)
            if self._closed:  # meanwhile, by somebody who did not wait
                self._run.close()
                return False
            if moment is None:
                return False
            if len(self._moments) != self._moments.maxlen:
                self._place += 1
            self._moments.append(moment)
            return True

    def back(self) -> bool:
        """Looks at the frame before; False at the first one kept."""
        if self._place <= 0:
            return False
        self._place -= 1
        return True

    def first(self) -> None:
        """Looks at the first frame kept."""
        self._place = min(0, len(self._moments) - 1)

    @property
    def seen(self) -> tuple[int, int]:
        """The numbers of the first and last frame kept; (0, 0) before the first."""
        return (self._moments[0].number, self._moments[-1].number) if self._moments else (0, 0)

    def show(self, number: int) -> None:
        """Looks at the frame `number`, or at the nearest that is kept."""
        if self._moments:
            self._place = max(0, min(number - self._moments[0].number, len(self._moments) - 1))

    def last(self) -> None:
        """Runs to the end and looks at the last frame. Raises DemoError where the demo fails."""
        while self.forward():
            pass

    def close(self) -> None:
        """Ends the run: now, or, without waiting, once a frame being computed elsewhere is done."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            self._run.close()
            self._lock.release()

    def answer(self) -> str:
        """What the prediction should have been; to be asked once the run has ended. Raises DemoError where the demo fails."""
        choices = self.demo.predict.choices
        return self.outcome(choices[0] if choices else "0")[1]

    def outcome(self, predicted: str) -> tuple[bool, str]:
        """Whether `predicted` was right, and what is; to be asked once the run has ended. Raises DemoError where the demo fails."""
        assert self.finding is not None
        try:
            return self.demo.predict.outcome(predicted, self.finding)
        except Exception as error:
            raise DemoError(f"the demo {self.demo.id!r} failed to answer its own question: {error!r}") from error

    def _advance(self, report: Report) -> Moment | None:
        number = self._moments[-1].number + 1 if self._moments else 1
        try:
            with np.errstate(all="ignore"):  # leaving the picture is a lesson, and drawn as one
                frame = next(self._run)
                while isinstance(frame, Progress):
                    if not report(frame):
                        return None
                    frame = next(self._run)
        except StopIteration as end:
            if number == 1 or not isinstance(end.value, Finding):
                missing = "without a frame" if number == 1 else "without a finding"
                raise DemoError(f"the demo {self.demo.id!r} ended {missing}", "Tell whoever wrote it.") from None
            self.finding = end.value
            return None
        except Exception as error:
            self.failed_at = _line_of(error, self.demo)
            raise DemoError(f"the demo {self.demo.id!r} failed in frame {number}: {error!r}") from error
        line = getattr(self._run, "gi_frame").f_lineno  # noqa: B009  (typing.Generator does not declare it)
        return Moment(number, frame, line_before(self.demo, line))


def _line_of(error: Exception, demo: Demo) -> int | None:
    """The last line of the demo's file that `error` passed through."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == demo.module.__file__]
    return lines[-1] if lines else None


@cache
def source_of(demo: Demo) -> tuple[str, ...]:
    """The lines of the demo's file."""
    return tuple(inspect.getsource(demo.module).splitlines())


def line_before(demo: Demo, line: int) -> int:
    """The line of the statement that ran before the `yield` at `line`: a frame shows what has just happened, not its own making."""
    return _before(demo).get(line, line)


@cache
def _before(demo: Demo) -> dict[int, int]:
    """For every line of every yielding statement, the line of the statement above it in its block, or of the block's head.

    A function defined on the way is no step of the algorithm.
    """
    lines: dict[int, int] = {}
    for parent in ast.walk(ast.parse("\n".join(source_of(demo)))):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, ())
            if not isinstance(block, list):  # a lambda's body is no block
                continue
            for i, statement in enumerate(block):
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield):
                    steps = [step for step in block[:i] if not isinstance(step, ast.FunctionDef)]
                    above = steps[-1].lineno if steps else getattr(parent, "lineno", statement.lineno)
                    lines |= dict.fromkeys(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1), above)
    return lines
