"""How far off learned weights still are, beside the published ones: `python -m tests.benchmarks.doubt`.

The learners are those of `tests.benchmarks.optimise`, with weights of their own, and only those count whose learned weights are adopted.
What predictions by some weights lose against those by the true ones grows with the square of how far off the weights are.
"""

import argparse
from collections.abc import Sequence
from math import log, sqrt
from random import Random
from statistics import fmean

from quizapp.domain.forecast import DOUBT, usual_doubt
from quizapp.domain.recall import DEFAULT_WEIGHTS
from quizapp.services.optimising import optimised
from tests.benchmarks.optimise import RULES, surprise
from tests.simulated import Simulated, memory, near, reviews_of, study

SPREAD = 0.2
NUMBERS = (400, 1000, 2500, 6000, 15_000)


def least(learner: Sequence[Simulated]) -> float:
    """The mean surprise of predictions by the true weights."""
    chances = [each.chance for each in learner if each.chance is not None]
    return -fmean(chance * log(chance) + (1 - chance) * log(1 - chance) for chance in chances)


def losses(number: int, seed: int) -> tuple[float, float] | None:
    """What predictions of later reviews lose by the published weights, and by those learned from `number`: None if not adopted."""
    random = Random(f"{number} {seed}")
    truth = memory(near(random, SPREAD))
    learned, later = optimised(reviews_of(study(truth, number, random)), RULES), study(truth, 3000, random)
    if not learned.better:
        return None
    return surprise(None, later) - least(later), surprise(learned.parameters, later) - least(later)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=24, help="learners a line")
    runs = parser.parse_args().runs
    print("reviews  adopted  doubt left  as the forecast has it")
    for number in NUMBERS:
        found = [each for each in (losses(number, seed) for seed in range(runs)) if each]
        if not found:
            print(f"{number:7,} {0:8.0%}", flush=True)
            continue
        published, learned = (fmean(those) for those in zip(*found, strict=True))
        left, assumed = sqrt(learned / published), usual_doubt(DEFAULT_WEIGHTS, number) / DOUBT
        print(f"{number:7,} {len(found) / runs:8.0%} {left:11.0%} {assumed:23.0%}", flush=True)
