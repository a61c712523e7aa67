"""Running a demo to its end, as every test of one needs."""

from quizapp.demos.kit import Demo, Finding
from quizapp.demos.player import Moment, Player


def finding_of(demo: Demo, seed: int = 0, **given: str | float) -> Finding:
    """What a whole run found."""
    return played(demo, seed, **given)[1]


def played(demo: Demo, seed: int = 0, **given: str | float) -> tuple[list[Moment], Finding]:
    """Every moment of a run, and what it found."""
    player = Player(demo, demo.parsed({name: str(value) for name, value in given.items()}), seed)
    moments = []
    while player.forward():
        assert player.now is not None
        moments.append(player.now)
    assert player.finding is not None
    return moments, player.finding
