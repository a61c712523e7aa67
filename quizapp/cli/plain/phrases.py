"""What the plain dialogue says, paragraph by paragraph, beside the answers themselves."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.links import picture_of
from quizapp.domain.progress import Misses
from quizapp.domain.session import Session
from quizapp.domain.turn import Turn
from quizapp.services.study import Study
from quizapp.ui.phrases import POINT_LETTERS, asked_phrase, interval, left_phrase, waiting_phrase
from quizapp.ui.plan_phrases import interview_phrase, readiness_phrase


def span(names: Sequence[str]) -> str:
    """Keys that do the same, by the first and the last: "A to D", "1"."""
    return gettext("{first} to {last}", first=names[0], last=names[-1]) if len(names) > 1 else names[0]


def question(study: Study, session: Session, turn: Turn) -> str:
    """Where the card is from and what is left, and the question: "Deep learning · Perceptrons: due 7, new 3"."""
    place = study.place(turn.card.topic, turn.question.language)
    return f"{place}: {left_phrase(session, ', ')}\n{turn.question.question}"


def grade(rating: Rating, days: Mapping[Rating, int]) -> str:
    """A grade, and the time until the card comes back where it is known: "good 2d"."""
    return f"{rating.label.lower()} {interval(days[rating])}" if rating in days else rating.label.lower()


def point(turn: Turn, place: int, missed: Misses | None = None) -> str:
    """A key point behind its letter: "B missing: the bias (missed 2 of 3 times)". It has no mark until somebody has gone through them."""
    from quizapp.cli.prose import inline_prose

    letter = POINT_LETTERS[place] if place < len(POINT_LETTERS) else "-"
    mark = f" {turn.marks[place].label}" if turn.marks is not None else ""
    text = inline_prose(turn.answer.key_points[place].text)
    if missed is not None and missed.missed:
        text = ngettext(
            "{point} (missed {missed} of {count} time)",
            "{point} (missed {missed} of {count} times)",
            missed.asked,
            point=text,
            missed=missed.missed,
        )
    return f"{letter}{mark}: {text}"


def links(found: Iterable[tuple[str, str]]) -> str:
    """A line for each link, its text and where it leads."""
    return "\n".join(f"{text}: {_address(address)}" if text != address else address for text, address in found)


def _address(address: str) -> str:
    """Demos and cards by the command that shows them."""
    parts = urlsplit(address)
    if parts.scheme == "demo":
        settings = [word for name, value in parse_qsl(parts.query) for word in ("--set", f"{name}={value}")]
        return f"`{shlex.join(['quizapp', 'demo', parts.path, *settings])}`"
    if parts.scheme == "picture":
        return picture_of(address)
    if parts.scheme == "card":
        return f"`{shlex.join(['quizapp', 'show', parts.path])}`"
    return address


def leech(lapses: int) -> str:
    """That a card does not stay, and what helps."""
    costs = ngettext(
        "You have learned this card and forgotten it again {count} time. It is a leech: it costs more time than it is worth.",
        "You have learned this card and forgotten it again {count} times. It is a leech: it costs more time than it is worth.",
        lapses,
    )
    return " ".join((costs, gettext("Splitting it into two smaller cards often helps.")))


def summary(study: Study, topic: str | None, language: str) -> str:
    """How the study day went; and what still waits, or when the next cards come, in `topic` or (None) in all."""
    asked = [row.asked for row in study.summary(language)]
    lines = [gettext("Today: {cards}", cards=asked_phrase(asked)) if asked else gettext("No cards asked today.")]
    if practised := study.practised():
        lines.append(gettext("Practice: {cards}", cards=asked_phrase(practised)))
    today = study.today(topic)
    waiting = waiting_phrase(today, study.day())
    if today.waiting:
        waiting = gettext("{waiting} left for today", waiting=waiting)
    lines.append(f"{study.catalog.topic_titles(language)[topic]}: {waiting}" if topic else waiting)
    if outlook := study.plans.outlook():
        lines.append(f"{interview_phrase(outlook.target, study.day())}. {readiness_phrase(outlook)}")
    return "\n".join(lines)
