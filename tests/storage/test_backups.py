"""Backups: whole and sound or not there, as many as are of use, and the way back."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quizapp.domain.errors import GoneError, StorageError
from quizapp.domain.history import Draft, Graded, Rating
from quizapp.storage import backups
from quizapp.storage.backup_files import Backup, backups_of, contents, folder_of
from quizapp.storage.backups import KEPT, WEEKS, back_up, copy_to, restore, superseded
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.sqlite_errors import explanation
from quizapp.storage.upgrade import HEAD
from tests.storage.conftest import AT

randoms = count(1)


def give(history: History, card: str = "deck/a") -> Graded:
    recorded = history.record(AT, next(randoms), lambda id: Graded(id, AT, card, Rating.GOOD, 1, "quiz", "fsrs-6"))
    assert isinstance(recorded.event, Graded)
    return recorded.event


def damage(path: Path) -> None:
    """Overwrites all but the first page."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))


def test_a_backup_holds_what_is_still_in_the_log_in_one_file_of_its_owners(database: Path, history: History) -> None:
    events = [give(history), give(history)]
    made = back_up(database, AT)
    assert made == folder_of(database) / f"quizapp-{HEAD}-20260302T120000Z.db"
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700
    held = contents(made)
    assert held is not None
    assert (held.reviews, held.events, held.last_event) == (2, 2, events[-1].id.hex)


def test_a_database_in_which_nothing_was_done_needs_no_backup(database: Path, engine: Engine) -> None:
    assert back_up(database, AT) is None
    assert not folder_of(database).exists()


def test_what_is_typed_alone_is_worth_a_backup(database: Path, history: History) -> None:
    history.draft("deck/a", Draft("half an answer"))
    assert back_up(database, AT) is not None


def test_where_nothing_has_been_done_since_there_is_no_second_backup(database: Path, history: History) -> None:
    give(history)
    first = back_up(database, AT)
    assert back_up(database, AT + timedelta(days=1)) == first
    give(history)
    assert back_up(database, AT + timedelta(days=2)) != first


