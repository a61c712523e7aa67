"""The review history: events appended once and never changed. Everything else about a learner's progress is computed from it.

Events are ordered by id. Ids are UUIDv7 (RFC 9562), and a new one is always greater than the last one stored, even when the clock has gone
backwards, so their order is the order in which things happened on a machine. Histories of two machines merge by set union.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import TypeAlias, TypeVar, get_args
from uuid import UUID

from quizapp.domain.card import Coverage
from quizapp.domain.estimates import Estimated
from quizapp.domain.i18n import pgettext
from quizapp.domain.interviews import Interviewed
from quizapp.domain.modes import PRACTICE, Mode


class Rating(IntEnum):
    """How well an answer was recalled, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word on its button."""
        names = {
            Rating.AGAIN: pgettext("a grade", "Again"),
            Rating.HARD: pgettext("a grade", "Hard"),
            Rating.GOOD: pgettext("a grade", "Good"),
            Rating.EASY: pgettext("a grade", "Easy"),
        }
        return names[self]


@dataclass(frozen=True)
class Mark:
    """How much of a key point was said."""

    point: str
    """Its text at the time, in the deck's own language, so that it is understood whatever becomes of the card."""
    coverage: Coverage


@dataclass(frozen=True)
class Attempt:
    """What a learner has given as an answer, beside how well it was recalled."""

    text: str = ""
    """What was typed."""
    marks: tuple[Mark, ...] = ()
    """The card's key points, where the learner went through them."""


NO_ATTEMPT = Attempt()


@dataclass(frozen=True)
class Draft:
    """An attempt that is not graded yet."""

    text: str = ""
    marks: tuple[Coverage, ...] | None = None
    """How much of each key point was said; None where the learner has not gone through them."""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.marks)


@dataclass(frozen=True)
class Graded:
    """A card was answered."""

    id: UUID
    at: datetime
    """UTC, to the millisecond."""
    card: str
    rating: Rating
    duration_ms: int
    """The time from the question to the grade, without pauses."""
    mode: Mode | str
    """How it was asked; a bare name where only a newer version knows the mode."""
    scheduler: str
    """The memory model that was in force, so that a later one can replay it."""
    answer: str = ""
    """What was typed."""
    ticks: tuple[Mark, ...] = ()
    """The card's key points, where the learner went through them."""
    sitting: UUID | None = None
    """The mock interview whose answer was counted by this grade; what was said stands with that answer already."""
    corrects: UUID | None = None
    """The event in whose place this one stands: the same, with the moment set right. No correction is corrected: it names the first."""


@dataclass(frozen=True)
class Practised:
    """A card was answered for practice: no schedule ever depends on it."""

    id: UUID
    at: datetime
    card: str
    rating: Rating
    duration_ms: int
    mode: Mode | str
    answer: str = ""
    ticks: tuple[Mark, ...] = ()
    sitting: UUID | None = None
    """The mock interview it belongs to."""
    corrects: UUID | None = None


@dataclass(frozen=True)
class Undone:
    """An earlier event no longer counts. Undoing an undo is not possible: grade again instead."""

    id: UUID
    at: datetime
    target: UUID


@dataclass(frozen=True)
class Buried:
    """A card is not asked for the rest of the study day."""

    id: UUID
    at: datetime
    card: str
    corrects: UUID | None = None


@dataclass(frozen=True)
class Suspended:
    """A card is not asked until it is resumed."""

    id: UUID
    at: datetime
    card: str
    corrects: UUID | None = None


@dataclass(frozen=True)
class Resumed:
    """A suspended card is asked again."""

    id: UUID
    at: datetime
    card: str
    corrects: UUID | None = None


@dataclass(frozen=True)
class Restarted:
    """A card's memory starts afresh; its history stays."""

    id: UUID
    at: datetime
    card: str
    corrects: UUID | None = None


@dataclass(frozen=True)
class Predicted:
    """The outcome of a demo was predicted before it ran. This is practice: no schedule ever depends on it, and no undo takes it back."""

    id: UUID
    at: datetime
    demo: str
    predicted: str
    measured: str
    """What the run found."""
    correct: bool


