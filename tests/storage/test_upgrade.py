import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory

from quizapp.domain.errors import StorageError
from quizapp.settings import shipped
from quizapp.storage import upgrade
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.upgrade import HEAD, ensure_current
from tests.storage.conftest import AT, FROZEN, RULES

NEXT = f"{int(HEAD) + 1:04}"
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


@pytest.mark.parametrize("version", ["v1", "v2", "v4", "v5", "v6", "v7", "v8"])
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


def test_an_upgrade_that_fails_at_every_start_makes_one_backup(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    migrations = migrations_with(tmp_path, BAD)
    for day in range(3):
        with pytest.raises(StorageError, match="There is a backup at"):
            ensure_current(frozen, migrations, AT + timedelta(days=day))
    assert len(list((frozen.parent / "backups").iterdir())) == 1


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
