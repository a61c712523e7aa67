"""The state machine of a session, driven by random inputs against a store that is a few lines long."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Card, CardText, Coverage, DemoLink, FollowUp, KeyPoint
from quizapp.domain.history import Buried, CardEvent, Draft, Graded, Rating, draft_of
from quizapp.domain.languages import ALTERNATE, Languages
from quizapp.domain.modes import Mode
from quizapp.domain.session import ACTS, WHILE_PAUSED, Act, Session, SessionRules, State

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAMES = "abcde"


def text(language: str, name: str, points: int, *, rich: bool) -> CardText:
    return CardText(
        language,
        f"{name}?",
        "The answer.",
        tuple(KeyPoint(f"**{name}{n}** in {language}", (f"{name}{n}",)) for n in range(points)),
        follow_ups=(FollowUp("And then?"),) if rich else (),
        demos=(DemoLink("xor-failure", ()),) if rich else (),
    )


CARDS = {
    "a": Card("a", "t", {"en": text("en", "a", 3, rich=True), "ko": text("ko", "a", 3, rich=True)}),
    "b": Card("b", "t", {"en": text("en", "b", 2, rich=False)}),
    "c": Card("c", "t", {"en": text("en", "c", 2, rich=False), "ko": text("ko", "c", 1, rich=True)}),
    "d": Card("d", "t", {"en": text("en", "d", 0, rich=True)}),
    "e": Card("e", "t", {"en": text("en", "e", 1, rich=False)}),
}


@dataclass
class Store:
    """What a learner's disk does, without a disk: events one after another, drafts, and how often a card was forgotten."""

    events: list[CardEvent] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    unaskable: set[str] = field(default_factory=set)

    def lapses(self, card: str) -> int:
        ratings = [event.rating for event in self.events if isinstance(event, Graded) and event.card == card]
        return sum(now is Rating.AGAIN and before is not Rating.AGAIN for before, now in pairwise(ratings))

    def graded(self, card: str) -> bool:
        return any(isinstance(event, Graded) and event.card == card for event in self.events)

    def add(self, make: Callable[[UUID], CardEvent]) -> UUID:
        event = make(UUID(int=len(self.events) + 1))
        self.events.append(event)
        return event.id


@dataclass
class Held:
    """A session as whoever holds it does: what is stored comes first."""

    session: Session
    store: Store = field(default_factory=Store)
    now: float = 0.0

    def go(self) -> "Held":
        """To the next question that may be asked."""
        session = self.session
        while (card := session.queue.next) is not None and card in self.store.unaskable:
            session = session.skip(in_a_deck=True)
        if card is None:
            self.session = session.finish()
        else:
            draft = self.store.drafts.get(card, Draft())
            self.session = session.ask(CARDS[card], draft.text, draft.marks, self.now)
        return self

    def grade(self, rating: Rating) -> None:
        turn = self.session.turn
        assert turn is not None
        card, given, before = turn.card.id, turn.given, self.store.lapses(turn.card.id)
        mode = self.session.mode_of(card)
        event = self.store.add(lambda id: Graded(id, AT, card, rating, 0, mode, "", given.text, given.marks))
        self.store.drafts.pop(card, None)
        self.session = self.session.after_grade(rating, event, self.now, (before, self.store.lapses(card)))
        if self.session.state is State.BETWEEN:
            self.go()

    def put_aside(self) -> None:
        turn = self.session.turn
        assert turn is not None
        self.store.unaskable.add(turn.card.id)
        card = turn.card.id
        self.session = self.session.after_putting_aside(self.store.add(lambda id: Buried(id, AT, card)), self.now)
        self.go()

    def undo(self) -> bool:
        if not self.store.events:
            return False
        event = self.store.events.pop()
        self.store.unaskable.discard(event.card)
        if isinstance(event, Graded):
            self.store.drafts.setdefault(event.card, draft_of(event))
        self.session = self.session.after_undo(event, self.now, new=not self.store.graded(event.card))
        if self.session.state is State.BETWEEN:
            self.go()
        return True


