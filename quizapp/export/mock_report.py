"""The report of a mock interview, for a person (Markdown, which the app shows as well) and for other programs (JSON)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from quizapp.domain.card import CardText, Coverage
from quizapp.domain.drawable import json_document
from quizapp.domain.history import FollowUpAnswered, Mark, MockSetup, Rating
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.mock import Covered, covered

FORMAT, VERSION = "quizapp-mock", 1
BAR = 20
"""Cells of a full bar."""


@dataclass(frozen=True)
class Answered:
    """A question that was answered."""

    card: str
    topic: str
    """Its title."""
    question: str
    """Plain text, in the language asked."""
    rating: Rating
    seconds: float
    """From the question's appearing to the grade."""
    ticks: tuple[Mark, ...]
    """In the language asked where the card still has the points; empty where nobody went through them."""
    follow_ups: tuple[FollowUpAnswered, ...]
    demo: str | None
    """The card's demo."""
    model: CardText
    """What a good answer holds, in the language in which it is shown."""


@dataclass(frozen=True)
class Past:
    """An earlier mock interview."""

    at: datetime
    covered: Covered
    grades: tuple[Rating, ...]
    """Of its answers."""


@dataclass(frozen=True)
class MockReport:
    """How a mock interview went."""

    id: str
    name: str
    """Of its files, and by which it is asked for again."""
    begun: datetime
    ended: datetime
    setup: MockSetup
    topics: Sequence[str]
    """Titles of those that questions were drawn from; none means all."""
    answers: Sequence[Answered]
    not_reached: Sequence[str]
    """The questions for which no time was left."""
    weakest: Sequence[Answered]
    """What to study next, first things first."""
    earlier: Sequence[Past]
    """Oldest first."""

    @property
    def covered(self) -> Covered:
        """Over all answers."""
        return covered(tick for answer in self.answers for tick in answer.ticks)

    @property
    def by_topic(self) -> dict[str, list[Answered]]:
        """The answers by their topic's title, in the order asked."""
        found: dict[str, list[Answered]] = {}
        for answer in self.answers:
            found.setdefault(answer.topic, []).append(answer)
        return found


# -- Markdown ----------------------------------------------------------------------------------------------------------


def mock_markdown(report: MockReport) -> str:
    """The report to read."""
    parts = (_head, _topics, _next, _answers, _missed, _follow_ups, _not_reached, _chart, _models)
    return "\n".join(line for part in parts for line in part(report)).rstrip("\n") + "\n"


def _head(report: MockReport) -> Iterator[str]:
    setup = report.setup
    asked = len(report.answers) + len(report.not_reached)
    seconds = sum(answer.seconds + _follow_up_seconds(answer) for answer in report.answers)
    yield f"# Mock interview of {report.begun:%Y-%m-%d %H:%M}"
    yield ""
    yield f"- {len(report.answers)} of {asked} questions answered in {_clock(seconds)} of {setup.minutes}:00"
    if report.answers:
        yield f"- grades: {_grades_phrase(report.answers)}"
        yield f"- follow-ups: {_follow_ups_phrase(report.answers)}"
        yield f"- key points: {_points_phrase(report.answers)}"
    topics = ", ".join(map(as_markdown, report.topics)) or "all topics"
    yield f"- drawn from {topics} with seed {setup.seed}; language: {setup.language or 'each deck’s own'}"
    yield ""


def _topics(report: MockReport) -> Iterator[str]:
    if report.answers:
        yield from ("## By topic", "")
        for topic, answers in report.by_topic.items():
            number = _counted(len(answers), "question")
            yield f"- {as_markdown(topic)}: {number}, {_grades_phrase(answers)}; key points: {_points_phrase(answers)}"
        yield ""


def _answers(report: MockReport) -> Iterator[str]:
    """In a list: a table would take two lines a row, and boxes, in a terminal."""
    if report.answers:
        yield from ("## Question by question", "")
        for place, answer in enumerate(report.answers, start=1):
            points = covered(answer.ticks)
            said = f", {points.said:g} of {points.points} points" if points.points else ""
            yield f"{place}. {as_markdown(answer.question)} **{answer.rating.label}**, {_clock(answer.seconds)}{said}"
        yield ""


def _missed(report: MockReport) -> Iterator[str]:
    missed = [(answer, [tick for tick in answer.ticks if tick.coverage is not Coverage.SAID]) for answer in report.answers]
    missed = [(answer, ticks) for answer, ticks in missed if ticks]
    if missed:
        yield from ("## Key points missed", "")
        for answer, ticks in missed:
            yield f"- **{as_markdown(answer.question)}**"
            for tick in ticks:
                yield f"  - {_line(tick.point)}{' (perhaps said)' if tick.coverage is Coverage.PERHAPS else ''}"
        yield ""


def _follow_ups(report: MockReport) -> Iterator[str]:
    asked = [each for answer in report.answers for each in answer.follow_ups]
    if asked:
        yield from ("## Follow-ups", "", f"{_follow_ups_phrase(report.answers)}.", "")
        yield from (f"- {'had' if each.correct else 'not yet'}: {_line(each.question)}" for each in asked)
        yield ""


def _not_reached(report: MockReport) -> Iterator[str]:
    if report.not_reached:
        yield from ("## Not reached", "", *(f"- {as_markdown(question)}" for question in report.not_reached), "")


