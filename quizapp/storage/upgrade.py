"""Brings a database to the schema this program speaks: made anew, left as it is, migrated after a backup, or refused.

A new database is a copy of the one that was made when the program was built, with the built-in decks in it: making and filling it takes
five times as long as `quizapp due`. Where there is none, as in a checkout, it is made from the models in one transaction, without Alembic;
comparing the stored revision with `HEAD` needs sqlite3 alone. A migration runs in one transaction with foreign keys off (a rebuilt table
would cascade its children away) and is checked before it commits, so that a failed one leaves the database as it was.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import StorageError
from quizapp.storage.sqlite_errors import explained

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0006"
"""The newest revision in migrations/versions."""


def ensure_current(path: Path, migrations: Path, at: datetime, ready_made: Path | None = None) -> Path | None:
    """Makes the database at `path` ready for use; returns the backup that was made if it had to be migrated.

    Where there is nothing at `path`, it becomes a copy of `ready_made`, if that is there.

    Raises StorageError for a file that is no QuizApp database, one of a newer version, and a migration that failed.
    """
    if not path.exists() and not _copied(ready_made, path):
        _create_private(path)
    with explained(path):
        revision = _revision(path)
        if revision == HEAD:
            return None
        if revision is None:
            path.chmod(0o600)  # an empty file that was there already may be open to others
            _create(path)
            return None
    _refuse_newer(path, revision, migrations)
    backup = back_up(path, path.parent / "backups" / f"{path.stem}-{revision}-{at:%Y%m%dT%H%M%SZ}.db")
    try:
        _migrate(path, migrations)
    except Exception as error:
        raise StorageError(
            f"{path} could not be upgraded from version {revision} to {HEAD} ({error}); it is unchanged",
            f"A backup is at {backup}.",
        ) from error
    return backup


def back_up(path: Path, target: Path) -> Path:
    """Copies the database with SQLite's own backup, which is safe while others write; returns `target`."""
    _create_private(target)
    with (
        explained(target),
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return target


def damage(path: Path) -> list[str]:
    """What SQLite finds wrong in the database at `path`; empty when it is sound."""
    with explained(path), closing(sqlite3.connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"a row of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]


def _create_private(path: Path) -> None:
    """An empty file only its owner can read, in a folder (if it has to be made) only its owner can enter."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StorageError(
            f"{path} cannot be created: {error.strerror}", "Choose another place with --data-dir or QUIZAPP_DATA_DIR."
        ) from error


def _copied(ready_made: Path | None, path: Path) -> bool:
    """Whether `ready_made` is at `path` now, all of it: another window may look, or make a database of its own, at any moment."""
    if ready_made is None or not ready_made.exists():
        return False
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    _create_private(draft)
    try:
        with draft.open("wb") as file:
            file.write(ready_made.read_bytes())
            os.fsync(file.fileno())  # the first grade will be flushed to the log alone
        os.link(draft, path)  # unlike a renaming, it replaces nothing
    except FileExistsError:
        return True
    except OSError:
        return False  # a file system without links: made from the models, which takes a little longer
    finally:
        draft.unlink()
    return True


def _revision(path: Path) -> str | None:
    """The stored revision; None for a database that holds nothing yet."""
    with closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise sqlite3.DatabaseError("file is not a database")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _refuse_newer(path: Path, revision: str, migrations: Path) -> None:
    if not any((migrations / "versions").glob(f"{revision}_*.py")):
        raise StorageError(
            f"{path} was written by a newer QuizApp (its version is {revision}, this program's is {HEAD}); it is unchanged",
            "Upgrade QuizApp, or point --data-dir to another folder.",
        )


def _create(path: Path) -> None:
    """Makes every table, trigger and view from the models, and notes the revision as Alembic does. Another window may be doing the same."""
    from quizapp.storage.models import Base

    with _alone(path) as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
            Base.metadata.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _migrate(path: Path, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    with _alone(path) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise StorageError(f"{len(broken)} rows would point nowhere")


@contextmanager
def _alone(path: Path) -> Iterator["Connection"]:
    """A connection that holds the write lock, committed at the end of the block and rolled back where the block fails."""
    from sqlalchemy import URL, create_engine
    from sqlalchemy.pool import NullPool

    from quizapp.storage.engine import explain_errors

    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"isolation_level": None, "timeout": 30}
    )
    explain_errors(engine, path)
    with engine.connect() as connection:
        for setting in ("journal_mode=WAL", "foreign_keys=OFF", "legacy_alter_table=ON"):  # the last: views may name a table being rebuilt
            connection.exec_driver_sql(f"PRAGMA {setting}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
