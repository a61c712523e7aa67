"""Taking in a history that QuizApp has exported as JSON: on a new computer, from a backup, from another machine. By set union."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import Pulled, WireEvent, wire_of
from quizapp.domain.wire_values import WireError
from quizapp.export.history_json import FORMAT, VERSION
from quizapp.services.backups import Backups
from quizapp.services.lazy import Lazy

if TYPE_CHECKING:
    from quizapp.storage.history import History

LARGEST = 1 << 29
"""Bytes that are read."""
AT_ONCE = 1_000
"""Events that are stored in one transaction."""
_BEGINNING = 4096


@dataclass(frozen=True)
class HistoryFile:
    """An exported history."""

    path: Path
    learner: UUID | None
    """Whose it is, as far as it says so."""
    events: Sequence[WireEvent]
    refused: Sequence[str]
    """Why others of its events cannot be read, each with its number in the file."""


@dataclass(frozen=True)
class Merge:
    """What taking a file in would do, or has done."""

    file: HistoryFile
    new: int
    """Events that are not here yet."""
    foreign: bool
    """Whether the history is another learner's than the one that is here."""
    differing: Sequence[UUID] = ()
    """Events that are here with other content, which stays."""
    backup: Path | None = None
    """The copy of what was here before."""


class HistoryFiles:
    """Takes exported histories into one learner's."""

    def __init__(self, history: Lazy["History"], backups: Backups) -> None:
        self._history = history
        self._backups = backups

    def look(self, path: Path) -> Merge:
        """What is in the file and how much of it is new here. Changes nothing. Raises DeckError and StorageError."""
        file, exchange = read_history(path), self._history().exchange
        mine, has_history = exchange.learner()
        new = exchange.lacking([event.id for event in file.events])
        return Merge(file, new, foreign=bool(new) and has_history and file.learner is not None and file.learner != mine)

    def take_in(self, look: Merge) -> Merge:
        """Adds what is new, once the database has been backed up. Where there was nothing, the learner of the file goes on here.

        What stopped half way, the next time completes. Raises StorageError.
        """
        exchange = self._history().exchange
        if look.file.learner is not None and not exchange.learner()[1]:
            exchange.become(look.file.learner)
        backup = self._backups.make() if look.new else None
        new, differing, events = 0, list[UUID](), iter(look.file.events)
        while batch := tuple(islice(events, AT_ONCE)):
            taken = exchange.take_in(Pulled(batch, ""))
            new += len(taken.new)
            differing += taken.differing
        return Merge(look.file, new, look.foreign, differing, backup)


def is_history(path: Path) -> bool:
    """Whether the file says that it is a history which QuizApp has exported."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:
        return False
    return beginning.lstrip().startswith(b"{") and f'"format": "{FORMAT}"'.encode() in beginning


def read_history(path: Path) -> HistoryFile:
    """All of a file for which `is_history` holds. Raises DeckError."""
    document = _document(path)
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise DeckError(gettext("{path} was written by a newer QuizApp", path=path), gettext("Upgrade QuizApp on this machine."))
    listed = document.get("events")
    if version != VERSION or not isinstance(listed, list):
        raise DeckError(gettext("{path} is not a whole history", path=path), gettext("Export it again."))
    refused: list[str] = []
    events = tuple(_events(listed, refused.append))
    return HistoryFile(path, _learner(document.get("learner")), events, refused)


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise DeckError(gettext("{path} is larger than {size} MiB", path=path, size=LARGEST >> 20))
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise DeckError(gettext("{path} cannot be read: {reason}", path=path, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise DeckError(gettext("{path} is damaged: {reason}", path=path, reason=error), gettext("Export it again.")) from error
    return document if isinstance(document, dict) else {}


def _events(listed: list[Any], refuse: Callable[[str], None]) -> Iterator[WireEvent]:
    for number, values in enumerate(listed, start=1):
        try:
            yield wire_of(values)
        except WireError as error:
            refuse(gettext("event {number}: {reason}", number=number, reason=error))


def _learner(values: object) -> UUID | None:
    try:
        return UUID(str(values["uuid"])) if isinstance(values, dict) else None
    except (KeyError, ValueError):
        return None
