"""Whether the stored data is sound and the schedule is what the history gives; and computing it afresh."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.schedule import Schedule
from quizapp.services.lazy import Lazy

if TYPE_CHECKING:
    from quizapp.storage.history import History


@dataclass(frozen=True)
class Diagnosis:
    """What `doctor` found."""

    events: int
    schedules: int
    damage: tuple[str, ...]
    """What SQLite says of the file; empty when it is sound."""
    differences: tuple[str, ...]
    """Cards whose cached schedule is not what their events give."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage and not self.differences


class Doctor:
    """Looks after one learner's database, the file `database`."""

    def __init__(self, database: Path, history: Lazy["History"]) -> None:
        self._database = database
        self._history = history

    def diagnose(self) -> Diagnosis:
        """Looks for damage in the file and for differences between the cached schedule and its replay."""
        from quizapp.storage.upgrade import damage

        history = self._history()
        differences = tuple(
            f"{row.card}: {_difference(stored, replayed)}" for stored, replayed in history.differences() if (row := stored or replayed)
        )
        events = sum(1 for _ in history.events())
        return Diagnosis(events, len(history.schedules()), tuple(damage(self._database)), differences)

    def rebuild(self) -> None:
        """Computes the cached schedule afresh from the events."""
        self._history().rebuild()


def _difference(stored: Schedule | None, replayed: Schedule | None) -> str:
    if stored is None or replayed is None:
        return "has no stored row" if stored is None else "has a stored row but no events"
    mine, theirs = asdict(stored), asdict(replayed)
    return ", ".join(f"{name} is {mine[name]}, its events give {theirs[name]}" for name in mine if mine[name] != theirs[name])
