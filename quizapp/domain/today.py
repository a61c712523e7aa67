"""What a study day asks, in numbers."""

from datetime import date
from typing import NamedTuple


class Today(NamedTuple):
    """What waits now."""

    due: int
    """Reviews to ask today, failed ones included."""
    new: int
    """New cards that may still be introduced today."""
    next: date | None
    """The first later study day that asks a card; None where none is scheduled."""
    beyond: int = 0
    """Reviews that are due and more than the day's limit allows."""

    @property
    def waiting(self) -> int:
        """Cards to ask today."""
        return self.due + self.new
