import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory

from quizapp.domain.card import Coverage
from quizapp.domain.errors import StorageError
from quizapp.domain.history import (
    Buried,
    Draft,
    Graded,
    Interviewed,
    Mark,
    Practised,
    Predicted,
    Restarted,
    Resumed,
    Suspended,
    Undone,
    Went,
)
from quizapp.domain.memory import Memory
from quizapp.settings import shipped
from quizapp.storage import upgrade
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.upgrade import HEAD, ensure_current
from tests.storage.conftest import AT, RULES

NEXT = f"{int(HEAD) + 1:04}"
FROZEN = Path(__file__).parent / "frozen"
BAD = """def upgrade() -> None:
    op.create_table("extra", sa.Column("id", sa.Integer))
    op.execute("UPDATE learners SET name = 'changed'")
    raise RuntimeError("half way")
"""
GOOD = """def upgrade() -> None:
    for table in ("decks", "cards"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("colour", sa.String, nullable=True))
"""


def migrations_with(tmp_path: Path, body: str) -> Path:
    """The shipped migrations and one more, NEXT, whose upgrade is `body`."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder)
    head = f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{NEXT}"\ndown_revision = "{HEAD}"\n\n\n'
    (folder / "versions" / f"{NEXT}_more.py").write_text(head + body)
    return folder


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "quizapp.db"
    path.parent.mkdir()
    shutil.copy(FROZEN / "v1.db", path)
    return path


def test_a_database_of_the_second_version_opens_with_its_predictions(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v2.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    events = list(history.events())
    assert isinstance(events[-2], Predicted)
    assert isinstance(events[-1], Graded)
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a", "deck/b"}
    engine.dispose()


def test_a_database_of_the_fourth_version_opens_with_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v4.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    first, practice, *_ = history.events()
    assert isinstance(first, Graded)
    assert (first.answer, first.ticks, first.sitting) == ("It is b.", (Mark("a **b**", Coverage.SAID),), None)
    assert isinstance(practice, Practised)
    assert (practice.mode, practice.sitting) == ("cram", None)
    assert history.mocks.begun() == []
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a", "deck/c"}
    reader = QuickReader(path)
    assert reader.draft("deck/b") == Draft("half an ans")
    reader.close()
    engine.dispose()


def test_the_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(shipped("migrations")).get_heads() == [HEAD]


def schema(path: Path) -> dict[str, object]:
    """All that makes up the database but its rows: tables by column name, indexes, foreign keys, triggers and views."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(path)) as connection:
        for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall():
            if kind == "table":
                columns = connection.execute('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?)', (name,))
                keys = connection.execute('SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(?)', (name,))
                found[name] = sorted(columns), sorted(keys), "WITHOUT ROWID" in sql
            elif kind == "index":
                columns = connection.execute('SELECT name, "desc", coll FROM pragma_index_xinfo(?) WHERE key', (name,))
                found[name] = table, list(columns), sql and " ".join(sql.split())
            else:
                found[name] = " ".join(sql.split())
        found["revision"] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return found


@pytest.mark.parametrize("version", ["v1", "v2", "v4", "v5", "v6"])
def test_a_database_made_from_the_models_is_what_the_migrations_make(database: Path, tmp_path: Path, version: str) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / f"{version}.db", path)
    ensure_current(path, shipped("migrations"), AT)
    assert schema(path) == schema(database)


FIRST_START = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from quizapp.storage import models, upgrade

if "killed" in sys.argv:
    models.statements = lambda: os._exit(9)
