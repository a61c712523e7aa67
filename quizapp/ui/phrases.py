"""Numbers and days as a person says them. `quizapp due` ends with one: what the others need is imported there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from string import ascii_uppercase
from typing import TYPE_CHECKING

from quizapp.domain.i18n import gettext, ngettext, pgettext
from quizapp.domain.modes import Mode

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo, Parameter, Setting
    from quizapp.domain.card import Problem
    from quizapp.domain.history import CardEvent
    from quizapp.domain.progress import Asked, Score
    from quizapp.domain.session import Session
    from quizapp.domain.today import Today
    from quizapp.services.browse import Entry, View
    from quizapp.services.demo_view import DemoView, SettledPrediction

DIRECTIONS = {False: "▲", True: "▼"}
"""Marks of a sorted column, by whether it is descending."""
POINT_LETTERS = tuple(ascii_uppercase)
"""The keys that mark the key points of a card, in order; a card has no more points than there are letters."""
USUAL_POINTS = 12
"""Letters that are a key point's even where a card has fewer; those behind them are where it has so many."""


MANY_DAYS = 60
"""From this many days on, a time is given in months."""
MONTH, YEAR = 30.44, 365.25
"""Days on average."""


def faults_phrase(errors: Sequence["Problem"]) -> str:
    """ "1 error in 1 file", "3 errors in 2 files"."""
    if not errors:
        return gettext("0 errors")
    files = ngettext("{count:,} file", "{count:,} files", len({error.path for error in errors}))
    return ngettext("{count:,} error in {files}", "{count:,} errors in {files}", len(errors), files=files)


def interval(days: int) -> str:
    """Days until a card comes back, short: "today", "3d", "5mo", "2.1y"."""
    if days == 0:
        return gettext("today")
    if days < MANY_DAYS:
        return gettext("{days}d", days=days)
    return gettext("{months:.0f}mo", months=days / MONTH) if days < YEAR else gettext("{years:.1f}y", years=days / YEAR)


def when(day: date | None, today: date) -> str:
    """A study day as seen from today: "tomorrow", "in 9 days", "in 3 months"."""
    if day is None:
        return "-"
    days = (day - today).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days < MANY_DAYS:
        return gettext("in {days} days", days=days)
    return gettext("in {months:.0f} months", months=days / MONTH) if days < YEAR else gettext("in {years:.1f} years", years=days / YEAR)


def standing(entry: "Entry", language: str, today: date) -> str:
    """What is known of a card: "Perceptrons · review, due in 3 days · recall 92% · 1 lapse"."""
    from quizapp.domain.schedule import CardState

    learned = entry.state in (CardState.FAILING, CardState.REVIEW)
    parts = [entry.title(language), entry.state.label]
    if entry.due and learned:
        parts[-1] = gettext("{state}, due {when}", state=parts[-1], when=when(entry.due, today))
    if entry.recall is not None:
        recall = gettext("recall {recall:.0%}", recall=entry.recall)
        parts.append(gettext("{recall}, an estimate from the import", recall=recall) if entry.estimated else recall)
    if entry.lapses:
        lapses = ngettext("{count} lapse", "{count} lapses", entry.lapses)
        parts.append(gettext("{lapses}, a leech", lapses=lapses) if entry.leech else lapses)
    return " · ".join(parts)


def order(view: "View") -> str:
    """How a list is sorted: "deck", "best match", "recall ▲"."""
    by = view.column.label if view.column else gettext("best match") if view.words.strip() else pgettext("an order", "deck")
    return f"{by} {DIRECTIONS[view.descending]}" if view.ordered else by


def elapsed(seconds: float) -> str:
    """Minutes and seconds, 00:42."""
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


def event_phrase(event: "CardEvent") -> str:
    """An event in a few words, "Good", "suspended"."""
    from quizapp.domain.estimates import Estimated
    from quizapp.domain.history import Buried, Graded, Practised, Restarted, Resumed, Suspended

    if isinstance(event, Graded | Practised):
        return event.rating.label
    names = {
        Buried: gettext("put aside"),
        Suspended: gettext("suspended"),
        Resumed: gettext("resumed"),
        Restarted: gettext("memory reset"),
        Estimated: gettext("memory estimated"),
    }
    return names[type(event)]


def asked_phrase(cards: Sequence["Asked"]) -> str:
    """How it went: "3 cards in 01:20, 2 recalled on the first try."."""
    from quizapp.domain.progress import recalled

    seconds = sum(card.duration_ms for card in cards) / 1000
    return ngettext(
        "{count:,} card in {time}, {recalled} recalled on the first try.",
        "{count:,} cards in {time}, {recalled} recalled on the first try.",
        len(cards),
        recalled=recalled(cards),
        time=elapsed(seconds),
    )


