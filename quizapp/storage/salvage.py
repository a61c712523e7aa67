"""Saving what can still be read of a damaged database: row by row, from a copy of it, into a new one.

Events are only ever added, so their row numbers run from 1 without gaps: what cannot be read can be counted. The schedule is computed
afresh from the events, and the cache of parsed files is left out.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from quizapp.domain.errors import StorageError
from quizapp.domain.history import KINDS
from quizapp.domain.i18n import gettext
from quizapp.storage.files import drafted, flush
from quizapp.storage.read_only import ReadableCopy
from quizapp.storage.sqlite_errors import way_back
from quizapp.storage.upgrade import HEAD, create

TABLES = ("learners", "decks", "cards", "texts", "doubts", "drafts", "events", "wire_events")
"""What is saved, what is referred to first."""
_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
WHOLE = {"events": f"length(id) = 32 AND typeof(at) = 'integer' AND kind IN ({_KINDS})", "wire_events": "length(id) = 32"}
"""What a row must be like to be believed."""


def salvage(database: Path, target: Path) -> tuple[int, int, int]:
    """Writes what can be read of `database` into a new database `target`. Raises StorageError where that is nothing.

    Returns how many events were saved, of how many, as far as it can be told, and how many drafts.

    `database` itself is left as it is.
    """
    readable = ReadableCopy(database)
    try:
        with drafted(target) as draft:
            create(draft)
            with closing(sqlite3.connect(readable.path)) as damaged, closing(sqlite3.connect(draft)) as saved:
                _check_revision(database, damaged)
                saved.execute("PRAGMA foreign_keys = OFF")
                counts = {table: _save(damaged, saved, table) for table in TABLES}
                saved.execute("UPDATE learners SET basis = ''")  # has the schedule computed at the next start
                saved.commit()
            events, of = counts["events"]
            if not events or not counts["learners"][0]:
                raise StorageError(gettext("nothing can be read from {path}", path=database), way_back(database))
            flush(draft)
            draft.replace(target)
            flush(target.parent)
    finally:
        readable.close()
    return events, of, counts["drafts"][0]


def _check_revision(database: Path, damaged: sqlite3.Connection) -> None:
    try:
        (revision,) = damaged.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise StorageError(
            gettext("nothing can be read from {path}: its first page is damaged", path=database), way_back(database)
        ) from error
    if revision != HEAD:
        raise StorageError(
            gettext("{path} has another version ({version}), so nothing can be saved from it", path=database, version=revision),
            way_back(database),
        )


def _save(damaged: sqlite3.Connection, saved: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Copies the rows that can be read; how many they are, and how many there were."""
    columns = [name for _, name, *_ in saved.execute(f"PRAGMA table_info({table})")]
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    select = f"SELECT {', '.join(columns)} FROM {table} WHERE rowid = ? AND {WHOLE.get(table, 'TRUE')}"
    rows = sorted(_rows(damaged, table))
    number = 0
    for rowid in rows:
        try:
            if found := damaged.execute(select, (rowid,)).fetchone():
                saved.execute(insert, found)
                number += 1
        except sqlite3.Error:  # this row is lost, or half of it is: the counts tell
            continue
    return number, len(rows)


def _rows(damaged: sqlite3.Connection, table: str) -> set[int]:
    """The numbers of the rows that there are or were: from the table and from each of its indexes, read from both ends."""
    ways = [("NOT INDEXED", "rowid")]
    for (index,) in _read(damaged, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", table):
        columns = [name for _, _, name in _read(damaged, f"PRAGMA index_info({_quoted(index)})")]
        ways.append((f"INDEXED BY {_quoted(index)}", ", ".join(map(str, columns))))
    found: set[int] = set()
    for way, columns_in_order in ways:
        for order in (columns_in_order, ", ".join(f"{column} DESC" for column in columns_in_order.split(", "))):
            found.update(rowid for (rowid,) in _read(damaged, f"SELECT rowid FROM {table} {way} ORDER BY {order}"))
    return found | set(range(1, max(found, default=0) + 1)) if table == "events" else found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read(damaged: sqlite3.Connection, sql: str, *parameters: str) -> Iterator[Sequence[Any]]:
    """The rows up to the first that cannot be read."""
    try:
        yield from damaged.execute(sql, parameters)
    except sqlite3.Error:
        return
