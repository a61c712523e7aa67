import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from quizapp.domain.card import Coverage
from quizapp.domain.day import Calendar
from quizapp.domain.errors import StorageError
from quizapp.domain.history import (
    Buried,
    CardEvent,
    Draft,
    Graded,
    Mark,
    MockEnded,
    Outcome,
    Practised,
    Predicted,
    Rating,
    Restarted,
    Resumed,
    Suspended,
)
from quizapp.domain.memory import Memory
from quizapp.domain.modes import Mode
from quizapp.domain.rules import Rules
from quizapp.services.container import Services
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.storage.conftest import AT, RULES
from tests.stored import stored_basis, stored_schedules

randoms = count(1)


def give(history: History, card: str = "d/a", rating: Rating = Rating.GOOD, days: float = 0) -> CardEvent:
    at = AT + timedelta(days=days)
    recorded = history.record(at, next(randoms), lambda id: Graded(id, at, card, rating, 10, "quiz", "fsrs-6"))
    return recorded.event


def predict(history: History, correct: bool, days: float = 0) -> None:
    at = AT + timedelta(days=days)
    history.append(at, next(randoms), lambda id: Predicted(id, at, "xor-failure", "3 of 4", "3 of 4" if correct else "4 of 4", correct))


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


kinds_of_action = ["grade", "grade", "grade", "undo", "predict", "bury", "suspend", "resume", "reset", "rename", "practice"]
steps_of = st.tuples(st.sampled_from(kinds_of_action), st.sampled_from("abc"), st.sampled_from(Rating), st.integers(-2, 40))
actions = st.lists(steps_of, max_size=15)


@settings(max_examples=60)
@given(actions)
def test_the_stored_schedule_is_the_replay_of_the_stored_events(history: History, steps: list[tuple[str, str, Rating, int]]) -> None:
    kinds: dict[str, type[Buried | Suspended | Resumed | Restarted]] = {
        "bury": Buried,
        "suspend": Suspended,
        "resume": Resumed,
        "reset": Restarted,
    }
    for action, card, rating, day in steps:
        at = AT + timedelta(days=day)
        if action == "grade":
            give(history, f"d/{card}", rating, day)
        elif action == "undo":
            history.undo(at, next(randoms))
        elif action == "predict":
            predict(history, True, day)
        elif action == "practice":
            history.record(at, next(randoms), partial(Practised, at=at, card=f"d/{card}", rating=rating, duration_ms=1, mode="cram"))
        elif action == "rename":
            history.rename(at, next(randoms), "d/" + "abc"[rating % 3], f"d/{card}")
        else:
            history.record(at, next(randoms), partial(kinds[action], at=at, card=f"d/{card}"))
    stored = history.schedules()
    assert stored == Memory(RULES).replay(history.events())
    assert history.differences() == []
    before = stored
    history.rebuild()
    assert history.schedules() == before


