"""How a lesson is told: `yield say(...)` wherever the learner may look, `picture(now, past)` for what is drawn of any such moment.

The kit copies what is said, keeps the history of every value, and chooses which steps of a long series become frames.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any, TypeAlias

import numpy as np

from quizapp.demos.figures import Figure, Frame, Value
from quizapp.demos.parameters import Setting
from quizapp.demos.prediction import Finding
from quizapp.demos.source import line_before
from quizapp.domain.i18n import gettext


@dataclass(frozen=True)
class Remark:
    """What a run says at one moment: a sentence with named fields, and the values it is filled in with."""

    template: str
    values: dict[str, Value]
    step: int | None
    """Its number in a series, of which only some become frames; None for a moment that is always shown."""


@dataclass(frozen=True)
class Progress:
    """Yielded by a run that must compute for longer than a frame may take: `done` of `of`."""

    done: int
    of: int


Run: TypeAlias = Generator[Remark | Progress, None, Finding]
"""What the function of a lesson is."""
Frames: TypeAlias = Generator[Frame | Progress, None, Finding]
"""What the player plays."""


class Now(SimpleNamespace):
    """The latest value of everything a run has said, by name: `now.w`. At first its settings."""


class Histories(SimpleNamespace):
    """All values that each name has had, oldest first: `past.w`, a list."""


Picture: TypeAlias = Callable[[Now, Histories], Iterable[Figure]]
"""Draws any moment of a run."""


def say(template: str, /, *, step: int | None = None, **values: Any) -> Remark:
    """What a lesson yields: a caption, filled in with `values`, which may also be only for the picture. They are copied here.

    `step` is the number of a moment in a series of many: all of them go into the history, the first ones, ever fewer of those that
    follow, and the last become frames. It is a value too.
    """
    numbered = values if step is None else {"step": step, **values}
    return Remark(template, {name: _copied(value) for name, value in numbered.items()}, step)


def _copied(value: Value) -> Value:
    return value if isinstance(value, str | int | float | np.generic) else deepcopy(value)


class Series:
    """Which steps of a series become frames: each of the first eight, then ever fewer, so that a thousand steps make fifty frames."""

    def __init__(self) -> None:
        self._last = -1
        """The step said last; -1 before a series."""
        self._shown = -1
        """The step shown last."""

    def goes_on_with(self, step: int | None) -> bool:
        """Whether a remark belongs to the series so far."""
        return step is not None and 0 <= self._last <= step

    def shows(self, step: int | None) -> bool:
        """Whether the next remark becomes a frame."""
        if not self.goes_on_with(step):
            self._shown = -1
        self._last = -1 if step is None else step
        if step is None or step == self._shown or self._shown < 0 or step > self._shown + self._shown // 8:
            self._shown = self._last
            return True
        return False


def played(steps: Run, settings: Mapping[str, Setting], picture: Picture, module: ModuleType) -> Frames:
    """The frames of a lesson run with `settings`, each with the line of its file that led to it."""
    now, past, series = Now(**settings), Histories(), Series()
    passed: Remark | None = None
    """The last step of a series so far, where it was not shown; `line` is its line."""
    line = 0

    def frame(remark: Remark) -> Frame:
        return Frame(gettext(remark.template, **remark.values), remark.values, tuple(picture(now, past)), line_before(module, line))

    try:
        while True:
            try:
                remark = next(steps)
            except StopIteration as end:
                if passed is not None:
                    yield frame(passed)
                finding: Finding = end.value
                return finding
            if isinstance(remark, Progress):
                yield remark
                continue
            if passed is not None and not series.goes_on_with(remark.step):
                yield frame(passed)
            line, passed = line_of(steps), remark
            for name, value in remark.values.items():
                setattr(now, name, value)
                vars(past).setdefault(name, []).append(value)
            if series.shows(remark.step):
                passed = None
                yield frame(remark)
    finally:
        steps.close()


def line_of(steps: Run) -> int:
    """The line at which a run waits; where a part of it is told by a generator of its own, the line in there."""
    inner = getattr(steps, "gi_yieldfrom")  # noqa: B009  (typing.Generator does not declare it)
    if isinstance(inner, Generator):
        return line_of(inner)
    return int(getattr(steps, "gi_frame").f_lineno)  # noqa: B009
