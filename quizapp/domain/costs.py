"""What an answer costs in time, measured from the learner's own answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizapp.domain.history import Rating

FEWEST = 10
"""With fewer answers of a kind the stated default counts."""


class TimedGrade(NamedTuple):
    """A grade, as far as its time goes."""

    rating: int
    seconds: float
    before: int | None
    """The grade that the card had before; None for its first."""


@dataclass(frozen=True)
class Costs:
    """Seconds an answer takes, and how often a new card is passed at once."""

    new: float = 60.0
    """A card asked for the first time."""
    review: float = 30.0
    """A card that was passed before."""
    repeat: float = 15.0
    """A card asked again because it was failed."""
    passes: float = 0.75
    """The share of new cards that are passed when first asked, 0 to 1."""

    def of_new(self) -> float:
        """Expected seconds for a new card, until it is passed."""
        return self.new + (1 - self.passes) * self.repeat

    def of_review(self, recall: float) -> float:
        """Expected seconds for a review that is recalled with probability `recall`, until it is passed."""
        return self.review + (1 - recall) * self.repeat


DEFAULT_COSTS = Costs()


def measured(answers: Iterable[TimedGrade]) -> Costs:
    """The median time of each kind among `answers`, and the share of new cards passed at once."""
    times: dict[str, list[float]] = {"new": [], "review": [], "repeat": []}
    passed = 0
    for answer in answers:
        kind = "new" if answer.before is None else "repeat" if answer.before == Rating.AGAIN else "review"
        passed += kind == "new" and answer.rating != Rating.AGAIN
        times[kind].append(answer.seconds)
    typical = {kind: max(1.0, _median(those)) if len(those) >= FEWEST else getattr(DEFAULT_COSTS, kind) for kind, those in times.items()}
    new = len(times["new"])
    return Costs(**typical, passes=passed / new if new >= FEWEST else DEFAULT_COSTS.passes)


def _median(numbers: Sequence[float]) -> float:
    """Not by the module `statistics`, which takes longer to import than all else here: this stands before the first question."""
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
