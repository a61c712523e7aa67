"""What is spoken as words meets what the card writes as symbols."""

import pytest

from quizapp.domain.card import Coverage
from tests.domain.test_matching import coverage, point


@pytest.mark.parametrize(
    ("term", "said", "other"),
    [
        ("C++", "it is C plus plus", "it is C"),
        ("C#", "it is C sharp", "it is C"),
        ("O(n log n)", "it is order n log n", "it is order n"),
        ("O(n^2)", "it is big O of n squared", "it is big O of n"),
        ("O(1)", "it is order one", "it is order n"),
        ("TP/(TP+FN)", "recall is TP over TP plus FN", "recall is TP over TP plus FP"),
    ],
)
def test_symbols_may_be_spoken(term: str, said: str, other: str) -> None:
    assert coverage(said, point(f"it is **{term}**")) == [Coverage.SAID]
    assert coverage(other, point(f"it is **{term}**")) == [Coverage.MISSING]


@pytest.mark.parametrize("said", ["n times m weights", "n multiplied by m weights", "n곱하기 m weights", "n*m weights", "n·m weights"])
def test_a_product_may_be_spoken(said: str) -> None:
    assert coverage(f"there are {said}", point("a layer has **n·m weights**")) == [Coverage.SAID]


@pytest.mark.parametrize("plain", ["mean squared error", "in order to learn", "the order of a batch", "a squared loss"])
def test_everyday_words_stay_words(plain: str) -> None:
    assert coverage(f"it is {plain}", point(f"it is **{plain}**")) == [Coverage.SAID]
