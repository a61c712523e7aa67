"""What figures are made from: every answer, without what was typed, and what lies beside them. A history is long, so rows are narrow."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, String, bindparam, func, or_, select, type_coerce

from quizapp.domain.answering import Answering, HistoryLine, answers_by_card
from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, Rating
from quizapp.storage.engine import reading
from quizapp.storage.events import IN_ORDER, EventTable, marks_of
from quizapp.storage.models import EventRow, standing

_place = func.coalesce(type_coerce(standing.c.undoes, String), type_coerce(standing.c.id, String))
"""A correction stands in the place of what it corrects."""
_ANSWERS = select(
    _place,
    standing.c.card_id,
    standing.c.kind,
    standing.c.at,
    standing.c.rating,
    standing.c.duration_ms,
    standing.c.sitting.is_not(None),
    type_coerce(standing.c.ticks, String),
).where(standing.c.learner_id == bindparam("learner"), standing.c.kind.in_(("grade", "practice", "reset")))
_BESIDE = IN_ORDER.where(or_(EventRow.kind.in_(("prediction", "mock-begin")), EventRow.sitting.is_not(None)))
_RATINGS = {int(rating): rating for rating in Rating}


class AnsweringReader:
    """Reads a learner's whole history for figures."""

    def __init__(self, engine: Engine, events: EventTable) -> None:
        self._reading = reading(engine)
        self._events = events

    def answers(self, calendar: Calendar) -> dict[str, list[Answering]]:
        """The answers that count, in order, by the id that their card has now."""
        with self._reading.begin() as connection:
            rows = connection.execute(_ANSWERS, {"learner": self._events.learner}).all()
            renames = self._events.renames(connection)
        lines = [HistoryLine(rename.id.hex, rename.card, renamed=rename) for rename in renames]
        return answers_by_card([*_lines(rows, calendar), *lines])

    def beside(self) -> list[Event]:
        """Predictions, and all of the mock interviews, in order."""
        with self._reading.begin() as connection:
            return list(self._events.of(connection, _BESIDE))


def _lines(rows: Sequence[Any], calendar: Calendar) -> Iterator[HistoryLine]:
    for place, card, kind, at, rating, duration_ms, in_mock, ticks in rows:
        answering = None
        if kind != "reset":
            practice = kind == "practice"
            marks = marks_of(json.loads(ticks)) if ticks else ()
            day, repeats = calendar.day(at), in_mock and not practice
            answering = Answering(card, day, _RATINGS[rating], duration_ms, practice, repeats, marks=marks)
        yield HistoryLine(place, card, answering)
