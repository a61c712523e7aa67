"""What learning the weights is worth, and how long it takes: `python -m tests.benchmarks.optimise`.

Learners have memories of their own, the published weights disturbed by so much, and are asked by the app's schedule. Their true chances are
known, so the mean surprise that predictions lead to is known without noise, on reviews that come after everything that was learned from.
"""

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from random import Random
from statistics import fmean

from quizapp.domain.calibration import recalls
from quizapp.domain.day import Calendar
from quizapp.domain.rules import Rules
from quizapp.services.optimising import optimised
from quizapp.services.weights import examples, fitted
from tests.simulated import Simulated, memory, near, reviews_of, study

SPREADS = (0.0, 0.2, 0.4)
NUMBERS = (400, 1000, 2000, 4000)
RULES = Rules(Calendar(UTC))


@dataclass(frozen=True)
class Trial:
    """One learner: whether what was learned is used, and by how much log loss on later reviews falls with it."""

    adopted: bool
    gain: float


def surprise(parameters: Sequence[float] | None, learner: Sequence[Simulated]) -> float:
    """The mean surprise that is to be expected of predictions with these weights."""
    predicted = recalls(reviews_of(learner), memory(parameters))
    chances = (each.chance for each in learner if each.chance is not None)
    losses = [-(c * math.log(p.predicted) + (1 - c) * math.log(1 - p.predicted)) for p, c in zip(predicted, chances, strict=True)]
    return fmean(losses)


def trial(spread: float, number: int, seed: int) -> Trial:
    """Learns from one learner."""
    random = Random(f"{spread} {number} {seed}")
    truth = memory(near(random, spread))
    reviews = reviews_of(study(truth, number, random))
    learned, later = optimised(reviews, RULES), study(truth, 3000, random)
    return Trial(learned.better, surprise(None, later) - surprise(learned.parameters, later))


def table(runs: int) -> None:
    """Prints a line for each kind of learner."""
    print("spread reviews  adopted   of those worse  gain if always used  gain by the rule")
    for spread in SPREADS:
        for number in NUMBERS:
            found = [trial(spread, number, seed) for seed in range(runs)]
            adopted = [each for each in found if each.adopted]
            worse = sum(each.gain < 0 for each in adopted) / len(adopted) if adopted else 0
            by_rule = sum(each.gain for each in adopted) / runs
            always = fmean(each.gain for each in found)
            print(f"{spread:6} {number:7,} {len(adopted) / runs:8.1%} {worse:16.0%} {always:+20.4f} {by_rule:+17.4f}", flush=True)


def times() -> None:
    """Prints how long learning from long histories takes, on one processor."""
    for number in (10_000, 100_000):
        reviews = reviews_of(study(memory(), number, Random(1)))
        start = time.perf_counter()
        found = examples(reviews)
        fitted(found)
        fit = time.perf_counter() - start
        optimised(reviews, RULES)
        whole = time.perf_counter() - start - fit
        print(f"{number:,} reviews: learned in {fit:.2f} s; learned, judged and compared in {whole:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="learners a line")
    table(parser.parse_args().runs)
    times()
