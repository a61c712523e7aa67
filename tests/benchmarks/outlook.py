"""How long the plan for an interview takes over many cards: what today asks, what it leads to, and what would make it fit."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from quizapp.domain.costs import DEFAULT_COSTS
from quizapp.domain.fitting import Fitting
from quizapp.domain.forecast import forecast
from quizapp.domain.plan import Goal, plan_day
from quizapp.domain.schedule import ListedCard, Schedule

TODAY = date(2026, 3, 2)
AHEAD = (7, 14, 42, 120, 365)
"""Days to the interview."""
MINUTES = 60


@dataclass(frozen=True)
class Times:
    """Seconds, for interviews near and far."""

    typical: float
    longest: float


def listed(cards: int) -> list[ListedCard]:
    """Half of them unseen, in twenty topics."""
    dice, found = random.Random(1), []
    for number in range(cards):
        last = TODAY - timedelta(days=dice.randint(1, 30))
        kept = dice.uniform(1, 60), dice.uniform(1, 10), TODAY, last, last, dice.randint(1, 9)
        schedule = Schedule(f"d/{number:06}", *(kept if number % 2 else ()))
        found.append(ListedCard(schedule.card, "d", f"d/t{number % 20}", schedule))
    return found


def outlook_times(cards: int) -> dict[str, Times]:
    """Of `plan_day`, `forecast` and `shortfall`."""
    those = listed(cards)
    goals = [Goal(TODAY + timedelta(days=days), MINUTES) for days in AHEAD]
    return {
        "plan_day": _times(lambda goal: plan_day(those, goal, TODAY, DEFAULT_COSTS), goals),
        "forecast": _times(lambda goal: forecast(those, goal, TODAY, DEFAULT_COSTS), goals),
        "shortfall": _times(lambda goal: Fitting(those, TODAY, DEFAULT_COSTS).shortfall(goal), goals),
    }


def _times(work: Callable[[Goal], object], goals: list[Goal]) -> Times:
    """The best of three for each goal."""
    taken = [min(_time(work, goal) for _ in range(3)) for goal in goals]
    return Times(median(taken), max(taken))


def _time(work: Callable[[Goal], object], goal: Goal) -> float:
    start = time.perf_counter()
    work(goal)
    return time.perf_counter() - start
