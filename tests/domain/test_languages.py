import pytest

from quizapp.domain.card import Card, CardText
from quizapp.domain.languages import ALTERNATE, Languages

BOTH = Card("d/both", "t", {"en": CardText("en", "What?"), "ko": CardText("ko", "무엇?")})
ONE = Card("d/one", "t", {"en": CardText("en", "What?")})


def sides(languages: Languages, card: Card) -> tuple[str, str]:
    """The languages of question and answer."""
    return languages.question(card).language, languages.answer(card).language


@pytest.mark.parametrize(("chosen", "shown"), [("ko", "ko"), ("en", "en"), ("", "en"), ("de", "en")])
def test_a_card_is_asked_and_answered_in_the_chosen_language_or_in_its_decks_own(chosen: str, shown: str) -> None:
    assert sides(Languages(chosen), BOTH) == (shown, shown)
    assert sides(Languages(chosen), ONE) == ("en", "en")


def test_a_switch_is_kept_for_the_cards_that_follow() -> None:
    languages = Languages("").switch(BOTH).at(1)
    assert sides(languages, BOTH) == ("ko", "ko")
    assert sides(languages.switch(BOTH), BOTH) == ("en", "en")


def test_alternating_turns_about_with_each_card() -> None:
    assert [sides(Languages(ALTERNATE, place), BOTH) for place in range(3)] == [("en", "ko"), ("ko", "en"), ("en", "ko")]
    assert sides(Languages(ALTERNATE, 1), ONE) == ("en", "en")


def test_alternating_a_switch_swaps_question_and_answer_of_that_card_alone() -> None:
    switched = Languages(ALTERNATE).switch(BOTH)
    assert sides(switched, BOTH) == ("ko", "en")
    assert sides(switched.switch(BOTH), BOTH) == ("en", "ko")
    assert sides(switched.at(1), BOTH) == ("ko", "en")
