from collections import Counter
from datetime import UTC, datetime
from itertools import permutations
from math import prod, sqrt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Coverage
from quizapp.domain.history import (
    Event,
    FollowUpAnswered,
    Graded,
    Mark,
    MockBegun,
    MockEnded,
    MockSetup,
    Outcome,
    Practised,
    Rating,
    by_card,
    standing,
)
from quizapp.domain.mock import covered, draw, interview, weakest, weight

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEGIN = MockBegun(UUID(int=1), AT, MockSetup(questions=3, minutes=1, cards=("d/a", "d/b", "d/c")))
SAID, PERHAPS, MISSING = Coverage.SAID, Coverage.PERHAPS, Coverage.MISSING
weights = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.floats(0.05, 3), max_size=12)


def answer(number: int, card: str, rating: Rating = Rating.GOOD, *coverages: Coverage, ms: int = 10_000) -> Practised:
    return Practised(UUID(int=number), AT, card, rating, ms, "mock", "", tuple(Mark("p", one) for one in coverages), BEGIN.id)


def follow_up(number: int, follows: int, *, correct: bool = True, question: str = "Why?") -> FollowUpAnswered:
    return FollowUpAnswered(UUID(int=number), AT, BEGIN.id, UUID(int=follows), question, correct, 5_000)


@given(weights, st.integers(0, 15), st.integers(0, 10**9))
def test_as_many_cards_are_drawn_as_there_are_each_once(weights: dict[str, float], number: int, seed: int) -> None:
    drawn = draw(weights, number, seed)
    assert len(drawn) == len(set(drawn)) == min(number, len(weights))
    assert set(drawn) <= weights.keys()


@given(weights, st.integers(0, 10**9), st.randoms())
def test_a_seed_draws_the_same_in_whatever_order_the_cards_come(weights: dict[str, float], seed: int, random: object) -> None:
    shuffled = list(weights.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw(dict(shuffled), 5, seed) == draw(weights, 5, seed)


@given(weights, st.integers(1, 5), st.integers(0, 10**9))
def test_wishing_for_one_question_more_keeps_those_before(weights: dict[str, float], number: int, seed: int) -> None:
    assert draw(weights, number + 1, seed)[:number] == draw(weights, number, seed)


def test_what_a_seed_draws_is_the_same_on_every_machine_and_in_every_version() -> None:
    assert draw({card: 1.0 + i / 7 for i, card in enumerate("abcdefghij")}, 4, 4711) == ["i", "e", "a", "b"]


def test_sequences_are_drawn_as_often_as_their_probability_says() -> None:
    """Against the definition by brute force: each next card in proportion to its weight among those left."""
    weights, number, seeds = {"a": 1.0, "b": 0.1, "c": 1.5, "d": 0.4}, 2, 20_000
    drawn = Counter(tuple(draw(weights, number, seed)) for seed in range(seeds))
    for sequence in permutations(weights, number):
        left = [sum(weights.values()) - sum(weights[card] for card in sequence[:i]) for i in range(number)]
        expected = prod(weights[card] / rest for card, rest in zip(sequence, left, strict=True))
        error = sqrt(expected * (1 - expected) / seeds)
        assert drawn[sequence] / seeds == pytest.approx(expected, abs=4 * error), sequence


@pytest.mark.parametrize(
    ("recall", "lapses", "expected"),
    [
        (None, 0, 1.0),
        (1.0, 0, 0.1),
        (0.6, 0, 0.5),
        (0.6, 2, 0.7),
        (0.9, 99, 0.7),
    ],
)
def test_unseen_weak_and_lapsed_cards_weigh_more(recall: float | None, lapses: int, expected: float) -> None:
    assert weight(recall, lapses) == pytest.approx(expected)


@given(st.floats(0, 1), st.integers(0, 100))
def test_every_card_can_be_drawn(recall: float, lapses: int) -> None:
    assert weight(recall, lapses) > 0


def test_an_interview_asks_what_is_not_answered_and_counts_the_time_used() -> None:
    state = interview(BEGIN, [answer(2, "d/a"), follow_up(3, 2)])
    assert state.next == "d/b"
    assert state.seconds_left == 45
    assert state.after(state.answers[0]) == [follow_up(3, 2)]
    assert not state.finished


def test_a_question_that_two_windows_answered_counts_once() -> None:
    state = interview(BEGIN, [answer(2, "d/a", Rating.HARD), answer(3, "d/a", Rating.EASY)])
    assert state.answers == (answer(2, "d/a", Rating.HARD),)


def test_an_interview_ends_once() -> None:
    finished, discarded = (
        MockEnded(UUID(int=number), AT, BEGIN.id, outcome) for number, outcome in enumerate((Outcome.FINISHED, Outcome.DISCARDED), start=5)
    )
    assert interview(BEGIN, [finished, discarded]).finished
    assert not interview(BEGIN, [discarded, finished]).finished


def test_what_another_window_answers_after_the_end_no_longer_counts() -> None:
    end = MockEnded(UUID(int=3), AT, BEGIN.id, Outcome.FINISHED)
    state = interview(BEGIN, [answer(2, "d/a"), end, answer(4, "d/b"), follow_up(5, 2)])
    assert (state.answers, state.follow_ups) == ((answer(2, "d/a"),), ())


@given(st.integers(0, 3), st.integers(0, 3))
def test_event_by_event_or_all_at_once_it_is_the_same(answered: int, followed: int) -> None:
    events: list[Practised | FollowUpAnswered] = []
    for i, card in enumerate(BEGIN.setup.cards[:answered]):
        events.append(answer(10 * (i + 1), card))
        events += [follow_up(10 * (i + 1) + 1 + j, 10 * (i + 1), question=f"Why {j}?") for j in range(followed)]
    state = interview(BEGIN, ())
    for event in events:
        state = state.with_event(event)
    assert state == interview(BEGIN, events)


def test_what_was_perhaps_said_counts_half() -> None:
    assert covered([Mark("p", SAID), Mark("q", PERHAPS), Mark("r", MISSING)]).share == 0.5
    assert covered([]).share is None


def test_the_weakest_answers_come_first_and_wholly_right_ones_not_at_all() -> None:
    again, missed, failed = (
        answer(2, "d/a", Rating.AGAIN),
        answer(3, "d/b", Rating.GOOD, SAID, MISSING),
        answer(4, "d/c", Rating.GOOD, SAID),
    )
    right = answer(5, "d/d", Rating.EASY, SAID)
    assert weakest([right, failed, missed, again], {"d/c": 1}) == [again, missed, failed]


def test_the_frame_of_an_interview_is_no_event_of_a_card() -> None:
    counted = Graded(UUID(int=9), AT, "d/a", Rating.GOOD, 1, "mock", "fsrs-6", sitting=BEGIN.id)
    events: list[Event] = [BEGIN, answer(2, "d/a"), follow_up(3, 2), MockEnded(UUID(int=4), AT, BEGIN.id, Outcome.FINISHED), counted]
    assert standing(events) == [answer(2, "d/a"), counted]
    assert by_card(events) == {"d/a": [answer(2, "d/a"), counted]}