def test_a_backup_that_fails_leaves_nothing(database: Path, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    give(history)
    monkeypatch.setattr(backups, "contents", lambda path: None)
    with pytest.raises(StorageError, match="is damaged"):
        back_up(database, AT)
    assert list(folder_of(database).iterdir()) == []


def test_a_copy_that_lacks_an_event_is_not_kept(database: Path, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(history)
    copied = shutil.copyfile(database, tmp_path / "without the log.db")
    give(history)
    monkeypatch.setattr(backups, "contents", lambda path: contents(copied))
    with pytest.raises(StorageError):
        copy_to(database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_a_killed_backup_left_behind_is_cleared_away_and_what_is_being_made_is_not(database: Path, history: History) -> None:
    give(history)
    folder_of(database).mkdir()
    old, young = folder_of(database) / f".quizapp-{HEAD}-x.db.1-1.part", folder_of(database) / f".quizapp-{HEAD}-y.db.2-2.part"
    old.touch()
    os.utime(old, (0, 0))
    young.touch()
    back_up(database, AT)
    assert (old.exists(), young.exists()) == (False, True)


def made_on(day: int) -> Backup:
    at = datetime(2026, 6, 1, 9, tzinfo=UTC) - timedelta(days=day)
    return Backup(Path(str(day)), at, HEAD)


def test_what_cannot_be_cleared_away_is_said_and_the_backup_is_there(
    database: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(history)
    stuck = folder_of(database) / "a folder where an old backup was"
    stuck.mkdir(parents=True)
    monkeypatch.setattr(backups, "superseded", lambda *_: [Backup(stuck, AT, HEAD)])
    with pytest.raises(StorageError, match="a folder where an old backup was cannot be removed"):
        back_up(database, AT)
    assert len(backups_of(database)) == 1


def test_a_draft_that_has_just_gone_is_no_obstacle(database: Path, history: History) -> None:
    give(history)
    folder_of(database).mkdir()
    (folder_of(database) / ".gone.part").symlink_to("nowhere")
    assert back_up(database, AT) is not None


def test_the_last_ten_are_kept_and_one_a_week_for_eight_weeks() -> None:
    made = [made_on(day) for day in range(365)]
    gone = superseded(made, made[0].at)
    kept = [backup for backup in made if backup not in gone]
    assert kept[:KEPT] == made[:KEPT]
    older = kept[KEPT:]
    assert len(older) == WEEKS
    weeks = [backup.at.isocalendar()[:2] for backup in older]
    assert len(set(weeks)) == WEEKS
    assert weeks == sorted(weeks, reverse=True)
    assert older[0].at - older[-1].at <= timedelta(weeks=WEEKS)


def test_used_day_by_day_the_backups_reach_as_far_back() -> None:
    """Each day drops what it no longer needs: what stays must be what would have been chosen from all of them."""
    there: list[Backup] = []
    for day in range(200, -1, -1):
        there.append(made_on(day))
        gone = superseded(there, made_on(day).at)
        there = [backup for backup in there if backup not in gone]
    assert len(there) == KEPT + WEEKS
    assert there[-1].at - there[0].at >= timedelta(weeks=WEEKS)


def test_backups_that_a_wrong_clock_dated_in_the_future_push_out_none_of_today() -> None:
    wrong = [Backup(Path(f"wrong {day}"), datetime(2036, 1, 1, tzinfo=UTC) + timedelta(days=day), HEAD) for day in range(20)]
    right = [made_on(day) for day in range(KEPT)]
    assert set(superseded([*wrong, *right], right[0].at)) <= set(wrong)


def test_a_restored_backup_is_what_it_was_and_the_database_before_is_kept_whole(database: Path, history: History) -> None:
    first = give(history)
    made = back_up(database, AT)
    assert made is not None
    second = give(history)  # in the log alone
    kept = restore(database, made, AT)
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT id FROM events ORDER BY id").fetchall() == [(first.id.hex,), (second.id.hex,)]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT id FROM events").fetchall() == [(first.id.hex,)]


def test_a_window_that_is_open_during_a_restore_refuses_its_next_grade_and_stores_the_one_after(
    database: Path, history: History, reader: QuickReader
) -> None:
    first = give(history)
    made = back_up(database, AT)
    assert made is not None
    give(history)
    restore(database, made, AT)
    with pytest.raises(GoneError, match="was replaced by another file"):
        give(history)
    last = give(history)
    assert list(history.events()) == [first, last]
    assert reader.learner() is not None
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (2,)


def test_nothing_is_restored_while_another_program_writes(
    database: Path, history: History, connect: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.05)
    give(history)
    made = back_up(database, AT)
    assert made is not None
    with connect().begin(), pytest.raises(StorageError, match="another program is writing to"):
        restore(database, made, AT)
    give(history)
    assert len(list(history.events())) == 2
    assert not list(database.parent.glob("*before-restore*"))


@pytest.mark.parametrize("broken", [b"no database at all" * 500, b"", None])
def test_a_backup_takes_the_place_of_a_damaged_database_which_is_kept(database: Path, history: History, broken: bytes | None) -> None:
    give(history)
    made = back_up(database, AT)
    assert made is not None
    if broken is None:
        damage(database)
    else:
        database.write_bytes(broken)
    before = database.read_bytes()
    kept = restore(database, made, AT)
    assert kept is not None
    assert kept.read_bytes() == before
    held = contents(database)
    assert held is not None
    assert held.reviews == 1


def test_a_damaged_backup_is_not_put_in_the_place_of_anything(database: Path, history: History) -> None:
    give(history)
    made = back_up(database, AT)
    assert made is not None
    damage(made)
    with pytest.raises(StorageError):
        restore(database, made, AT)
    assert len(list(history.events())) == 1
    assert sorted(path.name for path in database.parent.iterdir() if path.suffix == ".db") == [database.name]


def test_an_error_about_damage_names_a_backup_only_where_there_is_a_sound_one(database: Path, history: History) -> None:
    malformed = sqlite3.DatabaseError("database disk image is malformed")
    assert "There is no backup of it" in explanation(database, malformed).hint
    give(history)
    sound = back_up(database, AT)
    give(history)
    newer = back_up(database, AT + timedelta(days=1))
    assert sound is not None
    assert newer is not None
    assert newer != sound
    damage(newer)
    hint = explanation(database, malformed).hint
    assert "`quizapp restore` brings back the backup of 2026-03-02" in hint
    assert "(1 review)" in hint
    damage(sound)
    assert "There is no backup of it" in explanation(database, malformed).hint


def test_backups_of_an_older_program_are_found_and_other_files_are_not(database: Path, history: History) -> None:
    folder_of(database).mkdir()
    for name in ("quizapp-0005-20260101T080000Z.db", "quizapp-0005-20269999T080000Z.db", "other-0005-20260101T080000Z.db", "notes.txt"):
        (folder_of(database) / name).touch()
    assert [(backup.revision, backup.at) for backup in backups_of(database)] == [("0005", datetime(2026, 1, 1, 8, tzinfo=UTC))]
