"""A progress report for a person: today, by topic, the hardest cards, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    """A key point that is missed again and again."""

    point: str
    """As Markdown."""
    question: str
    missed: int
    asked: int
    """Answers in which it was gone through."""


@dataclass(frozen=True)
class Report:
    """What the report tells."""

    day: date
    today: Today
    asked: int
    """Cards asked today."""
    recalled: int
    """Those recalled at first try."""
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
    asked = (
        f"{report.asked} asked, {report.recalled} recalled at first try, {report.minutes:.0f} min" if report.asked else "nothing asked yet"
    )
    suspended = sum(topic.suspended for topic in report.topics)
    return [
        f"# Progress on {report.day}",
        "",
        "## Today",
        "",
        f"- {asked}",
        f"- still waiting: {report.today.due} due, {report.today.new} new",
        *([f"- suspended: {suspended}; `quizapp cards --state suspended` lists them"] if suspended else []),
        f"- study days in a row: {report.streak}; grades in all: {report.reviews}",
        "",
    ]


def _topics(report: Report) -> list[str]:
    rows = [
        f"| {as_markdown(topic.title)} | {topic.cards} | {topic.cards - topic.unseen} | {topic.due} | {topic.suspended} |"
        for topic in report.topics
    ]
    return ["## By topic", "", "| topic | cards | seen | due | suspended |", "|---|---:|---:|---:|---:|", *rows, ""]


def _hardest(report: Report) -> list[str]:
    if not report.hardest:
        return ["## Hardest cards", "", "None yet: cards appear here once they have been graded.", ""]
    rows = [f"| {as_markdown(card.question)} | {card.difficulty:.1f} | {card.reviews} | {card.lapses} |" for card in report.hardest]
    return [
        "## Hardest cards",
        "",
        "| question | difficulty (1-10) | reviews | lapses |",
        "|---|---:|---:|---:|",
        *rows,
        "",
    ]


def _missed(report: Report) -> list[str]:
    if not report.missed:
        return []
    rows = [f"| {_row(one.point)} | {as_markdown(one.question)} | {one.missed} of {one.asked} |" for one in report.missed]
    return ["## What you keep missing", "", "| key point | question | missed |", "|---|---|---:|", *rows, ""]


def _predictions(report: Report) -> list[str]:
    if not report.predictions:
        return []
    rows = [f"- {day}: {right} of {total} right" for day, right, total in report.predictions]
    return ["## Predictions of demos", "", *rows, ""]


def _coming(report: Report) -> list[str]:
    rows = [f"- {day}: {number} {'review' if number == 1 else 'reviews'}" for day, number in report.coming]
    return ["## What is next", "", *(rows or ["- nothing is scheduled yet"])]


def _row(markdown: str) -> str:
    """Markdown as it may stand in a table."""
    return " ".join(markdown.split()).replace("|", "\\|")
