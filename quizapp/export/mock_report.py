"""The report of a mock interview, for a person (Markdown, which the app shows as well) and for other programs (JSON)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from quizapp.domain.card import CardText, Coverage
from quizapp.domain.drawable import json_document
from quizapp.domain.history import FollowUpAnswered, Mark, MockSetup, Rating
from quizapp.domain.i18n import gettext, ngettext
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
    """The time from the question to the grade."""
    ticks: tuple[Mark, ...]
    """The marks, in the language asked if the card still has the points; empty if nobody went through them."""
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
    """The grades of its answers."""


@dataclass(frozen=True)
class MockReport:
    """How a mock interview went."""

    id: str
    name: str
    """The name of its files, by which it can be asked for again."""
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
        """What was said in all answers together."""
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
    yield _heading(gettext("Mock interview of {begun:%Y-%m-%d %H:%M}", begun=report.begun), 1)
    yield ""
    yield _item(
        ngettext(
            "{answered} of {count} question answered in {time} of {minutes}:00",
            "{answered} of {count} questions answered in {time} of {minutes}:00",
            asked,
            answered=len(report.answers),
            time=_clock(seconds),
            minutes=setup.minutes,
        )
    )
    if report.answers:
        yield _item(gettext("grades: {grades}", grades=_grades_phrase(report.answers)))
        yield _item(gettext("follow-ups: {answered}", answered=_follow_ups_phrase(report.answers)))
        yield _item(gettext("key points: {said}", said=_points_phrase(report.answers)))
    topics = ", ".join(map(as_markdown, report.topics)) or gettext("all topics")
    language = setup.language or gettext("each deck's own")
    yield _item(gettext("drawn from {topics} with seed {seed}; language: {language}", topics=topics, seed=setup.seed, language=language))
    yield ""


def _topics(report: MockReport) -> Iterator[str]:
    if report.answers:
        yield from (_heading(gettext("By topic")), "")
        for topic, answers in report.by_topic.items():
            yield _item(
                ngettext(
                    "{topic}: {count} question, {grades}; key points: {said}",
                    "{topic}: {count} questions, {grades}; key points: {said}",
                    len(answers),
                    topic=as_markdown(topic),
                    grades=_grades_phrase(answers),
                    said=_points_phrase(answers),
                )
            )
        yield ""


def _answers(report: MockReport) -> Iterator[str]:
    """A list: in a terminal a table would take boxes, and two lines a row."""
    if report.answers:
        yield from (_heading(gettext("Question by question")), "")
        for place, answer in enumerate(report.answers, start=1):
            points = covered(answer.ticks)
            parts = [f"**{answer.rating.label}**", _clock(answer.seconds)]
            if points.points:
                parts.append(ngettext("{said:g} of {count} point", "{said:g} of {count} points", points.points, said=points.said))
            yield f"{place}. {as_markdown(answer.question)} {', '.join(parts)}"
        yield ""


def _missed(report: MockReport) -> Iterator[str]:
    missed = [(answer, [tick for tick in answer.ticks if tick.coverage is not Coverage.SAID]) for answer in report.answers]
    missed = [(answer, ticks) for answer, ticks in missed if ticks]
    if missed:
        yield from (_heading(gettext("Key points missed")), "")
        for answer, ticks in missed:
            yield f"- **{as_markdown(answer.question)}**"
            for tick in ticks:
                point = _line(tick.point)
                if tick.coverage is Coverage.PERHAPS:
                    point = gettext("{point} (perhaps said)", point=point)
                yield f"  {_item(point)}"
        yield ""


def _follow_ups(report: MockReport) -> Iterator[str]:
    asked = [each for answer in report.answers for each in answer.follow_ups]
    if asked:
        yield from (_heading(gettext("Follow-ups")), "", f"{_follow_ups_phrase(report.answers)}.", "")
        yield from map(_item, map(_judged, asked))
        yield ""


def _not_reached(report: MockReport) -> Iterator[str]:
    if report.not_reached:
        yield from (_heading(gettext("Not reached")), "", *(f"- {as_markdown(question)}" for question in report.not_reached), "")


def _next(report: MockReport) -> Iterator[str]:
    yield from (_heading(gettext("What to study next")), "")
    if not report.weakest:
        yield gettext("Nothing in particular: every answer was good.") if report.answers else gettext("No questions were answered.")
    for place, answer in enumerate(report.weakest, start=1):
        line = f"{place}. **{as_markdown(answer.question)}** {answer.rating.label}."
        link = f"[quizapp demo {answer.demo}](demo:{answer.demo})"
        demo = gettext("Demo: {link}", link=link) if answer.demo else ""
        yield f"{line} {demo}".rstrip()
    yield ""


def _chart(report: MockReport) -> Iterator[str]:
    """The grades of this interview below those of the earlier ones: every answer has one, spoken or typed."""
    if report.earlier:
        yield from (_heading(gettext("Answers graded Good or Easy in each interview")), "", "```text")
        yield from (_bar(past.at, past.grades, past.covered) for past in report.earlier)
        yield ", ".join((_bar(report.begun, [answer.rating for answer in report.answers], report.covered), gettext("this one")))
        yield from ("```", "")


def _models(report: MockReport) -> Iterator[str]:
    """What a good answer to each question asked holds."""
    if report.answers:
        yield from (_heading(gettext("Model answers")), "")
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
    parts = [gettext("{good} of {answers}", good=good, answers=len(grades))]
    if points.share is not None:
        parts.append(gettext("{share:.0%} of key points", share=points.share))
    return f"{at:%Y-%m-%d}  {cells:<{BAR}}  {', '.join(parts)}"


def _good(grades: Sequence[Rating]) -> int:
    return sum(rating >= Rating.GOOD for rating in grades)


def _grades_phrase(answers: Sequence[Answered]) -> str:
    """How many answers got each grade: "1 Again, 2 Good"."""
    found = Counter(answer.rating for answer in answers)
    return ", ".join(gettext("{number} {grade}", number=found[each], grade=each.label) for each in Rating if found[each])


def _follow_ups_phrase(answers: Sequence[Answered]) -> str:
    asked = [each for answer in answers for each in answer.follow_ups]
    if not asked:
        return gettext("none asked")
    return gettext("{right} of {asked} right", right=sum(each.correct for each in asked), asked=len(asked))


def _judged(follow_up: FollowUpAnswered) -> str:
    question = _line(follow_up.question)
    return gettext("right: {question}", question=question) if follow_up.correct else gettext("not yet: {question}", question=question)


def _points_phrase(answers: Sequence[Answered]) -> str:
    """How much of the key points was said, and in how many answers they were marked: after a spoken answer, marking is optional."""
    gone_through = [answer for answer in answers if answer.ticks]
    said = covered(tick for one in gone_through for tick in one.ticks)
    if said.share is None:
        return gettext("not marked")
    fields = {"share": said.share, "said": said.said, "points": said.points}
    if len(gone_through) == len(answers):
        return gettext("{share:.0%} said ({said:g} of {points})", **fields)
    return ngettext(
        "{share:.0%} said ({said:g} of {points}), marked for {marked} of {count} answer",
        "{share:.0%} said ({said:g} of {points}), marked for {marked} of {count} answers",
        len(answers),
        marked=len(gone_through),
        **fields,
    )


def _heading(text: str, level: int = 2) -> str:
    return f"{'#' * level} {text}"


def _item(text: str) -> str:
    return f"- {text}"


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
