"""Connections for writing: SQLAlchemy over SQLite, set so that an acknowledged write survives a power cut."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event

from quizapp.storage.sqlite_errors import explained, explanation

BUSY_SECONDS = 5.0
"""How long a write waits for another program's before it is refused."""

CHECKPOINT_PAGES = 4_000
"""Pages of 4 KiB in the log from which on a commit copies them into the database itself. A session does so earlier, by `checkpoint`."""


def open_engine(path: Path) -> Engine:
    """An engine whose `begin()` takes the write lock at once, so that what a transaction has read cannot change under it.

    Its errors are StorageErrors.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    explain_errors(engine, path)
    return engine


class Writer:
    """A connection kept for what somebody waits for: to take one from the pool and give it back costs as much as two statements."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._alone = Lock()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction, committed at the end of the block. Where it fails it is rolled back, and the pool sees to the connection."""
        with self._alone:
            connection = self._connection = self._connection or self._engine.connect()
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self._give_back()
                raise

    def close(self) -> None:
        """Lets go of the file, until something is written again."""
        with self._alone:
            self._give_back()

    def _give_back(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def explain_errors(engine: Engine, path: Path) -> None:
    """Makes StorageErrors of the driver's errors."""
    event.listen(engine, "handle_error", partial(_explain, path), retval=True)


def _prepare(connection: Any, _record: object) -> None:
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"wal_autocheckpoint={CHECKPOINT_PAGES}"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    run(connection, "BEGIN" if reading else "BEGIN IMMEDIATE")


def _explain(path: Path, context: ExceptionContext) -> BaseException | None:
    """What a person is told instead of the driver's own words."""
    original = context.original_exception
    return explanation(path, original) if isinstance(original, sqlite3.Error) else None


def reading(engine: Engine) -> Engine:
    """The same engine for reading: sees one moment of the database and takes no lock."""
    return engine.execution_options(reading=True)


def checkpoint(engine: Engine) -> None:
    """Copies the log into the database, as far as nobody is reading: the next commit writes over it from its start.

    A commit takes half as long where the file need not grow. Raises StorageError.
    """
    with explained(engine.url.database or ""), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


def run(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """The driver's cursor over what `sql` gives, without SQLAlchemy's own work on each statement. Raises StorageError."""
    driver = connection.connection.dbapi_connection
    assert driver is not None, "the connection is open"
    try:
        return driver.execute(sql, values)
    except sqlite3.Error as error:
        raise explanation(connection.engine.url.database or "", error) from error
