"""Events as they travel: in the history's JSON export, and to and from the places where machines exchange them.

An event is a JSON object with `id`, `at`, `kind` and the fields of its kind. A newer version may know more kinds, and more fields of a
kind: both are kept word for word and handed on, so that no machine loses what another one wrote. A field that an older version may
overlook without counting wrongly can be added to a kind; a change of meaning needs a new kind, or a `version` above 1.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Any, Protocol
from uuid import UUID

from quizapp.domain.estimates import ForeignState
from quizapp.domain.history import KINDS, Event, Mark, MockSetup, Undone, kind_of
from quizapp.domain.wire_values import FIELDS, WireError, instant, number, text, uuid

VERSION = 1
"""Of the fields of every kind here; an event that names a higher one in `version` is carried, not counted."""
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""The moments that an event may have: with any other, days could not be counted, or no id would be left for what comes after it."""


@dataclass(frozen=True)
class WireEvent:
    """An event on its way."""

    id: UUID
    """A UUIDv7: its own, wherever it goes."""
    at: datetime
    """UTC, to the millisecond."""
    kind: str
    """Perhaps one that only a newer version knows."""
    body: str
    """All other fields, a JSON object in its canonical form: keys sorted, no blanks, no escapes that need not be."""


@dataclass(frozen=True)
class Pulled:
    """A part of what a place holds."""

    events: tuple[WireEvent, ...]
    cursor: str
    """Where to go on, once these are stored."""
    problems: tuple[str, ...] = ()
    """What could not be read, a sentence each."""
    own: bool = False
    """Whether they were written by the device that reads them."""
    afresh: bool = False
    """Whether the place no longer has all that it had: what was read and sent before says nothing about what it lacks."""


@dataclass(frozen=True)
class Device:
    """One installation of the program, with its own copy of the history."""

    id: UUID
    name: str
    """Of its machine."""


@dataclass(frozen=True)
class DeviceSeen:
    """A device that has left something in a place."""

    id: UUID
    name: str
    at: datetime
    """When it last did, UTC."""


@dataclass(frozen=True)
class LearnerThere:
    """A learner whose events are in a place."""

    id: UUID
    devices: tuple[DeviceSeen, ...]


class SyncPlace(Protocol):
    """Where the devices of a learner exchange events. Every method raises PlaceError where the place is out of reach or refuses."""

    def pull(self, cursor: str) -> Iterator[Pulled]:
        """What has come since `cursor` ("" is the beginning), in batches of bounded size. It skips no event that is committed late."""

    def push(self, events: Iterator[WireEvent]) -> int:
        """Adds what the place lacks of `events`; how many that were. To push twice is to push once."""

    def seen(self) -> Sequence[DeviceSeen]:
        """The learner's devices."""

    def close(self) -> None:
        """Lets go of the place."""


def canonical(value: Mapping[str, Any]) -> str:
    """The JSON text of an object, of which there is one. Raises WireError where there is none."""
    try:
        written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        written.encode()
    except (ValueError, RecursionError) as error:
        raise WireError(f"it cannot be written as JSON ({error})") from error
    return written


def event_fields(event: Event) -> dict[str, Any]:
    """An event as an object; an undo names what it takes back in `undoes`."""
    values = {field.name: plain(getattr(event, field.name)) for field in fields(event)}
    if isinstance(event, Undone):
        values["undoes"] = values.pop("target")
    if not values.get("corrects", True):
        del values["corrects"]
    return {"id": values.pop("id"), "kind": kind_of(event), **values}


def plain(value: object) -> Any:
    """A value as JSON has it: moments in ISO 8601 in UTC, to the millisecond."""
    match value:
        case datetime():
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case IntEnum():
            return int(value)
        case tuple():
            return [plain(each) for each in value]
        case MockSetup() | ForeignState():
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case Mark():
            return {"point": value.point, "coverage": value.coverage.value}
    return value


def to_wire(event: Event) -> WireEvent:
    """The event as it travels."""
    values = event_fields(event)
    for name in ("id", "at", "kind"):
        del values[name]
    return WireEvent(event.id, event.at, kind_of(event), canonical(values))


def wire_fields(wire: WireEvent) -> dict[str, Any]:
    """The whole event as an object."""
    return {"id": str(wire.id), "kind": wire.kind, "at": plain(wire.at), **json.loads(wire.body)}


def wire_of(values: object) -> WireEvent:
    """The event that an object describes which came from outside. Raises WireError where no version can have written it."""
    if not isinstance(values, dict):
        raise WireError("it is no object")
    rest = dict(values)
    wire = WireEvent(uuid(rest.pop("id", None)), instant(rest.pop("at", None)), text(rest.pop("kind", None)), canonical(rest))
    if not wire.kind:
        raise WireError("it has no kind")
    from_wire(wire)
    return wire


def from_wire(wire: WireEvent) -> Event | None:
    """The event; None where only a newer version knows what it is. Raises WireError where it is none of its kind."""
    check_wire(wire)
    kind = KINDS.get(wire.kind)
    values = _object(wire.body)
    if kind is None or number(values.get("version", VERSION)) > VERSION:
        return None
    made = {field.name: _field(field, values) for field in fields(kind) if field.name not in ("id", "at")}
    return kind(id=wire.id, at=wire.at, **made)


def check_wire(wire: WireEvent) -> None:
    """Raises WireError for an id or a moment after which no other could follow, or that cannot be stored."""
    if wire.id.version != 7 or not EARLIEST <= _moment_of(wire.id) < LATEST:
        raise WireError(f"{wire.id} is no id of an event")
    if not EARLIEST <= wire.at < LATEST:
        raise WireError(f"it is dated {wire.at.isoformat()}")


def _moment_of(id: UUID) -> datetime:
    milliseconds = id.int >> 80
    return EARLIEST.fromtimestamp(milliseconds / 1000, UTC) if milliseconds < 2**47 else LATEST


def _object(body: str) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError("its body is no JSON") from error
    if not isinstance(values, dict):
        raise WireError("its body is no object")
    return values


def _field(field: "Field[Any]", values: Mapping[str, Any]) -> Any:
    name = "undoes" if field.name == "target" else field.name
    if name not in values:
        if field.default is MISSING:
            raise WireError(f"{name} is missing")
        return field.default
    if values[name] is None and field.default is None:
        return None
    try:
        return FIELDS[field.name](values[name])
    except WireError as error:
        raise WireError(f"{name}: {error}") from error
