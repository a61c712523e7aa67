"""The cards that are shipped, as the measure of typed answers reads them."""

import re

import pytest

from quizapp.decks.load import load
from quizapp.domain.card import Card, Coverage
from quizapp.domain.matching import Verdict, match
from quizapp.settings import shipped

CARDS = load(shipped("content") / "deep-learning", lambda link: None).deck.cards


def verdicts(card: Card, language: str, answer: str) -> tuple[Verdict, ...]:
    asked = card.texts[language]
    return match(answer, asked, [text for text in card.texts.values() if text is not asked])


def spoken(card: Card, language: str) -> str:
    """Its answer as it is said aloud: without the link to the demo and the ends of lines, in Korean without the English in brackets."""
    said = " ".join(re.sub(r"(?m)^\[.*", "", card.texts[language].answer).split())
    return re.sub(r"\([A-Za-z][^)]*\)", "", said) if language == "ko" else said


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_answer_of_a_card_says_all_its_key_points(card: Card, language: str) -> None:
    points = zip(card.texts[language].key_points, verdicts(card, language, spoken(card, language)), strict=True)
    assert [point.text for point, verdict in points if verdict.coverage is not Coverage.SAID] == []


@pytest.mark.parametrize(
    ("id", "place", "answer"),
    [
        ("ai-ml-dl", 4, "뉴럴넷을 여러 겹 쌓은 겁니다"),
        ("dl-vs-ml", 1, "케이스 바이 케이스입니다"),
        ("perceptron-steps", 3, "예측이 틀리면 웨이트를 고칩니다"),
        ("activation-function", 4, "다잉 렐루 문제가 있습니다"),
        ("gradient-descent", 3, "러닝 레이트가 크면 발산하고 작으면 느립니다"),
        ("gradient-descent-steps", 2, "포워드 패스로 예측값을 구합니다"),
        ("gradient-descent-steps", 6, "밸리데이션 로스를 보고 얼리 스타핑을 합니다"),
        ("single-layer-limits", 3, "히든 레이어가 없습니다"),
        ("mlp", 4, "백프로파게이션으로 학습합니다"),
        ("data-normalization", 4, "데이터 리키지를 조심해야 합니다"),
        ("backpropagation", 6, "그래디언트 배니싱이나 익스플로딩이 생길 수 있습니다"),
    ],
)
def test_what_korean_engineers_say_in_loanwords_is_noticed(id: str, place: int, answer: str) -> None:
    card = next(card for card in CARDS if card.id.endswith(f"/{id}"))
    assert verdicts(card, "ko", answer)[place - 1].coverage is not Coverage.MISSING
