"""The whole history as one JSON document, losing nothing: the schedule can be computed again from its events and settings."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from quizapp.domain.drawable import json_document
from quizapp.domain.estimates import ForeignState
from quizapp.domain.history import Event, Mark, MockSetup, Undone, kind_of
from quizapp.domain.schedule import Schedule

FORMAT, VERSION = "quizapp-history", 1


def history_json(
    exported_at: datetime,
    learner: Mapping[str, str],
    settings: Mapping[str, object],
    events: Iterable[Event],
    schedule: Iterable[Schedule],
    questions: Mapping[str, Mapping[str, str]],
) -> str:
    """One document. `questions` are what the cards ask, by card id and language.

    Times are ISO 8601 in UTC, to the millisecond; days are the learner's.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _plain(exported_at),
        "learner": dict(learner),
        "settings": dict(settings),
        "events": [event_fields(event) for event in events],
        "schedule": [{field.name: _plain(getattr(row, field.name)) for field in fields(row)} for row in schedule],
        "questions": {card: dict(texts) for card, texts in questions.items()},
    }
    return json_document(document, indent=1) + "\n"


def event_fields(event: Event) -> dict[str, Any]:
    """An event as an object; an undo names what it takes back in `undoes`."""
    values = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    if isinstance(event, Undone):
        values["undoes"] = values.pop("target")
    if not values.get("corrects", True):
        del values["corrects"]
    return {"id": values.pop("id"), "kind": kind_of(event), **values}


def _plain(value: object) -> object:
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
            return [_plain(each) for each in value]
        case MockSetup() | ForeignState():
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case Mark():
            return {"point": value.point, "coverage": value.coverage.value}
    return value
