"""What figures are made from: every answer, without what was typed, and what lies beside them. A history is long, so rows are narrow."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, Integer, String, bindparam, func, or_, select, type_coerce

from quizapp.domain.answering import Answering, HistoryLine, answers_by_card
from quizapp.domain.day import ONE_DAY, Calendar, milliseconds, moment
from quizapp.domain.history import Event, Rating
from quizapp.storage.engine import reading
from quizapp.storage.events import IN_ORDER, EventTable, marks_of
from quizapp.storage.models import EventRow, standing

_place = func.coalesce(type_coerce(standing.c.undoes, String), type_coerce(standing.c.id, String))
"""A correction stands in the place of what it corrects."""
_ANSWERS = (
    select(
        _place,
        standing.c.card_id,
        standing.c.kind,
        type_coerce(standing.c.at, Integer),
        standing.c.rating,
        standing.c.duration_ms,
        standing.c.sitting.is_not(None),
        type_coerce(standing.c.ticks, String),
    )
    .where(standing.c.learner_id == bindparam("learner"), standing.c.kind.in_(("grade", "practice", "reset", "estimate")))
    .order_by(standing.c.id)
)
"""In the order of time, so that each day is looked up once."""
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
    start = end = 0
    day = date.min
    for place, card, kind, at, rating, duration_ms, in_mock, ticks in rows:
        if not start <= at < end:  # most rows are of the same day as the one before
            day = calendar.day(moment(at))
            start, end = milliseconds(calendar.start(day)), milliseconds(calendar.start(day + ONE_DAY))
        answering = None
        if kind in ("grade", "practice"):
            practice = kind == "practice"
            marks = marks_of(json.loads(ticks)) if ticks else ()
            answering = Answering(card, day, _RATINGS[rating], duration_ms, practice, in_mock and not practice, marks=marks)
        yield HistoryLine(place, card, answering, estimate=kind == "estimate")