@dataclass(frozen=True)
class Renamed:
    """A card has got another id: what happened to `source` up to here counts for `card` from now on."""

    id: UUID
    at: datetime
    card: str
    source: str


@dataclass(frozen=True)
class MockSetup:
    """What a mock interview was to be, and the questions drawn for it."""

    topics: tuple[str, ...] = ()
    """Full ids; none means all."""
    questions: int = 6
    """How many were wished for; fewer are drawn where there are not as many."""
    minutes: int = 20
    language: str = ""
    """A language, or ALTERNATE of `domain.languages`."""
    seed: int = 0
    cards: tuple[str, ...] = ()
    """Full ids, in the order asked; empty before they are drawn."""


@dataclass(frozen=True)
class MockBegun:
    """A mock interview began. Its id is the `sitting` of what happens in it. As for a prediction, no undo takes it back."""

    id: UUID
    at: datetime
    setup: MockSetup


@dataclass(frozen=True)
class FollowUpAnswered:
    """A follow-up question was asked after an answer in a mock interview."""

    id: UUID
    at: datetime
    sitting: UUID
    follows: UUID
    """The answer that it follows."""
    question: str
    """Its text at the time, in the language in which it was asked."""
    correct: bool
    """Whether the learner had it, in the learner's own judgement."""
    duration_ms: int


class Outcome(StrEnum):
    """How a mock interview ended."""

    FINISHED = "finished"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class MockEnded:
    """A mock interview is over."""

    id: UUID
    at: datetime
    sitting: UUID
    outcome: Outcome | str
    """A bare name where only a newer version knows the outcome."""


CardEvent: TypeAlias = Graded | Practised | Buried | Suspended | Resumed | Restarted | Estimated
_OF_A_CARD = get_args(CardEvent)
MockEvent: TypeAlias = MockBegun | FollowUpAnswered | MockEnded
Event: TypeAlias = CardEvent | Predicted | MockEvent | Interviewed | Renamed | Undone


def draft_of(event: Graded | Practised) -> Draft:
    """What was typed and marked for it, to go on with once it is taken back."""
    return Draft(event.answer, tuple(mark.coverage for mark in event.ticks) or None)


