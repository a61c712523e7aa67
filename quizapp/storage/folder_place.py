"""A folder that something else carries from machine to machine: a synchronised one, a stick, a shared drive.

    <folder>/<learner>/<device>-2026-11.jsonl

Each device appends to files of its own name only, one a month, so that no two ever write to one file. Every file is read, also the copies
that sync tools make of one that they could not agree on: reading the same event twice is reading it once. Nothing is ever deleted.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from uuid import UUID

from quizapp.domain.errors import OutOfReachError, PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import Device, DeviceSeen, LearnerThere, Pulled, WireEvent
from quizapp.storage.files import flush
from quizapp.storage.folder_lines import FolderLine, Head, Position, event_line, head_line, is_unchanged, read_head, read_lines

AT_ONCE = 300
"""Lines that are handed over together, unless they are long: whoever grades meanwhile waits until they are stored."""
BYTES_AT_ONCE = 1 << 22
FULL = (ENOSPC, EDQUOT)
DATABASE = "quizapp.db"
"""The file by which a data folder is known."""

Positions = dict[str, Position]
"""Up to where each file was read, by name."""


class FolderPlace:
    """The events of `learner` in `folder`, as `device` reads and writes them. `now` gives the moment, in UTC."""

    def __init__(self, folder: Path, learner: UUID, device: Device, now: Callable[[], datetime]) -> None:
        check_there(folder)
        self._folder = folder / str(learner)
        self._head = Head(learner, device)
        self._now = now

    def pull(self, cursor: str) -> Iterator[Pulled]:
        """What has come since. Raises PlaceError."""
        with _explained(self._folder):
            names = [path.name for path in _files(self._folder)]
            positions = _positions(cursor)
            afresh = not self._holds(positions, names)
            if afresh:
                positions = {}
                yield Pulled((), _cursor(positions), afresh=True)
            for name in names:
                yield from self._pull_file(name, positions)

    def push(self, events: Iterator[WireEvent]) -> int:
        """Appends `events` to this device's file of the month, in one go; how many they are. Raises PlaceError."""
        lines = [event_line(event) for event in events]
        if not lines:
            return 0
        path = self._folder / f"{self._head.device.id}-{self._now().astimezone(UTC):%Y-%m}.jsonl"
        with _explained(path):
            self._folder.mkdir(exist_ok=True)
            is_new = not path.exists()
            _append(path, head_line(self._head), b"".join(lines))
            if is_new:
                flush(self._folder)
        return len(lines)

    def seen(self) -> Sequence[DeviceSeen]:
        """The devices that have files here. Raises PlaceError."""
        with _explained(self._folder):
            return _devices(self._folder)

    def close(self) -> None:
        """Nothing is held open."""

    def _holds(self, positions: Positions, names: list[str]) -> bool:
        """Whether all that was read is still there."""
        return all(_still_holds(self._folder / name, position, name in names) for name, position in positions.items())

    def _pull_file(self, name: str, positions: Positions) -> Iterator[Pulled]:
        path = self._folder / name
        try:
            own = self._is_own(path, read_head(path))
            for lines in _batches(read_lines(path, positions.get(name, Position()))):
                positions[name] = lines[-1].next
                events = tuple(line.event for line in lines if line.event is not None)
                yield Pulled(events, _cursor(positions), tuple(line.problem for line in lines if line.problem), own)
        except OSError as error:
            yield Pulled((), _cursor(positions), (_unreadable(path, error),))
        except PlaceError as error:
            yield Pulled((), _cursor(positions), (str(error),))

    def _is_own(self, path: Path, head: Head | None) -> bool:
        """Whether this device has written it. Raises PlaceError where it is another learner's."""
        if head is not None and head.learner != self._head.learner:
            raise PlaceError(gettext("{path} belongs to another learner", path=path), gettext("Move it back to their folder."))
        return head is not None and head.device.id == self._head.device.id


def learners(folder: Path) -> Sequence[LearnerThere]:
    """Whose events are in `folder`. Raises PlaceError."""
    check_there(folder)
    with _explained(folder):
        found = [(path, _uuid(path.name)) for path in sorted(folder.iterdir()) if path.is_dir()]
        return [LearnerThere(id, tuple(_devices(path))) for path, id in found if id is not None and _files(path)]


def check_there(folder: Path) -> None:
    """Raises OutOfReachError where the folder is not there: it is never made, for it may be on a stick that is not plugged in.

    Raises PlaceError where it is no folder, or holds a database of progress, which no sync tool may carry.
    """
    if (folder / DATABASE).exists():
        hint = gettext("Make an empty folder outside it, which your machines share, and name that one.")
        raise PlaceError(gettext("{path} is a data folder of QuizApp", path=folder), hint)
    if not folder.is_dir():
        if folder.exists():
            raise PlaceError(gettext("{path} is not a folder", path=folder), gettext("Name a folder, or a postgresql:// address."))
        hint = gettext("Plug it in or mount it, or make the folder if it is to be a new one.")
        raise OutOfReachError(gettext("{path} is not there", path=folder), hint)


def _append(path: Path, head: bytes, data: bytes) -> None:
    """Adds `data` in a single write, on a line of its own whatever an interrupted write has left. Raises OSError."""
    with path.open("ab+", buffering=0) as file:
        end = file.tell()
        if not end:
            data = head + data
        else:
            file.seek(end - 1)
            data = data if file.read(1) == b"\n" else b"\n" + data
        if file.write(data) != len(data):
            raise OSError(ENOSPC, "No space left on device")
    flush(path)


def _still_holds(path: Path, position: Position, listed: bool) -> bool:
    if not listed:
        return path.with_name(f".{path.name}.icloud").exists()  # its text is not on this machine at present
    try:
        return path.stat().st_size >= position.offset and is_unchanged(path, position)
    except OSError:  # it cannot be read at present
        return True


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.jsonl") if path.is_file() and not path.is_symlink() and not path.name.startswith("."))


def _devices(folder: Path) -> list[DeviceSeen]:
    found: dict[UUID, DeviceSeen] = {}
    for path in _files(folder):
        try:
            head = read_head(path)
        except PlaceError:  # of a newer version: reading the file reports it
            continue
        if head is not None:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            before = found.get(head.device.id)
            found[head.device.id] = DeviceSeen(head.device.id, head.device.name, max(at, before.at) if before else at)
    return list(found.values())


def _batches(lines: Iterator[FolderLine]) -> Iterator[list[FolderLine]]:
    batch: list[FolderLine] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += line.next.last
        if len(batch) == AT_ONCE or size >= BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _positions(cursor: str) -> Positions:
    return {name: Position(*values) for name, values in json.loads(cursor or "{}").items()}


def _cursor(positions: Positions) -> str:
    """All in ASCII: the name of a file may be of bytes that are no text."""
    return json.dumps({name: [*vars(position).values()] for name, position in positions.items()})


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise PlaceError(_unreadable(path, error), gettext("Give yourself the right to read and write there.")) from error
    except OSError as error:
        if error.errno in FULL:
            raise PlaceError(_unreadable(path, error), gettext("Free some space there.")) from error
        raise OutOfReachError(_unreadable(path, error), gettext("Try again once it is back.")) from error


def _unreadable(path: Path, error: OSError) -> str:
    return gettext("{path} cannot be used: {reason}", path=error.filename or path, reason=error.strerror or error)
