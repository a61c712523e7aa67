"""A progress report to read: today, each topic, the hardest cards, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quizapp.domain.i18n import gettext, ngettext, pgettext
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.progress import TopicCount
from quizapp.domain.today import Today


@dataclass(frozen=True)
class HardCard:
    """A card that is hard to keep."""

    question: str
    difficulty: float
    """1 (easy) to 10 (hard)."""
    reviews: int
    lapses: int


@dataclass(frozen=True)
class MissedPoint:
    """A key point that the learner keeps missing."""

    point: str
    """Its text, as Markdown."""
    question: str
    missed: int
    asked: int
    """Answers in which it was gone through."""


@dataclass(frozen=True)
class Report:
    """What the report shows."""

    day: date
    today: Today
    asked: int
    """Cards asked today."""
    recalled: int
    """How many of them were recalled on the first try."""
    minutes: float
    """Spent on them."""
    streak: int
    reviews: int
    """Grades in all."""
    topics: Sequence[TopicCount]
    hardest: Sequence[HardCard]
    missed: Sequence[MissedPoint]
    predictions: Sequence[tuple[date, int, int]]
    """Study days on which demos were predicted: how many predictions were right, and how many there were."""
    coming: Sequence[tuple[date, int]]
    """The next days with reviews, and how many."""


def report_markdown(report: Report) -> str:
    """The report."""
    return (
        "\n".join([*_today(report), *_topics(report), *_hardest(report), *_missed(report), *_predictions(report), *_coming(report)]) + "\n"
    )


def _today(report: Report) -> list[str]:
    items = [
        ngettext(
            "{count} card asked, {recalled} recalled on the first try, {minutes:.0f} min",
            "{count} cards asked, {recalled} recalled on the first try, {minutes:.0f} min",
            report.asked,
            recalled=report.recalled,
            minutes=report.minutes,
        )
        if report.asked
        else gettext("nothing asked yet"),
        gettext("left for today: {due} due, {new} new", due=report.today.due, new=report.today.new),
    ]
    if suspended := sum(topic.suspended for topic in report.topics):
        items.append(gettext("suspended: {suspended}; `quizapp cards --state suspended` lists them", suspended=suspended))
    items.append(gettext("study days in a row: {days}; grades so far: {grades}", days=report.streak, grades=report.reviews))
    return [
        _heading(gettext("Progress on {day}", day=report.day), 1),
        "",
        _heading(gettext("Today")),
        "",
        *map(_item, items),
        "",
    ]


def _topics(report: Report) -> list[str]:
    rows = [
        f"| {as_markdown(topic.title)} | {topic.cards} | {topic.cards - topic.unseen} | {topic.due} | {topic.suspended} |"
        for topic in report.topics
    ]
    head = _table_line(gettext("topic"), gettext("cards"), gettext("seen"), pgettext("a column", "due"), gettext("suspended"))
    return [_heading(gettext("By topic")), "", head, "|---|---:|---:|---:|---:|", *rows, ""]


def _hardest(report: Report) -> list[str]:
    if not report.hardest:
        return [_heading(gettext("Hardest cards")), "", gettext("None yet. Cards appear here once you have graded them."), ""]
    rows = [f"| {as_markdown(card.question)} | {card.difficulty:.1f} | {card.reviews} | {card.lapses} |" for card in report.hardest]
    head = _table_line(gettext("question"), gettext("difficulty (1-10)"), gettext("reviews"), gettext("lapses"))
    return [_heading(gettext("Hardest cards")), "", head, "|---|---:|---:|---:|", *rows, ""]


def _missed(report: Report) -> list[str]:
    if not report.missed:
        return []
    head = _table_line(gettext("key point"), gettext("question"), gettext("missed"))
    rows = [
        _table_line(_row(one.point), as_markdown(one.question), gettext("{missed} of {asked}", missed=one.missed, asked=one.asked))
        for one in report.missed
    ]
    return [_heading(gettext("What you keep missing")), "", head, "|---|---|---:|", *rows, ""]


def _predictions(report: Report) -> list[str]:
    if not report.predictions:
        return []
    rows = [gettext("{day}: {right} of {total} right", day=day, right=right, total=total) for day, right, total in report.predictions]
    return [_heading(gettext("Demo predictions")), "", *map(_item, rows), ""]


def _coming(report: Report) -> list[str]:
    rows = [ngettext("{day}: {count} review", "{day}: {count} reviews", number, day=day) for day, number in report.coming]
    return [_heading(gettext("Coming up")), "", *map(_item, rows or [gettext("nothing scheduled yet")])]


def _item(text: str) -> str:
    return f"- {text}"


def _heading(text: str, level: int = 2) -> str:
    return f"{'#' * level} {text}"


def _table_line(*columns: str) -> str:
    return f"| {' | '.join(columns)} |"


def _row(markdown: str) -> str:
    """Markdown as it may stand in a table."""
    return " ".join(markdown.split()).replace("|", "\\|")
