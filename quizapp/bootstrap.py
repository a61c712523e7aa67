"""The composition root: settings become an open database and the services that work on it. Wiring happens here and nowhere else."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from quizapp.domain.day import Calendar
from quizapp.domain.history import event_id, to_the_millisecond
from quizapp.domain.rules import Rules
from quizapp.services.attempts import Attempts
from quizapp.services.backups import Backups
from quizapp.services.catalog import Catalog
from quizapp.services.container import Services
from quizapp.services.deck_folders import DeckFolders, Places, places_of
from quizapp.services.desk import Desk
from quizapp.services.doctor import Doctor
from quizapp.services.exports import Exports
from quizapp.services.lab import Lab
from quizapp.services.lazy import Lazy
from quizapp.services.library import Library
from quizapp.services.plans import Plans
from quizapp.services.predictions import Predictions
from quizapp.services.preferences import Preferences
from quizapp.services.session import Seconds, Sessions
from quizapp.services.store import Store
from quizapp.services.study import Clock, Random, Study
from quizapp.settings import Settings
from quizapp.storage.connection import Patience, checkpoint
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_connection import Learner
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.read_only import ReadableCopy, refusal, writable
from quizapp.storage.upgrade import ensure_current

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from quizapp.domain.memory import Memory
    from quizapp.services.history_files import HistoryFiles
    from quizapp.services.imports import Importer, Imports
    from quizapp.services.mock_interviews import MockInterviews
    from quizapp.services.optimising import Optimiser
    from quizapp.services.progress import ProgressFigures
    from quizapp.services.sync import Syncing
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


class OpenDatabase:
    """The learner's database, made or upgraded first, and the stores over it, each made at its first use.

    One that cannot be written is read from a copy, and nothing that a learner does is stored. Raises StorageError.
    """

    def __init__(self, settings: Settings, preferences: Preferences, clock: Clock, random: Random) -> None:
        self._copy = None if writable(settings.database) else ReadableCopy(settings.database)
        self._path = path = self._copy.path if self._copy else settings.database
        self.backup = ensure_current(path, settings.migrations, clock(), settings.ready_made)
        self.patience = Patience()
        self._engine = engine = Lazy(lambda: _engine(path, self.patience))
        self.reader = _open_reader(path, clock, random, preferences.rules)
        self.learner = learner = _learner(self.reader)
        self.memory = Lazy(lambda: _memory(preferences.rules))
        refused = settings.database if self._copy else None
        self.history = Lazy(lambda: _history(engine(), learner.id, self.memory(), refused))
        self.cards = Lazy(lambda: _cards(engine(), learner.id))
        self.decks = Lazy(lambda: _store(engine()))
        computed = Lazy(lambda: _history(engine(), learner.id, self.memory()))
        self.reschedule = partial(_reschedule, self.reader, computed, preferences, Lock())
        self.reschedule()

        def follow() -> None:
            """In the thread that changes a setting, which is the one that grades: no grade goes by two rules."""
            self._let_go()
            for each in (self.memory, self.history, computed):
                each.renew()

        preferences.follow(follow)

    def close(self) -> None:
        """Lets go of the file, which then holds everything by itself."""
        self.reader.close()
        self._let_go()
        if self._engine.made:
            self._engine().dispose()
        if self._copy:
            self._copy.close()
        else:
            checkpoint(self._path)

    def _let_go(self) -> None:
        if self.history.made:
            self.history().close()


def open_services(
    settings: Settings, clock: Clock = system_clock, random: Random = system_random, seconds: Seconds = monotonic
) -> Services:
    """Opens (making or upgrading it first) the learner's database. Raises StorageError and SettingsError."""
    preferences = Preferences(settings)
    opened = OpenDatabase(settings, preferences, clock, random)
    reader, history, learner = opened.reader, opened.history, opened.learner
    lab = Lab()
    library = Library(DeckFolders(places_of(settings)), reader, opened.decks, opened.cards, history, lab.check_link, clock, random)

    def follow() -> None:
        library.use([Path(deck) for deck in preferences.settings.decks], known=preferences.settings.decks_known)

    preferences.follow(follow)
    catalog = Catalog(reader, opened.cards, library.folders)
    plans = Plans(reader, preferences, clock)
    study = Study(reader, catalog, history, opened.memory, preferences, plans, clock, random)
    attempts = Attempts(reader, history)
    progress = Lazy(lambda: _progress(study, history, opened.memory, preferences))
    backups = Backups(settings.database, settings.migrations, clock, lambda: preferences.calendar)
    return Services(
        preferences=preferences,
        catalog=catalog,
        study=study,
        library=library,
        sessions=Sessions(study, attempts, catalog.card, seconds),
        lab=lab,
        predictions=Predictions(history, study.now, random),
        plans=plans,
        desk=Desk(reader, study),
        progress=progress,
        exports=Exports(study, history, progress, preferences, {"uuid": learner.uuid, "name": learner.name}),
        doctor=Doctor(settings.database, history, study.now, random),
        backups=backups,
        store=Store(settings.database, reader, history, opened.patience, clock),
        mock_interviews=Lazy(lambda: _mocks(study, history, attempts, random, seconds, settings.state_dir / "mocks")),
        optimising=Lazy(lambda: _optimiser(history, preferences)),
        lazy_imports=Lazy(lambda: _imports(settings, library, preferences, study, history, random)),
        history_files=Lazy(lambda: _history_files(history, backups)),
        syncing=Lazy(lambda: _syncing(history, reader, settings.database, study, preferences, random)),
        reschedule=opened.reschedule,
        close=opened.close,
        backup=opened.backup,
    )