def test_an_event_and_its_schedule_are_stored_together_or_not_at_all(history: History, database: Path) -> None:
    give(history)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TRIGGER stop BEFORE INSERT ON schedule BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
        connection.execute("CREATE TRIGGER stop2 BEFORE UPDATE ON schedule BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
    with pytest.raises(StorageError, match="Nothing that was already stored is lost"):
        give(history, "d/a")
    with pytest.raises(StorageError):
        give(history, "d/b")
    assert rows(database, "SELECT count(*) FROM events") == [(1,)]


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_an_undo_is_stored_with_its_schedule_or_not_at_all(history: History, database: Path, change: str) -> None:
    give(history)
    if change == "UPDATE":
        give(history)
    before = list(history.events()), history.schedules()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"CREATE TRIGGER stop BEFORE {change} ON schedule BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StorageError):
        history.undo(AT, next(randoms))
    assert (list(history.events()), history.schedules()) == before


@pytest.mark.parametrize("statement", ["UPDATE events SET rating = 4", "DELETE FROM events", "REPLACE INTO events SELECT * FROM events"])
def test_a_stored_event_can_neither_be_changed_nor_removed(history: History, database: Path, statement: str) -> None:
    give(history)
    with closing(sqlite3.connect(database)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert rows(database, "SELECT rating FROM events") == [(3,)]


def test_writing_is_durable_and_keeps_references(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_undo_goes_back_step_by_step_also_through_another_connection(history: History, connect: Callable[[], Engine]) -> None:
    events = [give(history, card) for card in ("d/a", "d/b", "d/a")]
    later = History(connect(), 1, Memory(RULES))
    taken_back = [later.undo(AT, next(randoms)) for _ in range(4)]
    assert [one and one.event for one in taken_back] == [*reversed(events), None]
    assert later.schedules() == {}
    assert len(list(later.events())) == 6


def test_a_grade_after_an_undo_is_taken_back_next(history: History) -> None:
    give(history, "d/a")
    give(history, "d/b")
    history.undo(AT, next(randoms))
    third = give(history, "d/c")
    undone = history.undo(AT, next(randoms))
    assert undone is not None
    assert undone.event == third


def test_two_programs_at_once_lose_no_grade(history: History, connect: Callable[[], Engine]) -> None:
    others = [History(connect(), 1, Memory(RULES)) for _ in range(3)]
    failures: list[BaseException] = []

    def work(mine: History, name: str) -> None:
        try:
            for number in range(25):
                give(mine, "d/shared" if number % 2 else f"d/{name}", days=number)
        except BaseException as error:  # noqa: BLE001  (told below)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(other, str(n))) for n, other in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    events = list(history.events())
    assert len(events) == 75
    assert len({event.id for event in events}) == 75
    assert history.differences() == []
    shared = history.schedule("d/shared")
    assert shared.reviews == 36


def test_ids_follow_the_order_of_storing_when_the_clock_goes_backwards(history: History) -> None:
    give(history, days=10)
    give(history, rating=Rating.EASY, days=-10)
    assert [event.at for event in history.events()] == [AT + timedelta(days=10), AT - timedelta(days=10)]


def test_a_learner_sees_only_their_own_history(engine: Engine, history: History, database: Path) -> None:
    give(history)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO learners SELECT 2, ?, name, created_at, basis FROM learners", (UUID(int=8).hex,))
    other = History(engine, 2, Memory(RULES))
    assert list(other.events()) == []
    assert other.schedules() == {}
    assert other.undo(AT, 1) is None
    give(other)
    assert len(list(history.events())) == 1


def test_undo_leaves_another_learners_event_of_the_same_id(engine: Engine, history: History, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO learners SELECT 2, ?, name, created_at, basis FROM learners", (UUID(int=8).hex,))
    both = [history, History(engine, 2, Memory(RULES))]
    events = [one.record(AT, 5, lambda id: Suspended(id, AT, "d/a")).event for one in both]
    assert events[0] == events[1]
    history.undo(AT, next(randoms))
    assert both[1].differences() == []
    taken_back = both[1].undo(AT, next(randoms))
    assert taken_back is not None
    assert taken_back.event == events[1]


def test_events_between_two_moments_are_those_that_stand_from_the_first_up_to_the_second(history: History) -> None:
    events = [give(history, days=day) for day in range(4)]
    give(history, days=1.5)
    history.undo(AT, next(randoms))
    assert history.between(AT + timedelta(days=1), AT + timedelta(days=3)) == events[1:3]


def test_a_database_that_another_program_holds_is_told_and_nothing_is_stored(
    database: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.storage.connection.BUSY_SECONDS", 0.05)
    impatient = open_engine(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program has been writing"):
            give(History(impatient, 1, Memory(RULES)))
    impatient.dispose()
    assert list(history.events()) == []


def test_a_prediction_is_kept_as_an_event_and_touches_no_schedule(history: History) -> None:
    graded = give(history)
    schedules = history.schedules()
    predict(history, True)
    first, second = history.events()
    assert first == graded
    assert isinstance(second, Predicted)
    assert (second.demo, second.predicted, second.measured, second.correct) == ("xor-failure", "3 of 4", "3 of 4", True)
    assert history.schedules() == schedules
    assert history.differences() == []
    assert history.between(AT, AT + timedelta(days=1)) == [graded]


def test_an_undo_passes_over_predictions(history: History) -> None:
    graded = give(history)
    predict(history, False)
    taken_back = history.undo(AT + timedelta(seconds=1), next(randoms))
    assert taken_back is not None
    assert taken_back.event == graded
    assert history.undo(AT + timedelta(seconds=2), next(randoms)) is None


def test_a_renamed_card_keeps_its_schedule_to_the_last_bit(history: History) -> None:
    for day in (0, 3, 30):
        give(history, "d/a", days=day)
    before = history.schedule("d/a")
    history.rename(AT, next(randoms), "d/b", "d/a")
    assert history.schedule("d/b") == replace(before, card="d/b")
    assert set(history.schedules()) == {"d/b"}
    assert history.differences() == []


def test_undo_takes_back_the_last_grade_of_a_renamed_card_and_not_its_rename(history: History) -> None:
    give(history, "d/a")
    give(history, "d/a", Rating.AGAIN, days=5)
    history.rename(AT, next(randoms), "d/b", "d/a")
    taken_back = history.undo(AT, next(randoms))
    assert taken_back is not None
    assert taken_back.event.card == "d/b"
    assert taken_back.schedule.card == "d/b"
    assert history.schedule("d/b").reviews == 1
    assert [event.card for event in history.between(AT - timedelta(days=1), AT + timedelta(days=9))] == ["d/b"]
    assert history.differences() == []


def test_a_rename_back_and_a_rename_onto_a_learned_card_join_their_histories(history: History) -> None:
    give(history, "d/a")
    history.rename(AT, next(randoms), "d/b", "d/a")
    history.rename(AT, next(randoms), "d/a", "d/b")
    assert set(history.schedules()) == {"d/a"}
    give(history, "d/c", days=4)
    history.rename(AT, next(randoms), "d/c", "d/a")
    assert history.schedule("d/c").reviews == 2
    assert set(history.schedules()) == {"d/c"}
    assert history.differences() == []


def test_what_was_typed_and_ticked_is_read_back_as_it_was(history: History) -> None:
    ticks = (Mark("a **point**, 가", Coverage.SAID), Mark("another", Coverage.PERHAPS))
    given = [
        history.record(AT, next(randoms), lambda id: Graded(id, AT, "d/a", Rating.GOOD, 10, "quiz", "fsrs-6", "typed\ntext", ticks)).event,
        history.record(AT, next(randoms), lambda id: Practised(id, AT, "d/a", Rating.HARD, 10, "mock", "", ticks, UUID(int=9))).event,
        give(history),
    ]
    assert list(history.events()) == given


def test_a_mode_and_an_outcome_that_only_a_newer_version_knows_are_read_as_they_were_written(history: History) -> None:
    history.record(AT, next(randoms), lambda id: Graded(id, AT, "d/a", Rating.GOOD, 10, Mode.AHEAD, "fsrs-6"))
    history.record(AT, next(randoms), lambda id: Practised(id, AT, "d/a", Rating.GOOD, 10, "by ear"))
    history.mocks.end(AT, next(randoms), UUID(int=8), Outcome.DISCARDED)
    history.mocks.end(AT, next(randoms), UUID(int=9), cast("Outcome", "handed over"))
    read = [
        event.mode if isinstance(event, Graded | Practised) else event.outcome
        for event in history.events()
        if isinstance(event, Graded | Practised | MockEnded)
    ]
    assert [(type(one), str(one)) for one in read] == [
        (Mode, "ahead"),
        (str, "by ear"),
        (Outcome, "discarded"),
        (str, "handed over"),
    ]


def test_practice_never_touches_a_schedule_and_can_be_taken_back(history: History) -> None:
    give(history)
    before = history.schedules()
    for card in ("d/a", "d/never-graded"):
        history.record(AT, next(randoms), lambda id, card=card: Practised(id, AT, card, Rating.AGAIN, 10, "cram"))  # type: ignore[misc]
        assert history.schedules() == before
    taken_back = history.undo(AT, next(randoms))
    assert taken_back is not None
    assert isinstance(taken_back.event, Practised)
    assert history.schedules() == before
    assert history.differences() == []


def test_an_answer_being_typed_is_kept_until_it_is_graded_and_comes_back_when_that_is_undone(history: History, database: Path) -> None:
    reader = QuickReader(database)
    history.draft("d/a", Draft("half an ans"))
    history.draft("d/a", Draft("half an answer", (Coverage.SAID, Coverage.MISSING)))
    assert reader.draft("d/a") == Draft("half an answer", (Coverage.SAID, Coverage.MISSING))
    given = Graded(UUID(int=0), AT, "d/a", Rating.GOOD, 10, "quiz", "fsrs-6", "a whole answer", (Mark("a point", Coverage.PERHAPS),))
    history.record(AT, next(randoms), lambda id: replace(given, id=id))
    assert reader.draft("d/a") == Draft()
    history.undo(AT, next(randoms))
    assert reader.draft("d/a") == Draft("a whole answer", (Coverage.PERHAPS,))
    history.draft("d/a", Draft())
    assert reader.draft("d/a") == Draft()
    reader.close()


def test_a_window_with_other_rules_marks_the_schedule_to_be_computed_afresh(history: History, connect: Callable[[], Engine]) -> None:
    history.rebuild()
    other = History(connect(), 1, Memory(Rules(Calendar(UTC), 0.8)))
    other.rebuild()
    give(history)
    with connect().connect() as connection:
        assert connection.exec_driver_sql("SELECT basis FROM learners").scalar() == ""


def test_what_is_typed_anew_is_not_lost_to_an_undo(history: History, database: Path) -> None:
    reader = QuickReader(database)
    history.record(AT, next(randoms), lambda id: Graded(id, AT, "d/a", Rating.AGAIN, 10, "quiz", "fsrs-6", "first"))
    history.draft("d/a", Draft("second, longer"))
    history.undo(AT, next(randoms))
    assert reader.draft("d/a") == Draft("second, longer")
    reader.close()


def test_a_new_learner_has_the_schedule_of_the_rules_in_force(services: Services) -> None:
    """A first start need not compute the schedule of an empty history."""
    assert stored_basis(services) == services.preferences.rules.basis
    assert stored_schedules(services) == {}