def _next(report: MockReport) -> Iterator[str]:
    yield from ("## What to study next", "")
    if not report.weakest:
        yield "Nothing in particular: every answer was good." if report.answers else "No question was answered."
    for place, answer in enumerate(report.weakest, start=1):
        demo = f" Demo: [quizapp demo {answer.demo}](demo:{answer.demo})" if answer.demo else ""
        yield f"{place}. **{as_markdown(answer.question)}** {answer.rating.label}.{demo}"
    yield ""


def _chart(report: MockReport) -> Iterator[str]:
    """The grades of this interview below those of the earlier ones: every answer has one, spoken or typed."""
    if report.earlier:
        yield from ("## Answers graded Good or Easy, interview by interview", "", "```text")
        yield from (_bar(past.at, past.grades, past.covered) for past in report.earlier)
        yield f"{_bar(report.begun, [answer.rating for answer in report.answers], report.covered)}, this one"
        yield from ("```", "")


def _models(report: MockReport) -> Iterator[str]:
    """What a good answer to each question asked holds."""
    if report.answers:
        yield from ("## Model answers", "")
    for answer in report.answers:
        yield from (f"### {as_markdown(answer.question)}", "", answer.model.answer, "")
        yield from (f"- {_line(point.text)}" for point in answer.model.key_points)
        yield ""
        for each in answer.model.follow_ups:
            yield from (f"#### {_line(each.question)}", "", each.answer, "")


def _bar(at: datetime, grades: Sequence[Rating], points: Covered) -> str:
    good = _good(grades)
    full, part = divmod(round(good / max(len(grades), 1) * BAR * 8), 8)
    cells = "█" * full + (" ▏▎▍▌▋▊▉"[part] if part else "")
    said = "" if points.share is None else f", {points.share:.0%} of key points"
    return f"{at:%Y-%m-%d}  {cells:<{BAR}}  {good} of {len(grades)}{said}"


def _good(grades: Sequence[Rating]) -> int:
    return sum(rating >= Rating.GOOD for rating in grades)


def _grades_phrase(answers: Sequence[Answered]) -> str:
    """How many answers got each grade: "1 Again, 2 Good"."""
    found = Counter(answer.rating for answer in answers)
    return ", ".join(f"{found[rating]} {rating.label}" for rating in Rating if found[rating])


def _follow_ups_phrase(answers: Sequence[Answered]) -> str:
    asked = [each for answer in answers for each in answer.follow_ups]
    return f"{sum(each.correct for each in asked)} of {len(asked)} had" if asked else "none asked"


def _points_phrase(answers: Sequence[Answered]) -> str:
    """How much of the key points was said, and of how many answers: nobody goes through the points of every answer that is spoken."""
    gone_through = [answer for answer in answers if answer.ticks]
    said = covered(tick for one in gone_through for tick in one.ticks)
    if said.share is None:
        return "gone through for no answer"
    part = "" if len(gone_through) == len(answers) else f", gone through for {len(gone_through)} of {_counted(len(answers), 'answer')}"
    return f"{said.share:.0%} said ({said.said:g} of {said.points}){part}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'s' * (number != 1)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _follow_up_seconds(answer: Answered) -> float:
    return sum(each.duration_ms for each in answer.follow_ups) / 1000


def _line(markdown: str) -> str:
    return " ".join(markdown.split())


# -- JSON --------------------------------------------------------------------------------------------------------------


def mock_json(report: MockReport) -> str:
    """One document; times are ISO 8601 in UTC, durations seconds, coverage 0 to 1 or null where no key points were gone through.

    `good` counts answers graded Good or Easy, `coverage_of` those whose key points were gone through.
    """
    setup = report.setup
    document = {
        "format": FORMAT,
        "version": VERSION,
        "id": report.id,
        "name": report.name,
        "begun": _moment(report.begun),
        "ended": _moment(report.ended),
        "setup": {
            "topics": list(setup.topics),
            "questions": setup.questions,
            "minutes": setup.minutes,
            "language": setup.language,
            "seed": setup.seed,
            "cards": list(setup.cards),
        },
        "good": _good([answer.rating for answer in report.answers]),
        "coverage": report.covered.share,
        "coverage_of": sum(bool(answer.ticks) for answer in report.answers),
        "topics": {topic: covered(tick for one in answers for tick in one.ticks).share for topic, answers in report.by_topic.items()},
        "answers": [_answer(answer) for answer in report.answers],
        "not_reached": list(report.not_reached),
        "study_next": [{"card": answer.card, "question": answer.question, "demo": answer.demo} for answer in report.weakest],
        "earlier": [
            {"begun": _moment(past.at), "good": _good(past.grades), "answers": len(past.grades), "coverage": past.covered.share}
            for past in report.earlier
        ],
    }
    return json_document(document, indent=1) + "\n"


def _answer(answer: Answered) -> dict[str, Any]:
    return {
        "card": answer.card,
        "topic": answer.topic,
        "question": answer.question,
        "grade": int(answer.rating),
        "seconds": answer.seconds,
        "coverage": covered(answer.ticks).share,
        "key_points": [{"point": tick.point, "coverage": tick.coverage.value} for tick in answer.ticks],
        "follow_ups": [
            {"question": each.question, "correct": each.correct, "seconds": each.duration_ms / 1000} for each in answer.follow_ups
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