KINDS: dict[str, type[Event]] = {
    "grade": Graded,
    "undo": Undone,
    "bury": Buried,
    "suspend": Suspended,
    "resume": Resumed,
    "reset": Restarted,
    "prediction": Predicted,
    "rename": Renamed,
    "practice": Practised,
    "mock-begin": MockBegun,
    "mock-follow-up": FollowUpAnswered,
    "mock-end": MockEnded,
    "interview": Interviewed,
    "estimate": Estimated,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(event: Event) -> str:
    """The event's name in storage and exports."""
    return _NAMES[type(event)]


Name = TypeVar("Name", bound=StrEnum)


def named(kind: type[Name], stored: str) -> Name | str:
    """The member of `kind` whose value is `stored`; where only a newer version has one, `stored` itself: no event is lost or changed."""
    try:
        return kind(stored)
    except ValueError:
        return stored


def mode_of(event: Graded | Practised) -> Mode:
    """How a card was asked; where only a newer version knows that, a mode whose answers count as this one does."""
    if isinstance(event.mode, Mode) and (isinstance(event, Practised) or event.mode not in PRACTICE):
        return event.mode
    return Mode.CRAM if isinstance(event, Practised) else Mode.CHOSEN


def standing(events: Iterable[Event]) -> list[CardEvent]:
    """The card events that count, in order: undos and what they undo are gone. Order and repetition of `events` do not matter."""
    return [event for event in _standing(events) if isinstance(event, _OF_A_CARD)]


def by_card(events: Iterable[Event]) -> dict[str, list[CardEvent]]:
    """The card events that count, in order, by the id that their card has now: a rename carries along what came before it."""
    found: dict[str, list[CardEvent]] = {}
    for event in _standing(events):
        if isinstance(event, Renamed):
            if moved := found.pop(event.source, []):
                found[event.card] = sorted([*found.get(event.card, []), *moved], key=_place)
        elif isinstance(event, _OF_A_CARD):
            found.setdefault(event.card, []).append(event)
    return found


def carried(events: Iterable[Event]) -> list[CardEvent]:
    """The card events that count, in order, each under the id that its card has now."""
    return sorted((replace(event, card=card) for card, its in by_card(events).items() for event in its), key=_place)


def reviews(events: Iterable[Event], *, estimated: bool = True) -> list[Graded]:
    """The grades that count for a card's memory, in order: those since it was last started afresh, under the id that it has now.

    Unless `estimated`, only of cards whose memory began with a grade and not with an estimate.
    """
    found: list[Graded] = []
    for card, its in by_card(events).items():
        begun = max((place for place, event in enumerate(its, start=1) if isinstance(event, Restarted)), default=0)
        if not estimated and isinstance(next((each for each in its[begun:] if isinstance(each, Graded | Estimated)), None), Estimated):
            continue
        found += [replace(event, card=card) for event in its[begun:] if isinstance(event, Graded)]
    return sorted(found, key=_place)


def related(cards: Iterable[str], renamed: Iterable[Renamed]) -> set[str]:
    """`cards` and every id that renames connect them with: what happened to one of them may count for another."""
    pairs, found, size = [{rename.card, rename.source} for rename in renamed], set(cards), 0
    while size != len(found):
        size = len(found)
        found.update(*(pair for pair in pairs if pair & found))
    return found


def _standing(events: Iterable[Event]) -> list[Event]:
    """An undo takes along what corrects the event; of several corrections, which only merged histories hold, the last one counts."""
    unique = {event.id.int: event for event in events}  # numbers are hashed and ordered much faster than ids
    undone = {event.target.int for event in unique.values() if isinstance(event, Undone)}
    correcting = [event for event in unique.values() if getattr(event, "corrects", None) is not None]
    if not correcting:
        return [unique[id] for id in sorted(unique.keys() - undone)]
    last = {_place(event): event.id.int for event in sorted(correcting, key=attrgetter("id.int"))}
    gone = undone | last.keys()
    gone |= {event.id.int for event in correcting if _place(event) in undone or last[_place(event)] != event.id.int}
    return sorted((event for id, event in unique.items() if id not in gone), key=_place)


def _place(event: Event) -> int:
    """Where an event stands among others: a correction in the place of what it corrects."""
    corrects: UUID | None = getattr(event, "corrects", None)
    return (corrects or event.id).int


def to_the_millisecond(at: datetime) -> datetime:
    """The moment as events keep it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


_VERSION, _VARIANT = 7, 0b10
_RANDOM_BITS = 74
"""12 bits beside the version, 62 beside the variant; together they count up within a millisecond."""
_DISTANCE_BITS = 48
"""The bits of the random distance: 2 to the 26th events fit into a millisecond."""


def event_id(at: datetime, random: int, after: UUID | None) -> UUID:
    """A UUIDv7 for the moment `at`, greater than `after`; `random` is any non-negative integer, of which 74 bits are used.

    Where the clock is behind `after`, it follows at a random distance: another machine that has `after` as well takes another id.
    """
    id = _uuid7(int(at.timestamp() * 1000), random % (1 << _RANDOM_BITS))
    if after is None or id > after:
        return id
    milliseconds, count = _parts(after)
    carry, count = divmod(count + 1 + random % (1 << _DISTANCE_BITS), 1 << _RANDOM_BITS)
    return _uuid7(milliseconds + carry, count)


def _uuid7(milliseconds: int, random: int) -> UUID:
    high, low = divmod(random, 1 << 62)
    return UUID(int=milliseconds << 80 | _VERSION << 76 | high << 64 | _VARIANT << 62 | low)


def _parts(id: UUID) -> tuple[int, int]:
    high, low = (id.int >> 64) & 0xFFF, id.int & ((1 << 62) - 1)
    return id.int >> 80, high << 62 | low
