"""A mock interview being held, as a state machine beside `session`: question by question and follow-up by follow-up, and no way back."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.domain.languages import Languages
from quizapp.domain.links import scheme_of
from quizapp.domain.mock import Interview
from quizapp.domain.session import Act, State
from quizapp.domain.turn import Turn

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText, Coverage, FollowUp
    from quizapp.domain.history import FollowUpAnswered, Practised

WITH_THE_ANSWER = frozenset({Act.MARK, Act.OPEN_LINK})
"""What can be done with the model answer of a card, once it is seen."""


@dataclass(frozen=True)
class FollowUpTurn:
    """A follow-up question of an answer just given."""

    follows: "CardText"
    """The card, in the language in which it was asked."""
    place: int
    """Its place among the follow-ups, from 1."""

    @property
    def follow_up(self) -> "FollowUp":
        """The question and its answer."""
        return self.follows.follow_ups[self.place - 1]

    @property
    def name(self) -> str:
        """Its question as it is stored; with a number where the card asks the same before."""
        question = self.follow_up.question
        same = sum(each.question == question for each in self.follows.follow_ups[: self.place])
        return question if same == 1 else f"{question} ({same})"

    @property
    def of(self) -> int:
        """How many follow-ups the card has."""
        return len(self.follows.follow_ups)


@dataclass(frozen=True)
class MockSession:
    """An interview as it stands. Each method gives it as it is afterwards."""

    interview: Interview
    state: State = State.BETWEEN
    turn: Turn | FollowUpTurn | None = None
    asked_at: float = 0.0
    """When the question came, in seconds from any origin."""
    looked: bool = False
    """Whether the learner has asked to see the model answer now, before the interview is over."""
    number: int = 0
    """The same as `Session.number`."""

    @property
    def questions(self) -> int:
        """How many there are, without follow-ups."""
        return len(self.interview.begin.setup.cards)

    @property
    def question_number(self) -> int:
        """The number of the question being asked, or of the one that its follow-up belongs to, from 1."""
        return len(self.interview.answers) + isinstance(self.turn, Turn)

    @cached_property
    def acts(self) -> frozenset[Act]:
        """What can be done now. Nothing can be taken back, put aside or looked up: it is an interview."""
        turn = self.turn if isinstance(self.turn, Turn) else None
        match self.state:
            case State.ASKING:
                return frozenset({Act.REVEAL, Act.TYPE} if turn else {Act.REVEAL})
            case State.ANSWERED:
                return frozenset({Act.GRADE if turn else Act.JUDGE}) | ({Act.LOOK} if self.withheld else _with_answer(turn))
            case State.BETWEEN:
                return frozenset({Act.GO_ON})
        return frozenset()

    @property
    def withheld(self) -> bool:
        """Whether an answer was given and the model answer is not seen: in the room nobody shows it either, unless it is asked for."""
        return self.state is State.ANSWERED and not self.looked

    def opens(self, address: str) -> bool:
        """Whether a link of the model answer can be followed: other cards and demos would give away what is yet to be asked."""
        return scheme_of(address) not in ("card", "demo")

    def allows(self, act: Act, number: int | None = None) -> bool:
        """Whether `act` can be done now; and, with a `number`, whether that is what was on view when it was asked for."""
        return act in self.acts and number in (None, self.number)

    def seconds_left(self, now: float) -> float:
        """What is left of the interview's time; below 0 if it is over."""
        return self.interview.seconds_left - (0.0 if self.turn is None else self.taken(now))

    def taken(self, now: float) -> float:
        """Seconds since the question came."""
        return now - self.asked_at

    @property
    def next_card(self) -> str | None:
        """The card of the next question; None where there is none, or no time for it."""
        return None if self.interview.seconds_left <= 0 else self.interview.next

    def languages_of(self, card: str) -> Languages:
        """The languages in which `card`, one of the interview's, is asked."""
        setup = self.interview.begin.setup
        return Languages(setup.language, setup.cards.index(card))

    def next_follow_up(self, card: "Card") -> FollowUpTurn | None:
        """The next follow-up of `card`, which was answered last; None where all are asked, or no time is left."""
        if self.interview.seconds_left <= 0:
            return None
        text = self.languages_of(card.id).question(card)
        asked = {each.question for each in self.interview.after(self.interview.answers[-1])}
        turns = (FollowUpTurn(text, place) for place in range(1, len(text.follow_ups) + 1))
        return next((turn for turn in turns if turn.name not in asked), None)

    def ask(self, card: "Card", attempt: str, marks: "tuple[Coverage, ...] | None", now: float) -> "MockSession":
        """The next question is there, with what had been typed and marked before. Its follow-ups come afterwards, one by one."""
        texts = {language: replace(text, follow_ups=()) for language, text in card.texts.items()}
        turn = Turn.begin(replace(card, texts=texts), self.languages_of(card.id), now, attempt, marks)
        return self._at(State.ASKING, turn, now)

    def ask_follow_up(self, turn: FollowUpTurn, now: float) -> "MockSession":
        """A follow-up is there."""
        return self._at(State.ASKING, turn, now)

    def reveal(self) -> "MockSession":
        """The answer is given: it may be graded."""
        turn = self.turn.reveal() if isinstance(self.turn, Turn) else self.turn
        return self._at(State.ANSWERED, turn, self.asked_at)

    def look(self) -> "MockSession":
        """The model answer is seen from now on."""
        return replace(self, looked=True)

    def with_turn(self, turn: Turn) -> "MockSession":
        """The same question, otherwise: something was typed or marked."""
        return replace(self, turn=turn)

    def after(self, event: "Practised | FollowUpAnswered") -> "MockSession":
        """The answer is stored."""
        return replace(self, interview=self.interview.with_event(event))._at(State.BETWEEN, None, 0.0)

    def finish(self) -> "MockSession":
        """All is asked, or the time is up."""
        return self._at(State.DONE, None, 0.0)

    def _at(self, state: State, turn: Turn | FollowUpTurn | None, asked_at: float) -> "MockSession":
        return replace(self, state=state, turn=turn, asked_at=asked_at, looked=False, number=self.number + 1)


def _with_answer(turn: Turn | None) -> frozenset[Act]:
    """Which acts of `WITH_THE_ANSWER` its card has something for; a follow-up has nothing for any of them."""
    if turn is None:
        return frozenset()
    return WITH_THE_ANSWER if turn.answer.key_points else WITH_THE_ANSWER - {Act.MARK}
