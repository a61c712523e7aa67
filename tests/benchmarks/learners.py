"""Learners with many cards, made without waiting for a parser: the tables are filled, then the schedule is computed from the events."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from quizapp.bootstrap import open_services, system_clock
from quizapp.decks.folder import fingerprint
from quizapp.decks.listing import listing
from quizapp.domain.calibration import Review
from quizapp.domain.card import Card, CardText, Deck, KeyPoint, Topic
from quizapp.domain.day import Calendar
from quizapp.domain.history import Graded, Rating, event_id
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import Schedule
from quizapp.settings import Settings, load
from quizapp.storage.deck_store import DeckStore, ReadDeck
from quizapp.storage.engine import open_engine
from tests.simulated import graded_at

ADD_GRADE = """
    INSERT INTO events (learner_id, id, kind, at, card_id, rating, duration_ms, mode, scheduler)
    VALUES (1, ?, 'grade', ?, ?, ?, 9000, 'quiz', 'fsrs-6')
"""
"""With an id, a moment, a card and a rating."""
Grade: TypeAlias = tuple[datetime, str, Rating]
QUESTION = "Card {:06} asks what?"
KOREAN = "카드 {:06}은 무엇을 묻나요?"


def places(home: Path) -> dict[str, str]:
    """Environment variables that point to the learner in `home`."""
    return {"QUIZAPP_DATA_DIR": str(home / "data"), "QUIZAPP_CONTENT": str(home / "content")}


def settings_of(home: Path) -> Settings:
    """The learner's settings."""
    return load(places(home))


def make_learner(home: Path, cards: int, *, files: int, korean: bool = False, history: Sequence[Review] = ()) -> Settings:
    """A learner with `cards` cards, in a second language too if `korean`, in `files` files.

    Half of them were passed three times; some thousand of those are due today. Or the cards have a simulated `history`.
    """
    folder = home / "content" / "many"
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"f{number:06}.md").write_text(f"# {QUESTION.format(number)} {{#c{number:06}}}\n\nThe answer.\n")
    (home / "data").mkdir()
    (home / "data" / "config.toml").write_text('time_zone = "UTC"\n')
    settings = settings_of(home)
    open_services(settings).close()
    _store_deck(settings, folder, cards, korean=korean)
    _store(settings, _simulated(history) if history else _passed(cards // 2))
    services = open_services(settings)
    services.doctor.rebuild()
    services.close()
    return settings


def _store_deck(settings: Settings, folder: Path, cards: int, *, korean: bool) -> None:
    made = [Card(f"many/c{n:06}", "t", _texts(n, korean=korean)) for n in range(cards)]
    deck = Deck("many", {"en": "Many"}, "en", [Topic("t", {"en": "Topic"}, [card.id for card in made])], made)
    engine = open_engine(settings.database)
    DeckStore(engine).sync([ReadDeck(deck, fingerprint=fingerprint(listing(folder)))], [], system_clock(), lambda *_: None)
    engine.dispose()


def _texts(number: int, *, korean: bool) -> dict[str, CardText]:
    points = (KeyPoint("a **point**", ("point",)),) * 4
    texts = {"en": CardText("en", QUESTION.format(number), "The answer. " * 30, points)}
    return texts | ({"ko": CardText("ko", KOREAN.format(number), "답입니다. " * 30, points)} if korean else {})


def _passed(count: int) -> Iterator[Grade]:
    """Three passes of each card, the last so long ago that a share of them (some thousand) has just fallen due."""
    now = datetime.now(UTC)
    interval = _interval()
    overdue = 1 + 3000 / count
    moments = []
    for number in range(count):
        last = now - timedelta(days=interval * overdue * number / count)
        moments += [(last - timedelta(days=before), f"many/c{number:06}", Rating.GOOD) for before in (13, 11, 0)]
    yield from sorted(moments)


def _simulated(history: Sequence[Review]) -> Iterator[Grade]:
    cards = {card: f"many/c{number:06}" for number, card in enumerate(dict.fromkeys(each.card for each in history))}
    return ((at, cards[review.card], review.rating) for review, at in graded_at(history))


def _store(settings: Settings, grades: Iterable[Grade]) -> None:
    rows, id = [], None
    for at, card, rating in grades:
        id = event_id(at, 0, id)
        rows.append((id.hex, int(at.timestamp() * 1000), card, int(rating)))
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.executemany(ADD_GRADE, rows)


def _interval() -> int:
    """Days until such a card is due again."""
    memory, schedule = Memory(Rules(Calendar(UTC))), Schedule("many/c")
    for day in (0, 2, 13):
        at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        schedule = memory.advance(schedule, Graded(event_id(at, 0, None), at, "many/c", Rating.GOOD, 0, "quiz", "fsrs-6"))
    assert schedule.due is not None
    assert schedule.last is not None
    return (schedule.due - schedule.last).days
