"""What a database's complaint means to a person: one sentence on what happened and one on what to try."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.domain.errors import BusyError, StorageError

_CAUSES = (
    ("readonly", "cannot be written", "Check the permissions of the file and of its folder."),
    ("read-only", "cannot be written", "Check the permissions of the file and of its folder."),
    ("unable to open", "cannot be opened", "Check that the file and its folder are there and that you may write to them."),
    ("full", "cannot grow: the disk is full", "Free some space; nothing already stored is lost."),
    (
        "disk i/o",
        "cannot be written: the disk reports an error",
        "Check the disk and its free space; nothing already stored is lost.",
    ),
    ("append-only", "refused to change a stored event", "Events are only ever added."),
)

_ELSEWHERE = "Move the file away, or point --data-dir to another folder."


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turns sqlite3's errors inside the block into a StorageError about the database at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(path, error) from error


def explanation(path: Path | str, error: sqlite3.Error) -> StorageError:
    """What `error`, met at the database at `path`, means."""
    complaint = str(error).lower()
    if "locked" in complaint or "busy" in complaint:
        return BusyError(f"{path} is busy: another program has been writing to it for too long", "Close the other program, then try again.")
    if "malformed" in complaint:
        return StorageError(f"{path} is damaged", way_back(Path(path)))
    if "not a database" in complaint:
        return StorageError(f"{path} is not a QuizApp database", f"{_newest_backup(Path(path))} {_ELSEWHERE}".strip())
    for sign, what, remedy in _CAUSES:
        if sign in complaint:
            return StorageError(f"{path} {what}", remedy)
    return StorageError(f"{path} could not be used: {error}", "Run `quizapp doctor` to look closer.")


def way_back(path: Path) -> str:
    """What can be done about a damaged database, naming only what is there."""
    return f"{_newest_backup(path) or 'There is no backup of it.'} `quizapp doctor --fix` saves what can still be read."


def _newest_backup(path: Path) -> str:
    from quizapp.storage.backup_files import newest_sound

    if (found := newest_sound(path)) is None:
        return ""
    backup, held = found
    reviews = f"{held.reviews:,} {'review' if held.reviews == 1 else 'reviews'}"
    return f"`quizapp restore` brings back the backup of {backup.at.astimezone():%Y-%m-%d %H:%M} ({reviews})."
