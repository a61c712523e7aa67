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
_WORK = 12_000
"""Fewer ways, the longer it is to the interview: a try plays about so many days of a card."""
_CLOSE = 20
"""Minutes and cards are found to a twentieth of them, small numbers exactly."""


@dataclass(frozen=True)
class Shortfall:
    """What does not fit, and what would make it fit."""

    late: int
    """Cards that would not be seen for the first time three days before the interview, or not at all."""
    lost: float
    """How much lower the minutes leave the readiness on the day than unlimited time would, 0 to 1."""
    minutes: int | None
    """About the fewest minutes a day with which all fits; None where no day is long enough."""
    cards: int
    """About how many cards fit into the minutes as they are: those already seen, then the unseen ones in deck order."""


@dataclass(frozen=True)
class _Trial:
    """What comes of a goal."""

    recall: float
    late: float

    def fits(self, ideal: "_Trial") -> bool:
        """Whether hardly more would come of unlimited time."""
        return self.late < 0.5 and ideal.recall - self.recall <= ALLOWED


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
        if not chosen or goal.days_left(self.day) < 1:
            return None
        here, ideal = self._try(chosen, goal), self._ideal(chosen, goal)
        if here.fits(ideal):
            return None
        lost = max(0.0, ideal.recall - here.recall)
        return Shortfall(round(here.late), lost, self._minutes(chosen, goal, ideal), self._number(chosen, goal))

    def _minutes(self, chosen: Sequence[ListedCard], goal: Goal, ideal: _Trial) -> int | None:
        """The fewest minutes with which all fits."""
        if not ideal.fits(ideal):
            return None
        short, enough = int(goal.minutes), MOST_MINUTES
        while enough - short > max(1, short // _CLOSE):
            middle = (short + enough) // 2
            if self._try(chosen, replace(goal, minutes=middle)).fits(ideal):
                enough = middle
            else:
                short = middle
        return enough

    def _number(self, chosen: Sequence[ListedCard], goal: Goal) -> int:
        """The most cards that fit."""
        ordered = sorted(chosen, key=lambda card: card.schedule.first is None)
        fit, too_many = 0, len(ordered)
        while too_many - fit > max(1, fit // _CLOSE):
            middle = (fit + too_many) // 2
            here = self._try(ordered[:middle], goal)
            if here.late < 0.5 and here.fits(self._ideal(ordered[:middle], goal)):
                fit = middle
            else:
                too_many = middle
        return fit

    def _ideal(self, cards: Sequence[ListedCard], goal: Goal) -> _Trial:
        """What would come of unlimited time."""
        return self._try(cards, replace(goal, minutes=MOST_MINUTES))

    def _try(self, cards: Sequence[ListedCard], goal: Goal) -> _Trial:
        played = sampled(cards, _CARDS)
        share = len(played) / len(cards)
        course = Course(played, goal, self.day, self.costs, self.parameters, share=share)
        runs = max(1, min(_RUNS, _WORK // (len(played) * goal.days_left(self.day))))
        stretches = [course.run(seed) for seed in range(runs)]
        return _Trial(
            fmean(fmean(each.recalls) for each in stretches),
            fmean(each.late for each in stretches) / share,
        )
