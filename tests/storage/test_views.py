"""The views that are the rule for what waits, what is new, what is put aside and what stands, held to the domain's own functions."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import (
    Buried,
    Event,
    Graded,
    Practised,
    Rating,
    Renamed,
    Restarted,
    Resumed,
    Suspended,
    Undone,
    event_id,
    related,
    standing,
)
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Schedule
from quizapp.settings import shipped
from quizapp.storage.deck_store import DeckStore
from quizapp.storage.engine import open_engine
from quizapp.storage.events import EventTable
from quizapp.storage.history import History
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.upgrade import ensure_current
from tests.storage.conftest import AT, RULES, make_deck, store

CARDS = "abcd"
KINDS = ("grade", "grade", "grade", "undo", "bury", "suspend", "resume", "reset", "rename", "practice", "estimate")
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(CARDS), st.sampled_from(Rating), st.integers(-2, 6)), max_size=14)
in_the_deck = st.sets(st.sampled_from(CARDS), min_size=1)
DAYS = [AT.date() + timedelta(days=day) for day in range(-3, 20)]


@dataclass
class Learner:
    """What a random history has left in a database file, and what the domain makes of the same events."""

    connection: sqlite3.Connection
    path: Path
    deck: frozenset[str]
    events: list[Event]
    schedules: dict[str, Schedule]

    def rows(self, sql: str, **parameters: object) -> list[tuple[object, ...]]:
        return self.connection.execute(sql, parameters).fetchall()

    def ids(self, view: str, condition: str = "", day: date | None = None) -> set[object]:
        """The cards that `view` has, those for which `condition`, with :day, holds."""
        where = f"WHERE learner_id = 1 {condition and f'AND {condition}'}"
        parameters = {} if day is None else {"day": day.toordinal()}
        return {id for (id,) in self.rows(f"SELECT card_id FROM {view} {where}", **parameters)}

    def of(self, holds: Callable[[Schedule], bool]) -> set[str]:
        """The cards in the deck for whose schedule, by the domain's replay, `holds` is true."""
        return {card for card in self.deck if holds(self.schedules.get(card, Schedule(card)))}

    def in_state(self, state: str, day: date) -> set[str]:
        return self.of(lambda schedule: schedule.state(day) == state)


@cache
def new_learner() -> bytes:
    """A database of a learner who has done nothing yet, with a deck of all `CARDS`, made once and copied for each history."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quizapp.db"
        ensure_current(path, shipped("migrations"), AT)
        ensure_local_learner(path, UUID(int=7), AT, RULES.basis)
        engine = open_engine(path)
        store(DeckStore(engine), make_deck(*CARDS))
        engine.dispose()
        assert [each.name for each in Path(folder).iterdir()] == [path.name], "nothing is left in a write-ahead log"
        return path.read_bytes()


@contextmanager
def learner(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> Iterator[Learner]:
    """Plays the steps into a new file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quizapp.db"
        path.write_bytes(new_learner())
        engine = open_engine(path)
        store(DeckStore(engine), make_deck(*sorted(deck)))
        history, randoms = History(engine, 1, Memory(RULES)), count(1)
        for step in taken:
            play(history, next(randoms), *step)
        events = list(history.events())
        with closing(sqlite3.connect(path)) as connection:
            yield Learner(connection, path, frozenset(f"deck/{name}" for name in deck), events, Memory(RULES).replay(events))
        engine.dispose()


def play(history: History, random: int, kind: str, card: str, rating: Rating, day: int) -> None:
    at, id = AT + timedelta(days=day), f"deck/{card}"
    of_card: dict[str, type[Buried | Suspended | Resumed | Restarted]] = {
        "bury": Buried,
        "suspend": Suspended,
        "resume": Resumed,
        "reset": Restarted,
    }
    match kind:
        case "grade":
            history.record(at, random, partial(Graded, at=at, card=id, rating=rating, duration_ms=1, mode="quiz", scheduler="fsrs-6"))
        case "practice":
            history.record(at, random, partial(Practised, at=at, card=id, rating=rating, duration_ms=1, mode="cram"))
        case "estimate":
            state = ForeignState((at + timedelta(days=rating)).date(), int(rating), 250)
            history.imported.record([Estimated(event_id(at, random, None), at, id, state)])
        case "undo":
            history.undo(at, random)
        case "rename":
            history.rename(at, random, f"deck/{CARDS[rating % len(CARDS)]}", id)
        case _:
            history.record(at, random, partial(of_card[kind], at=at, card=id))