def waiting_phrase(waits: "Today", day: date) -> str:
    """What waits on `day`, "2 due, 3 new", or when the next card does, "nothing due, next in 3 days"."""
    if waits.waiting:
        return gettext("{due} due, {new} new", due=waits.due, new=waits.new)
    return gettext("nothing due, next {when}", when=when(waits.next, day)) if waits.next else gettext("nothing due")


def left_phrase(session: "Session", between: str = " · ") -> str:
    """What a session has left: "due 2 · new 3", "chosen 2 · new 0", "ahead 5", "practice 5"."""
    mode = session.rules.mode
    if session.practice:
        return gettext("practice {count}", count=session.left)
    if mode is Mode.AHEAD:
        return gettext("ahead {count}", count=session.left)
    if mode is Mode.WEAKEST:
        return gettext("weakest {count}", count=session.left)
    seen = session.left - session.new_left
    first = gettext("chosen {count}", count=seen) if mode is Mode.CHOSEN else gettext("due {count}", count=seen)
    return first + between + gettext("new {count}", count=session.new_left)


def score_phrase(score: "Score") -> str:
    """Predictions in a few words, and the last ones one by one: "Predictions: 7 of 12 right, lately ✓✓✗"."""
    if not score.total:
        return ""
    lately = "".join("✓" if right else "✗" for right in score.latest)
    return gettext("Predictions: {right} of {total} right, lately {latest}", right=score.right, total=score.total, latest=lately)


def settled_phrase(settled: "SettledPrediction") -> str:
    """Whether a prediction came true: 'You predicted "no"; the answer is "yes".'."""
    if settled.right:
        return gettext('You predicted "{predicted}": right.', predicted=settled.predicted)
    return gettext('You predicted "{predicted}"; the answer is "{measured}".', predicted=settled.predicted, measured=settled.measured)


def claim_phrase(demo: "Demo") -> str:
    """What a demo claims, with the conditions under which it fails."""
    return gettext("Claim: {claim}", claim=demo.claim_with_conditions)


def settings_phrase(parameters: "Sequence[Parameter]", settings: "Mapping[str, Setting]") -> str:
    """Those of the parameters that have a value in `settings`: "gate and, learning rate 0.5"."""
    return ", ".join(f"{each.label} {each.shown(settings[each.name])}" for each in parameters if each.name in settings)


def proposal_phrase(view: "DemoView", key: str) -> str:
    """The move that `key` makes: "Try gate and, and predict again: n."."""
    move = settings_phrase(view.parameters, view.proposal)
    return gettext("Try {settings}, and predict again: {key}.", settings=move, key=key) if move else ""


def before_phrase(view: "DemoView") -> str:
    """What the run before measured, and with what it differed: "Before, with gate xor: ..."."""
    if view.before is None or view.before.finding is None:
        return ""
    changed = {name: value for name, value in view.before.values.items() if view.values[name] != value}
    settings = settings_phrase(view.parameters, changed)
    return gettext("Before, with {settings}: {finding}", settings=settings, finding=view.before.finding.text) if settings else ""


def interrupted_phrase(begun: datetime, answered: int, questions: int, key: str) -> str:
    """An interview that waits on the home screen, where `key` goes on with it."""
    return gettext(
        "The interview of {begun:%Y-%m-%d %H:%M} was interrupted with {answered} of {questions} answered. {key} continues or discards it.",
        begun=begun,
        answered=answered,
        questions=questions,
        key=key,
    )


def minutes_left(seconds: float) -> str:
    """The time an interview has left, always equally wide: " 9 min left"."""
    if seconds > 0:
        return gettext("{minutes:>2} min left", minutes=ceil(seconds / 60))
    return gettext("Time is up: finish this answer")


def renamed_phrase(old: str, new: str) -> str:
    """What happened to a card that was found again under another id."""
    return gettext("{former} is now called {card}. Its progress carried over.", former=old, card=new)


def workload_phrase(times: float, usual: float) -> str:
    """How many reviews there are, as a multiple of those at the `usual` retention: "about 12% more reviews in a card's first year ..."."""
    percent = round((times - 1) * 100)
    if percent > 0:
        return gettext("about {percent}% more reviews in a card's first year than at {usual:.2f}", percent=percent, usual=usual)
    if percent < 0:
        return gettext("about {percent}% fewer reviews in a card's first year than at {usual:.2f}", percent=-percent, usual=usual)
    return gettext("as many reviews in a card's first year as at {usual:.2f}", usual=usual)


def reading_phrase(done: int, of: int) -> str:
    """How far reading the decks is."""
    return gettext("Reading the decks: {done:,} of {of:,} files ...", done=done, of=of)
