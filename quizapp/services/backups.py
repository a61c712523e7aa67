"""Copies of the database: one on each day of use, one before whatever may go wrong, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from quizapp.domain.day import Calendar
from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext

if TYPE_CHECKING:
    from quizapp.storage.backup_files import Backup, Tally


@dataclass(frozen=True)
class KeptBackup:
    """A backup in the folder."""

    path: Path
    at: datetime
    """When it was made, UTC."""
    cards: int | None
    """None if it is damaged."""
    reviews: int | None


class Backups:
    """Backups of the file `database`, upgraded by `migrations` where one of them is put back."""

    def __init__(self, database: Path, migrations: Path, clock: Callable[[], datetime], calendar: Callable[[], Calendar]) -> None:
        self._database = database
        self._migrations = migrations
        self._clock = clock
        self._calendar = calendar
        self._alone = Lock()

    def make(self) -> Path | None:
        """Back up what is stored now; None if nothing is. Call it before anything that adds or changes many events.

        Raises StorageError.
        """
        from quizapp.storage.backups import back_up

        with self._alone:
            return back_up(self._database, self._clock())

    def of_the_day(self) -> bool:
        """Back up as `make` does, unless there is a backup of this study day; return whether there is one now.

        Meant for a worker. Raises StorageError.
        """
        from quizapp.storage.backup_files import backups_of

        today = self._calendar().day(self._clock())
        if any(self._calendar().day(backup.at) == today for backup in backups_of(self._database)):
            return True
        return self.make() is not None

    def copy(self, to: Path, *, overwrite: bool) -> KeptBackup:
        """Copies the database to a file of the learner's choice. Raises StorageError, and ExportError where there is a file already."""
        from quizapp.export.files import check_place
        from quizapp.storage.backups import copy_to

        check_place(to, overwrite=overwrite)
        if to.exists() and to.samefile(self._database):
            raise StorageError(gettext("{path} is the database itself", path=to), gettext("Choose another file."))
        held = copy_to(self._database, to)
        return KeptBackup(to, self._clock(), held.cards, held.reviews)

    def all(self) -> list[KeptBackup]:
        """Every backup in the folder, the newest first."""
        from quizapp.storage.backup_files import backups_of, contents

        return [_kept(backup, contents(backup.path)) for backup in backups_of(self._database)]

    def find(self, which: str | None) -> KeptBackup:
        """The newest sound backup, the one whose number in the list, date or file is `which`. Raises StorageError where there is none."""
        backups = self.all()
        sound = [backup for backup in backups if backup.cards is not None]
        if which is None:
            if sound:
                return sound[0]
            raise StorageError(
                gettext("there is no sound backup of {path}", path=self._database),
                gettext("`quizapp doctor --fix` saves what can still be read."),
            )
        if which.isdecimal() and 0 < int(which) <= len(backups):
            return backups[int(which) - 1]
        if named := [backup for backup in backups if which in (backup.path.name, str(backup.path))]:
            return named[0]
        if dated := [backup for backup in sound if f"{backup.at.astimezone(self._calendar().zone):%Y-%m-%d %H:%M}".startswith(which)]:
            return dated[0]
        return self._file(Path(which).expanduser())

    def _file(self, path: Path) -> KeptBackup:
        from quizapp.storage.backup_files import folder_of

        found = next((place for place in (path, folder_of(self._database) / path) if place.is_file()), None)
        if found is None:
            raise StorageError(gettext("there is no backup {name!r}", name=str(path)), gettext("`quizapp restore --list` lists them."))
        return self._described(found.absolute())

    def _described(self, path: Path) -> KeptBackup:
        """A file that is no backup of ours may have a log beside it: it is opened as a database."""
        from datetime import UTC

        from quizapp.storage.backups import held_in

        held = held_in(path)
        return KeptBackup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), held.cards, held.reviews)

    def restore(self, backup: KeptBackup) -> Path | None:
        """Puts `backup` in the place of the database; where the present one is kept, None if there is none. Raises StorageError."""
        from quizapp.storage.backups import restore
        from quizapp.storage.upgrade import ensure_current, refuse_newer, revision_of

        refuse_newer(backup.path, revision_of(backup.path), self._migrations)
        with self._alone:
            kept = restore(self._database, backup.path, self._clock())
            ensure_current(self._database, self._migrations, self._clock())
        return kept


def _kept(backup: "Backup", held: "Tally | None") -> KeptBackup:
    return KeptBackup(backup.path, backup.at, held.cards if held else None, held.reviews if held else None)
