"""Making backups, keeping the right ones, and putting one back.

A backup is made by SQLite's own call, which is safe while others write. It is verified before it gets its name, so that what stands in the
folder can be relied on: a draft is checked, compared with the database as it was in that moment, flushed to the disk, and renamed.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext
from quizapp.storage.backup_files import Backup, Tally, backups_of, contents, counted, file_for
from quizapp.storage.files import SIDES, beside, clear_abandoned, drafted, flush
from quizapp.storage.sqlite_errors import explained, way_back

KEPT = 10
"""The newest backups are all kept."""
WEEKS = 8
"""Of the older ones, one a week is, for so many weeks."""
PATIENCE = 30.0
"""Seconds that a backup or a restore waits for another program."""


def back_up(database: Path, at: datetime) -> Path | None:
    """Adds a backup to the folder, and drops those that are old enough; None where there is nothing yet to lose.

    Where the newest backup of this schema holds just the same, that one is returned and none is made. Raises StorageError, and then
    nothing is left behind, but where only old ones cannot be dropped.
    """
    with explained(database), closing(_connect(database)) as connection:
        connection.execute("BEGIN")
        revision = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        held = counted(connection)
    if not held.events and not held.typed:
        return None
    same = next((backup for backup in backups_of(database) if backup.revision == revision), None)
    if same is not None and contents(same.path) == held:
        return same.path
    target = file_for(database, revision, at)
    copy_to(database, target)
    try:
        clear_abandoned(target)
        for old in superseded(backups_of(database), at):
            old.path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            gettext("{path} cannot be removed: {reason}", path=error.filename, reason=error.strerror),
            gettext("Remove it yourself. The new backup is complete."),
        ) from error
    return target


def copy_to(database: Path, target: Path) -> Tally:
    """Writes a verified copy of the database to `target`, replacing what is there; what it holds. Raises StorageError."""
    with drafted(target) as draft:
        held = _copy(database, draft)
        draft.replace(target)
        flush(target.parent)
    return held


def held_in(path: Path) -> Tally:
    """What the database at `path` holds, its log included. Raises StorageError."""
    with explained(path), closing(_connect(path)) as connection:
        return counted(connection)


def _copy(database: Path, draft: Path) -> Tally:
    """Fills `draft` with all that the database holds, its log included."""
    with explained(database), closing(_connect(database)) as source:
        source.execute("BEGIN")
        held = counted(source)
        with explained(draft), closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file: a log beside it could be left behind
    if contents(draft) != held:
        raise StorageError(
            gettext("{path} is damaged: a copy of it was incomplete, and was not kept", path=database), gettext("Run `quizapp doctor`.")
        )
    flush(draft)
    return held


def save_open(write: Callable[[Path], None], database: Path, elsewhere: Path) -> Path:
    """Has `write` fill a new file at `database`, if only that is missing, or else at `elsewhere`; which it was. Raises StorageError."""
    target = database if database.parent.is_dir() and not database.exists() else elsewhere
    with drafted(target) as draft:
        write(draft)
        if contents(draft) is None:
            raise StorageError(gettext("a copy of the database was incomplete, and was not kept"), way_back(database))
        _write_ahead(draft)
        for suffix in SIDES:
            beside(target, suffix).unlink(missing_ok=True)
        draft.replace(target)
        flush(target.parent)
    return target


def superseded(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that need not be kept. What a wrong clock has dated in the future counts as older than the rest: it pushes nothing out."""
    ranked = sorted(backups, key=lambda backup: (backup.at <= now, backup.at), reverse=True)
    weekly: dict[tuple[int, int], Backup] = {}
    for backup in ranked[KEPT:]:
        year, week, _ = backup.at.isocalendar()
        weekly.setdefault((year, week), backup)
    return [backup for backup in ranked[KEPT:] if backup not in list(weekly.values())[:WEEKS]]


def restore(database: Path, backup: Path, at: datetime) -> Path | None:
    """Puts a copy of `backup` in the place of the database; where the present one is kept, None if there is none. Raises StorageError.

    Other windows may have the database open: while it changes nobody can write to it, and before their next write they notice that it is
    another file. The present one is kept as it is, with the log that belongs to it, damaged or not.
    """
    with drafted(database) as draft:
        _copy(backup, draft)
        _write_ahead(draft)
        with _held(database):
            kept = _keep(database, at)
            for suffix in SIDES:
                beside(database, suffix).unlink(missing_ok=True)  # a log that belongs to another database would damage this one
            draft.replace(database)
        flush(database.parent)
    return kept


def _keep(database: Path, at: datetime) -> Path | None:
    """Copies the database, and its log, to a name that no file has."""
    if not database.exists():
        return None
    name = f"{database.stem}-before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{name}{suffix}.db" for suffix in ("", *(f"-{number}" for number in range(2, 1000))))
    kept = next(path for each in names if not (path := database.with_name(each)).exists())
    for suffix in ("", "-wal", "-journal"):
        source, copy = beside(database, suffix), beside(kept, suffix)
        if source.exists():
            shutil.copy2(source, copy)
            flush(copy)
    return kept


def _write_ahead(draft: Path) -> None:
    """What becomes the database has a log again, as windows that are about to open it expect."""
    with explained(draft), closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    flush(draft)


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Nobody else writes to the database meanwhile. One so damaged that it cannot be locked, nobody can write to anyway."""
    if not database.exists():
        yield
        return
    with closing(_connect(database)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StorageError(
                    gettext("another program is writing to {path}", path=database), gettext("Close it, then try again.")
                ) from error
        except sqlite3.DatabaseError:
            pass  # not a database any more
        yield
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _connect(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
