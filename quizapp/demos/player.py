"""Runs a demo frame by frame and keeps what it has seen."""

import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

import numpy as np

from quizapp.demos.figures import Frame
from quizapp.demos.kit import Demo, Finding, Progress, Setting
from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError
from quizapp.domain.i18n import gettext, gettext_noop

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
            raise DemoError(
                gettext("the demo {demo} failed to answer its own question: {error}", demo=brief(self.demo.id), error=repr(error))
            ) from error

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
                without = gettext_noop("the demo {demo} ended without a frame"), gettext_noop("the demo {demo} ended without a finding")
                raise DemoError(gettext(without[number > 1], demo=brief(self.demo.id)), gettext("Tell whoever wrote it.")) from None
            self.finding = end.value
            return None
        except Exception as error:
            self.failed_at = _line_of(error, self.demo)
            raise DemoError(
                gettext("the demo {demo} failed in frame {number}: {error}", demo=brief(self.demo.id), number=number, error=repr(error))
            ) from error
        return Moment(number, frame, frame.line)


def _line_of(error: Exception, demo: Demo) -> int | None:
    """The last line of the demo's file that `error` passed through."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == demo.module.__file__]
    return lines[-1] if lines else None
