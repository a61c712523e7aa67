"""A progress report to read: today, then every figure with what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.progress import Asked, recalled
from quizapp.domain.statistics import Statistics
from quizapp.domain.statistics_tables import FigureTable, tables
from quizapp.domain.statistics_words import Section, meaning
from quizapp.domain.today import Today


@dataclass(frozen=True)
class StudyToday:
    """How today goes."""

    today: Today
    """What waits now."""
    asked: Sequence[Asked]
    """The cards asked today."""
    streak: int
    """Study days in a row."""


def report_markdown(today: StudyToday, statistics: Statistics) -> str:
    """The report."""
    sections = (line for section in Section for line in _section(section, statistics))
    return "\n".join([*_today(today, statistics), *sections]).rstrip("\n") + "\n"


def _today(today: StudyToday, statistics: Statistics) -> Iterator[str]:
    title, heading = gettext("Progress on {day}", day=statistics.day), gettext("Today")
    yield from (f"# {title}", "", f"## {heading}", "")
    if today.asked:
        yield "- " + ngettext(
            "{count} card asked, {recalled} recalled on the first try, {minutes:.0f} min",
            "{count} cards asked, {recalled} recalled on the first try, {minutes:.0f} min",
            len(today.asked),
            recalled=recalled(today.asked),
            minutes=sum(one.duration_ms for one in today.asked) / 60_000,
        )
    else:
        yield "- " + gettext("nothing asked yet")
    yield "- " + gettext("left for today: {due} due, {new} new", due=today.today.due, new=today.today.new)
    if suspended := sum(each.count.suspended for each in statistics.topics):
        yield "- " + gettext("suspended: {suspended}; `quizapp cards --state suspended` lists them", suspended=suspended)
    yield "- " + gettext("study days in a row: {days}", days=today.streak)
    yield ""


def _section(section: Section, statistics: Statistics) -> Iterator[str]:
    yield from (f"## {section.heading}", "", as_markdown(meaning(section, statistics)), "")
    for table in tables(section, statistics):
        yield from (*_table(table), "")


def _table(table: FigureTable) -> Iterator[str]:
    rules = ["---" if place == table.words else "---:" for place in range(len(table.heads))]
    if not table.about:
        lines = [table.heads, *table.rows]
    else:
        lines = [(*table.heads, gettext("question")), *((*row, about) for row, about in zip(table.rows, table.about, strict=True))]
        rules.append("---")
    yield _row(lines[0])
    yield f"|{'|'.join(rules)}|"
    yield from map(_row, lines[1:])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(as_markdown, cells))} |"
