"""A card's schedule.

The data that `memory` computes with. Imports no engine, so that reading what is due stays quick.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quizapp.domain.history import CardEvent
from quizapp.domain.i18n import gettext


class CardState(StrEnum):
    """Where a card stands on a study day; what asks for attention comes first."""

    FAILING = "failing"
    """Failed at the latest grade."""
    REVIEW = "review"
    """Passed at the latest grade."""
    NEW = "new"
    """Never graded, or reset since."""
    BURIED = "buried"
    """Put aside for the day."""
    SUSPENDED = "suspended"
    """Not asked until it is resumed."""

    @property
    def label(self) -> str:
        """The state in a word, as a person reads it."""
        names = {
            CardState.FAILING: gettext("failing"),
            CardState.REVIEW: gettext("review"),
            CardState.NEW: gettext("new"),
            CardState.BURIED: gettext("buried"),
            CardState.SUSPENDED: gettext("suspended"),
        }
        return names[self]


@dataclass(frozen=True)
class Schedule:
    """What replaying a card's events gives. A card without grades (or reset since) is new: its memory fields are None."""

    card: str
    stability: float | None = None
    """Days after which recall has fallen to 90 %."""
    difficulty: float | None = None
    """1 (easy) to 10 (hard)."""
    due: date | None = None
    first: date | None = None
    """The study day on which it was first graded."""
    last: date | None = None
    """The study day of the latest grade."""
    reviews: int = 0
    """Standing grades."""
    lapses: int = 0
    """Times it was failed after having been passed."""
    failing: bool = False
    """Failed at the latest grade: it is asked again until passed."""
    suspended: bool = False
    buried: date | None = None
    """The study day for which it was put aside."""

    @property
    def estimated(self) -> bool:
        """Whether its memory is an estimate from another program, for no grade was given since."""
        return self.last is not None and not self.reviews

    def state(self, today: date) -> CardState:
        """The state on the study day `today`."""
        if self.suspended:
            return CardState.SUSPENDED
        if self.buried is not None and self.buried >= today:
            return CardState.BURIED
        if self.first is None:
            return CardState.NEW
        return CardState.FAILING if self.failing else CardState.REVIEW

    def waits(self, today: date) -> bool:
        """Whether it is a review that the study day `today` asks."""
        return self.due is not None and self.due <= today and self.state(today) in (CardState.FAILING, CardState.REVIEW)


@dataclass(frozen=True)
class ListedCard:
    """A card that is in a deck, as a row of a list."""

    id: str
    deck: str
    topic: str
    """Its full id, `deck/topic`."""
    schedule: Schedule


@dataclass(frozen=True)
class Recorded:
    """An event that is on disk, and the schedule of its card with it."""

    event: CardEvent
    schedule: Schedule
    before: Schedule
    """The schedule without it."""


@dataclass(frozen=True)
class TakenBack:
    """An event that no longer counts, and the schedule of its card without it."""

    event: CardEvent
    schedule: Schedule
