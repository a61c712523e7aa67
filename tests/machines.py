"""Machines of a learner, each with a database of its own, that exchange their events."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

from quizapp.domain.day import Calendar
from quizapp.domain.history import Graded, Rating
from quizapp.domain.memory import Memory
from quizapp.domain.modes import Mode
from quizapp.domain.rules import Rules
from quizapp.domain.wire import WireEvent
from quizapp.services.lazy import Lazy
from quizapp.services.sync import Synced, Syncing
from quizapp.settings import shipped
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.upgrade import ensure_current
from tests.histories import BEGUN

RULES = Rules(Calendar(UTC))


@dataclass
class Machine:
    """A computer on which the learner studies. `draw` gives its random numbers."""

    database: Path
    draw: Iterator[int]
    days: float = 0
    """Since BEGUN, on its clock."""
    history: History = field(init=False)
    syncing: Syncing = field(init=False)

    def __post_init__(self) -> None:
        self._engine = open_engine(self.database)
        self._reader = QuickReader(self.database)
        self.history = History(self._engine, 1, Memory(RULES))
        self.syncing = Syncing(Lazy(lambda: self.history), self._reader, self.database, self.now, lambda: next(self.draw))

    def now(self) -> datetime:
        """On its clock."""
        return BEGUN + timedelta(days=self.days)

    def grade(self, card: str = "d/a", rating: Rating = Rating.GOOD) -> UUID:
        at = self.now()
        return self.history.record(at, next(self.draw), lambda id: Graded(id, at, card, rating, 10, Mode.QUIZ, "fsrs-6")).event.id

    def sync(self, place: Path, who: str = "") -> Synced:
        return self.syncing.sync(str(place), who)

    def events(self) -> list[WireEvent]:
        return list(self.history.exchange.events())

    def assert_right(self) -> None:
        """The schedule is the replay of the events, also from scratch."""
        assert self.history.differences() == []
        assert self.history.schedules() == Memory(RULES).replay(self.history.events())

    def close(self) -> None:
        self.history.close()
        self._reader.close()
        self._engine.dispose()


class Workshop:
    """Makes machines."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._new = folder / "new.db"
        ensure_current(self._new, shipped("migrations"), BEGUN)
        ensure_local_learner(self._new, UUID(int=7), BEGUN, RULES.basis)

    def folder(self) -> Path:
        """A new place."""
        path = self._folder / f"place-{next(self._numbers)}"
        path.mkdir()
        return path

    @contextmanager
    def machines(self, number: int) -> Iterator[list[Machine]]:
        """New machines of one learner."""
        made = [self._machine(Random(each)) for each in range(number)]
        yield made
        for each in made:
            each.close()
            shutil.rmtree(each.database.parent)

    def _machine(self, chance: Random) -> Machine:
        path = self._folder / f"machine-{next(self._numbers)}" / "quizapp.db"
        path.parent.mkdir()
        shutil.copy(self._new, path)
        return Machine(path, iter(lambda: chance.getrandbits(74), None))
