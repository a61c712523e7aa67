"""The state machine of a card's follow-up questions, driven by random inputs."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Card, CardText, FollowUp
from quizapp.domain.follow_ups import FollowUpsSession
from quizapp.domain.session import Act


def card(**follow_ups: int) -> Card:
    """With so many follow-ups in each language."""
    texts = {
        language: CardText(language, "a?", "A.", follow_ups=tuple(FollowUp(f"{language} {n}?", f"{n}.") for n in range(number)))
        for language, number in follow_ups.items()
    }
    return Card("a", "t", texts)


def do(session: FollowUpsSession, act: Act) -> FollowUpsSession:
    match act:
        case Act.REVEAL:
            return session.reveal()
        case Act.GO_ON:
            return session.go_on()
        case Act.SWITCH_LANGUAGE:
            return session.switch_language()
    return session


acts = st.lists(st.sampled_from([Act.REVEAL, Act.GO_ON, Act.SWITCH_LANGUAGE]), max_size=20)


@given(st.integers(1, 4), st.integers(0, 4), acts)
def test_no_input_raises_and_what_is_not_offered_changes_nothing(english: int, korean: int, steps: list[Act]) -> None:
    session = FollowUpsSession.begin(card(en=english, ko=korean), "ko")
    for act in steps:
        before, session = session, do(session, act)
        assert session == before or act in before.acts
        assert session.asked in session.text.follow_ups
        assert session.text.follow_ups, "a language without any is never asked in"
        if session.asked != before.asked and act is not Act.SWITCH_LANGUAGE:
            assert before.revealed
            assert not session.revealed, "the answer waits until it is asked for"
        assert session.revealed == before.revealed or act is not Act.SWITCH_LANGUAGE, "the next language shows what this one shows"


@given(st.integers(1, 5))
def test_each_is_asked_once_in_order_and_then_it_is_over(number: int) -> None:
    session, asked = FollowUpsSession.begin(card(en=number), "en"), []
    while not session.done:
        asked.append(session.asked.question)
        session = session.reveal().go_on()
    assert asked == [f"en {n}?" for n in range(number)]
    assert session.acts == frozenset()
    assert reduce(do, (Act.REVEAL, Act.GO_ON, Act.SWITCH_LANGUAGE), session) == session


def test_a_translation_that_lags_behind_asks_its_last_one() -> None:
    session = FollowUpsSession.begin(card(en=3, ko=1), "en")
    session = session.reveal().go_on().reveal().go_on()
    assert (session.place, session.of) == (2, 3)
    session = session.switch_language()
    assert (session.asked.question, session.place, session.of) == ("ko 0?", 0, 1)


def test_what_is_offered_follows_the_answer_and_the_languages() -> None:
    one = FollowUpsSession.begin(card(en=1), "en")
    assert one.acts == {Act.REVEAL}
    assert one.reveal().acts == {Act.GO_ON, Act.OPEN_LINK}
    assert FollowUpsSession.begin(card(en=1, ko=1), "en").acts == {Act.REVEAL, Act.SWITCH_LANGUAGE}


def test_a_language_that_has_none_is_not_begun_with() -> None:
    assert FollowUpsSession.begin(card(en=0, ko=2), "en").asked.question == "ko 0?"
