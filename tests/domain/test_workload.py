import random
from functools import cache

import fsrs
import pytest

from quizapp.domain.day import aligned
from quizapp.domain.workload import LEARNED, USUAL, expected_reviews, relative_workload

CARDS = 4000
DAYS = 365


@cache
def simulated(retention: float) -> float:
    """Reviews a card in the first year, each card with its own luck, without the shortcuts of what is tested."""
    engine = fsrs.Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    dice, reviews = random.Random(1), 0
    for _ in range(CARDS):
        card, _ = engine.review_card(fsrs.Card(card_id=0, due=aligned(LEARNED)), fsrs.Rating.Good, aligned(LEARNED))
        while (card.due.date() - LEARNED).days <= DAYS:
            at, recalled = card.due, dice.random() < engine.get_card_retrievability(card, card.due)
            for rating in [fsrs.Rating.Good] if recalled else [fsrs.Rating.Again, fsrs.Rating.Good]:
                card, _ = engine.review_card(card, rating, at)
                reviews += 1
    return reviews / CARDS


@pytest.mark.parametrize("retention", [0.75, 0.95])
def test_the_workload_is_that_of_cards_simulated_one_by_one(retention: float) -> None:
    assert expected_reviews(retention) == pytest.approx(simulated(retention), rel=0.04)
    assert relative_workload(retention) == pytest.approx(simulated(retention) / simulated(USUAL), rel=0.04)


def test_wanting_to_remember_more_takes_more_reviews() -> None:
    loads = [relative_workload(percent / 100) for percent in range(70, 98, 9)]
    assert loads == sorted(loads)
    assert relative_workload(USUAL) == 1
    assert loads[0] < 0.7
    assert loads[-1] > 1.7
