"""Files of the database: made for their owner alone, on disk before they are relied on, and ours before they are changed."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident

from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext

if sys.platform != "win32":
    import fcntl

ABANDONED = 3600.0
"""Seconds after which a draft of a file is taken to be left behind by a process that was killed."""
SIDES = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database."""


def beside(path: Path, suffix: str) -> Path:
    """The file of SQLite's beside the database at `path`."""
    return path.with_name(path.name + suffix)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A new, empty file in the folder of `path` to be filled, which is gone after the block if it still has that name.

    The folder is made where there is none. Raises StorageError.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    except OSError as error:
        raise _cannot_be_created(path, error) from error
    try:
        yield draft
    except OSError as error:
        raise _cannot_be_created(path, error) from error
    finally:
        for each in (draft, *(beside(draft, suffix) for suffix in SIDES)):
            each.unlink(missing_ok=True)


def _cannot_be_created(path: Path, error: OSError) -> StorageError:
    return StorageError(
        gettext("{path} cannot be created: {reason}", path=path, reason=error.strerror),
        gettext("Choose another place with --data-dir or QUIZAPP_DATA_DIR."),
    )


def clear_abandoned(path: Path) -> None:
    """Removes drafts in the folder of `path` that were left behind long before it was written."""
    now = path.stat().st_mtime
    for draft in path.parent.glob(".*.part"):
        with suppress(FileNotFoundError):  # one that another window has just finished
            if now - draft.stat().st_mtime > ABANDONED:
                draft.unlink()


def flush(path: Path) -> None:
    """Returns once `path`, a file or a folder, is on the disk. Raises OSError."""
    if sys.platform == "win32":
        return  # there a file is flushed by whoever has it open for writing
    handle = os.open(path, os.O_RDONLY)
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync alone leaves it in the disk's own memory
        else:
            os.fsync(handle)
    finally:
        os.close(handle)


def is_ours(path: Path) -> bool:
    """Whether `path` is a regular file, no link, of the user who asks: only such a file is ever changed."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())
