"""A card's history as Anki keeps it: a row of its review log for each grade that counts, and where the card stands after the last one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from quizapp.domain.day import milliseconds
from quizapp.domain.history import CardEvent, Graded, Rating, Restarted
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Schedule

STEP = 600
"""Seconds after which a failed card comes back: Anki's own step, and that of the options that come with the cards."""


class ReviewKind(IntEnum):
    """What Anki calls a review in its log."""

    LEARNING = 0
    """Of a card that has never been passed."""
    REVIEW = 1
    RELEARNING = 2
    """Of one that was passed, and failed since."""


@dataclass(frozen=True)
class LogRow:
    """A review in Anki's log."""

    at: int
    """Milliseconds since 1970; within a log no two are alike."""
    ease: int
    """The button: 1 to 4."""
    interval: int
    """Days until the card comes back; below 0, seconds."""
    last_interval: int
    """The one before; 0 at the first review."""
    factor: int
    """The difficulty in thousandths, from 100 (the easiest) to 1100."""
    taken: int
    """Milliseconds."""
    kind: ReviewKind


@dataclass(frozen=True)
class ReviewedCard:
    """A card with its log."""

    schedule: Schedule
    log: tuple[LogRow, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it ever was, since it was last started afresh."""
        return any(row.ease > Rating.AGAIN for row in self.log)


class LogWriter:
    """Makes the logs of all cards of a package."""

    def __init__(self, memory: Memory, now: datetime) -> None:
        """`now` is the latest moment a row may have: Anki refuses a package with anything from the future."""
        self._memory = memory
        self._now = milliseconds(now)
        self._taken: set[int] = set()

    def reviewed(self, card: str, events: Iterable[CardEvent]) -> ReviewedCard:
        """`card` after `events`, its own that count, in order. What was before it was last started afresh is not in the log."""
        schedule, log = Schedule(card), list[LogRow]()
        passed = False
        for event in events:
            before, schedule = schedule, self._memory.advance(schedule, event)
            if isinstance(event, Restarted):
                log, passed = [], False
            elif isinstance(event, Graded):
                log.append(self._row(event, before, schedule, log, passed=passed))
                passed |= event.rating is not Rating.AGAIN
        return ReviewedCard(schedule, tuple(log))

    def _row(self, event: Graded, before: Schedule, after: Schedule, log: list[LogRow], *, passed: bool) -> LogRow:
        assert after.difficulty is not None
        assert after.due is not None
        assert after.last is not None
        kind = ReviewKind.LEARNING if not passed else ReviewKind.RELEARNING if before.failing else ReviewKind.REVIEW
        return LogRow(
            at=self._moment(event.at, log[-1].at if log else None),
            ease=int(event.rating),
            interval=-STEP if after.failing else (after.due - after.last).days,
            last_interval=log[-1].interval if log else 0,
            factor=int(((after.difficulty - 1) / 9 + 0.1) * 1000),
            taken=event.duration_ms,
            kind=kind,
        )

    def _moment(self, at: datetime, last: int | None) -> int:
        """When a row was made: after the card's last one, though a clock had gone backwards, and by itself in the log."""
        moment = min(milliseconds(at), self._now)
        moment = moment if last is None else max(moment, last + 1)
        while moment in self._taken:
            moment += 1
        self._taken.add(moment)
        return moment
