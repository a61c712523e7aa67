"""Connections for writing: SQLAlchemy over SQLite, set so that an acknowledged write survives a power cut."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import ConnectionPoolEntry

from quizapp.domain.errors import GoneError, StorageError
from quizapp.storage.connection import Patience, check_same, connect, replaced, replacement
from quizapp.storage.sqlite_errors import explained, explanation

CHECKPOINT_PAGES = 4_000
"""Pages of 4 KiB in the log from which on a commit copies them into the database itself. A session does so earlier, by `checkpoint`."""
SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON", f"wal_autocheckpoint={CHECKPOINT_PAGES}")
"""`fullfsync` is for macOS, where a flush otherwise ends in the disk's own memory; elsewhere it does nothing."""


def open_engine(path: Path, patience: Patience | None = None) -> Engine:
    """An engine whose `begin()` takes the write lock at once, so that what a transaction has read cannot change under it.

    Its errors are StorageErrors; GoneError where the file at `path` is no longer the one that is open. The next transaction then opens
    what is there. BusyError where another program has the lock for longer than `patience` allows.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "do_connect", partial(_connect, path))
    event.listen(engine, "begin", partial(_begin, path, patience or Patience()))
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


def _connect(path: Path, _dialect: Dialect, record: ConnectionPoolEntry, _arguments: Any, _options: Any) -> Any:
    """Takes the place of the connecting by name, which would make a file where there is none."""
    with explained(path):
        connection, opened = connect(path)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    record.info.update(opened=opened, patience=None)
    return connection


def _begin(path: Path, patience: Patience, connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reading", False):
        run(connection, "BEGIN")
        if replaced(path, connection.info["opened"]):
            _let_go(connection)
            raise replacement(path)
        return
    if refused := options.get("refused"):
        raise StorageError(*refused)
    if (seconds := patience.seconds()) != connection.info["patience"]:
        run(connection, f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        connection.info["patience"] = seconds
    run(connection, "BEGIN IMMEDIATE")
    try:
        check_same(path, connection.info["opened"])  # with the lock in hand: a restore replaces the file only while it has it
    except GoneError:
        _let_go(connection)
        raise


def _let_go(connection: Connection) -> None:
    """The next transaction opens what is there then."""
    connection.invalidate()
    connection.engine.dispose()


def _explain(path: Path, context: ExceptionContext) -> BaseException | None:
    """What a person is told instead of the driver's own words."""
    original = context.original_exception
    return explanation(path, original) if isinstance(original, sqlite3.Error) else None


def reading(engine: Engine) -> Engine:
    """The same engine for reading: sees one moment of the database and takes no lock."""
    return engine.execution_options(reading=True)


def refusing(engine: Engine, error: StorageError) -> Engine:
    """The same engine, for a database that can only be read: raises `error` instead of writing."""
    return engine.execution_options(refused=error.args)


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
