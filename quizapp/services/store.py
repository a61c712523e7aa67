"""The database as a file: what to do where it is gone, and how to wait where another program has it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import BusyError
from quizapp.storage.connection import Patience
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.storage.history import History


class Store:
    """The file `database`, as this run has it open."""

    def __init__(
        self, database: Path, reader: QuickReader, history: "Callable[[], History]", patience: Patience, clock: Callable[[], datetime]
    ) -> None:
        self.path = database
        self._reader = reader
        self._history = history
        self._patience = patience
        self._clock = clock

    def hurry_here(self) -> None:
        """This thread draws the screen: what it stores raises BusyError at once where another program has the database, without a wait."""
        self._patience.hurry_here()

    def wait(self) -> bool:
        """Waits some seconds for a program that has the database; whether it is free now. Meant for a worker. Raises StorageError."""
        try:
            self._history().wait()
        except BusyError:
            return False
        return True

    def save(self) -> Path:
        """Writes all that was stored, though its file is gone, where it was, or in the home folder where that cannot be; the new file.

        Raises StorageError.
        """
        from quizapp.storage.backups import save_open

        if self.path.exists() and self.path.stat().st_size:
            return self.path  # it is back by itself
        elsewhere = Path.home() / f"{self.path.stem}-saved-{self._clock():%Y%m%dT%H%M%SZ}.db"
        return save_open(self._reader.save_as, self.path, elsewhere)
