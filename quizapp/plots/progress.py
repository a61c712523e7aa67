"""A learner's statistics as figures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from quizapp.demos.figures import TILE_LEVELS, Bars, Curve, Figure, Plot, Tiles
from quizapp.domain.calendar_words import month_name, short_date, weekday_names
from quizapp.domain.day import ONE_DAY
from quizapp.domain.i18n import gettext
from quizapp.domain.practice import by_month
from quizapp.domain.share import Share
from quizapp.domain.statistics import Statistics
from quizapp.domain.statistics_words import Section
from quizapp.domain.study_days import StudyDay

WEEKS = 53
"""Weeks of the calendar, as many as there is room for: a year."""
_DAYS = 30
"""Days of the bars of minutes."""
_LAST = 12
"""Months, and mock interviews, of which there are bars."""
_WEEK = 7
_FEW = 5.0
"""The least that the axis of counts goes up to."""
_NOTHING = float("nan")
"""The height of a bar that is not drawn."""


def figures(section: Section, statistics: Statistics) -> Sequence[Figure]:
    """The pictures of a kind of figure; none where a list says more, or where there is nothing to draw yet."""
    draw = _FIGURES.get(section)
    return draw(statistics) if draw else ()


def calendar(days: Sequence[StudyDay], today: date, weeks: int = WEEKS) -> Tiles:
    """The last weeks, a column each, from Monday to Sunday: the darker, the more answers a day had.

    The levels divide in equal parts what nine tenths of these days do not exceed: one very busy day does not make all others pale.
    """
    monday = today - ONE_DAY * (today.weekday() + _WEEK * (weeks - 1))
    answers = {each.day: each.answers for each in days if monday <= each.day <= today}
    most = sorted(answers.values())[len(answers) * 9 // 10] if answers else 1
    mondays = [monday + ONE_DAY * _WEEK * week for week in range(weeks)]
    names = [month_name(day) if day.day <= _WEEK else "" for day in mondays]
    columns = [[_level(answers.get(day), most) if day <= today else -1 for day in _week_from(each)] for each in mondays]
    levels = [list(row) for row in zip(*columns, strict=True)]
    return Tiles(gettext("Answers a day"), weekday_names(), names, levels, gettext("few"), f"{most:,}+")


def _week_from(monday: date) -> list[date]:
    return [monday + ONE_DAY * day for day in range(_WEEK)]


def _level(answers: int | None, most: int) -> int:
    return min(-(-answers * TILE_LEVELS // most), TILE_LEVELS) if answers else 0


def _days(statistics: Statistics) -> Sequence[Figure]:
    return [calendar(statistics.days, statistics.day), _weeks(statistics)]


def _weeks(statistics: Statistics) -> Figure:
    """Answers in each of the last weeks."""
    monday = statistics.day - ONE_DAY * statistics.day.weekday()
    mondays = [monday - timedelta(weeks=back) for back in range(25, -1, -1)]
    counts = dict.fromkeys(mondays, 0)
    for each in statistics.days:
        first = each.day - ONE_DAY * each.day.weekday()
        if first in counts and each.day <= statistics.day:
            counts[first] += each.answers
    names = [month_name(day) if day.day <= _WEEK else "" for day in mondays]
    return _bars(gettext("Answers a week"), list(counts.values()), names)


def _coming(statistics: Statistics) -> Sequence[Figure]:
    days = [statistics.day + ONE_DAY * place for place in range(len(statistics.coming))]
    return [_bars(gettext("Reviews that fall due on each day"), statistics.coming, _named_days(days))]


def _retention(statistics: Statistics) -> Sequence[Figure]:
    found = statistics.retention
    if not found.lately.whole:
        return ()
    months = [(month_name(month), its) for month, its in found.months]
    stabilities = [(f"{low:g}" if high == np.inf else f"<{high:g}", its) for low, high, its in found.stabilities]
    stabilities[-1] = (f"≥{stabilities[-1][0]}", stabilities[-1][1])
    return [
        _shares(gettext("% recalled by month"), months, statistics.desired),
        _shares(gettext("% by stability, days"), stabilities, statistics.desired),
    ]


def _calibration(statistics: Statistics) -> Sequence[Figure]:
    """The share recalled in each tenth of the predictions, and the line on which all came true."""
    bins = statistics.calibration.bins
    if not statistics.calibration.reviews:
        return ()
    heights = np.array([_NOTHING if each.recalled is None else 100 * each.recalled for each in bins])
    ends = np.array([-0.5, len(bins) - 0.5])
    names = [f"{50 * (each.low + each.high):.0f}" for each in bins]
    line = Curve(ends, np.array([0.0, 100.0]), faint=True)
    return [Plot(gettext("% recalled by % predicted"), [Bars(heights, names), line], (-0.5, len(bins) - 0.5), (0.0, 105.0))]


def _time(statistics: Statistics) -> Sequence[Figure]:
    days = [statistics.day - ONE_DAY * back for back in range(_DAYS - 1, -1, -1)]
    minutes = {each.day: each.minutes for each in statistics.days}
    return [_bars(gettext("Minutes on each of the last 30 days"), [minutes.get(day, 0.0) for day in days], _named_days(days))]


def _practice(statistics: Statistics) -> Sequence[Figure]:
    predicted = [(month_name(month), its) for month, its in by_month(statistics.predictions)[-_LAST:]]
    held = [(short_date(each.day), each.good) for each in statistics.mocks[-_LAST:]]
    found = []
    if predicted:
        found.append(_shares(gettext("% predicted right"), predicted))
    if held:
        found.append(_shares(gettext("% good in mocks"), held))
    return found


def _bars(title: str, heights: Sequence[float], names: Sequence[str]) -> Plot:
    """A bar for each; the axis ends above the highest, and high enough to name no half answer."""
    values = np.array(heights, float)
    most = max(float(values.max(initial=0)), _FEW)
    return Plot(title, [Bars(values, names)], (-0.5, len(heights) - 0.5), (0.0, most * 1.05))


def _shares(title: str, shares: Sequence[tuple[str, Share]], aim: float | None = None) -> Plot:
    """A bar for each share in percent, none where there is nothing, and a line at what is aimed at."""
    heights = np.array([_NOTHING if its.value is None else 100 * its.value for _, its in shares])
    ends = np.array([-0.5, len(shares) - 0.5])
    line = [] if aim is None else [Curve(ends, np.array([100 * aim, 100 * aim]), faint=True)]
    return Plot(title, [Bars(heights, [name for name, _ in shares]), *line], (-0.5, len(shares) - 0.5), (0.0, 105.0))


def _named_days(days: Sequence[date]) -> list[str]:
    """Each Monday by its date."""
    return [short_date(day) if day.weekday() == 0 else "" for day in days]


_FIGURES: Mapping[Section, Callable[[Statistics], Sequence[Figure]]] = {
    Section.DAYS: _days,
    Section.COMING: _coming,
    Section.RETENTION: _retention,
    Section.CALIBRATION: _calibration,
    Section.TIME: _time,
    Section.PRACTICE: _practice,
}
