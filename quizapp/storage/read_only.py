"""A database that may not be written is read from a copy: to read its log, SQLite has to write beside it."""

import os
from pathlib import Path

from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext
from quizapp.storage.files import beside


def writable(path: Path) -> bool:
    """Whether a database at `path` can be written, log and all."""
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK) if path.exists() else True


def refusal(path: Path) -> StorageError:
    """Why nothing is stored."""
    what = path if not os.access(path, os.W_OK) else path.parent
    return StorageError(
        gettext("{path} cannot be written, so nothing can be stored", path=what),
        gettext("Make it writable, or choose another place with --data-dir; then restart QuizApp."),
    )


class ReadableCopy:
    """A copy of the database at `path` with its log, in a folder of its own that goes with `close`. Raises StorageError."""

    def __init__(self, path: Path) -> None:
        import shutil
        import tempfile

        self._folder = Path(tempfile.mkdtemp(prefix="quizapp-"))
        self.path = self._folder / path.name
        try:
            for suffix in ("", "-wal", "-journal"):
                if (source := beside(path, suffix)).exists():
                    shutil.copyfile(source, beside(self.path, suffix))
        except OSError as error:
            self.close()
            raise StorageError(
                gettext("{path} cannot be read: {reason}", path=path, reason=error.strerror), gettext("Check its permissions.")
            ) from error

    def close(self) -> None:
        """Removes the copy."""
        import shutil

        shutil.rmtree(self._folder, ignore_errors=True)
