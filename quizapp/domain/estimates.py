"""What another program knew of a card's memory without saying how it came about: when it is due, and after which interval."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

LONGEST_INTERVAL = 36_500
"""Days of an interval."""


@dataclass(frozen=True)
class ForeignState:
    """A card's state by SuperMemo 2, which most programs but FSRS's count in."""

    due: date
    interval: int
    """Days from the last review until `due`, 0 to `LONGEST_INTERVAL`."""
    ease: int
    """By how many percent the interval grows with a review; 250 is usual."""

    @property
    def reviewed(self) -> date:
        """The day of the last review."""
        return self.due - timedelta(days=self.interval)


@dataclass(frozen=True)
class Estimated:
    """A card's memory is estimated by what another program knew of it. It is no grade, and gives way to grades."""

    id: UUID
    at: datetime
    """When it was last reviewed there."""
    card: str
    state: ForeignState
    corrects: UUID | None = None
