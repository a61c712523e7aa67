"""The figures as tables: for `quizapp stats`, for the report, and where the screen has no picture."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

from quizapp.domain.day import ONE_DAY
from quizapp.domain.i18n import gettext, pgettext
from quizapp.domain.practice import by_month
from quizapp.domain.share import Share
from quizapp.domain.statistics import Statistics
from quizapp.domain.statistics_words import Section
from quizapp.domain.study_days import StudyDay

WEEKS = 8
"""Weeks that are listed."""
DAYS = 7
"""Coming days that are listed one by one."""
MOST = 12
"""Months, and mock interviews, that are listed."""
NONE = "-"
"""Where there is nothing to tell."""


class FigureTable(NamedTuple):
    """Rows of words and numbers under headings; the first column is words as a rule, all others are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 0
    """The column that holds words, which are cut where there is little room."""
    about: tuple[str, ...] = ()
    """What asks for the words of each row, for a reader who has no card at hand."""


def tables(section: Section, statistics: Statistics) -> Sequence[FigureTable]:
    """The figures of `section`; those without a row are left out."""
    return [each for each in _TABLES[section](statistics) if each.rows]


def percent(share: Share) -> str:
    """ "87%"; a dash where there is nothing."""
    return NONE if share.value is None else f"{share.value:.0%}"


def _days(statistics: Statistics) -> list[FigureTable]:
    heads = gettext("week from"), gettext("days"), gettext("answers"), gettext("minutes")
    rows = [
        (f"{monday}", f"{len(its)}", f"{sum(each.answers for each in its):,}", f"{sum(each.minutes for each in its):,.0f}")
        for monday, its in _weeks(statistics)
    ]
    return [FigureTable(heads, tuple(rows))]


def _weeks(statistics: Statistics) -> list[tuple[date, list[StudyDay]]]:
    """The last weeks by their Mondays, from the first with an answer on."""
    this = _monday(statistics.day)
    found: dict[date, list[StudyDay]] = {}
    for each in statistics.days:
        if each.day <= statistics.day:
            found.setdefault(_monday(each.day), []).append(each)
    mondays = [this - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [(monday, found.get(monday, [])) for monday in mondays if found and monday >= min(found)]


def _monday(day: date) -> date:
    return day - ONE_DAY * day.weekday()


def _coming(statistics: Statistics) -> list[FigureTable]:
    if not any(statistics.coming):
        return []
    rows = [(f"{statistics.day + ONE_DAY * place}", f"{reviews:,}") for place, reviews in enumerate(statistics.coming[:DAYS])]
    later = len(statistics.coming) - DAYS
    rows.append((gettext("the {days} days after", days=later), f"{sum(statistics.coming[DAYS:]):,}"))
    return [FigureTable((gettext("day"), gettext("reviews")), tuple(rows))]


def _retention(statistics: Statistics) -> list[FigureTable]:
    found = statistics.retention
    reviews, recalled = gettext("reviews"), gettext("recalled")
    ages = [(gettext("young"), found.young), (gettext("mature"), found.mature)]
    stabilities = [(_span(low, high), its) for low, high, its in found.stabilities]
    parts = [
        (gettext("month"), [(f"{month:%Y-%m}", its) for month, its in found.months]),
        (gettext("age"), ages),
        (gettext("stability in days"), stabilities),
    ]
    return [FigureTable((head, reviews, recalled), _share_rows(its)) for head, its in parts if found.lately.whole]


def _share_rows(shares: Iterable[tuple[str, Share]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, f"{its.whole:,}", percent(its)) for name, its in shares)


def _span(low: float, high: float) -> str:
    if high == inf:
        return gettext("{low:g} and more", low=low)
    return gettext("{low:g} to {high:g}", low=low, high=high) if low else gettext("under {high:g}", high=high)


def _calibration(statistics: Statistics) -> list[FigureTable]:
    heads = gettext("predicted"), gettext("recalled"), pgettext("a column", "reviews")
    rows = [
        (f"{each.predicted:.0%}", f"{each.recalled:.0%}", f"{each.reviews:,}")
        for each in statistics.calibration.bins
        if each.predicted is not None and each.recalled is not None
    ]
    return [FigureTable(heads, tuple(rows))]


def _time(statistics: Statistics) -> list[FigureTable]:
    heads = gettext("month"), gettext("minutes"), gettext("minutes a day"), gettext("seconds an answer")
    months: dict[date, list[StudyDay]] = {}
    for each in statistics.days:
        if each.day <= statistics.day:
            months.setdefault(each.day.replace(day=1), []).append(each)
    rows = [
        (f"{month:%Y-%m}", f"{(ms := sum(day.ms for day in its)) / 60_000:,.0f}", f"{ms / 60_000 / len(its):.0f}", _seconds(its))
        for month, its in list(months.items())[-MOST:]
    ]
    return [FigureTable(heads, tuple(rows))]


def _seconds(days: Sequence[StudyDay]) -> str:
    return f"{sum(day.ms for day in days) / 1000 / sum(day.answers for day in days):.0f}"


def _topics(statistics: Statistics) -> list[FigureTable]:
    heads = gettext("topic"), gettext("cards"), gettext("seen"), pgettext("a column", "due"), gettext("reviews"), gettext("recalled")
    rows = [
        (
            each.count.title,
            f"{each.count.cards:,}",
            f"{each.count.cards - each.count.unseen:,}",
            f"{each.count.due:,}",
            f"{each.retention.whole:,}",
            percent(each.retention),
        )
        for each in statistics.topics
    ]
    return [FigureTable(heads, tuple(rows))]


def _hardest(statistics: Statistics) -> list[FigureTable]:
    cards = [(statistics.questions[each.card], f"{each.lapses:,}", percent(each.first_tries)) for each in statistics.hardest]
    points = [
        (each.point, gettext("{missed} of {asked}", missed=each.misses.missed, asked=each.misses.asked)) for each in statistics.missed
    ]
    asked = (statistics.questions[each.card] for each in statistics.missed)
    return [
        FigureTable((gettext("question"), gettext("lapses"), gettext("recalled")), tuple(cards)),
        FigureTable((gettext("key point"), gettext("missed")), tuple(points), about=tuple(asked)),
    ]


def _practice(statistics: Statistics) -> list[FigureTable]:
    predictions = [(f"{month:%Y-%m}", _of(its)) for month, its in by_month(statistics.predictions)[-MOST:]]
    mocks = [
        (f"{each.day}", f"{each.questions}", _of(each.good), NONE if each.points.share is None else f"{each.points.share:.0%}")
        for each in statistics.mocks[-MOST:]
    ]
    return [
        FigureTable((gettext("month"), gettext("demo runs predicted right")), tuple(predictions)),
        FigureTable((gettext("mock interview"), gettext("questions"), gettext("good answers"), gettext("key points said")), tuple(mocks)),
    ]


def _of(share: Share) -> str:
    return gettext("{part} of {whole}", part=share.part, whole=share.whole)


_TABLES: Mapping[Section, Callable[[Statistics], list[FigureTable]]] = {
    Section.DAYS: _days,
    Section.COMING: _coming,
    Section.RETENTION: _retention,
    Section.CALIBRATION: _calibration,
    Section.TIME: _time,
    Section.TOPICS: _topics,
    Section.HARDEST: _hardest,
    Section.PRACTICE: _practice,
}
