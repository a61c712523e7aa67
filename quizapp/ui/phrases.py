"""Numbers and days as a person says them."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from quizapp.domain.history import Buried, CardEvent, Graded, Practised, Restarted, Resumed, Suspended
from quizapp.domain.modes import Mode
from quizapp.domain.progress import Asked, Score, Today, recalled
from quizapp.domain.schedule import CardState
from quizapp.domain.session import Session

if TYPE_CHECKING:
    from quizapp.domain.card import Problem
    from quizapp.services.browse import Entry, View
    from quizapp.services.demo_view import SettledPrediction

DIRECTIONS = {False: "▲", True: "▼"}
"""Marks of a sorted column, by whether it is descending."""
POINT_LETTERS = tuple("ABCDEFGHIJKL")
"""The keys that mark the first key points of a card, in order."""


MANY_DAYS = 60
"""From so many days on, months are told."""
MONTH, YEAR = 30.44, 365.25
"""Days on average."""


def count(number: int, one: str, many: str = "") -> str:
    """ "1 card", "2 cards"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def faults_phrase(errors: Sequence["Problem"]) -> str:
    """ "1 error in 1 file", "3 errors in 2 files"."""
    files = count(len({error.path for error in errors}), "file")
    return f"{count(len(errors), 'error')} in {files}" if errors else "0 errors"


def interval(days: int) -> str:
    """Days until a card comes back, short: "today", "3d", "5mo", "2.1y"."""
    if days == 0:
        return "today"
    if days < MANY_DAYS:
        return f"{days}d"
    return f"{days / MONTH:.0f}mo" if days < YEAR else f"{days / YEAR:.1f}y"


def when(day: date | None, today: date) -> str:
    """A study day as seen from today: "tomorrow", "in 9 days", "in 3 months"."""
    if day is None:
        return "-"
    days = (day - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < MANY_DAYS:
        return f"in {days} days"
    return f"in {days / MONTH:.0f} months" if days < YEAR else f"in {days / YEAR:.1f} years"


def standing(entry: "Entry", language: str, today: date) -> str:
    """What is known of a card: "Perceptrons · review, due in 3 days · recall 92% · 1 lapse"."""
    learned = entry.state in (CardState.FAILING, CardState.REVIEW)
    state = f"{entry.state}, due {when(entry.due, today)}" if entry.due and learned else entry.state
    recall = "" if entry.recall is None else f" · recall {entry.recall:.0%}"
    lapses = f" · {count(entry.lapses, 'lapse')}{', a leech' if entry.leech else ''}" if entry.lapses else ""
    return f"{entry.title(language)} · {state}{recall}{lapses}"


def order(view: "View") -> str:
    """How a list is sorted: "deck", "best match", "recall ▲"."""
    by = view.column or ("best match" if view.words.strip() else "deck")
    return f"{by} {DIRECTIONS[view.descending]}" if view.ordered else by


def elapsed(seconds: float) -> str:
    """Minutes and seconds, 00:42."""
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


def event_phrase(event: CardEvent) -> str:
    """An event in a few words, "Good", "suspended"."""
    if isinstance(event, Graded | Practised):
        return event.rating.label
    return {Buried: "put aside", Suspended: "suspended", Resumed: "resumed", Restarted: "memory reset"}[type(event)]


def asked_phrase(cards: Sequence[Asked]) -> str:
    """How it went: "3 cards asked, 2 recalled at first try, 01:20 in all."."""
    seconds = sum(card.duration_ms for card in cards) / 1000
    return f"{count(len(cards), 'card')} asked, {recalled(cards)} recalled at first try, {elapsed(seconds)} in all."


def waiting_phrase(waits: Today, day: date) -> str:
    """What waits on `day`, "2 due, 3 new", or when the next card does, "nothing due, next in 3 days"."""
    if waits.waiting:
        return f"{waits.due} due, {waits.new} new"
    return f"nothing due{f', next {when(waits.next, day)}' if waits.next else ''}"


def left_phrase(session: Session, between: str = " · ") -> str:
    """What a session has left: "due 2 · new 3", "chosen 2 · new 0", "ahead 5", "practice 5"."""
    mode = session.rules.mode
    if session.practice:
        return f"practice {session.left}"
    if mode in (Mode.AHEAD, Mode.WEAKEST):
        return f"{mode} {session.left}"
    return f"{'chosen' if mode is Mode.CHOSEN else 'due'} {session.left - session.new_left}{between}new {session.new_left}"


def score_phrase(score: Score) -> str:
    """Predictions in a few words, and the last ones one by one: "Predictions: 7 of 12 right, lately ✓✓✗"."""
    if not score.total:
        return ""
    lately = "".join("✓" if right else "✗" for right in score.latest)
    return f"Predictions: {score.right} of {score.total} right, lately {lately}"


def settled_phrase(settled: "SettledPrediction") -> str:
    """Whether a prediction came true: "You predicted no; it is yes."."""
    return f"You predicted {settled.predicted}{': right' if settled.right else f'; it is {settled.measured}'}."


def interrupted_phrase(begun: datetime, answered: int, questions: int, key: str) -> str:
    """An interview that waits on the home screen, where `key` goes on with it."""
    stopped = f"The interview of {begun:%Y-%m-%d %H:%M} was interrupted, {answered} of {questions} answered"
    return f"{stopped}: {key} goes on with it, or discards it."


def minutes_left(seconds: float) -> str:
    """Of an interview, always as wide: " 9 min left"."""
    return f"{ceil(seconds / 60):>2} min left" if seconds > 0 else "Time is up: finish this answer"


def renamed_phrase(old: str, new: str) -> str:
    """What happened to a card that was found again under another id."""
    return f"{old} is called {new} now. Its progress has followed."


def workload_phrase(times: float, usual: float) -> str:
    """How many reviews there are, as a multiple of those at the `usual` retention: "about 12% more reviews in a card's first year ..."."""
    percent = round((times - 1) * 100)
    reviews = f"about {abs(percent)}% {'more' if percent > 0 else 'fewer'} reviews" if percent else "as many reviews"
    return f"{reviews} in a card's first year {'than' if percent else 'as'} at {usual:.2f}"
