"""The places where machines exchange events, by their addresses: a folder, or a PostgreSQL database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from quizapp.domain.addresses import EXAMPLE, POSTGRES, DatabaseAddress, read_address, scheme_of
from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import Device, LearnerThere, SyncPlace


class SyncAddress(Protocol):
    """Where a place is, before it is known who asks."""

    name: str
    """What it is called wherever it is kept; it holds no password."""

    def learners(self) -> Sequence[LearnerThere]:
        """Whose events are there. Raises PlaceError."""

    def open(self, learner: UUID, device: Device) -> SyncPlace:
        """The place for `learner`, as `device` reads and writes it. Raises PlaceError."""


class _Folder:
    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path.expanduser().resolve()
        self._now = now
        self.name = str(self._path)

    def learners(self) -> Sequence[LearnerThere]:
        from quizapp.storage.folder_place import learners

        return learners(self._path)

    def open(self, learner: UUID, device: Device) -> SyncPlace:
        from quizapp.storage.folder_place import FolderPlace

        return FolderPlace(self._path, learner, device, self._now)


class _Postgres:
    def __init__(self, address: DatabaseAddress) -> None:
        self._address = address
        self.name = address.shown

    def learners(self) -> Sequence[LearnerThere]:
        from quizapp.storage.postgres_place import PostgresPlace

        return PostgresPlace.learners(self._address)

    def open(self, learner: UUID, device: Device) -> SyncPlace:
        from quizapp.storage.postgres_place import PostgresPlace

        return PostgresPlace.open(self._address, learner, device)


def address_of(written: str, now: Callable[[], datetime]) -> SyncAddress:
    """The place that a person means. Raises PlaceError where it cannot be one."""
    scheme = scheme_of(written)
    if not scheme:
        return _Folder(Path(written), now)
    if scheme not in POSTGRES:
        sentence = gettext("{scheme}:// is no place to sync with", scheme=scheme)
        raise PlaceError(sentence, gettext("Name a folder, or a postgresql:// address."))
    return _Postgres(database_at(written))


def database_at(written: str) -> DatabaseAddress:
    """The database that a person means. Raises PlaceError where it cannot be one, or the address holds a password."""
    if scheme_of(written) not in POSTGRES:  # not repeated: there may be a password in it all the same
        raise PlaceError(gettext("that is not the address of a database"), gettext("Write it like {example}.", example=EXAMPLE))
    address = read_address(written)
    if address.secrets:
        raise PlaceError(
            gettext("the address holds a password"), gettext("Leave it out: PostgreSQL takes it from ~/.pgpass or from PGPASSWORD.")
        )
    return address
