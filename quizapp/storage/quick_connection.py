"""The connection of what is read before SQLAlchemy is loaded: over sqlite3 alone, to a file that it cannot write.

Importing SQLAlchemy takes longer than the whole of `quizapp due` may, and about as long as a bare screen takes to start. What is compared
at each start stands here: whose history it is, by which rules the schedule was computed, and how the decks were when they were read.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from quizapp.storage.connection import Identity, connect, replaced
from quizapp.storage.sqlite_errors import explained


class Learner(NamedTuple):
    """Whose history this is."""

    id: int
    uuid: str
    name: str
    basis: str
    """The rules that the cached schedule was computed with."""


class QuickConnection:
    """Reads for one learner from the database at `path`. May be used from any thread.

    Where another file has been put there, that one is read from then on. Where it is gone, what was open is still read: it is all there is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._alone = Lock()
        with explained(path):
            self._connection, self._opened = _open(path)
        learner = self.learner()
        self._learner = learner.id if learner else 0

    def save_as(self, path: Path) -> None:
        """Writes all that was stored, up to the last event, to `path`: also where the file that is open has been deleted meanwhile."""
        with explained(path), self._alone, closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Lets go of the file, once nobody reads from it: a connection that is closed under a reading thread ends the process."""
        with self._alone:
            self._connection.close()

    def learner(self) -> Learner | None:
        """The learner of this machine; None before the first one is stored."""
        return next((Learner(*row) for row in self._rows("SELECT id, uuid, name, basis FROM learners ORDER BY id LIMIT 1")), None)

    def version(self) -> tuple[Identity, int]:
        """Other than before where anything may have been written since, by this process or another one, or another file been put there."""
        (changes,) = self._column("PRAGMA data_version")
        return self._opened, int(changes)

    def fingerprints(self) -> dict[str, str]:
        """What each deck's files looked like when they were last read, by deck id."""
        return dict(self._rows("SELECT id, fingerprint FROM decks WHERE archived_at IS NULL"))  # type: ignore[arg-type]

    def _number(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> int:
        return int(self._rows(sql, today, topic, **parameters)[0][0] or 0)

    def _column(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> list[str]:
        return [value for (value,) in self._rows(sql, today, topic, **parameters)]

    def _rows(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> list[Sequence[Any]]:
        parameters |= {"learner": getattr(self, "_learner", 0), "topic": topic, "today": today and today.toordinal()}
        with explained(self._path), self._alone:
            self._follow()
            return self._connection.execute(sql, parameters).fetchall()

    def _follow(self) -> None:
        if replaced(self._path, self._opened):
            connection, opened = _open(self._path)
            self._connection.close()
            self._connection, self._opened = connection, opened


def _open(path: Path) -> tuple[sqlite3.Connection, Identity]:
    connection, opened = connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection, opened