def begin(mode: Mode = Mode.QUIZ, language: str = "en", ratings: tuple[Rating, ...] = tuple(Rating), leech_lapses: int = 2) -> Held:
    return Held(Session.begin(NAMES, "ace", SessionRules(mode, ratings, leech_lapses), Languages(language))).go()


def act(held: Held, what: Act, choice: int) -> None:
    """Sends an input, whatever the session thinks of it, as whoever holds it does: asks first whether it is allowed."""
    session, turn = held.session, held.session.turn
    if not session.allows(what):
        return
    if what is Act.UNDO:
        held.undo()
    elif what is Act.GO_ON:
        held.session = session.go_on()
        held.go()
    elif what in (Act.BURY, Act.SUSPEND):
        held.put_aside()
    elif what is Act.GRADE:
        held.grade(session.rules.ratings[choice % len(session.rules.ratings)])
    elif what is Act.REVEAL:
        held.session = session.reveal()
    elif turn is not None and what is Act.TYPE:
        held.session = session.with_turn(replace(turn, typing=True).wrote(["", "a0 and a1", "b0", "nothing of it", " "][choice % 5]))
    elif turn is not None and what is Act.MARK:
        held.session = session.with_turn(turn.mark(choice % len(turn.answer.key_points)))
    elif turn is not None and what is Act.SWITCH_LANGUAGE:
        held.session = session.with_turn(turn.speak(turn.languages.switch(turn.card)))
    elif turn is not None and what is Act.PAUSE:
        held.session = session.with_turn(replace(turn, watch=turn.watch.toggled(held.now)))


def view(session: Session) -> tuple[object, ...]:
    """All that can be seen of a session, without the numbers that only grow."""
    turn = session.turn
    shown = None
    if turn is not None:
        shown = (
            turn.card.id,
            turn.question,
            turn.answer,
            turn.attempt,
            turn.marks,
            turn.revealed,
            turn.watch.paused,
            turn.watch.elapsed(0.0),
        )
    return session.state, shown, session.acts, list(session.queue), session.new_left, session.done, session.lapses, session.graded


inputs = st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 11)), max_size=40)
languages = st.sampled_from(["", "en", "ko", ALTERNATE])
beginnings = st.builds(
    begin,
    st.sampled_from([Mode.QUIZ, Mode.CRAM, Mode.CHOSEN]),
    languages,
    st.sampled_from([tuple(Rating), (Rating.AGAIN, Rating.GOOD)]),
    st.integers(0, 3),
)


@given(beginnings, inputs)
def test_no_input_in_any_state_raises_and_what_is_on_view_makes_sense(held: Held, steps: list[tuple[Act, int]]) -> None:
    for what, choice in steps:
        number = held.session.number
        act(held, what, choice)
        session, turn = held.session, held.session.turn
        assert session.number >= number
        assert session.acts <= ACTS[session.state]
        assert (turn is None) == (session.state in (State.BETWEEN, State.DONE))
        assert (session.state is State.DONE) == (session.left == 0 and session.state is not State.LEECH)
        assert 0 <= session.new_left <= session.left
        assert len(set(session.queue)) == session.left
        if turn is not None:
            assert turn.revealed == (session.state is not State.ASKING)
            assert session.state is State.LEECH or turn.card.id == session.queue.next
            assert len(turn.shown_marks) == len(turn.answer.key_points)
            assert not turn.watch.paused or session.acts <= WHILE_PAUSED


@given(beginnings, inputs)
def test_nothing_is_graded_before_its_answer_is_shown(held: Held, steps: list[tuple[Act, int]]) -> None:
    for what, choice in steps:
        before, stored = held.session, len(held.store.events)
        act(held, what, choice)
        if what is Act.GRADE and len(held.store.events) > stored:
            assert before.state is State.ANSWERED
            assert before.turn is not None
            assert held.store.events[-1].card == before.turn.card.id


