"""What a database's complaint means to a person: one sentence on what happened and one on what to try."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.domain.errors import StorageError

_CAUSES = (
    ("not a database", "is not a QuizApp database", "Move the file away, or point --data-dir to another folder."),
    ("malformed", "is damaged", "Restore a copy from the backups folder beside it."),
    ("readonly", "cannot be written", "Check the permissions of the file and of its folder."),
    ("read-only", "cannot be written", "Check the permissions of the file and of its folder."),
    ("unable to open", "cannot be opened", "Check that the folder exists and that you may write to it."),
    ("full", "cannot grow: the disk is full", "Free some space; nothing already stored is lost."),
    (
        "disk i/o",
        "cannot be written: the disk reports an error",
        "Check the disk and its free space; nothing already stored is lost.",
    ),
    (
        "locked",
        "is busy: another program has been writing to it for too long",
        "Close the other program, then try again.",
    ),
    ("append-only", "refused to change a stored event", "Events are only ever added."),
)


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
    for sign, what, remedy in _CAUSES:
        if sign in complaint:
            return StorageError(f"{path} {what}", remedy)
    return StorageError(f"{path} could not be used: {error}", "Run `quizapp doctor` to look closer.")
