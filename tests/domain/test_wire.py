"""Events as they travel: nothing is lost on the way, and nothing that cannot be an event is taken for one."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import (
    KINDS,
    Buried,
    Event,
    Graded,
    Predicted,
    Rating,
    Renamed,
    Restarted,
    Resumed,
    Undone,
    event_id,
)
from quizapp.domain.interviews import Interviewed, Went
from quizapp.domain.spans import Spans
from quizapp.domain.wire import WireEvent, canonical, from_wire, to_wire, wire_fields, wire_of
from quizapp.domain.wire_values import WireError
from tests.export.test_export import EVENTS

AT = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
ID = event_id(AT, 1, None)
GRADE = Graded(ID, AT, "deck/가", Rating.GOOD, 4321, "by ear", "fsrs-6", 'a "b"\n가\u2028')


def numbered(event: Event, number: int) -> Event:
    """With an id as events have it."""
    return replace(event, id=event_id(AT, number, None))


MORE: list[Event] = [
    *EVENTS,
    Buried(ID, AT, "d/a"),
    Resumed(ID, AT, "d/a"),
    Restarted(ID, AT, "d/a", corrects=UUID(int=3)),
    Predicted(ID, AT, "xor-failure", "3 of 4", "4 of 4", False),
    Renamed(ID, AT, "d/b", "d/a"),
    Interviewed(ID, AT, date(2026, 3, 9), Went.NOT_HELD),
    Estimated(ID, AT, "d/a", ForeignState(date(2026, 3, 9), 12, 250)),
]


@pytest.mark.parametrize("number", range(len(MORE)))
def test_an_event_comes_back_from_the_wire_as_it_went(number: int) -> None:
    event = numbered(MORE[number], number)
    wire = to_wire(event)
    assert from_wire(wire) == event
    assert wire_of(json.loads(json.dumps(wire_fields(wire)))) == wire


def test_every_kind_of_event_can_travel() -> None:
    assert {type(event) for event in MORE} == set(KINDS.values())


def test_what_only_a_newer_version_knows_is_no_event_here_and_no_error() -> None:
    newer = {"card": "d/a", "rating": 3, "duration_ms": 1, "mode": "quiz", "scheduler": "fsrs-6"}
    assert from_wire(WireEvent(ID, AT, "sketch", canonical({"lines": [1]}))) is None
    assert from_wire(WireEvent(ID, AT, "grade", canonical(newer | {"version": 2}))) is None
    known = from_wire(WireEvent(ID, AT, "grade", canonical(newer | {"heard": True})))
    assert known == Graded(ID, AT, "d/a", Rating.GOOD, 1, "quiz", "fsrs-6")


GOOD = wire_fields(to_wire(GRADE))
BAD: list[dict[str, Any]] = [
    {"id": str(UUID(int=5))},
    {"id": "no id"},
    {"id": str(UUID(int=(2**48 - 1) << 80 | 7 << 76 | 2 << 62))},
    {"id": str(UUID(int=ID.int | 0xF << 76))},
    {"at": "yesterday"},
    {"at": "0001-01-01T00:00:00Z"},
    {"at": "9999-12-31T23:59:59Z"},
    {"at": 5},
    {"kind": ""},
    {"kind": None},
    {"rating": 5},
    {"rating": True},
    {"rating": "3"},
    {"duration_ms": -1},
    {"duration_ms": 10**30},
    {"duration_ms": 1.5},
    {"card": ""},
    {"card": None},
    {"card": ["d/a"]},
    {"answer": "\ud800"},
    {"kind": "\ud800"},
    {"answer": 5},
    {"ticks": "none"},
    {"ticks": [{"point": "p"}]},
    {"ticks": [{"point": "p", "coverage": "perhaps not"}]},
    {"sitting": "here"},
    {"version": "2"},
    {"more": float("nan")},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_what_cannot_be_an_event_is_refused(wrong: dict[str, Any]) -> None:
    wire_of(GOOD)
    with pytest.raises(WireError):
        wire_of(GOOD | wrong)


@pytest.mark.parametrize("name", [name for name in GOOD if name not in ("answer", "ticks", "sitting", "corrects")])
def test_an_event_without_a_field_that_it_must_have_is_refused(name: str) -> None:
    with pytest.raises(WireError):
        wire_of({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize("body", ["[]", "{", '"x"', "[" * 100_000])
def test_a_body_that_is_no_object_is_refused(body: str) -> None:
    with pytest.raises(WireError):
        from_wire(WireEvent(ID, AT, "sketch", body))


values = st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(), lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.sampled_from([*GOOD, "undoes", "source", "setup", "interview", "went"]), values), st.sampled_from([*KINDS, "x"]))
def test_whatever_comes_is_an_event_that_can_travel_on_or_is_refused(wrong: dict[str, Any], kind: str) -> None:
    try:
        wire = wire_of(GOOD | {"kind": kind} | wrong)
    except WireError:
        return
    event = from_wire(wire)
    assert wire_of(wire_fields(wire)) == wire
    if event is not None:
        assert from_wire(to_wire(event)) == event
        event_id(event.at + timedelta(days=1), 1, event.id)  # there is an id after it


def test_an_undo_names_what_it_takes_back_in_undoes() -> None:
    assert wire_fields(to_wire(Undone(ID, AT, UUID(int=9))))["undoes"] == str(UUID(int=9))


@given(st.lists(st.sets(st.integers(1, 40), max_size=9), max_size=5), st.integers(0, 45))
def test_spans_are_the_set_of_their_numbers(parts: list[set[int]], end: int) -> None:
    spans = Spans()
    for part in parts:
        spans = Spans.read(str(spans.adding(part)))
    held = set().union(*parts)
    assert spans.last == max(held, default=0)
    missing = [number for first, last in spans.gaps(end) for number in range(first, last + 1)]
    assert missing == [number for number in range(1, end + 1) if number not in held]
    assert all(second[0] > first[1] + 1 for first, second in zip(spans.pairs, spans.pairs[1:], strict=False))
