"""Two things in an order are the same order however it is put, and the other way round it is another."""

import pytest

from quizapp.domain.language.orders import Order, closure, orders, reverses
from quizapp.domain.language.words import clauses


def the_orders(text: str) -> list[Order]:
    return closure([order for _, order in orders(clauses(text))])


NESTED = the_orders("deep learning is inside machine learning, which is inside AI")
KOREAN_NESTED = the_orders("딥러닝은 머신러닝에 속하고 머신러닝은 인공지능에 속한다")
BETTER = the_orders("random search usually beats grid search")
KOREAN_BETTER = the_orders("랜덤 서치가 대체로 그리드 서치보다 낫다")
HARD_TO_BEAT = the_orders("on tables boosted trees are hard to beat")
BACKWARDS = the_orders("from the output to the input")
CASES = [
    (HARD_TO_BEAT, "XGBoost and boosted trees beat neural nets on tables", "neural nets beat boosted trees"),
    (HARD_TO_BEAT, "boosted trees outperform neural nets", "on tables it beats boosted trees by far"),
    (BACKWARDS, "it goes from the output layer back to the input", "it runs from the input to the output"),
    (NESTED, "AI contains machine learning", "AI is a subset of machine learning"),
    (NESTED, "ML is part of AI and DL is part of ML", "ML is part of DL"),
    (NESTED, "AI includes deep learning", "deep learning includes AI"),
    (KOREAN_NESTED, "머신러닝 안에 딥러닝이 있습니다", "딥러닝 안에 머신러닝이 있습니다"),
    (KOREAN_NESTED, "인공지능이 머신러닝을 포함합니다", "머신러닝이 인공지능을 포함합니다"),
    (KOREAN_NESTED, "딥러닝은 머신러닝의 부분집합입니다", "머신러닝은 딥러닝의 부분집합입니다"),
    (BETTER, "random search is better than grid search", "grid search is better than random search"),
    (BETTER, "grid search is worse than random search", "random search is worse than grid search"),
    (BETTER, "random search outperforms grid", "grid search beats random search"),
    (KOREAN_BETTER, "그리드 서치보다 랜덤 서치가 낫습니다", "랜덤 서치보다 그리드 서치가 낫습니다"),
]


@pytest.mark.parametrize(("given", "same", "reversed"), CASES)
def test_an_order_is_turned_round_by_its_reverse_alone(given: list[Order], same: str, reversed: str) -> None:
    for text, expected in ((same, False), (reversed, True)):
        found = the_orders(text)
        assert found, text
        assert any(reverses(one, other) for one in found for other in given) is expected, text


@pytest.mark.parametrize("text", ["AI is not part of deep learning", "it is inside", "a line", "랜덤 서치가 낫지 않다", ""])
def test_what_is_denied_or_half_said_is_no_order(text: str) -> None:
    assert the_orders(text) == []
