"""The days on which the learner studied, and those that are to come: what a calendar shows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from quizapp.domain.answering import Answers
from quizapp.domain.day import ONE_DAY
from quizapp.domain.schedule import Schedule

LATELY = 28
"""Days that are spoken of as the last ones: four weeks."""
AHEAD = 30
"""Days of the forecast."""


class StudyDay(NamedTuple):
    """A day with answers."""

    day: date
    answers: int
    """Graded or for practice."""
    ms: int
    """The time from each question to its grade, added up."""

    @property
    def minutes(self) -> float:
        """The same time in minutes."""
        return self.ms / 60_000


def study_days(answers: Answers) -> list[StudyDay]:
    """The days with answers, in order. What counts an answer of a mock interview is not another answer."""
    found: dict[date, list[int]] = {}
    for its in answers.values():
        for each in its:
            if not each.repeats:
                total = found.setdefault(each.day, [0, 0])
                total[0] += 1
                total[1] += each.duration_ms
    return [StudyDay(day, *totals) for day, totals in sorted(found.items())]


class Lately(NamedTuple):
    """The last days, today included, or as many as there have been since the first one."""

    days: int
    studied: int
    """How many of them have answers."""
    answers: int
    ms: int


def lately(days: Sequence[StudyDay], today: date, within: int = LATELY) -> Lately:
    """The last `within` days. `days` are in order; one in the future, which a wrong clock has made, is left out."""
    past = [each for each in days if each.day <= today]
    if not past:
        return Lately(0, 0, 0, 0)
    span = min(within, (today - past[0].day).days + 1)
    recent = [each for each in past if (today - each.day).days < span]
    return Lately(span, len(recent), sum(each.answers for each in recent), sum(each.ms for each in recent))


def coming(schedules: Iterable[Schedule], today: date, days: int = AHEAD) -> list[int]:
    """The reviews that fall due on each of `days` days: first those that wait today, overdue ones included, then those of tomorrow ...

    A card is counted once, on the day on which it comes next. New and suspended cards are left out.
    """
    counts = [0] * days
    for schedule in schedules:
        if schedule.due is None or schedule.suspended:
            continue
        day = schedule.due if schedule.buried is None else max(schedule.due, schedule.buried + ONE_DAY)
        if (place := max((day - today).days, 0)) < days:
            counts[place] += 1
    return counts
