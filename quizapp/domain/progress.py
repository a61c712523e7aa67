"""How the learning goes, computed from events and schedules: today's summary, the streak, the counts a home screen shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quizapp.domain.card import Coverage
from quizapp.domain.history import CardEvent, Graded, Mark, Practised, Rating


@dataclass(frozen=True)
class Asked:
    """A card asked on a study day."""

    card: str
    ratings: tuple[Rating, ...]
    """Its grades that day, in order."""
    duration_ms: int
    """Time spent on it that day."""
    missed: tuple[str, ...] = ()
    """The key points that were not said when they were last gone through that day."""

    @property
    def first_try(self) -> bool:
        """Whether it was recalled when first asked that day."""
        return self.ratings[0] is not Rating.AGAIN


def asked(events: Iterable[CardEvent], kind: type[Graded] | type[Practised] = Graded) -> list[Asked]:
    """The cards that `events` (standing, in order) graded, or asked for practice, each once, in the order first asked."""
    by_card: dict[str, list[Graded | Practised]] = {}
    for event in events:
        if isinstance(event, kind):
            by_card.setdefault(event.card, []).append(event)
    return [
        Asked(card, tuple(grade.rating for grade in grades), sum(grade.duration_ms for grade in grades), _missed(grades))
        for card, grades in by_card.items()
    ]


def _missed(grades: Sequence[Graded | Practised]) -> tuple[str, ...]:
    last = next((grade.ticks for grade in reversed(grades) if grade.ticks), ())
    return tuple(tick.point for tick in last if tick.coverage is Coverage.MISSING)


def streak(today: date, studied: Callable[[date], bool]) -> int:
    """Study days in a row, up to today, or up to yesterday while today has not been studied yet."""
    day = today if studied(today) else today - timedelta(days=1)
    days = 0
    while studied(day):
        days += 1
        day -= timedelta(days=1)
    return days


@dataclass(frozen=True)
class TopicCount:
    """A topic and what waits in it."""

    id: str
    title: str
    cards: int
    due: int
    new: int
    """Cards never graded that may be asked today, whatever today's limit."""
    unseen: int = 0
    """Cards never graded, whether or not they may be asked today."""
    suspended: int = 0
    """Cards put aside until they are resumed."""
    planned: bool = False
    """Whether what waits is what a plan for an interview asks."""


def recalled(cards: Sequence[Asked]) -> int:
    """How many of the cards asked were recalled at first try."""
    return sum(card.first_try for card in cards)


@dataclass(frozen=True)
class Score:
    """How predictions of demos have turned out."""

    right: int
    total: int
    latest: tuple[bool, ...]
    """Whether each of the last ones was right, the newest last."""


@dataclass(frozen=True)
class Misses:
    """How often a key point was gone through, and how often it was not said then."""

    missed: int = 0
    asked: int = 0

    def __add__(self, other: "Misses") -> "Misses":
        return Misses(self.missed + other.missed, self.asked + other.asked)


def misses(answers: Iterable[Sequence[Mark]]) -> dict[str, Misses]:
    """How each key point, by its text, went in `answers`. What was perhaps said was not missed."""
    found: dict[str, Misses] = {}
    for tick in (tick for ticks in answers for tick in ticks):
        before = found.get(tick.point, Misses())
        found[tick.point] = Misses(before.missed + (tick.coverage is Coverage.MISSING), before.asked + 1)
    return found
