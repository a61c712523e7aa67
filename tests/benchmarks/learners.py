"""Learners with many cards, made without waiting for a parser: the tables are filled, then the schedule is computed from the events."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizapp.bootstrap import open_services, system_clock
from quizapp.decks.source import fingerprint
from quizapp.domain.card import Card, CardText, Deck, KeyPoint, Topic
from quizapp.domain.history import event_id
from quizapp.settings import Settings, load
from quizapp.storage.engine import open_engine
from quizapp.storage.library import Library

QUESTION = "Card {:06} asks what?"


def places(home: Path) -> dict[str, str]:
    """Environment variables that point to the learner in `home`."""
    return {"QUIZAPP_DATA_DIR": str(home / "data"), "QUIZAPP_CONTENT": str(home / "content")}


def settings_of(home: Path) -> Settings:
    """The learner's settings."""
    return load(places(home))


def make_learner(home: Path, cards: int, *, files: int, reviewed: float = 0.5) -> Settings:
    """A learner with `cards` cards in `files` files, of which the share `reviewed` was graded in the last 100 days."""
    folder = home / "content" / "many"
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"f{number:06}.md").write_text(f"# {QUESTION.format(number)} {{#c{number:06}}}\n\nThe answer.\n")
    (home / "data").mkdir()
    (home / "data" / "config.toml").write_text('new_per_day = 9999\ntime_zone = "UTC"\n')
    settings = settings_of(home)
    open_services(settings).close()
    _store_deck(settings, folder, cards)
    _store_events(settings, round(cards * reviewed))
    services = open_services(settings)
    services.records.rebuild()
    services.close()
    return settings


def _store_deck(settings: Settings, folder: Path, cards: int) -> None:
    made = [
        Card(f"many/c{n:06}", "t", {"en": CardText("en", QUESTION.format(n), "The answer. " * 30, (KeyPoint("a **point**", ("point",)),) * 4)})
        for n in range(cards)
    ]
    deck = Deck("many", {"en": "Many"}, "en", [Topic("t", {"en": "Topic"}, [card.id for card in made])], made)
    engine = open_engine(settings.database)
    Library(engine).store(deck, [], fingerprint(folder), 0, system_clock())
    engine.dispose()


def _store_events(settings: Settings, count: int) -> None:
    dice = random.Random(1)
    start = datetime.now(UTC) - timedelta(days=100)
    rows, last = [], None
    for number in range(count):
        at = start + timedelta(seconds=number * 80 * 86_400 / max(count, 1))
        last = event_id(at, number, last)
        milliseconds = int(at.timestamp() * 1000)
        rows.append((1, last.hex, "grade", milliseconds, f"many/c{number:06}", dice.randint(1, 4), 9000, "quiz", "fsrs-6", None))
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
