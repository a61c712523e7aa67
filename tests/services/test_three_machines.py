"""Three machines with random histories sync in any order, are interrupted anywhere, and end with the same events and schedules.

`LIVES=1000 pytest tests/services/test_three_machines.py` does it for so many lives, each of eleven to eighteen merges.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.memory import Memory
from quizapp.storage import engine, folder_place
from quizapp.storage.exchange import Exchange
from tests.histories import act, steps
from tests.machines import RULES, Machine, Workshop

LIVES = int(os.environ.get("LIVES", "12"))
"""Each of at least eleven merges."""
POINTS = (
    "before it is stored",
    "after it is stored",
    "before it is noted",
    "after it is noted",
    "before it is written",
    "half way",
    "after",
)


class Interrupted(BaseException):
    """The process is killed here."""


class Fuse:
    """Lets so many points pass, and interrupts at the next one of the kind it waits for."""

    def __init__(self, point: str, after: int) -> None:
        self._point, self._left = point, after

    def pass_(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left < 0:
                raise Interrupted(point)

    def writes(self, path: Path, head: bytes, data: bytes, real: Callable[[Path, bytes, bytes], None]) -> None:
        """As the folder appends, or only a part of it."""
        self.pass_("before it is written")
        try:
            self.pass_("half way")
        except Interrupted:
            with path.open("ab") as file:
                file.write((head + data)[: len(data) // 2])
            raise
        real(path, head, data)
        self.pass_("after")


@contextmanager
def interrupted(point: str, after: int) -> Iterator[None]:
    """The block is left at that point, the `after`th time it comes there; whole where it comes there less often."""
    fuse = Fuse(point, after)

    def around(real: Callable[..., Any], what: str) -> Callable[..., Any]:
        def act_(self: Exchange, *arguments: Any) -> Any:
            fuse.pass_(f"before it is {what}")
            result = real(self, *arguments)
            fuse.pass_(f"after it is {what}")
            return result

        return act_

    with (
        patch.object(Exchange, "take_in", around(Exchange.take_in, "stored")),
        patch.object(Exchange, "note_sent", around(Exchange.note_sent, "noted")),
        patch.object(folder_place, "_append", partial(fuse.writes, real=folder_place._append)),
        patch.object(folder_place, "AT_ONCE", 3),
        suppress(Interrupted),
    ):
        yield


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """No power is cut here: nothing waits for the disk."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "SETTINGS", [each.replace("synchronous=FULL", "synchronous=OFF") for each in engine.SETTINGS])
        patched.setattr(folder_place, "flush", lambda _: None)
        yield Workshop(tmp_path_factory.mktemp("workshop"))


moments = st.tuples(
    st.integers(0, 2),
    st.lists(steps, max_size=5),
    st.none() | st.tuples(st.sampled_from(POINTS), st.integers(0, 2)),
)
"""Which machine, what is done on it before it syncs, and where that is interrupted."""


def live(machines: list[Machine], place: Path, life: list[tuple[int, list[Any], tuple[str, int] | None]]) -> None:
    for number, done, interruption in life:
        machine = machines[number]
        for step in done:
            act(machine.history, machine.draw, step)
        if interruption is None:
            machine.sync(place)
        else:
            with interrupted(*interruption):
                machine.sync(place)


@settings(max_examples=LIVES)
@given(st.lists(moments, min_size=2, max_size=9))
def test_three_machines_end_with_the_same_events_and_schedules(workshop: Workshop, life: list[Any]) -> None:
    place = workshop.folder()
    with workshop.machines(3) as machines:
        live(machines, place, life)
        for machine in [*machines, *machines]:
            machine.sync(place)
        for machine in machines:
            again = machine.sync(place)
            assert not again.sent
            assert not again.received
        events, schedules = machines[0].events(), machines[0].history.schedules()
        for machine in machines:
            assert machine.events() == events
            assert machine.history.schedules() == schedules
            machine.assert_right()
        assert schedules == Memory(RULES).replay(machines[0].history.events())
        assert len({event.id for event in events}) == len(events)


def test_an_interruption_interrupts(workshop: Workshop) -> None:
    """The points above are passed in a real exchange."""
    for point in POINTS:
        place = workshop.folder()
        with workshop.machines(2) as (desk, laptop):
            laptop.grade()
            laptop.sync(place)
            desk.grade()
            ended = count()
            with interrupted(point, 0):
                desk.sync(place)
                next(ended)
            assert next(ended) == 0, point
            desk.sync(place)
            assert len(desk.events()) == 2
