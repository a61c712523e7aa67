"""What a schedule depends on besides the events. It imports no event, so that comparing the rules of two runs stays quick."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.domain.day import Calendar
from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext

SCHEDULER_VERSION = "fsrs-6"
"""The memory model: stored with each grade and with the cached schedule; change it whenever we give other numbers for the same events."""

RETENTION_RANGE = (0.70, 0.97)
PARAMETER_RANGES = (
    *((0.001, 100.0),) * 4,  # initial stability, by rating
    *((1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75)),  # difficulty
    *((0.0, 4.5), (0.0, 0.8), (0.001, 3.5)),  # stability after recall
    *((0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0)),  # stability after forgetting
    *((0.0, 1.0), (1.0, 6.0)),  # hard and easy
    *((0.0, 2.0), (0.0, 2.0), (0.0, 0.8)),  # reviews on the same day
    (0.1, 0.8),  # how steeply memories fade
)
"""What each of the 21 weights of FSRS-6 may be: the engine refuses any other."""


def usable(parameters: Sequence[float]) -> bool:
    """Whether these numbers can be the weights of FSRS-6."""
    return len(parameters) == len(PARAMETER_RANGES) and all(
        low <= each <= high for each, (low, high) in zip(parameters, PARAMETER_RANGES, strict=True)
    )


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
        if self.parameters is not None and not usable(self.parameters):
            raise SettingsError(
                gettext("the weights of the memory model are not 21 numbers in their ranges"), gettext("Write [] for the published ones.")
            )

    @property
    def basis(self) -> str:
        """A name for these rules: two rules of one basis give the same schedule from the same events."""
        weights = self.parameters or "default parameters"
        parts = (SCHEDULER_VERSION, f"fsrs {self.engine}", self.calendar.zone, self.calendar.rollover, self.retention, weights)
        return " · ".join(map(str, parts))
