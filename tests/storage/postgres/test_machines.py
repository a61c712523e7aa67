"""Machines that exchange their histories through a database, are interrupted anywhere, and end with the same events and schedules.

`LIVES=1000` has as many lives as that.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.errors import PlaceError
from quizapp.storage import engine, postgres_place
from quizapp.storage.exchange import Exchange
from quizapp.storage.postgres_place import PostgresPlace
from tests.histories import act, steps
from tests.machines import Workshop
from tests.postgres import Ask

LIVES = int(os.environ.get("LIVES", "4"))
POINTS: dict[str, tuple[type, str]] = {
    "a part that was read is stored": (Exchange, "take_in"),
    "a part is added, in its transaction": (PostgresPlace, "_add"),
    "a part that was added is noted": (Exchange, "note_sent"),
}
"""What may be interrupted before it begins and when it has ended."""


class Interrupted(BaseException):
    """The process is killed here."""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """No power is cut here: nothing waits for the disk."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "SETTINGS", [each.replace("synchronous=FULL", "synchronous=OFF") for each in engine.SETTINGS])
        yield Workshop(tmp_path_factory.mktemp("workshop"))


@contextmanager
def interrupted(point: str, before: bool, after: int) -> Iterator[None]:
    """The block is left there, the `after`th time it comes there; whole where it comes there less often."""
    owner, name = POINTS[point]
    real, left = getattr(owner, name), [after]

    def act_(self: Any, *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] < 0 and before:
            raise Interrupted(point)
        result = real(self, *arguments)
        if left[0] < 0:
            raise Interrupted(point)
        return result

    with patch.object(owner, name, act_), patch.object(postgres_place, "AT_ONCE", 3), suppress(Interrupted):
        yield


lives = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.lists(steps, max_size=5),
        st.none() | st.tuples(st.sampled_from(sorted(POINTS)), st.booleans(), st.integers(0, 2)),
    ),
    min_size=2,
    max_size=9,
)
"""Which machine, what is done on it before it syncs, and where that is interrupted."""


@settings(max_examples=LIVES)
@given(lives)
def test_three_machines_end_with_the_same_events_and_schedules(
    workshop: Workshop, learner: Callable[[], DatabaseAddress], life: list[Any]
) -> None:
    place: Any = learner().shown
    with workshop.machines(3) as machines:
        for number, done, interruption in life:
            for step in done:
                act(machines[number].history, machines[number].draw, step)
            with interrupted(*interruption) if interruption else nullcontext():
                machines[number].sync(place)
        for machine in [*machines, *machines]:
            machine.sync(place)
        events, schedules = machines[0].events(), machines[0].history.schedules()
        for machine in machines:
            again = machine.sync(place)
            assert not again.sent
            assert not again.received
            assert machine.events() == events
            assert machine.history.schedules() == schedules
            machine.assert_right()
        with_database = PostgresPlace(read_address(place))
        stored = [event for part in with_database.pull("") for event in part.events]
        with_database.close()
        assert sorted(stored, key=lambda event: event.id) == events


@pytest.mark.parametrize("point", sorted(POINTS))
@pytest.mark.parametrize("before", [True, False])
def test_an_interruption_interrupts(workshop: Workshop, learner: Callable[[], DatabaseAddress], point: str, before: bool) -> None:
    place: Any = learner().shown
    with workshop.machines(2) as (desk, laptop):
        laptop.grade()
        laptop.sync(place)
        desk.grade()
        ended = False
        with interrupted(point, before, 0):
            desk.sync(place)
            ended = True
        assert not ended
        desk.sync(place)
        assert len(desk.events()) == 2


def test_a_database_that_is_put_back_gets_again_what_it_lacks(
    workshop: Workshop, learner: Callable[[], DatabaseAddress], psql: Callable[[DatabaseAddress], Ask], shared_database: str
) -> None:
    address = learner()
    place: Any = address.shown
    owner = psql(read_address(shared_database))
    with workshop.machines(2) as (desk, laptop):
        for machine in (desk, laptop):
            machine.grade()
            machine.sync(place)
        desk.sync(place)
        lost = desk.grade()
        desk.sync(place)
        owner("DELETE FROM quizapp.events WHERE learner = %s AND id = %s", address.parameters["user"], lost)
        owner("UPDATE quizapp.learners SET arrivals = 2 WHERE learner = %s", address.parameters["user"])
        laptop.grade()
        laptop.sync(place)  # under the number of what was lost
        for machine in (desk, laptop):
            machine.sync(place)
        assert len(desk.events()) == 4
        assert desk.events() == laptop.events()


def test_the_place_is_kept_without_what_nobody_may_read(workshop: Workshop) -> None:
    with workshop.machines(1) as (desk,):
        written: Any = "postgresql://alice:geheim@127.0.0.1:1/q"
        with pytest.raises(PlaceError, match="the address holds a password"):
            desk.sync(written)
        assert b"geheim" not in desk.database.read_bytes()
