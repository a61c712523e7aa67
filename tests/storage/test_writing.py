"""What a grade costs the database: somebody waits for it."""

from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from quizapp.domain.errors import StorageError
from quizapp.domain.history import CardEvent, Graded, Rating
from quizapp.storage.history import BETWEEN_CHECKPOINTS, History
from tests.storage.conftest import AT

randoms = count(1)


def give(history: History) -> None:
    history.record(AT, next(randoms), lambda id: Graded(id, AT, "d/a", Rating.GOOD, 10, "quiz", "fsrs-6"))


def test_a_grade_takes_three_statements_and_one_transaction(history: History, engine: Engine) -> None:
    """Somebody waits for it: one statement asks for all that it depends on, one adds the event, one the schedule."""
    given: list[str] = []

    def note(statement: str) -> None:
        words = " ".join(statement.split()[:3])
        if not statement.startswith("--") and given[-1:] != [words]:  # a trigger at work, and the statement again that set it off
            given.append(words)

    event.listen(engine, "connect", lambda connection, _: connection.set_trace_callback(note))
    give(history)
    given.clear()
    give(history)
    assert given == ["BEGIN IMMEDIATE", "SELECT (SELECT max(events.id)", "INSERT INTO events", "INSERT INTO schedule", "COMMIT"]


def test_after_a_failed_grade_the_next_one_is_stored(history: History) -> None:
    def fails(id: UUID) -> CardEvent:
        raise StorageError("the disk is full")

    give(history)
    with pytest.raises(StorageError):
        history.record(AT, 1, fails)
    give(history)
    assert len(list(history.events())) == 2


def test_a_history_that_is_closed_lets_go_of_its_connection(history: History, engine: Engine) -> None:
    taken: list[int] = []
    event.listen(engine, "checkout", lambda *_: taken.append(1))
    event.listen(engine, "checkin", lambda *_: taken.append(-1))
    give(history)
    give(history)
    assert taken == [1], "grades keep theirs"
    history.close()
    assert sum(taken) == 0
    give(history)
    history.close()
    assert sum(taken) == 0


def test_room_made_now_and_then_keeps_the_log_from_growing(history: History, database: Path) -> None:
    """A commit that makes the file grow takes twice as long as one that writes over it."""
    log = database.with_name(database.name + "-wal")
    sizes = []
    for _ in range(3):
        for _ in range(BETWEEN_CHECKPOINTS):
            give(history)
        history.make_room()
        sizes.append(log.stat().st_size)
    assert max(sizes) < 1.1 * sizes[0]
