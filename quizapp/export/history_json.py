"""The whole history as one JSON document, losing nothing: the schedule can be computed again from its events and settings."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from quizapp.domain.drawable import json_document
from quizapp.domain.schedule import Schedule
from quizapp.domain.wire import WireEvent, plain, wire_fields

FORMAT, VERSION = "quizapp-history", 1


def history_json(
    exported_at: datetime,
    learner: Mapping[str, str],
    settings: Mapping[str, object],
    events: Iterable[WireEvent],
    schedule: Iterable[Schedule],
    questions: Mapping[str, Mapping[str, str]],
) -> str:
    """One document. `questions` are what the cards ask, by card id and language.

    Times are ISO 8601 in UTC, to the millisecond; days are the learner's.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": plain(exported_at),
        "learner": dict(learner),
        "settings": dict(settings),
        "events": [wire_fields(event) for event in events],
        "schedule": [{field.name: plain(getattr(row, field.name)) for field in fields(row)} for row in schedule],
        "questions": {card: dict(texts) for card, texts in questions.items()},
    }
    return json_document(document, indent=1) + "\n"
