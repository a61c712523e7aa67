"""What takes long in the run of a demo: it is done on a thread, and reports from there how far it has come."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from quizapp.domain.errors import DemoError

if TYPE_CHECKING:
    from quizapp.demos.kit import Progress
    from quizapp.demos.player import Player

PROGRESS_SECONDS = 0.05
"""How often it is reported how far a run has come."""

Then: TypeAlias = Callable[[], None]
"""What follows from work that was done. Raises QuizAppError where there is something to tell the learner."""
Post: TypeAlias = Callable[[Then], object]
"""Passes what follows on to the thread of the inputs."""
Wanted: TypeAlias = Callable[[], bool]
"""Whether the end of the work is still wanted."""
Work: TypeAlias = Callable[[Post, Wanted], None]
"""What takes long."""


def walk(player: "Player", frames: int | None, tell: "Callable[[Progress | None], object]", wanted: Wanted) -> DemoError | None:
    """Goes that many frames on, or (None) to the end, while it is `wanted`. Gives what failed on the way.

    `tell` hears now and then of the progress of a computation, or (None) that frames have come.
    """
    told = monotonic()
    waiting = False
    """Whether the progress of a computation was told last."""

    def report(progress: "Progress | None") -> bool:
        nonlocal told, waiting
        begun = progress is not None and not waiting
        if begun or monotonic() - told > PROGRESS_SECONDS:
            tell(progress)
            told, waiting = monotonic(), progress is not None
        return wanted()

    done = 0
    try:
        while done != frames and report(None) and player.forward(report):
            done += 1
    except DemoError as error:
        return error
    return None