def open_doctor(settings: Settings, clock: Clock = system_clock, random: Random = system_random) -> tuple[Doctor, Callable[[], None]]:
    """Who looks after a database that perhaps cannot be opened, and what lets go of it."""
    opened = Lazy(lambda: OpenDatabase(settings, Preferences(settings), clock, random))

    def close() -> None:
        if opened.made:
            opened().close()

    return Doctor(settings.database, lambda: opened().history(), lambda: to_the_millisecond(clock()), random), close


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
        DeckFolders(places),
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


def open_backups(settings: Settings, clock: Clock = system_clock) -> Backups:
    """The backups. They need no database that can be opened, for they are what to turn to where it cannot."""
    return Backups(settings.database, settings.migrations, clock, lambda: Calendar(settings.zone(), settings.rollover_hour))


def open_workbench(settings: Settings) -> "Workbench":
    """The deck author's tools. They need no database."""
    from quizapp.services.workbench import Workbench

    return Workbench(settings.content, [Path(deck) for deck in settings.decks], Lab().check_link)


def open_importer(settings: Settings) -> "Importer":
    """Who looks at other people's collections. It needs no database."""
    from quizapp.services.imports import Importer

    return Importer(settings.state_dir / "decks")


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


def _reschedule(reader: QuickReader, history: Callable[[], "History"], preferences: Preferences, alone: Lock) -> None:
    with alone:
        if _learner(reader).basis != preferences.rules.basis:
            history().rebuild()


def _engine(path: Path, patience: Patience | None = None) -> "Engine":
    from quizapp.storage.engine import open_engine

    return open_engine(path, patience)


def _memory(rules: Rules) -> "Memory":
    from quizapp.domain.memory import Memory

    return Memory(rules)


def _history(engine: "Engine", learner: int, memory: "Memory", refused: Path | None = None) -> "History":
    from quizapp.storage.engine import refusing
    from quizapp.storage.history import History

    return History(refusing(engine, refusal(refused)) if refused else engine, learner, memory)


def _cards(engine: "Engine", learner: int) -> "CatalogStore":
    from quizapp.storage.catalog_store import CatalogStore

    return CatalogStore(engine, learner)


def _progress(study: Study, history: Lazy["History"], memory: Lazy["Memory"], preferences: Preferences) -> "ProgressFigures":
    from quizapp.services.progress import ProgressFigures

    return ProgressFigures(study, history, memory, preferences)


def _mocks(study: Study, history: Lazy["History"], attempts: Attempts, random: Random, seconds: Seconds, reports: Path) -> "MockInterviews":
    from quizapp.services.mock_interviews import MockInterviews

    return MockInterviews(study, history, attempts, random, seconds, reports)


def _optimiser(history: Lazy["History"], preferences: Preferences) -> "Optimiser":
    from quizapp.services.optimising import Optimiser

    return Optimiser(history, preferences)


def _imports(
    settings: Settings, library: Library, preferences: Preferences, study: Study, history: Lazy["History"], random: Random
) -> "Imports":
    from quizapp.services.imports import Imports
    from quizapp.services.past_progress import PastProgress

    return Imports(settings.state_dir / "decks", library, preferences, PastProgress(study, history, random))


def _history_files(history: Lazy["History"], backups: Backups) -> "HistoryFiles":
    from quizapp.services.history_files import HistoryFiles

    return HistoryFiles(history, backups)


def _syncing(
    history: Lazy["History"], reader: QuickReader, database: Path, study: Study, preferences: Preferences, random: Random
) -> "Syncing":
    from quizapp.services.groups import Sharing
    from quizapp.services.sync import Syncing

    return Syncing(history, reader, database, study.now, random, Sharing(study, reader, preferences).keep)


def _store(engine: "Engine") -> "DeckStore":
    from quizapp.storage.deck_store import DeckStore

    return DeckStore(engine)
