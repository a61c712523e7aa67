import pytest

from quizapp.domain.card import Card, CardText
from quizapp.domain.languages import ALTERNATE, Languages

BOTH = Card("d/both", "t", {"en": CardText("en", "What?"), "ko": CardText("ko", "무엇?")})
ONE = Card("d/one", "t", {"en": CardText("en", "What?")})


def sides(languages: Languages, card: Card, turn: int = 0) -> tuple[str, str]:
    """The languages of question and answer."""
    return languages.question(card, turn).language, languages.answer(card, turn).language


@pytest.mark.parametrize(("chosen", "shown"), [("ko", "ko"), ("en", "en"), ("", "en"), ("de", "en")])
def test_a_card_is_asked_and_answered_in_the_chosen_language_or_in_its_decks_own(chosen: str, shown: str) -> None:
    assert sides(Languages(chosen), BOTH) == (shown, shown)
    assert sides(Languages(chosen), ONE) == ("en", "en")


def test_a_switch_is_kept_for_the_cards_that_follow() -> None:
    languages = Languages("")
    languages.switch(BOTH, 0)
    languages.next_card()
    assert sides(languages, BOTH, 1) == ("ko", "ko")
    languages.switch(BOTH, 1)
    assert sides(languages, BOTH, 1) == ("en", "en")


def test_alternating_turns_about_with_each_card() -> None:
    languages = Languages(ALTERNATE)
    assert [sides(languages, BOTH, turn) for turn in range(3)] == [("en", "ko"), ("ko", "en"), ("en", "ko")]
    assert sides(languages, ONE, 1) == ("en", "en")


def test_alternating_a_switch_swaps_question_and_answer_of_that_card_alone() -> None:
    languages = Languages(ALTERNATE)
    languages.switch(BOTH, 0)
    assert sides(languages, BOTH, 0) == ("ko", "en")
    languages.switch(BOTH, 0)
    assert sides(languages, BOTH, 0) == ("en", "ko")
    languages.switch(BOTH, 0)
    languages.next_card()
    assert sides(languages, BOTH, 1) == ("ko", "en")
