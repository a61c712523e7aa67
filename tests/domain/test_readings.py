"""A deck's glossary knows other words for its terms, and an answer may use them."""

import pytest

from quizapp.domain.card import CardText, Coverage
from quizapp.domain.matching import match
from quizapp.domain.readings import readings
from tests.domain.test_matching import point

VARIANTS = (("히든 레이어", "은닉층"), ("레이어", "층"), ("back propagation", "역전파"))
CARD = CardText("ko", "무엇인가요?", key_points=(point("**은닉층**이 있다"), point("**역전파**로 학습한다")), variants=VARIANTS)


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        ("히든 레이어가 있습니다", "은닉층가 있습니다"),
        ("히든레이어, 그리고 레이어", "은닉층, 그리고 층"),
        ('"히든" 레이어', '"은닉층'),
        ("Back Propagation으로", "역전파으로"),
    ],
)
def test_other_words_are_read_as_the_decks_own_the_longest_first(answer: str, again: str) -> None:
    assert readings(answer, [CARD]) == (answer, again)


def test_an_answer_without_them_is_read_once() -> None:
    assert readings("은닉층이 있습니다", [CARD]) == ("은닉층이 있습니다",)
    assert readings("히든 레이어", [CardText("ko", "무엇인가요?")]) == ("히든 레이어",)


def test_the_better_reading_counts_point_by_point() -> None:
    listed = CardText("ko", "무엇인가요?", key_points=(point("**은닉층**이 있다"), point("**레이어**가 많다")), variants=VARIANTS)
    assert [verdict.coverage for verdict in match("히든 레이어가 있고, 레이어가 많아요", listed)] == [Coverage.SAID, Coverage.SAID]
