"""Running a demo to its end, as every test of one needs: once for each demo, setting and seed, however many tests look at it.

The tests of one demo run one after another (conftest.py), so that few runs need be kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache

import numpy as np

from quizapp.demos.kit import Demo, Finding, Frame, Setting
from quizapp.demos.player import Moment, Player

KEPT = 48
"""Runs kept for the next test that asks for them: more than the tests of one demo share, and no great memory."""


def finding_of(demo: Demo, seed: int = 0, **given: str | float) -> Finding:
    """What a whole run found."""
    return played(demo, seed, **given)[1]


def played(demo: Demo, seed: int = 0, **given: str | float) -> tuple[Sequence[Moment], Finding]:
    """Every moment of a run, and what it found. Tests share them, so that no array among them can be written to."""
    return played_with(demo, demo.parsed({name: str(value) for name, value in given.items()}), seed)


def played_with(demo: Demo, settings: Mapping[str, Setting], seed: int = 0) -> tuple[Sequence[Moment], Finding]:
    """The same with settings that have been read already."""
    return _played(demo, seed, tuple(settings.items()))


def played_anew(demo: Demo, settings: Mapping[str, Setting], seed: int = 0) -> tuple[Sequence[Moment], Finding]:
    """The same from a run of its own, for a test of the running itself and for settings that no other test asks for."""
    player = Player(demo, settings, seed)
    moments = []
    while player.forward():
        assert player.now is not None
        moments.append(player.now)
    assert player.finding is not None
    return tuple(moments), player.finding


def run_of(
    demo: Demo, settings: Mapping[str, Setting], rng: np.random.Generator, keep: Callable[[Frame], Frame] = lambda frame: frame
) -> tuple[list[Frame], Finding]:
    """The frames of a run that draws from `rng`, each as `keep` gives it when it is yielded, and what the run found."""
    run = demo.run(**settings, rng=rng)
    frames: list[Frame] = []
    with np.errstate(all="ignore"):
        while True:
            try:
                frame = next(run)
            except StopIteration as end:
                return frames, end.value
            if isinstance(frame, Frame):
                frames.append(keep(frame))


@lru_cache(maxsize=KEPT)
def _played(demo: Demo, seed: int, settings: tuple[tuple[str, Setting], ...]) -> tuple[Sequence[Moment], Finding]:
    run = played_anew(demo, dict(settings), seed)
    for part in parts_of(run):  # only now, for a demo may hand out an array that it goes on writing to
        if isinstance(part, np.ndarray):
            part.flags.writeable = False
    return run


def parts_of(value: object) -> Iterator[object]:
    """The arrays, numbers and texts inside `value`, in order."""
    if isinstance(value, Mapping):
        yield from parts_of(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from parts_of(each)
    elif is_dataclass(value):
        yield from parts_of([getattr(value, field.name) for field in fields(value)])
    elif value is not None:
        yield value
