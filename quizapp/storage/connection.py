"""How the database is opened: as a file that is there already, and so that a file that has been put in its place is noticed.

SQLite opens by name once and goes on with the file it got. Where that was deleted, or where a sync tool or a restore has put another in
its place, it would go on writing to a file that nobody will ever find. A look at the name before each write tells.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import get_ident

from quizapp.domain.errors import GoneError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.storage.files import beside

BUSY_SECONDS = 5.0
"""How long a write waits for another program's before it is refused."""
HURRY_SECONDS = 0.05
"""How long it waits on the thread that draws the screen."""

Identity = tuple[int, int]
"""Device and inode."""


def identity(path: Path) -> Identity:
    """Which file is at `path` now. Raises GoneError where there is none, or it is empty or out of reach."""
    try:
        found = os.stat(path)  # noqa: PTH116  (half as costly as Path.stat, and before each write)
    except FileNotFoundError as error:
        sentence = gettext("{path} is gone: it was deleted or moved while QuizApp had it open. Nothing was stored", path=path)
        raise GoneError(sentence, gettext(_PUT_BACK), deleted=True) from error
    except OSError as error:
        raise GoneError(
            gettext("{path} is out of reach: {reason}. Nothing was stored", path=path, reason=error.strerror),
            gettext("Try again once it is back."),
        ) from error
    if not found.st_size:
        raise GoneError(gettext("{path} was emptied while QuizApp had it open. Nothing was stored", path=path), gettext(_PUT_BACK))
    return found.st_dev, found.st_ino


_PUT_BACK = gettext_noop("Put it back and carry on, or quit and run `quizapp restore`.")


def check_same(path: Path, opened: Identity) -> None:
    """Raises GoneError unless the file at `path` is still the one that was opened."""
    if identity(path) != opened:
        raise replacement(path)


def replaced(path: Path, opened: Identity) -> bool:
    """Whether another file is at `path` by now. Where there is none, what is open can still be read."""
    try:
        return identity(path) != opened
    except GoneError:
        return False


def replacement(path: Path) -> GoneError:
    """The error that says so."""
    return GoneError(
        gettext("{path} was replaced by another file while QuizApp had it open. Nothing was stored", path=path),
        gettext("QuizApp has opened the new one; do it again to store it there."),
    )


def connect(path: Path) -> tuple[sqlite3.Connection, Identity]:
    """A connection to the file at `path`, which is never made by this; and which file that is. Raises GoneError and sqlite3.Error."""
    opened = identity(path)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
    )
    return connection, opened


def checkpoint(path: Path) -> None:
    """Brings what is in the log into the file at `path`, so that the file alone holds everything. It does not wait."""
    log = beside(path, "-wal")
    with suppress(sqlite3.Error, GoneError, OSError):  # nothing is lost where it cannot be done now: the log stays
        if log.stat().st_size:
            with closing(connect(path)[0]) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


class Patience:
    """How long a write waits for another program's: on the thread that draws the screen hardly at all."""

    def __init__(self) -> None:
        self._hurried: int | None = None

    def hurry_here(self) -> None:
        """From now on this thread is not kept waiting."""
        self._hurried = get_ident()

    def seconds(self) -> float:
        """For this thread."""
        return HURRY_SECONDS if get_ident() == self._hurried else BUSY_SECONDS
