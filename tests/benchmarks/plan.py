"""The plan beside what people do now, simulated: how much is recalled on the day, and for how many answers. Prints a table, judges nothing.

python -m tests.benchmarks.plan --runs 200 --jobs 2

The truth is FSRS-6, once with the weights that the app believes in and once with each learner's weights off by up to 20 %. A failed card is
asked again on the same day, and each time it is asked counts. The best fixed desired retention from 0.70 to 0.97 has the same pace of new
cards and the same number of answers a day.

`inside` is the share of outcomes within the band of the first forecast, `later` within the bands of forecasts made at half-time: they doubt
the weights by as much as these may be off, 0 or 20 %. `in doubt` is the share within the band that a learner with the published weights is
shown, for the app cannot know whether they are exact.
"""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import numpy as np

from quizapp.domain.forecast import Forecast, forecast
from tests.learners_simulated import EACH, START, Case, Floats, Played

RETENTIONS = (0.70, 0.75, 0.80, 0.85, 0.88, 0.90, 0.93, 0.95, 0.97)
PLACES = ((60, 14), (60, 21), (60, 42), (200, 42))
BUDGETS = (15, 20, 30, 40)
DISTURBANCES = (0.0, 0.2)
LATER = 20
"""Runs for which a forecast is made at half-time too."""
Point = tuple[float, float]
"""Answers, and recall on the day."""


def frontier(points: Sequence[Point]) -> list[Point]:
    """Those that no other beats with as few answers."""
    best: list[Point] = []
    for answers, recall in sorted(points):
        if not best or recall > best[-1][1]:
            best.append((answers, recall))
    return best


def recall_for(points: Sequence[Point], answers: float) -> float:
    """The best recall with so many answers, between neighbours in proportion."""
    best = frontier(points)
    return float(np.interp(answers, [at for at, _ in best], [recall for _, recall in best]))


def answers_for(points: Sequence[Point], recall: float) -> tuple[float, bool]:
    """The fewest answers for such a recall; where none reaches it, those of the highest, and False."""
    best = frontier(points)
    return float(np.interp(recall, [at for _, at in best], [answers for answers, _ in best])), best[-1][1] >= recall


@dataclass(frozen=True)
class Row:
    """A case, measured."""

    case: Case
    plan: Point
    fixed: tuple[Point, ...]
    expected: float
    """The forecast before the first day."""
    inside: float
    """The share of runs that ended within its band."""
    inside_later: float
    """The same, for forecasts made at half-time."""
    in_doubt: float
    """The share that ended within the band of a forecast that does not know how far off the weights are."""

    @property
    def ahead(self) -> float:
        """Recall beyond that of the best fixed retention with as many answers, in points."""
        return 100 * (self.plan[1] - recall_for(self.fixed, self.plan[0]))

    @property
    def saved(self) -> float:
        """The share of answers saved at equal recall."""
        return 1 - self.plan[0] / answers_for(self.fixed, self.plan[1])[0]

    def __str__(self) -> str:
        needed, reached = answers_for(self.fixed, self.plan[1])
        cells = (
            f"{self.case.cards:3} in {self.case.days}",
            f"{self.case.budget:2}",
            f"{self.case.disturbance:4.0%}",
            f"{self.plan[0]:4.0f}",
            f"{self.plan[1]:.4f}",
            f"{self.ahead:+5.2f}",
            f"{'' if reached else '>':1}{needed:4.0f}",
            f"{self.saved:4.0%}",
            f"{self.expected:.4f}",
            f"{self.inside:4.0%}",
            f"{self.inside_later:4.0%}",
            f"{self.in_doubt:4.0%}",
        )
        return f"| {' | '.join(cells)} |"


HEADS = (
    "cards, days",
    "a day",
    "off",
    "answers",
    "recall",
    "ahead",
    "fixed needs",
    "saved",
    "forecast",
    "inside",
    "later",
    "in doubt",
)
BANDS = HEADS[-3:]
HEAD = f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}"


def point(played: Played) -> Point:
    return float(played.answers.mean()), float(played.recalls.mean())


def measure(case: Case) -> Row:
    """Plays one case in every way."""
    goal = case.goal
    ahead, unsure = (forecast(case.unseen(), goal, START, EACH, doubt=doubt) for doubt in (case.disturbance, None))
    assert ahead is not None
    half = case.days // 2
    played = case.by_plan(until=half)
    at_half_time = START + timedelta(days=half)
    later = [forecast(cards, goal, at_half_time, EACH, doubt=case.disturbance) for cards in played.cards[:LATER]]
    recalls = played.go_on(half).recalls
    return Row(
        case,
        point(played),
        tuple(point(case.by_fixed(retention)) for retention in RETENTIONS),
        ahead.on_the_day.expected,
        inside([ahead] * case.runs, recalls),
        inside(later, recalls),
        inside([unsure] * case.runs, recalls),
    )


def inside(forecasts: Sequence[Forecast | None], recalls: Floats) -> float:
    """The share of `recalls` that lie within the bands."""
    bands = [each.on_the_day for each in forecasts if each]
    return float(np.mean([band.low <= recall <= band.high for band, recall in zip(bands, recalls, strict=False)]))


def main() -> None:
    """Prints the table, line by line as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    cases = [Case(*place, budget, off, options.runs) for place in PLACES for budget in BUDGETS for off in DISTURBANCES]
    begun = time.perf_counter()
    print(HEAD, flush=True)
    rows = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for row in pool.map(measure, cases):
            rows.append(row)
            print(row, flush=True)
    print(f"\nanswers saved at equal recall: median {median(row.saved for row in rows):.0%}, worst {min(row.saved for row in rows):.0%}")
    print(f"recall beyond the best fixed at as many answers: worst case {min(row.ahead for row in rows):+.2f} points")
    apart = max(abs(row.expected - row.plan[1]) for row in rows)
    print(f"forecast and outcome: {100 * apart:.2f} points apart at most")
    for off in DISTURBANCES:
        held = [(row.inside, row.inside_later, row.in_doubt) for row in rows if row.case.disturbance == off]
        shares = "; ".join(
            f"{name} {np.mean(those):.0%} ({min(those):.0%} to {max(those):.0%})"
            for name, those in zip(BANDS, zip(*held, strict=True), strict=True)
        )
        print(f"weights off by {off:.0%}: the band holds of outcomes: {shares}")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
