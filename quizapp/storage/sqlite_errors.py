"""What a database's complaint means to a person: one sentence on what happened and one on what to try."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.domain.errors import BusyError, StorageError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext

_READ_ONLY = gettext_noop("{path} cannot be written"), gettext_noop("Check the permissions of the file and of its folder.")
_CAUSES = (
    ("readonly", *_READ_ONLY),
    ("read-only", *_READ_ONLY),
    (
        "unable to open",
        gettext_noop("{path} cannot be opened"),
        gettext_noop("Check that the file and its folder exist and that you may write to them."),
    ),
    (
        "full",
        gettext_noop("{path} cannot grow: the disk is full"),
        gettext_noop("Free some space. Nothing that was already stored is lost."),
    ),
    (
        "disk i/o",
        gettext_noop("{path} cannot be written: the disk reports an error"),
        gettext_noop("Check the disk and its free space. Nothing that was already stored is lost."),
    ),
    ("append-only", gettext_noop("{path} refused to change a stored event"), gettext_noop("Events are only ever added.")),
)

_ELSEWHERE = gettext_noop("Move the file away, or point --data-dir to another folder.")


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
        return BusyError(
            gettext("{path} is busy: another program has been writing to it for too long", path=path),
            gettext("Close the other program, then try again."),
        )
    if "malformed" in complaint:
        return StorageError(gettext("{path} is damaged", path=path), way_back(Path(path)))
    if "not a database" in complaint:
        hint = " ".join((_newest_backup(Path(path)), gettext(_ELSEWHERE)))
        return StorageError(gettext("{path} is not a QuizApp database", path=path), hint.strip())
    for sign, what, remedy in _CAUSES:
        if sign in complaint:
            return StorageError(gettext(what, path=path), gettext(remedy))
    return StorageError(
        gettext("{path} could not be used: {reason}", path=path, reason=error), gettext("`quizapp doctor` takes a closer look.")
    )


def way_back(path: Path) -> str:
    """What can be done about a damaged database, naming only what is there."""
    backup = _newest_backup(path) or gettext("There is no backup of it.")
    return " ".join((backup, gettext("`quizapp doctor --fix` saves what can still be read.")))


def _newest_backup(path: Path) -> str:
    from quizapp.storage.backup_files import newest_sound

    if (found := newest_sound(path)) is None:
        return ""
    backup, held = found
    return ngettext(
        "`quizapp restore` brings back the backup of {at:%Y-%m-%d %H:%M} ({count:,} review).",
        "`quizapp restore` brings back the backup of {at:%Y-%m-%d %H:%M} ({count:,} reviews).",
        held.reviews,
        at=backup.at.astimezone(),
    )
