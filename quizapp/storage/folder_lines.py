"""The files of a folder in which machines exchange events: one event a line, each with a checksum, after a head that says whose they are.

A line is read when it is complete. One that was cut short or damaged on its way is reported and passed over; its event is still with
the machine that wrote it, or comes with another copy of the file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path
from typing import Any
from uuid import UUID

from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import Device, WireEvent, canonical, wire_fields, wire_of
from quizapp.domain.wire_values import WireError

FORMAT, VERSION = "quizapp-events", 1
LONGEST_LINE = 1 << 24
"""Bytes; a longer one is no event."""
_LINE = re.compile(rb'\{"check":"([0-9a-f]{16})","event":(\{.*\})\}\s*')


@dataclass(frozen=True)
class Head:
    """The first line of a file."""

    learner: UUID
    device: Device


@dataclass(frozen=True)
class Position:
    """Up to where a file was read."""

    offset: int = 0
    """In bytes, at the beginning of a line."""
    lines: int = 0
    last: int = 0
    """Bytes of the line before, of a very long one of its end."""
    check: str = ""
    """Of these bytes: where it is another, the file is another."""


@dataclass(frozen=True)
class FolderLine:
    """What a complete line holds, and where the next one begins."""

    event: WireEvent | None
    problem: str
    next: Position


def head_line(head: Head) -> bytes:
    """The first line of a new file."""
    values = {"format": FORMAT, "version": VERSION, "learner": str(head.learner), "device": str(head.device.id), "name": head.device.name}
    return canonical(values).encode() + b"\n"


def event_line(event: WireEvent) -> bytes:
    """An event and its checksum."""
    written = canonical(wire_fields(event)).encode()
    return b'{"check":"%s","event":%s}\n' % (checksum(written).encode(), written)


def checksum(data: bytes) -> str:
    """16 hexadecimal digits."""
    return blake2b(data, digest_size=8).hexdigest()


def read_head(path: Path) -> Head | None:
    """Whose the file is; None where that cannot be told, or cannot be told yet. Raises OSError, and PlaceError for a newer format."""
    with path.open("rb") as file:
        return _head(path, file.readline(LONGEST_LINE))


def _head(path: Path, line: bytes) -> Head | None:
    values = _object(line)
    if values.get("format") != FORMAT:
        return None
    if values.get("version") != VERSION:
        raise PlaceError(gettext("{path} was written by a newer QuizApp", path=path), gettext("Upgrade QuizApp on this machine."))
    try:
        return Head(UUID(values["learner"]), Device(UUID(values["device"]), str(values["name"])))
    except (KeyError, ValueError, AttributeError, TypeError):
        return None


def is_unchanged(path: Path, position: Position) -> bool:
    """Whether the file still begins with what was read of it. Raises OSError."""
    with path.open("rb") as file:
        file.seek(position.offset - position.last)
        return checksum(file.read(position.last)) == position.check


def read_lines(path: Path, position: Position) -> Iterator[FolderLine]:
    """The complete lines from `position` on; the head is none of them. Raises OSError."""
    with path.open("rb") as file:
        file.seek(position.offset)
        while (line := _complete(file)) is not None:
            position = Position(file.tell(), position.lines + 1, len(line), checksum(line))
            event, problem = _event(line)
            if problem and position.lines == 1 and _object(line).get("format") == FORMAT:
                problem = ""
            yield FolderLine(event, problem and f"{path}:{position.lines}: {problem}", position)


def _complete(file: BufferedReader) -> bytes | None:
    """A line with its end; of one that is too long the last piece, which is no event."""
    while line := file.readline(LONGEST_LINE):
        if line.endswith(b"\n"):
            return line
        if len(line) < LONGEST_LINE:
            return None
    return None


def _event(line: bytes) -> tuple[WireEvent | None, str]:
    if not line.strip():
        return None, ""
    match = _LINE.fullmatch(line)
    if match is None or checksum(match[2]) != match[1].decode():
        return None, gettext("the line is damaged")
    try:
        return wire_of(json.loads(match[2])), ""
    except (WireError, ValueError, RecursionError) as error:
        return None, gettext("the line holds no event ({reason})", reason=error)


def _object(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
