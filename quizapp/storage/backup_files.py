"""The backups that are there: where they lie, what their names say, and what is in them.

They lie in the folder `backups` beside the database, each named after the schema and the moment: `quizapp-0006-20260302T091500Z.db`. Here
they are only read, over sqlite3 alone, so that an error can name the newest one that is sound.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"(?P<stem>.+)-(?P<revision>\w+)-(?P<at>\d{8}T\d{6}Z)\.db")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Tally:
    """What a database holds, counted in one moment."""

    cards: int
    """In decks; archived ones are not counted."""
    reviews: int
    """Grades, taken back or not."""
    events: int
    last_event: str
    """The id of the newest one; empty where there is none."""
    typed: int
    """Characters of attempts that are not graded yet."""


@dataclass(frozen=True)
class Backup:
    """One backup of a database."""

    path: Path
    at: datetime
    """When it was made, UTC, to the second."""
    revision: str
    """Of its schema."""


def folder_of(database: Path) -> Path:
    """Where the backups of `database` lie."""
    return database.parent / "backups"


def file_for(database: Path, revision: str, at: datetime) -> Path:
    """The file of a backup made at `at`."""
    return folder_of(database) / f"{database.stem}-{revision}-{at.astimezone(UTC):{_STAMP}}.db"


def backups_of(database: Path) -> list[Backup]:
    """Every backup of `database`, the newest first; whether they are sound, `contents` tells."""
    try:
        names = [path.name for path in folder_of(database).iterdir()]
    except OSError:
        return []
    found = [match for name in names if (match := _NAME.fullmatch(name)) and match["stem"] == database.stem]
    backups = [
        Backup(folder_of(database) / match[0], datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC), match["revision"])
        for match in found
        if _is_a_moment(match["at"])
    ]
    return sorted(backups, key=lambda backup: backup.at, reverse=True)


def contents(path: Path) -> Tally | None:
    """What the backup at `path` holds; None where it is damaged, or is no database of QuizApp's. No lock is taken: nobody writes to it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return counted(connection) if sound else None
    except sqlite3.Error:
        return None


def counted(connection: sqlite3.Connection) -> Tally:
    """What the open database holds. Raises sqlite3.Error."""
    (cards,) = connection.execute("SELECT count(*) FROM cards WHERE archived_at IS NULL").fetchone()
    reviews, events, last = connection.execute("SELECT total(kind = 'grade'), count(*), ifnull(max(id), '') FROM events").fetchone()
    drafts = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'drafts'").fetchone()
    (typed,) = connection.execute("SELECT ifnull(sum(length(text)), 0) FROM drafts").fetchone() if drafts else (0,)
    return Tally(cards, int(reviews), events, last, typed)


def newest_sound(database: Path) -> tuple[Backup, Tally] | None:
    """The newest backup that is not damaged, and what it holds."""
    return next(((backup, held) for backup in backups_of(database) if (held := contents(backup.path))), None)


def _is_a_moment(stamp: str) -> bool:
    try:
        datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True
