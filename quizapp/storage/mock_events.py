"""Mock interviews in the history: those begun, what happened in one, its end, and having its answers count."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam

from quizapp.domain.history import Event, Graded, MockBegun, MockEnded, Outcome, Practised, carried, event_id
from quizapp.domain.mock import answers
from quizapp.storage.engine import reading
from quizapp.storage.events import IN_ORDER, EventTable
from quizapp.storage.models import EventRow
from quizapp.storage.schedules import ScheduleTable

_BEGUN = IN_ORDER.where(EventRow.kind == "mock-begin", EventRow.setup.is_not(None))  # as the index has it
_SITTING = IN_ORDER.where(EventRow.sitting == bindparam("sitting"), EventRow.sitting.is_not(None))  # as the index has it


class MockEvents:
    """One learner's mock interviews. Every method is one transaction."""

    def __init__(self, engine: Engine, events: EventTable, schedules: ScheduleTable) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._events = events
        self._schedules = schedules

    def begun(self) -> list[MockBegun]:
        """Every mock interview that was begun, in order."""
        with self._reading.begin() as connection:
            return list(self._events.of(connection, _BEGUN))

    def sitting(self, sitting: UUID) -> list[Event]:
        """What happened in a mock interview after it began, in order."""
        with self._reading.begin() as connection:
            return self._sitting(connection, sitting)

    def names(self) -> dict[str, str]:
        """The id that each renamed card has now, by every id that it had."""
        names: dict[str, str] = {}
        with self._reading.begin() as connection:
            for rename in self._events.renames(connection):
                names |= {old: rename.card for old, new in names.items() if new == rename.source} | {rename.source: rename.card}
        return names

    def end(self, at: datetime, random: int, sitting: UUID, outcome: Outcome) -> None:
        """Ends a mock interview; one that has ended stays as it ended."""
        with self._engine.begin() as connection:
            if not any(isinstance(event, MockEnded) for event in self._sitting(connection, sitting)):
                self._events.add(connection, MockEnded(self._events.next_id(connection, at, random), at, sitting, outcome))

    def count(self, random: Callable[[], int], sitting: UUID, scheduler: str) -> int:
        """Has each answer count for the schedule, as a grade given at its time; how many did. Nothing where that was done before."""
        with self._engine.begin() as connection:
            events = self._sitting(connection, sitting)
            if any(isinstance(event, Graded) for event in events):
                return 0
            given = carried([*answers(events), *self._events.renames(connection)])
            grades = [self._grade(connection, answer, random(), scheduler) for answer in given if isinstance(answer, Practised)]
            return len(grades)

    def _sitting(self, connection: Connection, sitting: UUID) -> list[Event]:
        return list(self._events.of(connection, _SITTING, sitting=sitting))

    def _grade(self, connection: Connection, answer: Practised, random: int, scheduler: str) -> Graded:
        card = self._events.id_now(connection, answer.card)
        before = self._schedules.before(connection, card)
        grade = Graded(
            event_id(answer.at, random, before.last_id),
            answer.at,
            card,
            answer.rating,
            answer.duration_ms,
            answer.mode,
            scheduler,
            answer.answer,
            answer.ticks,
            answer.sitting,
        )
        self._events.add(connection, grade)
        self._schedules.advance(connection, grade, before)
        return grade
