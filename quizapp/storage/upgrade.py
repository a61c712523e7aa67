"""Brings a database to the schema this program speaks: made anew, left as it is, migrated after a backup, or refused.

A new database is a copy of the one that was made when the program was built, with the built-in decks in it: making and filling it takes
five times as long as `quizapp due`. Where there is none, as in a checkout, it is made from the models in one transaction, without Alembic;
comparing the stored revision with `HEAD` needs sqlite3 alone. A migration runs in one transaction with foreign keys off (a rebuilt table
would cascade its children away) and is checked before it commits, so that a failed one leaves the database as it was.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from os import link
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.storage.files import clear_abandoned, drafted, flush
from quizapp.storage.sqlite_errors import explained, way_back

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0009"
"""The newest revision in migrations/versions."""


def ensure_current(path: Path, migrations: Path, at: datetime, ready_made: Path | None = None) -> Path | None:
    """Makes the database at `path` ready for use; returns the backup that was made if it had to be migrated.

    Where there is nothing at `path`, it becomes a copy of `ready_made`, if that is there. A file appears there all at once: an empty one
    was emptied. Raises StorageError for a file that is no QuizApp database, one of a newer version, and a migration that failed.
    """
    if not path.exists():
        _make(path, ready_made)
    revision = revision_of(path)
    if revision == HEAD:
        return None
    refuse_newer(path, revision, migrations)
    from quizapp.storage.backups import back_up

    backup = back_up(path, at)
    try:
        _migrate(path, migrations)
    except Exception as error:
        raise StorageError(
            gettext(
                "{path} could not be upgraded from version {old} to {new} ({reason}); it is unchanged",
                path=path,
                old=revision,
                new=HEAD,
                reason=error,
            ),
            gettext("There is a backup at {path}.", path=backup) if backup else "",
        ) from error
    return backup


def is_current(path: Path) -> bool:
    """Whether the database at `path` can be used as it is. Raises StorageError where it is none of QuizApp's."""
    return revision_of(path) == HEAD


def revision_of(path: Path) -> str:
    """The revision of the database at `path`. Raises StorageError if it is not one of QuizApp's."""
    if not path.is_file():
        raise StorageError(
            gettext("{path} is not a file", path=path), gettext("Point --data-dir or QUIZAPP_DATABASE_URL to another place.")
        )
    if not path.stat().st_size:
        hint = " ".join((way_back(path), gettext("To start over, delete it.")))
        raise StorageError(gettext("{path} is empty: everything in it is gone", path=path), hint)
    with explained(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if "alembic_version" in tables else None
        if row is None:
            raise sqlite3.DatabaseError("file is not a database")
    return str(row[0])


def refuse_newer(path: Path, revision: str, migrations: Path) -> None:
    """Raises StorageError where only a newer QuizApp knows `revision`."""
    if not any((migrations / "versions").glob(f"{revision}_*.py")):
        raise StorageError(
            gettext(
                "{path} was written by a newer QuizApp (version {newer}; this program has {own}); it is unchanged",
                path=path,
                newer=revision,
                own=HEAD,
            ),
            gettext("Upgrade QuizApp, or point --data-dir to another folder."),
        )


def damage(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong in the database, perhaps only that it cannot look further; empty when it is sound."""
    found = []
    for check, line in (("integrity_check", "{found}"), ("foreign_key_check", gettext_noop("a row of {found} refers to nothing"))):
        try:
            found += [gettext(line, found=row[0]) for row in connection.execute(f"PRAGMA {check}") if row[0] != "ok"]
        except sqlite3.DatabaseError as error:
            found.append(f"{check}: {error}")
    return found


def _make(path: Path, ready_made: Path | None) -> None:
    """Puts a new database at `path`, unless another window is quicker."""
    with drafted(path) as draft:
        if ready_made is not None and ready_made.exists():
            draft.write_bytes(ready_made.read_bytes())
        else:
            create(draft)
        flush(draft)  # the first grade will be flushed to the log alone
        _put(draft, path)
        flush(path.parent)
        clear_abandoned(path)


def _put(draft: Path, path: Path) -> None:
    """Gives `draft` its name, without replacing what is there."""
    try:
        link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            draft.replace(path)


def create(path: Path) -> None:
    """Makes every table, trigger and view from the models, and notes the revision as Alembic does."""
    from quizapp.storage.models import Base

    with _alone(path) as connection:
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
            raise StorageError(ngettext("{count} row would refer to nothing", "{count} rows would refer to nothing", len(broken)))


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
