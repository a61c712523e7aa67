"""A clock that was wrong, and one that was set right: what was done is counted when it was done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.clock import set_right
from quizapp.domain.day import TOLERANCE, Calendar
from quizapp.domain.history import Buried, CardEvent, Event, Graded, Rating, Renamed, Undone, event_id, standing
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
MEMORY = Memory(Rules(Calendar(UTC)))
DAY = timedelta(days=1)


def histories(moments: Sequence[tuple[str, float]]) -> list[Event]:
    """Grades of cards, at so many days from NOW by a clock that may be wrong; ids as storage gives them."""
    events: list[Event] = []
    last: UUID | None = None
    for number, (card, days) in enumerate(moments):
        at = NOW + days * DAY
        last = event_id(at, number, last)
        events.append(Graded(last, at, card, Rating.GOOD, number, "quiz", "fsrs-6"))
    return events


def corrected(events: Sequence[Event], at: datetime, random: int = 1) -> list[Event]:
    """The history after it was set right, as storage does it."""
    numbers, result = count(random), list(events)
    for event, moment in set_right([event for event in events if not isinstance(event, Undone | Renamed)], at):  # type: ignore[misc]
        id = event_id(at, next(numbers), max(each.id for each in result))
        result.append(replace(event, id=id, at=moment, corrects=event.corrects or event.id))
    return result


moments = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([-6.0, -5.0, -4.5, -3.0, -1.0, 0.0, 30.0, 3650.0, 3651.0])), max_size=8
)


def test_what_was_done_under_a_wrong_clock_was_done_between_what_came_before_and_after_it() -> None:
    events = histories([("a", -3), ("b", 3650), ("c", 3651), ("a", -1)])
    found = set_right(standing(events), NOW)
    assert [(event.card, moment) for event, moment in found] == [("b", NOW - 2 * DAY), ("c", NOW - DAY)]


def test_what_was_done_last_under_a_wrong_clock_was_done_just_now_and_never_before_what_came_before() -> None:
    found = set_right(standing(histories([("a", -0.5), ("b", 3650), ("c", 3653)])), NOW)
    assert [moment for _, moment in found] == [NOW - DAY / 2, NOW]


def test_a_clock_that_is_a_little_ahead_is_left_alone() -> None:
    ahead = TOLERANCE / DAY
    assert set_right(standing(histories([("a", ahead)])), NOW) == []
    assert len(set_right(standing(histories([("a", 1.01 * ahead)])), NOW)) == 1


@given(moments)
def test_once_set_right_nothing_is_dated_later_than_now_and_each_event_still_counts_once_in_its_order(
    taken: list[tuple[str, float]],
) -> None:
    before = histories(taken)
    after = standing(corrected(before, NOW))
    assert [(event.card, event.duration_ms) for event in after if isinstance(event, Graded)] == [
        (event.card, event.duration_ms) for event in standing(before) if isinstance(event, Graded)
    ]
    assert all(event.at <= NOW + TOLERANCE for event in after)
    assert set_right(after, NOW) == []
    assert {event.id: event for event in before}.items() <= {event.id: event for event in corrected(before, NOW)}.items()


@given(moments, st.randoms(use_true_random=False))
def test_two_machines_that_both_set_it_right_agree_in_whatever_order_their_events_are_merged(
    taken: list[tuple[str, float]], random: object
) -> None:
    before = histories(taken)
    mine, other = corrected(before, NOW), corrected(before, NOW + DAY, random=10**6)
    union = [*mine, *other]
    random.shuffle(union)  # type: ignore[attr-defined]
    assert MEMORY.replay(union) == MEMORY.replay([*mine, *other])
    assert len(standing(union)) == len(before)


def test_a_card_that_was_put_off_by_a_wrong_clock_comes_back_when_it_would_have() -> None:
    right = MEMORY.replay(histories([("a", -3), ("a", 0)]))["a"]
    wrong = histories([("a", -3), ("a", 3650)])
    assert MEMORY.replay(wrong)["a"].due != right.due
    assert MEMORY.replay(corrected(wrong, NOW))["a"] == right


def test_a_card_put_aside_until_the_tomorrow_of_a_wrong_clock_is_asked_again() -> None:
    at = NOW + 3650 * DAY
    events: list[Event] = [Buried(event_id(at, 1, None), at, "a")]
    assert MEMORY.replay(corrected(events, NOW))["a"].buried == NOW.date()


def test_an_undo_takes_back_what_was_set_right_whichever_of_the_two_it_names() -> None:
    for which in (0, 1):
        events = corrected(histories([("a", 3650)]), NOW)
        last = events[-1].id
        undone = [*events, Undone(event_id(NOW, 5, last), NOW, events[which].id)]
        assert standing(undone) == []


def test_a_rename_carries_along_what_is_set_right_after_it() -> None:
    events = histories([("a", 3650)])
    events.append(Renamed(event_id(NOW, 2, events[-1].id), NOW, "b", "a"))
    schedules = MEMORY.replay(corrected(events, NOW))
    assert set(schedules) == {"b"}
    due = schedules["b"].due
    assert due is not None
    assert due.year == 2026


def test_a_second_wrong_clock_is_set_right_as_the_first_was() -> None:
    once = corrected(histories([("a", 3650)]), NOW + 365 * DAY)  # by a clock that was a year ahead
    twice = corrected(standing_and_all(once), NOW)
    (event,) = standing(twice)
    assert event.at == NOW
    assert event.corrects == once[0].id


def standing_and_all(events: Sequence[Event]) -> list[CardEvent]:
    return [event for event in events if isinstance(event, CardEvent)]


def test_two_machines_whose_clocks_are_behind_the_last_event_do_not_give_two_events_one_id() -> None:
    """Else one of them would be lost where their histories are merged."""
    last = event_id(NOW + 3650 * DAY, 1, None)
    assert event_id(NOW, 123_456_789, last) != event_id(NOW, 987_654_321, last)
    assert min(event_id(NOW, random, last) for random in (0, 2**48 - 1, 2**74)) > last
