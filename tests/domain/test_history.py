from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.day import Calendar
from quizapp.domain.history import (
    KINDS,
    Buried,
    Event,
    Graded,
    Predicted,
    Rating,
    Renamed,
    Restarted,
    Undone,
    by_card,
    carried,
    event_id,
    kind_of,
    related,
    reviews,
    standing,
)
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
moments = st.datetimes(datetime(1970, 1, 2), datetime(3000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def grade(number: int, card: str = "d/c") -> Graded:
    return Graded(UUID(int=number), AT, card, Rating.GOOD, 0, "quiz", "fsrs-6")


@given(moments, st.integers(0, 2**80))
def test_an_id_is_a_uuid_of_version_seven_that_holds_its_millisecond(at: datetime, random: int) -> None:
    id = event_id(at, random, None)
    assert id.version == 7
    assert id.variant == "specified in RFC 4122"
    assert id.int >> 80 == int(at.timestamp() * 1000)


@given(st.lists(st.tuples(moments, st.integers(0, 2**80)), min_size=2, max_size=10))
def test_ids_grow_whatever_the_clock_does(draws: list[tuple[datetime, int]]) -> None:
    ids: list[UUID] = []
    for at, random in draws:
        ids.append(event_id(at, random, ids[-1] if ids else None))
    assert ids == sorted(set(ids))
    assert all(id.version == 7 for id in ids)


def test_the_largest_random_part_carries_into_the_next_millisecond() -> None:
    first = event_id(AT, 2**74 - 1, None)
    second = event_id(AT, 0, first)
    assert second > first
    assert second.int >> 80 == (first.int >> 80) + 1


def test_an_undo_and_what_it_names_no_longer_stand() -> None:
    events: list[Event] = [grade(1), grade(2), Undone(UUID(int=3), AT, UUID(int=2)), grade(4)]
    assert standing(events) == [grade(1), grade(4)]


def test_an_undo_of_something_unknown_changes_nothing() -> None:
    assert standing([grade(1), Undone(UUID(int=2), AT, UUID(int=99))]) == [grade(1)]


def test_events_come_in_the_order_of_their_ids_each_once() -> None:
    assert standing([grade(3), grade(1), grade(3), grade(2)]) == [grade(1), grade(2), grade(3)]


def test_every_kind_has_the_name_that_storage_and_exports_use() -> None:
    before_interviews = ["grade", "undo", "bury", "suspend", "resume", "reset", "prediction", "rename", "practice"]
    assert list(KINDS) == [*before_interviews, "mock-begin", "mock-follow-up", "mock-end", "interview", "estimate"]
    assert kind_of(grade(1)) == "grade"
    assert kind_of(Undone(UUID(int=1), AT, UUID(int=2))) == "undo"


def test_an_id_of_a_later_moment_is_greater() -> None:
    assert event_id(AT + timedelta(milliseconds=1), 0, None) > event_id(AT, 2**74 - 1, None)


def test_a_prediction_is_no_card_event() -> None:
    prediction = Predicted(UUID(int=2), AT, "dropout", "yes", "no", False)
    assert standing([grade(1), prediction]) == [grade(1)]
    assert kind_of(prediction) == "prediction"


def rename(number: int, card: str, source: str) -> Renamed:
    return Renamed(UUID(int=number), AT, card, source)


def test_a_rename_carries_along_what_came_before_it_and_nothing_later() -> None:
    events: list[Event] = [grade(1, "a"), rename(2, "b", "a"), grade(3, "a"), grade(4, "b")]
    assert by_card(events) == {"b": [grade(1, "a"), grade(4, "b")], "a": [grade(3, "a")]}
    assert [(event.id.int, event.card) for event in carried(events)] == [(1, "b"), (3, "a"), (4, "b")]
    assert standing(events) == [grade(1, "a"), grade(3, "a"), grade(4, "b")]


def test_a_rename_that_was_undone_carries_nothing() -> None:
    assert by_card([grade(1, "a"), rename(2, "b", "a"), Undone(UUID(int=3), AT, UUID(int=2))]) == {"a": [grade(1, "a")]}


@given(st.permutations([grade(1, "a"), rename(2, "b", "a"), grade(3, "b"), rename(4, "c", "b"), grade(5, "a"), rename(6, "a", "c")]))
def test_histories_merge_to_the_same_in_any_order(events: list[Event]) -> None:
    assert by_card([*events, *events]) == {"a": [grade(1, "a"), grade(3, "b"), grade(5, "a")]}


def test_ids_that_renames_connect_are_related() -> None:
    renamed = [rename(1, "b", "a"), rename(2, "c", "b"), rename(3, "y", "x")]
    assert related(["a"], renamed) == {"a", "b", "c"}
    assert related(["x"], renamed) == {"x", "y"}
    assert related(["z"], renamed) == {"z"}


STEPS = st.lists(
    st.tuples(st.sampled_from(["grade", "grade", "reset", "bury", "rename", "undo"]), st.sampled_from("abc"), st.sampled_from("abc"))
)


def played(steps: list[tuple[str, str, str]]) -> list[Event]:
    events: list[Event] = []
    for number, (kind, card, other) in enumerate(steps, start=1):
        id = UUID(int=number)
        made: dict[str, Callable[[], Event]] = {
            "grade": partial(grade, number, card),
            "reset": partial(Restarted, id, AT, card),
            "bury": partial(Buried, id, AT, card),
            "rename": partial(rename, number, card, other),
            "undo": partial(Undone, id, AT, UUID(int=max(1, number - 1))),
        }
        events.append(made[kind]())
    return events


@given(STEPS)
def test_the_reviews_of_a_card_are_those_that_its_schedule_counts(steps: list[tuple[str, str, str]]) -> None:
    events = played(steps)
    found = Counter(review.card for review in reviews(events))
    schedules = Memory(Rules(Calendar(UTC))).replay(events).values()
    assert found == Counter({schedule.card: schedule.reviews for schedule in schedules if schedule.reviews})
