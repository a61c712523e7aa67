"""Runs a demo frame by frame, keeps what it has seen, and knows which line of the source has just run."""

import ast
import inspect
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from quizapp.demos.figures import Frame
from quizapp.demos.kit import Demo, Finding, Setting
from quizapp.domain.errors import DemoError

KEPT = 5_000
"""Frames kept for stepping back."""


@dataclass(frozen=True)
class Moment:
    """A frame of a run, its 1-based number, and the 1-based line of the demo's file that ran last."""

    number: int
    frame: Frame
    line: int


class Player:
    """One run. The generator advances only when a frame is asked for that has not been seen."""

    def __init__(self, demo: Demo, settings: Mapping[str, Setting], seed: int = 0) -> None:
        self.demo = demo
        self.settings = dict(settings)
        self.seed = seed
        self.finding: Finding | None = None
        """What was measured; None until the run has ended."""
        self._moments: deque[Moment] = deque(maxlen=KEPT)
        self._place = -1
        self._run = demo.run(**self.settings, rng=np.random.default_rng(seed))

    @property
    def now(self) -> Moment | None:
        """The moment being looked at; None before the first."""
        return self._moments[self._place] if self._place >= 0 else None

    @property
    def at_end(self) -> bool:
        """Whether the run has ended and its last frame is being looked at."""
        return self.finding is not None and self._place == len(self._moments) - 1

    def forward(self) -> bool:
        """Looks at the next frame; False where there is none. Raises DemoError where the demo fails."""
        if self._place < len(self._moments) - 1:
            self._place += 1
            return True
        if self.finding is None and (moment := self._advance()):
            if len(self._moments) < KEPT:
                self._place += 1
            self._moments.append(moment)
            return True
        return False

    def back(self) -> bool:
        """Looks at the frame before; False at the first one kept."""
        if self._place <= 0:
            return False
        self._place -= 1
        return True

    def first(self) -> None:
        """Looks at the first frame kept."""
        self._place = min(0, len(self._moments) - 1)

    def last(self) -> None:
        """Runs to the end and looks at the last frame. Raises DemoError where the demo fails."""
        while self.forward():
            pass

    def close(self) -> None:
        """Ends the run."""
        self._run.close()

    def _advance(self) -> Moment | None:
        number = self._moments[-1].number + 1 if self._moments else 1
        try:
            with np.errstate(all="ignore"):  # leaving the picture is a lesson, and drawn as one
                frame = next(self._run)
        except StopIteration as end:
            self.finding = end.value
            return None
        except Exception as error:
            raise DemoError(f"the demo {self.demo.id!r} failed in frame {number}: {error!r}") from error
        line = getattr(self._run, "gi_frame").f_lineno  # noqa: B009  (typing.Generator does not declare it)
        return Moment(number, frame, line_before(self.demo, line))


@cache
def source_of(demo: Demo) -> tuple[str, ...]:
    """The lines of the demo's file."""
    return tuple(inspect.getsource(demo.module).splitlines())


def line_before(demo: Demo, line: int) -> int:
    """The line of the statement that ran before the `yield` at `line`: a frame shows what has just happened, not its own making."""
    return _before(demo).get(line, line)


@cache
def _before(demo: Demo) -> dict[int, int]:
    """For every line of every yielding statement, the line of the statement above it in its block, or of the block's head."""
    lines: dict[int, int] = {}
    for parent in ast.walk(ast.parse("\n".join(source_of(demo)))):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, ())
            if not isinstance(block, list):  # a lambda's body is no block
                continue
            for i, statement in enumerate(block):
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield):
                    above = block[i - 1].lineno if i else getattr(parent, "lineno", statement.lineno)
                    lines |= dict.fromkeys(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1), above)
    return lines
