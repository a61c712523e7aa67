"""What became of the interviews that a learner prepared for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Went(StrEnum):
    """How the interview went that the learner had prepared for."""

    WELL = "well"
    MIXED = "mixed"
    BADLY = "badly"
    NOT_HELD = "not-held"
    """It was put off or called off."""
    UNSAID = "unsaid"
    """The learner was asked and would not say."""


@dataclass(frozen=True)
class Interviewed:
    """The day for which was planned is over, and the learner was asked how it went. No undo takes it back."""

    id: UUID
    at: datetime
    interview: date
    """The day of the interview."""
    went: Went | str
    """A bare name where only a newer version knows it."""
