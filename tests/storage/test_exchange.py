"""Taking in what other machines wrote, and knowing what a place lacks."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite import dialect

from quizapp.domain.errors import StorageError
from quizapp.domain.history import KINDS, Draft, Graded, Rating, Renamed, Undone, event_id
from quizapp.domain.memory import Memory
from quizapp.domain.wire import Pulled, WireEvent, to_wire
from quizapp.storage import wire_table
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.histories import act, of_a_newer_version, steps
from tests.storage.conftest import AT, RULES, Machines

randoms = count(1)


def graded(card: str, days: float, rating: Rating = Rating.GOOD) -> WireEvent:
    at = AT + timedelta(days=days)
    return to_wire(Graded(event_id(at, next(randoms), None), at, card, rating, 10, "quiz", "fsrs-6"))


def take(history: History, *events: WireEvent, place: str = "") -> tuple[WireEvent, ...]:
    return history.exchange.take_in(Pulled(events, "here"), place).new


def give(history: History, card: str = "d/a", days: float = 0) -> UUID:
    at = AT + timedelta(days=days)
    return history.record(at, next(randoms), lambda id: Graded(id, at, card, Rating.GOOD, 10, "quiz", "fsrs-6")).event.id


def assert_right(history: History) -> None:
    assert history.differences() == []
    assert history.schedules() == Memory(RULES).replay(history.events())


def test_what_comes_is_added_and_its_cards_have_the_schedules_of_all_their_events(history: History) -> None:
    give(history, days=5)
    assert len(take(history, graded("d/a", 1), graded("d/b", 2))) == 2
    assert history.schedule("d/a").reviews == 2
    assert history.schedule("d/b").reviews == 1
    assert_right(history)


def test_what_comes_twice_is_added_once(history: History) -> None:
    event = graded("d/a", 1)
    assert take(history, event, event) == (event,)
    assert take(history, event) == ()
    assert history.schedule("d/a").reviews == 1


def test_an_undo_may_come_before_what_it_takes_back(history: History) -> None:
    event = graded("d/a", 1)
    take(history, to_wire(Undone(event_id(AT + timedelta(days=2), 1, None), AT, event.id)))
    take(history, event)
    assert history.schedules() == {}
    assert_right(history)


def test_an_undo_may_come_after_what_it_takes_back(history: History) -> None:
    mine = give(history)
    take(history, to_wire(Undone(event_id(AT + timedelta(days=2), 1, None), AT, mine)))
    assert history.schedules() == {}
    assert_right(history)


def test_a_rename_that_comes_and_one_that_is_taken_back_carry_the_schedule_there_and_back(history: History) -> None:
    give(history, "d/a")
    rename = Renamed(event_id(AT + timedelta(days=1), 1, None), AT, "d/b", "d/a")
    take(history, to_wire(rename))
    assert set(history.schedules()) == {"d/b"}
    take(history, to_wire(Undone(event_id(AT + timedelta(days=2), 1, None), AT, rename.id)))
    assert set(history.schedules()) == {"d/a"}
    assert_right(history)


def test_an_event_that_is_here_with_other_content_stays_as_it_is_and_is_named(history: History) -> None:
    event = graded("d/a", 1, Rating.GOOD)
    take(history, event)
    other = replace(event, body=event.body.replace('"rating":3', '"rating":1'))
    taken = history.exchange.take_in(Pulled((other,), ""))
    assert (taken.new, taken.differing) == ((), (event.id,))
    assert list(history.exchange.events()) == [event]


def test_what_is_no_event_is_refused_and_the_rest_counts(history: History) -> None:
    bad = replace(graded("d/a", 1), body='{"card": "d/a"}')
    good = graded("d/b", 1)
    taken = history.exchange.take_in(Pulled((bad, good), ""))
    assert taken.new == (good,)
    (why,) = taken.refused
    assert str(bad.id) in why
    assert "rating is missing" in why


def test_a_batch_is_taken_in_with_its_schedules_and_its_cursor_or_not_at_all(history: History, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TRIGGER stop BEFORE INSERT ON places BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
    with pytest.raises(StorageError):
        take(history, graded("d/a", 1), place="p")
    assert list(history.exchange.events()) == []
    assert history.schedules() == {}
    assert history.exchange.cursor("p") == ""


def test_drafts_are_left_alone(history: History, reader: QuickReader) -> None:
    history.draft("d/a", Draft("half an ans"))
    event = graded("d/a", 1)
    take(history, event, to_wire(Undone(event_id(AT + timedelta(days=2), 1, None), AT, event.id)))
    take(history, graded("d/a", 3))
    assert reader.draft("d/a") == Draft("half an ans")


def test_an_event_of_an_unknown_kind_is_kept_word_for_word_and_handed_on(history: History) -> None:
    unknown = of_a_newer_version("unknown", AT, 1, "d/a")
    with_more = of_a_newer_version("newer", AT, 2, "d/a")
    assert take(history, unknown, with_more, place="here") == (unknown, with_more)
    assert list(history.exchange.events()) == [unknown, with_more]
    assert set(history.exchange.unsent("elsewhere").events) == {unknown, with_more}
    assert history.exchange.unsent("here").events == ()
    assert history.schedule("d/a").reviews == 1  # what is known of a grade counts
    assert_right(history)


def test_events_that_could_only_be_kept_count_once_an_update_knows_them(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    body = to_wire(Graded(event_id(AT, 5, None), AT, "d/a", Rating.GOOD, 10, "quiz", "fsrs-6")).body
    with monkeypatch.context() as older:
        older.setattr("quizapp.domain.wire.KINDS", {name: kind for name, kind in KINDS.items() if name != "grade"})
        take(history, WireEvent(event_id(AT, 5, None), AT, "grade", body))
        assert history.schedules() == {}
    assert history.exchange.recognise() == 1
    assert history.exchange.recognise() == 0
    assert history.schedule("d/a").reviews == 1
    assert_right(history)


@pytest.mark.parametrize(
    "statement", ["UPDATE wire_events SET kind = 'x'", "DELETE FROM wire_events", "REPLACE INTO wire_events SELECT * FROM wire_events"]
)
def test_an_event_that_is_only_kept_can_neither_be_changed_nor_removed(history: History, database: Path, statement: str) -> None:
    take(history, of_a_newer_version("unknown", AT, 1, "d/a"))
    with closing(sqlite3.connect(database)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)


def test_what_was_sent_to_a_place_or_read_there_is_not_sent_again(history: History) -> None:
    first = give(history)
    read = graded("d/b", 1)
    take(history, read, place="p")
    unsent = history.exchange.unsent("p")
    assert [event.id for event in unsent.events] == [first]
    history.exchange.note_sent("p", unsent)
    assert history.exchange.unsent("p").events == ()
    second = give(history, days=2)
    assert [event.id for event in history.exchange.unsent("p").events] == [second]
    assert {event.id for event in history.exchange.unsent("q").events} == {first, second, read.id}


def test_a_place_that_has_lost_something_gets_all_that_it_lacks_again(history: History) -> None:
    first = give(history)
    history.exchange.note_sent("p", history.exchange.unsent("p"))
    kept = graded("d/b", 1)
    history.exchange.take_in(Pulled((kept,), "c", afresh=True), "p")
    assert [event.id for event in history.exchange.unsent("p").events] == [first]


def test_rows_that_were_numbered_anew_are_noticed(history: History, database: Path) -> None:
    give(history)
    give(history, days=1)
    history.exchange.note_sent("p", history.exchange.unsent("p"))
    with closing(sqlite3.connect(database)) as connection, connection:
        for trigger in ("update", "delete", "replace"):
            connection.execute(f"DROP TRIGGER events_refuse_{trigger}")
        connection.execute("UPDATE events SET rowid = rowid + 10")
    assert len(history.exchange.unsent("p").events) == 2
    assert history.exchange.cursor("p") == ""


def test_what_a_place_lacks_is_found_without_looking_through_the_history(history: History, engine: Engine) -> None:
    give(history)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {wire_table._BETWEEN.compile(dialect=dialect(paramstyle='named'))}",
            {"learner": 1, "first": 1, "last": 2, "most": 3, "param_1": 0},
        ).all()
    assert [row[3] for row in plan] == ["SEARCH events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]


@settings(max_examples=25)
@given(st.lists(st.lists(steps, max_size=8), min_size=2, max_size=3), st.integers(1, 7), st.randoms(use_true_random=False))
def test_histories_taken_in_in_any_order_and_in_any_parts_are_their_union(
    machines: Machines, lives: list[Any], size: int, random: Any
) -> None:
    union: dict[UUID, WireEvent] = {}
    for number, life in enumerate(lives):
        with machines() as history:
            chance = Random(number)
            draw = iter(lambda: chance.getrandbits(74), None)  # noqa: B023
            for step in life:
                act(history, draw, step)
            union |= {event.id: event for event in history.exchange.events()}
    batches = [*union.values(), *random.sample([*union.values()], len(union) // 2)]
    random.shuffle(batches)
    with machines() as history:
        for begin in range(0, len(batches), size):
            take(history, *batches[begin : begin + size])
        assert list(history.exchange.events()) == sorted(union.values(), key=lambda event: event.id)
        assert_right(history)
