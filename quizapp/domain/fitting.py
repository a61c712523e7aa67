"""Whether what a learner has set fits together, and what would make it fit: by trying it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

from quizapp.domain.costs import Costs
from quizapp.domain.course import Course
from quizapp.domain.forecast import sampled
from quizapp.domain.plan import Goal
from quizapp.domain.schedule import ListedCard

ALLOWED = 0.03
"""All fits if the minutes cost no more than this of the readiness that unlimited time would bring."""
MOST_MINUTES = 480
"""A day has no more for studying."""
_CARDS, _RUNS = 100, 4
"""Of the cards and of the ways that it may go, so many are tried out to see whether they fit."""


@dataclass(frozen=True)
class Shortfall:
    """What does not fit, and what would make it fit."""

    late: int
    """Cards that would not be seen for the first time three days before the interview, or not at all."""
    lost: float
    """How much lower the minutes leave the readiness on the day than unlimited time would, 0 to 1."""
    minutes: int | None
    """The fewest minutes a day with which all fits; None where no day is long enough."""
    cards: int
    """How many cards fit into the minutes as they are: those already seen, then the unseen ones in deck order."""


@dataclass(frozen=True)
class _Trial:
    """What comes of a goal."""

    recall: float
    late: float


@dataclass(frozen=True)
class Fitting:
    """Tries goals out on some cards, from a study day on."""

    cards: Sequence[ListedCard]
    """The chosen ones, in deck order."""
    day: date
    costs: Costs
    parameters: tuple[float, ...] | None = None

    def shortfall(self, goal: Goal) -> Shortfall | None:
        """What does not fit; None if all does, or the interview is no longer ahead."""
        chosen = [card for card in self.cards if not card.schedule.suspended]
        if not chosen or goal.days_left(self.day) < 1 or self._fits(chosen, goal):
            return None
        here, ideal = self._try(chosen, goal), self._try(chosen, replace(goal, minutes=MOST_MINUTES))
        return Shortfall(round(here.late), max(0.0, ideal.recall - here.recall), self._minutes(chosen, goal), self._number(chosen, goal))

    def _minutes(self, chosen: Sequence[ListedCard], goal: Goal) -> int | None:
        """The fewest minutes with which all fits."""
        if not self._fits(chosen, replace(goal, minutes=MOST_MINUTES)):
            return None
        short, enough = int(goal.minutes), MOST_MINUTES
        while enough - short > 1:
            middle = (short + enough) // 2
            if self._fits(chosen, replace(goal, minutes=middle)):
                enough = middle
            else:
                short = middle
        return enough

    def _number(self, chosen: Sequence[ListedCard], goal: Goal) -> int:
        """The most cards that fit."""
        ordered = sorted(chosen, key=lambda card: card.schedule.first is None)
        fit, too_many = 0, len(ordered)
        while too_many - fit > 1:
            middle = (fit + too_many) // 2
            if self._fits(ordered[:middle], goal):
                fit = middle
            else:
                too_many = middle
        return fit

    def _fits(self, cards: Sequence[ListedCard], goal: Goal) -> bool:
        here = self._try(cards, goal)
        ideal = self._try(cards, replace(goal, minutes=MOST_MINUTES))
        return here.late < 0.5 and ideal.recall - here.recall <= ALLOWED

    def _try(self, cards: Sequence[ListedCard], goal: Goal) -> _Trial:
        played = sampled(cards, _CARDS)
        share = len(played) / len(cards)
        course = Course(played, goal, self.day, self.costs, self.parameters, share=share)
        stretches = [course.run(seed) for seed in range(_RUNS)]
        return _Trial(
            fmean(fmean(each.recalls) for each in stretches),
            fmean(each.late for each in stretches) / share,
        )
