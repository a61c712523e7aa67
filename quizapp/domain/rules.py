"""What a schedule depends on besides the events. It imports no event, so that comparing the rules of two runs stays quick."""

from dataclasses import dataclass

from quizapp.domain.day import Calendar
from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext

SCHEDULER_VERSION = "fsrs-6"
"""The memory model: stored with each grade and with the cached schedule; change it whenever we give other numbers for the same events."""

RETENTION_RANGE = (0.70, 0.97)


@dataclass(frozen=True)
class Rules:
    """The rules of one learner. Raises SettingsError for values that no engine should see."""

    calendar: Calendar
    retention: float = 0.90
    """Probability of recall at which a card falls due, 0.70 to 0.97."""
    parameters: tuple[float, ...] | None = None
    """The 21 weights of FSRS-6; None takes the published defaults."""
    engine: str = ""
    """Version of the package that computes it: versions have counted a rating differently."""

    def __post_init__(self) -> None:
        low, high = RETENTION_RANGE
        if not low <= self.retention <= high:
            raise SettingsError(
                gettext("desired_retention is {value}", value=self.retention),
                gettext("Choose a number from {low:.2f} to {high:.2f}.", low=low, high=high),
            )

    @property
    def basis(self) -> str:
        """A name for these rules: two rules of one basis give the same schedule from the same events."""
        weights = self.parameters or "default parameters"
        parts = (SCHEDULER_VERSION, f"fsrs {self.engine}", self.calendar.zone, self.calendar.rollover, self.retention, weights)
        return " · ".join(map(str, parts))
