"""What is on disk, read from the database file past the services."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC

from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, MockBegun
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import Schedule
from quizapp.services.container import Services
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History


@contextmanager
def history_of(services: Services) -> Iterator[History]:
    """The history of the learner of `services`, over a connection of its own. It is only read: its rules are not the learner's."""
    engine = open_engine(services.preferences.settings.database)
    yield History(engine, 1, Memory(Rules(Calendar(UTC))))
    engine.dispose()


def stored_events(services: Services) -> list[Event]:
    """Every event on disk, in order."""
    with history_of(services) as history:
        return list(history.events())


def stored_schedules(services: Services) -> dict[str, Schedule]:
    """The cached schedule of every card that has one."""
    with history_of(services) as history:
        return history.schedules()


def stored_mocks(services: Services) -> list[MockBegun]:
    """Every mock interview that was begun."""
    with history_of(services) as history:
        return history.mocks.begun()


def stored_basis(services: Services) -> str:
    """The rules that the cached schedule was computed with."""
    with closing(sqlite3.connect(services.preferences.settings.database)) as connection:
        (basis,) = connection.execute("SELECT basis FROM learners").fetchone()
    return str(basis)
