"""What a schedule depends on beside the events. Imports no event, so that comparing the rules of two runs stays quick."""

from dataclasses import dataclass

from quizapp.domain.day import Calendar
from quizapp.domain.errors import SettingsError

SCHEDULER_VERSION = "fsrs-6"
"""The memory model: stored with each grade and with the cached schedule; change it whenever we give other numbers for the same events."""

RETENTION_RANGE = (0.70, 0.97)


@dataclass(frozen=True)
class Rules:
    """Those of one learner. Raises SettingsError for values no engine should see."""

    calendar: Calendar
    retention: float = 0.90
    """Probability of recall at which a card falls due, 0.70 to 0.97."""
    parameters: tuple[float, ...] | None = None
    """The 21 weights of FSRS-6; None takes the published defaults."""
    engine: str = ""
    """Version of the package that computes it: from one to another a rating has been counted otherwise."""

    def __post_init__(self) -> None:
        low, high = RETENTION_RANGE
        if not low <= self.retention <= high:
            raise SettingsError(f"desired_retention is {self.retention}", f"Choose a number from {low:.2f} to {high:.2f}.")

    @property
    def basis(self) -> str:
        """A name for these rules: two rules of one basis give the same schedule from the same events."""
        weights = self.parameters or "default parameters"
        parts = (SCHEDULER_VERSION, f"fsrs {self.engine}", self.calendar.zone, self.calendar.rollover, self.retention, weights)
        return " · ".join(map(str, parts))
