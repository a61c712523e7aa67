"""Every frame of every demo: computing it, and drawing it in 100 x 30 cells."""

import statistics
import time

from quizapp.demos.catalogue import demos
from quizapp.demos.player import Player
from quizapp.plots.compose import compose

COLUMNS, ROWS = 100, 30


def frame_times(id: str) -> tuple[int, float, float]:
    """Frames of a run with default parameters, and the median and the greatest of milliseconds for one."""
    demo = demos()[id]
    player = Player(demo, demo.parsed({}))
    player.forward()
    assert player.now is not None
    compose(player.now.frame.figures, COLUMNS, ROWS)  # the first one warms NumPy
    player = Player(demo, demo.parsed({}))
    taken = []
    while True:
        start = time.perf_counter()
        if not player.forward() or player.now is None:
            break
        compose(player.now.frame.figures, COLUMNS, ROWS)
        taken.append((time.perf_counter() - start) * 1000)
    return len(taken), statistics.median(taken), max(taken)
