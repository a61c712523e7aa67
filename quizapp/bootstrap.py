"""The composition root: settings become an open database and the services that work on it. Wiring happens here and nowhere else."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.day import Calendar
from quizapp.domain.history import event_id
from quizapp.domain.schedule import Rules
from quizapp.services.answers import Answers
from quizapp.services.bundle import Services
from quizapp.services.deferred import Deferred
from quizapp.services.lab import Lab
from quizapp.services.library import Library, Places
from quizapp.services.mock import Mocks
from quizapp.services.predictions import Predictions
from quizapp.services.preferences import Preferences
from quizapp.services.records import Records
from quizapp.services.study import LEECH_LAPSES, Clock, Random, Study
from quizapp.settings import Settings, packaged
from quizapp.storage.reader import Reader
from quizapp.storage.upgrade import ensure_current

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from quizapp.domain.memory import Memory
    from quizapp.services.workbench import Workbench
    from quizapp.storage.history import History
    from quizapp.storage.library import Library as Store


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def system_random() -> int:
    """74 random bits, as many as an event's id holds."""
    return int.from_bytes(os.urandom(10)) >> 6


def open_services(settings: Settings, clock: Clock = system_clock, random: Random = system_random) -> Services:
    """Opens (making or upgrading it first) the learner's database. Raises StorageError and SettingsError."""
    backup = ensure_current(settings.database, settings.migrations, clock())
    engine = Deferred(lambda: _engine(settings.database))
    calendar = Calendar(settings.zone(), settings.rollover_hour)
    rules = Rules(calendar, settings.desired_retention)
    memory = Deferred(lambda: _memory(rules))
    reader = _open_reader(settings.database, engine, clock, random)
    history = Deferred(lambda: _history(engine(), reader, memory()))
    learner = reader.learner()
    if learner is None or learner.basis != rules.basis:
        history().rebuild(rules.basis)
    lab = Lab()
    own = [Path(deck) for deck in settings.decks]
    places = Places(settings.content, own, settings.state_dir / "decks", packaged=settings.content == packaged("content"))
    library = Library(places, reader, Deferred(lambda: _store(engine())), history, lab.check_link, clock, random)
    study = Study(
        reader,
        history,
        memory,
        calendar,
        settings.new_per_day,
        clock,
        random,
        getattr(settings, "leech_lapses", LEECH_LAPSES),  # TODO: settings.leech_lapses, once there is one
        getattr(settings, "buttons", 4),  # TODO: settings.buttons, once there is one
    )

    def close() -> None:
        reader.close()
        if engine.made:
            engine().dispose()

    records = Records(study, history, settings)
    predictions = Predictions(reader, history, study.now, random)
    mocks = Mocks(study, history, random, settings.state_dir / "mocks")
    return Services(Preferences(settings), study, library, Answers(reader, history), lab, predictions, records, mocks, close, backup)


def open_workbench(settings: Settings) -> "Workbench":
    """The deck author's tools. They need no database."""
    from quizapp.services.workbench import Workbench

    return Workbench(settings.content, [Path(deck) for deck in settings.decks], Lab().check_link)


def _open_reader(path: Path, engine: Deferred["Engine"], clock: Clock, random: Random) -> Reader:
    reader = Reader(path)
    if reader.learner() is not None:
        return reader
    reader.close()
    _add_learner(engine(), clock(), random())
    return Reader(path)


def _engine(path: Path) -> "Engine":
    from quizapp.storage.engine import open_engine

    return open_engine(path)


def _memory(rules: Rules) -> "Memory":
    from quizapp.domain.memory import Memory

    return Memory(rules)


def _history(engine: "Engine", reader: Reader, memory: "Memory") -> "History":
    from quizapp.storage.history import History

    learner = reader.learner()
    assert learner is not None
    return History(engine, learner.id, memory)


def _store(engine: "Engine") -> "Store":
    from quizapp.storage.library import Library as Store

    return Store(engine)


def _add_learner(engine: "Engine", at: datetime, random: int) -> None:
    from quizapp.storage.learners import ensure_local_learner

    ensure_local_learner(engine, event_id(at, random, None), at)