upgrade.ensure_current(Path(sys.argv[1]), Path("no migrations"), datetime.now(UTC))
print("alembic" in sys.modules)
"""


def first_start(path: Path, *more: str) -> "subprocess.Popen[str]":
    """A process that opens the database at `path` and says whether it has imported Alembic."""
    return subprocess.Popen([sys.executable, "-c", FIRST_START, str(path), *more], stdout=subprocess.PIPE, text=True)


def test_processes_that_start_at_once_in_an_empty_folder_make_one_database_without_alembic(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "quizapp.db"
    processes = [first_start(path) for _ in range(4)]
    assert [process.communicate()[0] for process in processes] == ["False\n"] * 4
    assert schema(path) == schema(database)


def test_a_first_start_that_was_killed_half_way_leaves_nothing_that_the_next_one_takes_for_a_database(
    database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "quizapp.db"
    killed = first_start(path, "killed")
    killed.communicate()
    assert killed.returncode == 9
    assert not path.exists()
    assert first_start(path).communicate()[0] == "False\n"
    assert schema(path) == schema(database)


def test_a_database_that_was_emptied_is_refused_and_stays_as_it_is(database: Path) -> None:
    database.write_bytes(b"")
    with pytest.raises(StorageError, match=r"is empty: everything in it is gone.*There is no backup of it.*To start over, delete it"):
        ensure_current(database, shipped("migrations"), AT)
    assert database.read_bytes() == b""


def test_only_a_regular_file_is_taken_for_a_database(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o644)
    with pytest.raises(StorageError, match="is not a file"):
        ensure_current(pipe, shipped("migrations"), AT)
    assert pipe.stat().st_mode & 0o777 == 0o644


def test_a_database_of_the_sixth_version_opens_with_a_grade_from_the_future_that_can_be_set_right(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v6.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    assert history.differences() == []
    due = history.schedule("deck/b").due
    assert due is not None
    assert due.year == 2036
    ((event, moment),) = history.correct(AT + timedelta(days=1), lambda: 1)
    assert (event.card, moment) == ("deck/b", AT)
    due = history.schedule("deck/b").due
    assert due is not None
    assert due.year == 2026
    assert history.differences() == []
    engine.dispose()


def test_a_database_of_the_seventh_version_can_say_how_an_interview_went(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v7.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    before = list(history.events())
    said = history.append(AT, 1, lambda id: Interviewed(id, AT, date(2026, 12, 20), Went.WELL))
    assert [*history.events()] == [*before, said]
    with closing(QuickReader(path)) as reader:
        assert reader.told_of(date(2026, 12, 20))
        assert not reader.told_of(date(2026, 12, 21))
    assert history.differences() == []
    engine.dispose()


def test_an_upgrade_that_fails_at_every_start_makes_one_backup(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    migrations = migrations_with(tmp_path, BAD)
    for day in range(3):
        with pytest.raises(StorageError, match="There is a backup at"):
            ensure_current(frozen, migrations, AT + timedelta(days=day))
    assert len(list((frozen.parent / "backups").iterdir())) == 1


def test_a_database_of_the_fifth_version_opens_with_its_mock_interview_and_its_rename(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v5.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    (begun,) = history.mocks.begun()
    assert begun.setup.cards == ("deck/d",)
    assert [type(event).__name__ for event in history.mocks.sitting(begun.id)] == ["Practised", "FollowUpAnswered", "MockEnded", "Graded"]
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/b", "deck/c", "deck/d", "deck/z"}
    assert history.marks("deck/d") == [(Mark("a **b**", Coverage.MISSING),)]
    engine.dispose()
    reader = QuickReader(path)
    tomorrow = AT.date() + timedelta(days=1)
    assert (reader.due(tomorrow), reader.new(tomorrow, 9)) == (["deck/d"], ["deck/b"])
    assert reader.draft("deck/b") == Draft("half an ans")
    reader.close()


def test_a_first_start_copies_what_is_ready_made_for_its_owner_alone(tmp_path: Path) -> None:
    ready, path = tmp_path / "ready.db", tmp_path / "home" / "quizapp.db"
    ensure_current(ready, shipped("migrations"), AT)
    with closing(sqlite3.connect(ready)) as connection, connection:
        connection.execute("INSERT INTO decks VALUES ('deck', 0, 'en', '{}', '[]', '[]', 'f', NULL)")
    ready.chmod(0o444)
    assert ensure_current(path, shipped("migrations"), AT, ready) is None
    assert contents(path) == contents(ready)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_first_start_replaces_no_database_that_another_window_has_just_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, path = tmp_path / "ready.db", tmp_path / "quizapp.db"
    ensure_current(ready, shipped("migrations"), AT)
    link = os.link

    def late(source: Path, target: Path) -> None:
        """The other window is quicker."""
        shutil.copy(ready, target)
        ensure_local_learner(target, UUID(int=7), AT, RULES.basis)
        link(source, target)

    monkeypatch.setattr(upgrade, "link", late)
    assert ensure_current(path, shipped("migrations"), AT, ready) is None
    reader = QuickReader(path)
    assert reader.learner() is not None
    reader.close()
    assert sorted(tmp_path.iterdir()) == [path, ready]


def test_where_files_cannot_be_linked_the_database_is_made_from_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, path = tmp_path / "ready.db", tmp_path / "quizapp.db"
    ensure_current(ready, shipped("migrations"), AT)

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(upgrade, "link", refuse)
    assert ensure_current(path, shipped("migrations"), AT, ready) is None
    assert contents(path) == contents(ready)
    assert sorted(tmp_path.iterdir()) == [path, ready]


def test_a_new_database_is_its_owners_alone(database: Path) -> None:
    assert database.stat().st_mode & 0o777 == 0o600
    assert database.parent.stat().st_mode & 0o777 == 0o700


def test_a_database_of_the_first_version_opens_with_every_event_and_its_schedule(frozen: Path) -> None:
    ensure_current(frozen, shipped("migrations"), AT)
    engine = open_engine(frozen)
    history = History(engine, 1, Memory(RULES))
    events = list(history.events())
    assert [type(event) for event in events] == [Graded, Graded, Graded, Undone, Suspended, Buried, Graded, Restarted, Resumed]
    first = events[0]
    assert isinstance(first, Graded)
    assert (first.card, int(first.rating), first.duration_ms, first.at) == (
        "deck/a",
        3,
        1500,
        datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a"}
    engine.dispose()


def test_a_current_database_is_left_alone(database: Path) -> None:
    assert ensure_current(database, shipped("migrations"), AT) is None
    assert not (database.parent / "backups").exists()


def test_a_newer_database_is_refused_and_unchanged(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()
    with pytest.raises(StorageError, match=r"newer QuizApp .* unchanged"):
        ensure_current(database, shipped("migrations"), AT)
    assert database.read_bytes() == before
    assert not (database.parent / "backups").exists()


@pytest.mark.parametrize("data", [b"this is a letter, not a database\n" * 100, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_refused_and_unchanged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "quizapp.db"
    path.write_bytes(data)
    with pytest.raises(StorageError, match="is not a QuizApp database"):
        ensure_current(path, shipped("migrations"), AT)
    assert path.read_bytes() == data


def test_another_programs_database_is_refused_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipes (id)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="is not a QuizApp database"):
        ensure_current(path, shipped("migrations"), AT)
    assert path.read_bytes() == before


def test_a_failed_upgrade_changes_nothing_and_says_where_the_backup_is(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    before = contents(frozen)
    with pytest.raises(StorageError, match=r"half way.*unchanged") as told:
        ensure_current(frozen, migrations_with(tmp_path, BAD), AT)
    assert contents(frozen) == before
    (backup,) = (frozen.parent / "backups").iterdir()
    assert str(backup) in told.value.hint
    assert contents(backup) == before
    assert backup.stat().st_mode & 0o077 == 0


def test_rebuilding_a_parent_table_keeps_its_children(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    backup = ensure_current(frozen, migrations_with(tmp_path, GOOD), AT)
    assert backup is not None
    with closing(sqlite3.connect(frozen)) as connection:
        assert connection.execute("SELECT count(*) FROM cards").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (9,)
        assert connection.execute("SELECT colour FROM decks").fetchall() == [(None,)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (NEXT,)


def test_a_row_that_would_point_nowhere_stops_the_upgrade(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    before = contents(frozen)
    with pytest.raises(StorageError, match="would refer to nothing"):
        ensure_current(frozen, migrations_with(tmp_path, 'def upgrade() -> None:\n    op.execute("DELETE FROM decks")\n'), AT)
    assert contents(frozen) == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"cannot be created.*--data-dir"):
        ensure_current(tmp_path / "file" / "quizapp.db", shipped("migrations"), AT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(StorageError, match="cannot be created"):
        ensure_current(tmp_path / "locked" / "quizapp.db", shipped("migrations"), AT)


@pytest.mark.parametrize(
    "name",
    [
        "한글 and space",
        "a#b",
        "a?b",
        "a%20b",
    ],
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "quizapp.db"
    ensure_current(path, shipped("migrations"), AT)
    assert any("CREATE TABLE events" in line for line in contents(path))
    assert [made.name for made in tmp_path.iterdir()] == [name]
