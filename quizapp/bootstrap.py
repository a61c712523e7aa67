"""The composition root: settings become an open database and the services that work on it. Wiring happens here and nowhere else."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from quizapp.domain.day import Calendar
from quizapp.domain.history import event_id
from quizapp.domain.schedule import Rules
from quizapp.services.attempts import Attempts
from quizapp.services.catalog import Catalog
from quizapp.services.container import Services
from quizapp.services.doctor import Doctor
from quizapp.services.exports import Exports
from quizapp.services.lab import Lab
from quizapp.services.lazy import Lazy
from quizapp.services.library import Library, Places
from quizapp.services.predictions import Predictions
from quizapp.services.preferences import Preferences
from quizapp.services.session import Seconds, Sessions
from quizapp.services.study import Clock, Random, Study
from quizapp.settings import Settings, packaged
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_reader import Learner, QuickReader
from quizapp.storage.upgrade import ensure_current

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from quizapp.domain.memory import Memory
    from quizapp.services.mock_interviews import MockInterviews
    from quizapp.services.workbench import Workbench
    from quizapp.storage.catalog_store import CatalogStore
    from quizapp.storage.deck_store import DeckStore
    from quizapp.storage.history import History


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def system_random() -> int:
    """74 random bits, as many as an event's id holds."""
    return int.from_bytes(os.urandom(10)) >> 6


def open_services(
    settings: Settings, clock: Clock = system_clock, random: Random = system_random, seconds: Seconds = monotonic
) -> Services:
    """Opens (making or upgrading it first) the learner's database. Raises StorageError and SettingsError."""
    backup = ensure_current(settings.database, settings.migrations, clock(), settings.ready_made)
    engine = Lazy(lambda: _engine(settings.database))
    preferences = Preferences(settings)
    memory = Lazy(lambda: _memory(preferences.rules))
    reader = _open_reader(settings.database, clock, random, preferences.rules)
    learner = _learner(reader)
    history = Lazy(lambda: _history(engine(), learner.id, memory()))
    cards = Lazy(lambda: _cards(engine(), learner.id))
    reschedule = partial(_reschedule, reader, history, preferences, Lock())
    reschedule()
    lab = Lab()
    own = [Path(deck) for deck in settings.decks]
    places = Places(settings.content, own, settings.state_dir / "decks", settings.decks_known, settings.content == packaged("content"))
    library = Library(places, reader, Lazy(lambda: _store(engine())), cards, history, lab.check_link, clock, random)
    catalog = Catalog(reader, cards)
    study = Study(reader, catalog, history, memory, preferences, clock, random)

    def follow() -> None:
        """In the thread that changes a setting, which is the one that grades: no grade goes by two rules."""
        memory.renew()
        if history.made:
            history().close()
        history.renew()
        library.use([Path(deck) for deck in preferences.settings.decks], known=preferences.settings.decks_known)

    preferences.follow(follow)

    def close() -> None:
        reader.close()
        if history.made:
            history().close()
        if engine.made:
            engine().dispose()

    exports = Exports(study, history, preferences, {"uuid": learner.uuid, "name": learner.name})
    doctor = Doctor(settings.database, history)
    predictions = Predictions(history, study.now, random)
    attempts = Attempts(reader, history)
    sessions = Sessions(study, attempts, catalog.card, seconds)
    mocks = Lazy(lambda: _mocks(study, history, attempts, random, seconds, settings.state_dir / "mocks"))
    return Services(preferences, catalog, study, library, sessions, lab, predictions, exports, doctor, mocks, reschedule, close, backup)


def make_ready(database: Path, content: Path) -> None:
    """Makes `database`, which must not be there yet, for a first start to copy: with the decks in `content`, and without a learner."""
    import sqlite3
    from contextlib import closing

    ensure_current(database, database.parent, system_clock())
    engine = Lazy(lambda: _engine(database))
    reader = QuickReader(database)
    nobody = Lazy(lambda: _history(engine(), 0, _memory(Rules(Calendar(UTC)))))
    places = Places(content, (), database.parent, packaged=True)
    library = Library(
        places,
        reader,
        Lazy(lambda: _store(engine())),
        Lazy(lambda: _cards(engine(), 0)),
        nobody,
        lambda _: None,
        system_clock,
        system_random,
    )
    library.refresh()
    reader.close()
    engine().dispose()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("DELETE FROM files")  # stamped with times that the installed files will not have
        connection.execute("VACUUM")


def open_workbench(settings: Settings) -> "Workbench":
    """The deck author's tools. They need no database."""
    from quizapp.services.workbench import Workbench

    return Workbench(settings.content, [Path(deck) for deck in settings.decks], Lab().check_link)


def _open_reader(path: Path, clock: Clock, random: Random, rules: Rules) -> QuickReader:
    reader = QuickReader(path)
    if reader.learner() is not None:
        return reader
    reader.close()
    at = clock()
    ensure_local_learner(path, event_id(at, random(), None), at, rules.basis)
    return QuickReader(path)


def _learner(reader: QuickReader) -> Learner:
    learner = reader.learner()
    assert learner is not None
    return learner


def _reschedule(reader: QuickReader, history: Lazy["History"], preferences: Preferences, alone: Lock) -> None:
    with alone:
        if _learner(reader).basis != preferences.rules.basis:
            history().rebuild()


def _engine(path: Path) -> "Engine":
    from quizapp.storage.engine import open_engine

    return open_engine(path)


def _memory(rules: Rules) -> "Memory":
    from quizapp.domain.memory import Memory

    return Memory(rules)


def _history(engine: "Engine", learner: int, memory: "Memory") -> "History":
    from quizapp.storage.history import History

    return History(engine, learner, memory)


def _cards(engine: "Engine", learner: int) -> "CatalogStore":
    from quizapp.storage.catalog_store import CatalogStore

    return CatalogStore(engine, learner)


def _mocks(study: Study, history: Lazy["History"], attempts: Attempts, random: Random, seconds: Seconds, reports: Path) -> "MockInterviews":
    from quizapp.services.mock_interviews import MockInterviews

    return MockInterviews(study, history, attempts, random, seconds, reports)


def _store(engine: "Engine") -> "DeckStore":
    from quizapp.storage.deck_store import DeckStore

    return DeckStore(engine)
