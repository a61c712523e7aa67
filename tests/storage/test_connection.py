"""A database that is no longer what was opened: noticed before a write, and gone on with once the cause is gone."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, event

from quizapp.domain.errors import BusyError, GoneError, StorageError
from quizapp.domain.history import Graded, Rating
from quizapp.domain.memory import Memory
from quizapp.storage.backups import save_open
from quizapp.storage.connection import Patience, checkpoint
from quizapp.storage.engine import open_engine, refusing
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.read_only import ReadableCopy
from tests.storage.conftest import AT, RULES

randoms = count(1)


def give(history: History, card: str = "deck/a") -> Graded:
    recorded = history.record(AT, next(randoms), lambda id: Graded(id, AT, card, Rating.GOOD, 1, "quiz", "fsrs-6"))
    assert isinstance(recorded.event, Graded)
    return recorded.event


def grades_in(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        number: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        return number


def test_a_deleted_database_refuses_the_grade_and_no_new_one_appears_in_its_place(database: Path, history: History) -> None:
    give(history)
    database.unlink()
    for _ in range(3):
        with pytest.raises(GoneError, match="was deleted or moved"):
            give(history)
    assert not database.exists()


def test_where_a_moved_database_is_put_back_the_app_goes_on(database: Path, history: History, tmp_path: Path) -> None:
    give(history)
    moved = tmp_path / "moved"
    database.parent.rename(moved)  # as a folder that is unmounted
    with pytest.raises(GoneError):
        give(history)
    moved.rename(database.parent)
    give(history)
    assert grades_in(database) == 2
    assert history.differences() == []


def test_a_database_replaced_by_a_sync_tool_refuses_one_grade_and_takes_the_next(
    database: Path, history: History, reader: QuickReader, tmp_path: Path
) -> None:
    other = Path(shutil.copy(database, tmp_path / "other.db"))
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("UPDATE learners SET name = 'the other machine'")
    give(history)
    other.replace(database)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    with pytest.raises(GoneError, match="was replaced"):
        give(history)
    give(history)
    learner = reader.learner()
    assert learner is not None
    assert learner.name == "the other machine"
    assert grades_in(database) == 1


def test_an_emptied_database_refuses_the_grade(database: Path, history: History) -> None:
    give(history)
    os.truncate(database, 0)
    with pytest.raises(GoneError, match="was emptied"):
        give(history)


def test_what_was_stored_can_be_written_back_after_its_file_was_deleted(
    database: Path, history: History, reader: QuickReader, tmp_path: Path
) -> None:
    events = [give(history), give(history)]
    assert reader.learner() is not None
    database.unlink()
    with pytest.raises(GoneError):
        give(history)
    assert save_open(reader.save_as, database, tmp_path / "elsewhere.db") == database
    events.append(give(history))
    assert list(history.events()) == events


def test_where_its_folder_is_gone_as_well_it_is_written_elsewhere(
    database: Path, history: History, reader: QuickReader, tmp_path: Path
) -> None:
    give(history)
    assert reader.learner() is not None
    shutil.rmtree(database.parent)
    saved = save_open(reader.save_as, database, tmp_path / "elsewhere.db")
    assert saved == tmp_path / "elsewhere.db"
    assert grades_in(saved) == 1
    assert not database.parent.exists()


def test_a_full_disk_refuses_the_grade_and_nothing_is_left_of_it(database: Path, connect: Callable[[], Engine], history: History) -> None:
    give(history)
    engine = connect()
    full = [True]

    @event.listens_for(engine, "begin")
    def _fill(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full[0] else 1_000_000}")  # type: ignore[attr-defined]

    cramped = History(engine, 1, Memory(RULES))
    stored = 1
    refused = ""
    while not refused:
        try:
            give(cramped)
            stored += 1
        except StorageError as error:
            refused = str(error)
    assert "the disk is full" in refused
    full[0] = False
    give(cramped)
    assert len(list(history.events())) == stored + 1
    assert history.differences() == []


def test_a_database_that_cannot_be_written_can_be_read_and_says_why_it_stores_nothing(database: Path, engine: Engine) -> None:
    give(History(engine, 1, Memory(RULES)))
    why = StorageError("it cannot be written", "Make it writable.")
    history = History(refusing(engine, why), 1, Memory(RULES))
    assert len(list(history.events())) == 1
    with pytest.raises(StorageError, match=r"it cannot be written\. Make it writable\."):
        give(history)
    assert len(list(history.events())) == 1


def test_the_copy_that_is_read_holds_what_is_still_in_the_log_and_goes_away(database: Path, history: History) -> None:
    give(history)
    copy = ReadableCopy(database)
    assert grades_in(copy.path) == 1
    copy.close()
    assert not copy.path.parent.exists()


def test_after_a_clean_leave_the_file_alone_holds_everything_though_another_window_is_open(
    database: Path, history: History, tmp_path: Path
) -> None:
    give(history)
    alone = Path(shutil.copy(database, tmp_path / "before.db"))
    assert grades_in(alone) == 0
    checkpoint(database)
    alone = Path(shutil.copy(database, tmp_path / "after.db"))
    assert grades_in(alone) == 1


def test_the_screen_is_not_kept_waiting_for_another_program_and_a_worker_is(database: Path, engine: Engine) -> None:
    """Measured by what is waited for, not by time: the lock is let go only once the screen's thread has been refused."""
    patience = Patience()
    patient = open_engine(database, patience)
    history = History(patient, 1, Memory(RULES))
    patience.hurry_here()
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    worker = Thread(target=history.wait)
    worker.start()
    with pytest.raises(BusyError, match="another program has been writing"):
        give(history)
    assert worker.is_alive()
    other.execute("ROLLBACK")
    other.close()
    worker.join()
    give(history)
    patient.dispose()


def test_a_write_is_flushed_to_the_disk_itself_on_macos(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA fullfsync").scalar() == 1
