"""Every frame of every demo: computing it, and drawing it in 100 x 30 cells."""

import statistics
import time
from dataclasses import dataclass

from quizapp.demos.catalogue import demos
from quizapp.demos.player import Player
from quizapp.plots.compose import compose

COLUMNS, ROWS = 100, 30


@dataclass(frozen=True)
class FrameTimes:
    """Milliseconds of a run with default parameters."""

    frames: int
    first: float
    """Until the first frame, with what the demo computes before it."""
    median: float
    p99: float
    """Of the frames after the first."""


def frame_times(id: str) -> FrameTimes:
    """Runs the demo, once its modules and NumPy are warm."""
    _timed(id, frames=2)
    first, *others = _timed(id)
    return FrameTimes(1 + len(others), first, statistics.median(others), statistics.quantiles(others, n=100, method="inclusive")[-1])


def _timed(id: str, frames: int | None = None) -> list[float]:
    demo = demos()[id]
    player = Player(demo, demo.parsed({}))
    taken: list[float] = []
    while frames is None or len(taken) < frames:
        start = time.perf_counter()
        if not player.forward() or player.now is None:
            break
        compose(player.now.frame.figures, COLUMNS, ROWS)
        taken.append((time.perf_counter() - start) * 1000)
    return taken