@given(beginnings, inputs)
def test_undo_after_any_step_that_was_stored_brings_back_what_was_on_view_before_it(held: Held, steps: list[tuple[Act, int]]) -> None:
    """With what was typed and marked; and again, step by step, back to the first question."""
    views = []
    for what, choice in steps:
        before, stored = held.session, len(held.store.events)
        act(held, what, choice)
        if len(held.store.events) > stored:
            views.append(view(before))
        elif len(held.store.events) < stored:
            views.pop()
    while views:
        assert held.undo()
        assert _but_for_language(view(held.session)) == _but_for_language(views.pop())
    assert not held.undo()


def _but_for_language(seen: tuple[object, ...]) -> tuple[object, ...]:
    """What is undone comes back in the language of now: a learner who has changed it since goes on in it."""
    state, shown, acts, *rest = seen
    assert shown is None or isinstance(shown, tuple)
    assert isinstance(acts, frozenset)
    card = shown and (shown[0], shown[3], shown[5:])
    return state, card, acts - {Act.MARK, Act.RUN_DEMO, Act.FOLLOW_UPS}, *rest


@given(beginnings, inputs)
def test_in_one_language_all_of_it_comes_back(held: Held, steps: list[tuple[Act, int]]) -> None:
    for what, choice in steps:
        if what is Act.SWITCH_LANGUAGE:
            continue
        before, stored = held.session, len(held.store.events)
        act(held, what, choice)
        if len(held.store.events) > stored:
            after = held.session, list(held.store.events), dict(held.store.drafts), set(held.store.unaskable)
            held.undo()
            assert view(held.session) == view(before)
            held.session, held.store.events, held.store.drafts, held.store.unaskable = after


def test_what_was_meant_for_another_question_is_ignored() -> None:
    held = begin()
    number = held.session.number
    assert held.session.allows(Act.REVEAL, number)
    held.session = held.session.reveal()
    assert not held.session.allows(Act.GRADE, number)
    assert held.session.allows(Act.GRADE, held.session.number)


def test_the_clock_of_what_was_taken_back_goes_on_from_where_it_stood() -> None:
    held = begin()
    held.session = held.session.reveal()
    held.now = 20.0
    held.grade(Rating.GOOD)
    held.now = 50.0
    held.undo()
    assert held.session.turn is not None
    assert held.session.turn.watch.elapsed(53.0) == 23.0


def test_a_card_whose_file_comes_back_is_asked_as_what_it_was() -> None:
    held = begin()
    session = replace(held.session, queue=held.session.queue.drop("a")).skip(in_a_deck=False)
    assert (dict(session.missing), session.new_left, session.left) == ({"b": False}, 3, 3)
    session = session.skip(in_a_deck=False)
    assert (dict(session.missing), session.new_left) == ({"b": False, "c": True}, 2)
    back = session.bring_back(["b", "c"])
    assert (list(back.queue), back.new_left, dict(back.missing)) == (["d", "e", "b", "c"], 3, {})


def test_an_event_of_another_session_has_its_card_asked_next_in_the_mode_it_had() -> None:
    held = begin(Mode.CRAM)
    event = Graded(UUID(int=99), AT, "e", Rating.GOOD, 0, Mode.QUIZ, "")
    held.session = held.session.after_undo(event, 0.0, new=True)
    assert (held.session.state, held.session.queue.next, held.session.mode_of("e"), held.session.mode_of("a")) == (
        State.BETWEEN,
        "e",
        Mode.QUIZ,
        Mode.CRAM,
    )
    held.go()
    held.session = held.session.reveal()
    held.grade(Rating.GOOD)
    assert held.session.mode_of("e") is Mode.CRAM


@pytest.mark.parametrize(("attempt", "marks"), [("", None), ("  ", None), ("a0", (Coverage.SAID, Coverage.MISSING, Coverage.MISSING))])
def test_revealing_marks_the_points_by_what_was_typed(attempt: str, marks: tuple[Coverage, ...] | None) -> None:
    held = begin()
    session = held.session.ask(CARDS["a"], attempt, None, 0.0).reveal()
    assert session.turn is not None
    assert session.turn.marks == marks
    assert (session.turn.suggestion is None) == (marks is None)
