"""One writer at a time: a lock on a file beside the config file. The system takes it back from a process that ends, however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext

PATIENCE = 10.0
"""Seconds to wait for another writer, who needs a few milliseconds."""
_PAUSE = 0.01


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keeps other writers of `file` out of the block. Raises SettingsError where one does not finish, OSError where no lock can be made."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(file.with_name(f".{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lock, file)
        yield
    finally:
        os.close(lock)  # which gives it back


def _wait_for(lock: int, file: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not _taken(lock):
        if time.monotonic() > end:
            raise SettingsError(
                gettext("another program has been writing {file} for {seconds:.0f} seconds", file=file, seconds=PATIENCE),
                gettext("Close it and try again."),
            )
        time.sleep(_PAUSE)


if sys.platform == "win32":

    def _taken(lock: int) -> bool:
        """Whether the lock is ours now."""
        import msvcrt

        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _taken(lock: int) -> bool:
        """Whether the lock is ours now."""
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
