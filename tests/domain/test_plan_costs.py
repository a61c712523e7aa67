from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.costs import DEFAULT_COSTS, FEWEST, Costs, TimedGrade, measured
from quizapp.domain.history import Rating


def answers(*given: tuple[str, Rating, float]) -> list[TimedGrade]:
    before: dict[str, Rating] = {}
    found = []
    for card, rating, seconds in given:
        found.append(TimedGrade(rating, seconds, before.get(card)))
        before[card] = rating
    return found


def test_each_kind_of_answer_has_its_median_time() -> None:
    new = [(f"d/{number}", Rating.AGAIN if number < 3 else Rating.GOOD, 40.0 + number) for number in range(11)]
    repeats = [(f"d/{number % 3}", Rating.AGAIN, 7.0) for number in range(12)] + [
        (f"d/{number}", Rating.GOOD, 300.0) for number in range(3)
    ]
    reviews = [(f"d/{number}", Rating.HARD, 20.0) for number in range(11)]
    assert measured(answers(*new, *repeats, *reviews)) == Costs(new=45.0, review=20.0, repeat=7.0, passes=8 / 11)


def test_with_too_few_answers_the_default_counts() -> None:
    assert measured([]) == DEFAULT_COSTS
    few = [(f"d/{number}", Rating.GOOD, 5.0) for number in range(FEWEST - 1)]
    assert measured(answers(*few)) == DEFAULT_COSTS
    assert measured(answers(*few, ("d/one-more", Rating.GOOD, 5.0))) == Costs(new=5.0, passes=1.0)


def test_no_answer_takes_no_time_at_all() -> None:
    assert measured(answers(*((f"d/{number}", Rating.GOOD, 0.0) for number in range(FEWEST)))).new == 1.0


def test_a_review_costs_a_repetition_as_often_as_it_fails() -> None:
    costs = Costs(new=60, review=30, repeat=10, passes=0.6)
    assert costs.of_review(0.9) == pytest.approx(31)
    assert costs.of_new() == pytest.approx(64)


@given(st.lists(st.floats(1, 600), min_size=FEWEST, max_size=30))
def test_the_time_of_a_kind_is_the_median(seconds: list[float]) -> None:
    assert measured([TimedGrade(3, each, None) for each in seconds]).new == pytest.approx(median(seconds))
