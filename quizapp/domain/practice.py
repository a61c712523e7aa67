"""How predictions of demos and mock interviews turned out, over time."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from quizapp.domain.day import Calendar
from quizapp.domain.history import Predicted, Rating
from quizapp.domain.mock import Covered, Interview, covered
from quizapp.domain.share import Share, share


class MockOutcome(NamedTuple):
    """How a mock interview went."""

    day: date
    """The study day on which it began."""
    questions: int
    """How many were drawn."""
    good: Share
    """Answers graded Good or Easy, of those given."""
    points: Covered
    """Key points said, of those gone through."""


def mock_outcomes(interviews: Iterable[Interview], calendar: Calendar) -> list[MockOutcome]:
    """The interviews that came to their end with an answer, in order."""
    return [
        MockOutcome(
            calendar.day(each.begin.at),
            len(each.begin.setup.cards),
            share(answer.rating >= Rating.GOOD for answer in each.answers),
            covered(tick for answer in each.answers for tick in answer.ticks),
        )
        for each in interviews
        if each.finished and each.answers
    ]


def predictions_by_day(events: Iterable[Predicted], calendar: Calendar) -> list[tuple[date, Share]]:
    """The study days on which demos were predicted, in order, and how many predictions were right."""
    days: dict[date, list[bool]] = {}
    for event in events:
        days.setdefault(calendar.day(event.at), []).append(event.correct)
    return [(day, share(outcomes)) for day, outcomes in sorted(days.items())]


def by_month(predictions: Iterable[tuple[date, Share]]) -> list[tuple[date, Share]]:
    """Those of days added up by month, each by its first day."""
    months: dict[date, Share] = {}
    for day, its in predictions:
        before = months.get(month := day.replace(day=1), Share())
        months[month] = Share(before.part + its.part, before.whole + its.whole)
    return list(months.items())