@settings(max_examples=60)
@given(steps, in_the_deck)
def test_a_review_waits_where_its_schedule_says_so(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> None:
    with learner(taken, deck) as one:
        for day in DAYS:
            assert one.ids("reviews", "waits_from <= :day", day) == one.of(partial(Schedule.waits, today=day))
        assert one.ids("deck_cards") == one.deck


@settings(max_examples=60)
@given(steps, in_the_deck)
def test_a_new_card_waits_where_its_schedule_says_new(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> None:
    with learner(taken, deck) as one:
        for day in DAYS:
            assert one.ids("new_cards", "waits_from <= :day", day) == one.in_state("new", day)
        assert one.ids("new_cards") == one.of(lambda schedule: schedule.first is None)


@settings(max_examples=60)
@given(steps, in_the_deck)
def test_a_card_is_put_aside_where_its_schedule_says_so(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> None:
    with learner(taken, deck) as one:
        for day in DAYS:
            assert one.ids("deck_cards", "asked_from IS NULL") == one.in_state("suspended", day)
            assert one.ids("deck_cards", "asked_from > :day", day) == one.in_state("buried", day)


@settings(max_examples=60)
@given(steps, in_the_deck)
def test_an_event_stands_where_the_domain_says_so(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> None:
    with learner(taken, deck) as one:
        stored = one.rows("SELECT id FROM standing WHERE learner_id = 1 ORDER BY id")
        assert [UUID(str(id)) for (id,) in stored] == [event.id for event in standing(one.events)]


@settings(max_examples=60)
@given(steps, in_the_deck, st.booleans())
def test_a_renamed_card_is_found_under_every_id_it_had(taken: list[tuple[str, str, Rating, int]], deck: set[str], undo: bool) -> None:
    with learner(taken, deck) as one:
        renames = [event for event in one.events if isinstance(event, Renamed)]
        engine = open_engine(one.path)
        with engine.begin() as connection:
            table = EventTable(1)
            if undo and renames:  # no key does this; a history that was merged may
                table.add(connection, Undone(table.next_id(connection, AT, 1), AT, renames.pop().id))
            assert table.renames(connection) == renames
            for card in CARDS:
                found = table.renames_of(connection, [f"deck/{card}"])
                assert related([f"deck/{card}"], found) == related([f"deck/{card}"], renames)
        engine.dispose()
        stored = one.rows("SELECT source, card_id FROM renames WHERE learner_id = 1 ORDER BY id")
        assert stored == [(rename.source, rename.card) for rename in renames]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT card_id FROM reviews WHERE learner_id = 1 AND waits_from <= 9", "ix_schedule_learner_id_waits_from"),
        ("SELECT min(waits_from) FROM deck_cards WHERE learner_id = 1 AND waits_from > 9 AND reviews >= 0", "learner_id_waits_from"),
        (
            "SELECT card_id FROM new_cards WHERE learner_id = 1 AND waits_from <= 9 ORDER BY position LIMIT 9",
            "ix_cards_archived_at_position",
        ),
        ("SELECT 1 FROM deck_cards WHERE learner_id = 1 AND card_id = 'a' AND waits_from <= 9", "sqlite_autoindex_cards_1"),
        ("SELECT * FROM standing WHERE learner_id = 1 AND at >= 1 AND at < 9", "ix_events_learner_id_at"),
        ("SELECT * FROM standing WHERE learner_id = 1 AND card_id = 'a'", "ix_events_learner_id_card_id_id"),
        ("SELECT card_id FROM renames WHERE learner_id = 1 AND source = 'a' ORDER BY id DESC", "ix_events_learner_id_source_id"),
    ],
)
def test_what_a_person_waits_for_is_found_by_an_index(database: Path, query: str, index: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan
