"""The state machine of a mock interview: what it allows, and what it withholds until that is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Card, CardText, FollowUp, KeyPoint
from quizapp.domain.history import FollowUpAnswered, MockBegun, MockSetup, Practised, Rating
from quizapp.domain.mock import Interview
from quizapp.domain.mock_session import WITH_THE_ANSWER, FollowUpTurn, MockSession
from quizapp.domain.modes import Mode
from quizapp.domain.session import Act, State
from quizapp.domain.turn import Turn

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CARDS = {
    "a": Card("a", "t", {"en": CardText("en", "a?", "A.", (KeyPoint("**one**"),), follow_ups=(FollowUp("Why?", "So."),))}),
    "b": Card("b", "t", {"en": CardText("en", "b?", "B.")}),
}


@dataclass
class Held:
    """Does what holds an interview does, without a disk."""

    session: MockSession
    stored: int = 1

    @classmethod
    def begin(cls) -> "Held":
        return cls(MockSession(Interview(MockBegun(UUID(int=1), AT, MockSetup(cards=tuple(CARDS)))))).asked()

    def asked(self) -> "Held":
        session = self.session
        if session.interview.answers and (turn := session.next_follow_up(CARDS[session.interview.answers[-1].card])):
            self.session = session.ask_follow_up(turn, 0.0)
        elif session.next_card is None:
            self.session = session.finish()
        else:
            self.session = session.ask(CARDS[session.next_card], "", None, 0.0)
        return self

    def do(self, act: Act) -> None:
        """What is not allowed is ignored, as it is by whoever holds an interview."""
        session, turn = self.session, self.session.turn
        if not session.allows(act):
            return
        match act:
            case Act.REVEAL:
                self.session = session.reveal()
            case Act.LOOK:
                self.session = session.look()
            case Act.MARK if isinstance(turn, Turn):
                self.session = session.with_turn(turn.mark(0))
            case Act.GRADE | Act.JUDGE:
                self.stored += 1
                self.session = session.after(self.event(session))
                self.asked()

    def event(self, session: MockSession) -> Practised | FollowUpAnswered:
        sitting, id, turn = session.interview.begin.id, UUID(int=self.stored), session.turn
        if isinstance(turn, Turn):
            return Practised(id, AT, turn.card.id, Rating.GOOD, 1, Mode.MOCK, sitting=sitting)
        assert isinstance(turn, FollowUpTurn)
        return FollowUpAnswered(id, AT, sitting, session.interview.answers[-1].id, turn.follow_up.question, correct=True, duration_ms=1)


acts = st.lists(st.sampled_from(Act), max_size=30)


@given(acts)
def test_marks_and_links_are_withheld_until_the_model_answer_is_asked_for(steps: list[Act]) -> None:
    held = Held.begin()
    looked = False
    for act in steps:
        number = held.session.number
        looked = looked or (held.session.allows(act) and act is Act.LOOK)
        held.do(act)
        looked = looked and held.session.number == number
        session = held.session
        assert not (session.withheld and session.acts & WITH_THE_ANSWER)
        assert session.withheld == (Act.LOOK in session.acts), "what is withheld can be asked for, and nothing else"
        assert session.withheld == (session.state is State.ANSWERED and not looked)


@given(acts)
def test_no_answer_is_judged_before_it_is_given(steps: list[Act]) -> None:
    held = Held.begin()
    for act in steps:
        given_before = held.session.state is State.ANSWERED
        answers = held.stored
        held.do(act)
        assert held.stored == answers or given_before


def test_what_can_be_done_with_an_answer_that_is_seen_is_what_its_card_has() -> None:
    held = Held.begin()
    held.do(Act.REVEAL)
    assert held.session.acts == {Act.GRADE, Act.LOOK}
    held.do(Act.LOOK)
    assert held.session.acts == {Act.GRADE, Act.MARK, Act.OPEN_LINK}
    held.do(Act.MARK)
    held.do(Act.GRADE)
    assert isinstance(held.session.turn, FollowUpTurn)
    held.do(Act.REVEAL)
    assert held.session.acts == {Act.JUDGE, Act.LOOK}, "a follow-up is withheld anew"
    held.do(Act.LOOK)
    assert held.session.acts == {Act.JUDGE}
    held.do(Act.JUDGE)
    held.do(Act.REVEAL)
    held.do(Act.LOOK)
    assert held.session.acts == {Act.GRADE, Act.OPEN_LINK}, "this card has no key points"
    held.do(Act.GRADE)
    assert (held.session.state, held.session.acts, held.session.withheld) == (State.DONE, frozenset(), False)


@pytest.mark.parametrize(
    ("address", "opens"),
    [("https://example.org/card:a", True), ("mailto:a@example.org", True), ("card:b", False), ("demo:xor-failure?lr=1", False)],
)
def test_other_cards_and_demos_wait_until_it_is_over(address: str, opens: bool) -> None:
    assert Held.begin().session.opens(address) is opens


def test_a_follow_up_that_a_card_asks_twice_is_asked_twice() -> None:
    asked = CardText("en", "a?", follow_ups=(FollowUp("Why?", "One."), FollowUp("How?"), FollowUp("Why?", "Two.")))
    assert [FollowUpTurn(asked, place).name for place in (1, 2, 3)] == ["Why?", "How?", "Why? (2)"]
