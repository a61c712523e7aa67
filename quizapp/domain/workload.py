"""What wanting to remember more costs: how many reviews a card asks for, by desired retention."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from math import exp, log

import fsrs

from quizapp.domain.day import aligned

LEARNED = date(2000, 1, 1)
"""Any day will do."""
USUAL = 0.90


def relative_workload(retention: float) -> float:
    """Reviews a day at `retention` (0.70 to 0.97) divided by those at 0.90."""
    return expected_reviews(retention) / expected_reviews(USUAL)


@cache
def expected_reviews(retention: float, days: int = 365) -> float:
    """How many reviews a card is expected to ask for in the `days` days after it was learned with Good.

    FSRS-6 with its default weights says when the card falls due and how likely it is then recalled (R). With probability R it is passed
    with Good; else it is failed, asked again on the same day, and passed. What may have become of the card is followed day by day as a
    distribution, in which like memories are taken together: of one due day, and within 2 of difficulty and a factor of e of stability.
    """
    engine = fsrs.Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    new, _ = engine.review_card(fsrs.Card(card_id=0, due=aligned(LEARNED)), fsrs.Rating.Good, aligned(LEARNED))
    ahead = _Distribution()
    ahead.add(new, 1.0)
    reviews = 0.0
    for day in range(1, days + 1):
        for card, probability in ahead.due(LEARNED + timedelta(days=day)):
            recall = engine.get_card_retrievability(card, card.due)
            passed, _ = engine.review_card(card, fsrs.Rating.Good, card.due)
            failed, _ = engine.review_card(card, fsrs.Rating.Again, card.due)
            failed, _ = engine.review_card(failed, fsrs.Rating.Good, card.due)
            ahead.add(passed, probability * recall)
            ahead.add(failed, probability * (1 - recall))
            reviews += probability * (2 - recall)
    return reviews


class _Distribution:
    """How likely a card is in which state of memory on the days to come."""

    def __init__(self) -> None:
        self._days: dict[date, dict[tuple[int, int], list[float]]] = defaultdict(dict)

    def add(self, card: fsrs.Card, probability: float) -> None:
        """The card will be like this with `probability`."""
        assert card.stability is not None
        assert card.difficulty is not None
        assert card.last_review is not None
        alike = round(card.difficulty / 2), round(log(card.stability))
        state = (1.0, log(card.stability), card.difficulty, card.last_review.toordinal())
        sums = self._days[card.due.date()].setdefault(alike, [0.0] * len(state))
        for i, each in enumerate(state):
            sums[i] += probability * each

    def due(self, day: date) -> "list[tuple[fsrs.Card, float]]":
        """The cards due on `day`, the average of each group of like ones, with their probabilities."""
        return [
            (
                fsrs.Card(
                    card_id=0,
                    state=fsrs.State.Review,
                    stability=exp(stability / probability),
                    difficulty=difficulty / probability,
                    due=aligned(day),
                    last_review=aligned(date.fromordinal(min(round(last / probability), day.toordinal() - 1))),
                ),
                probability,
            )
            for probability, stability, difficulty, last in self._days.pop(day, {}).values()
        ]
