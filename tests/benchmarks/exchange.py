"""Two machines that exchange a long history through a folder: the first time, and after a session of twenty grades."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from quizapp.bootstrap import open_services
from quizapp.domain.history import Rating
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from tests.benchmarks.learners import settings_of

SESSION = 20
"""Grades."""


@dataclass(frozen=True)
class ExchangeTimes:
    """Seconds."""

    events: int
    first_sent: float
    first_received: float
    sent: float
    """After a session."""
    received: float


def exchange_times(home: Path, folder: Path) -> ExchangeTimes:
    """The history of the learner in `home`, exchanged through a place in `folder` with a machine that has none."""
    place, laptop = folder / "place", folder / "laptop"
    place.mkdir(parents=True)
    shutil.copytree(home / "content", laptop / "content")
    (laptop / "data").mkdir()
    shutil.copy(home / "data" / "config.toml", laptop / "data")
    desk, other = open_services(settings_of(home)), open_services(settings_of(laptop))
    first_sent, events = _exchange(desk, place)
    first_received, _ = _exchange(other, place)
    cards, _ = desk.study.asks(Mode.QUIZ)
    for card in cards[:SESSION]:
        desk.study.grade(card, Rating.GOOD, 1_000)
    sent, number = _exchange(desk, place)
    received, arrived = _exchange(other, place)
    assert (number, arrived) == (SESSION, SESSION)
    desk.close()
    other.close()
    return ExchangeTimes(events, first_sent, first_received, sent, received)


def _exchange(machine: Services, place: Path) -> tuple[float, int]:
    """How long it takes, and how many events went either way."""
    start = time.perf_counter()
    synced = machine.syncing().sync(str(place))
    return time.perf_counter() - start, synced.sent.reviews + synced.received.reviews
