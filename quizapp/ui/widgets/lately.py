"""The last weeks at a glance: a mark for each day, the denser the more was answered, so that it needs no colour."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from quizapp.domain.calendar_words import month_name, weekday_names
from quizapp.domain.day import ONE_DAY
from quizapp.plots.picture import fitted, width

MARKS = "·░▒▓█"
"""No answer, and from few to many."""
_WEEK = 7


def strip(answers: Mapping[date, int], today: date, weeks: int = 4) -> Content:
    """The last days in a line, today at its end, a blank between weeks."""
    days = [today - timedelta(days=back) for back in range(weeks * _WEEK - 1, -1, -1)]
    marks = _marks(answers, days)
    return Content(" ".join("".join(marks[start : start + _WEEK]) for start in range(0, len(marks), _WEEK)))


def calendar(answers: Mapping[date, int], today: date, weeks: int) -> Content:
    """The last weeks, a column each, from Monday to Sunday, with the months above."""
    monday = today - ONE_DAY * (today.weekday() + _WEEK * (weeks - 1))
    mondays = [monday + ONE_DAY * _WEEK * week for week in range(weeks)]
    names = weekday_names()
    margin = max(map(width, names)) + 1
    rows = [
        fitted(name, margin) + " ".join(_marks(answers, [each + ONE_DAY * place for each in mondays], today))
        for place, name in enumerate(names)
    ]
    return Content("\n").join(Content(row) for row in (" " * margin + _months(mondays), *rows))


def _marks(answers: Mapping[date, int], days: Sequence[date], until: date = date.max) -> list[str]:
    """A mark for each of `days`, a blank for those after `until`. The busiest tenth of the days that have answers makes none pale."""
    ranked = sorted(answers.values())
    most = max(1, ranked[len(ranked) * 9 // 10]) if ranked else 1
    return [" " if day > until else MARKS[min(-(-answers.get(day, 0) * (len(MARKS) - 1) // most), len(MARKS) - 1)] for day in days]


def _months(mondays: Sequence[date]) -> str:
    """The names of the months that begin in these weeks, each above its first."""
    line = ""
    for place, name in _beginning(mondays):
        if width(line) <= place:
            line = fitted(line, place) + name + " "
    return line.rstrip()


def _beginning(mondays: Sequence[date]) -> Iterator[tuple[int, str]]:
    for place, monday in enumerate(mondays):
        if monday.day <= _WEEK:
            yield 2 * place, month_name(monday)
