"""Events in a database: each comes once, nothing is skipped, and a cursor notices where the database was put back."""

from collections.abc import Callable, Iterable
from random import Random
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.errors import OutOfReachError, PlaceError
from quizapp.domain.wire import LearnerThere, WireEvent
from quizapp.storage import postgres_place
from quizapp.storage.postgres.tables import LARGEST
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask, machine
from tests.storage.postgres.events import event

Learner = Callable[[], DatabaseAddress]
Place = Callable[..., PostgresPlace]


def read(place: PostgresPlace, cursor: str = "") -> tuple[list[WireEvent], str]:
    """Everything since `cursor`, and where it ends."""
    found: list[WireEvent] = []
    for part in place.pull(cursor):
        found += part.events
        cursor = part.cursor
    return found, cursor


def test_what_one_device_sends_another_reads_as_it_was(learner: Learner, place: Place) -> None:
    address = learner()
    sent = [event(1), event(2, '{"answer":"π ≠ 3 \\u0000","new":[1.0,{"x":null}]}', "from-a-newer-version"), event(3, "{}")]
    assert place(address).push(iter(sent)) == 3
    assert read(place(address, device=2))[0] == sent


def test_to_send_twice_is_to_send_once(learner: Learner, place: Place) -> None:
    address = learner()
    assert place(address).push(iter([event(1), event(2)])) == 2
    other = place(address, device=2)
    assert other.push(iter([event(2), event(3), event(2, '{"another":1}')])) == 1
    assert sorted(each.id for each in read(other)[0]) == [event(1).id, event(2).id, event(3).id]
    assert event(2) in read(other)[0], "what is there stays as it is"


def test_only_what_is_new_is_read_again(learner: Learner, place: Place) -> None:
    mine = place(learner())
    assert (read(mine), list(mine.pull(""))) == (([], ""), [])
    mine.push(iter([event(2)]))
    found, cursor = read(mine)
    assert found == [event(2)]
    assert read(mine, cursor) == ([], cursor)
    mine.push(iter([event(1)]))
    assert read(mine, cursor)[0] == [event(1)], "though its id is a smaller one"


def test_batches_are_bounded_by_number_and_by_size(learner: Learner, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_place, "AT_ONCE", 4)
    monkeypatch.setattr(postgres_place, "BYTES_AT_ONCE", 100)
    mine = place(learner())
    bodies = [2, 2, 2, 2, 2, 2, 2, 2, 2, 90, 90, 60, 30, 2, 2, 2, 2]
    sent = [event(number, '{"' + "a" * max(size - 6, 0) + '":1}' if size > 2 else "{}") for number, size in enumerate(bodies)]
    assert mine.push(iter(sent)) == len(sent)
    parts = list(mine.pull(""))
    assert [each for part in parts for each in part.events] == sent
    assert max(len(part.events) for part in parts) == 5
    assert all(sum(len(each.body) for each in part.events[:-1]) < 100 for part in parts)
    for part in parts:
        place_of = sent.index(part.events[-1]) + 1
        assert read(mine, part.cursor)[0] == sent[place_of:], "each cursor is one to go on from"


def test_an_event_that_is_too_large_is_named_and_all_others_are_sent(learner: Learner, place: Place) -> None:
    mine = place(learner())
    too_large = event(2, '{"answer":"' + "가" * (LARGEST // 3) + '"}')
    with pytest.raises(PlaceError, match=f"cannot hold 1 event, which is too large; all others are there. Its id is {too_large.id}"):
        mine.push(iter([event(1), too_large, event(3), event(4, kind="\0")][:3]))
    assert read(mine)[0] == [event(1), event(3)]
    with pytest.raises(PlaceError, match="cannot hold 2 events"):
        mine.push(iter([event(5, kind="a\0"), event(6, kind="")]))
    whole = event(7, '{"":"' + "x" * (LARGEST - 7) + '"}')
    assert mine.push(iter([whole])) == 1
    assert whole in read(mine)[0]


def test_a_database_that_was_put_back_is_read_afresh(
    learner: Learner, place: Place, psql: Callable[[DatabaseAddress], Ask], shared_database: str
) -> None:
    address = learner()
    mine = place(address)
    mine.push(iter([event(1)]))
    mine.push(iter([event(2)]))
    cursor = read(mine)[1]
    owner = psql(read_address(shared_database))
    owner("DELETE FROM quizapp.events WHERE id = %s AND learner = %s", event(2).id, address.parameters["user"])
    owner("UPDATE quizapp.learners SET arrivals = 1 WHERE learner = %s", address.parameters["user"])
    mine.push(iter([event(3)]))  # under the number that event 2 had
    (part,) = mine.pull(cursor)
    assert (part.events, part.afresh) == ((event(1), event(3)), True)
    owner("DELETE FROM quizapp.events WHERE learner = %s", address.parameters["user"])
    (part,) = mine.pull(cursor)
    assert (part.events, part.cursor, part.afresh) == ((), "", True)


@pytest.mark.parametrize("cursor", ["7", "x/y", '{"a": [1]}', "-1/00000000-0000-0000-0000-000000000000", "1/", "9" * 30 + "/" + "0" * 32])
def test_a_cursor_of_something_else_begins_afresh(learner: Learner, place: Place, cursor: str) -> None:
    mine = place(learner())
    mine.push(iter([event(1)]))
    (part,) = mine.pull(cursor)
    assert (part.events, part.afresh) == ((event(1),), True)


WAITING = "SELECT 1 FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'"


def test_an_event_that_is_committed_late_is_not_skipped(
    learner: Learner, place: Place, psql: Callable[[DatabaseAddress], Ask], shared_database: str
) -> None:
    """One device has counted up and not committed when the other sends and a third reads."""
    address = learner()
    owner = psql(read_address(shared_database))
    slow, quick, reader = (place(address, device) for device in (1, 2, 3))
    sent: list[str] = []
    reached: list[str] = [""]

    def late(connection: Connection) -> None:
        """Between counting up and adding the event, as its transaction sees it."""
        thread = Thread(target=lambda: sent.append(str(quick.push(iter([event(2)])))))
        thread.start()
        while thread.is_alive() and not owner(WAITING, address.parameters["user"]):
            """It gets as far as it can."""
        found, reached[0] = read(reader)
        assert (found, sent) == ([], []), "who comes second waits for the one before"
        waiting.append(thread)

    waiting: list[Thread] = []
    original = postgres_place._SIGN
    from sqlalchemy import event as events_of

    once = iter([late])
    events_of.listen(
        slow._connection,
        "before_execute",
        lambda connection, statement, *_: next(once, lambda _: None)(connection) if statement is original else None,
    )
    slow.push(iter([event(1)]))
    waiting[0].join()
    assert read(reader, reached[0])[0] == [event(1), event(2)]


def test_whatever_devices_do_at_once_every_reader_gets_every_event_once(learner: Learner, place: Place) -> None:
    address = learner()
    numbers = [range(start, start + 120) for start in (0, 1000, 2000, 3000)]
    writers = [place(address, device) for device in range(4)]
    got: dict[int, list[UUID]] = {number: [] for number in range(3)}
    failures: list[Exception] = []
    left = [len(writers)]

    def write(writer: PostgresPlace, mine: Iterable[int]) -> None:
        random, todo = Random(1), list(mine)
        while todo:
            size = random.randint(1, 7)
            writer.push(iter([event(each) for each in todo[:size]]))
            del todo[:size]
        left[0] -= 1

    def follow(number: int) -> None:
        reader, cursor, last = place(address, 10 + number), "", False
        while True:
            last = not left[0]
            found, cursor = read(reader, cursor)
            got[number] += [each.id for each in found]
            if last:
                return

    def noted(job: Any, *values: Any) -> None:
        try:
            job(*values)
        except (PlaceError, AssertionError) as error:
            failures.append(error)
            left[0] = 0

    threads = [Thread(target=noted, args=(write, writer, mine)) for writer, mine in zip(writers, numbers, strict=True)]
    threads += [Thread(target=noted, args=(follow, number)) for number in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    everything = sorted(event(each).id for mine in numbers for each in mine)
    assert [sorted(found) for found in got.values()] == [everything] * 3


def test_the_devices_are_seen_when_they_last_wrote(learner: Learner, place: Place) -> None:
    address = learner()
    first, second = place(address, 1), place(address, 2)
    assert first.seen() == []
    first.push(iter([event(1)]))
    second.push(iter([event(2)]))
    assert [(each.id, each.name) for each in first.seen()] == [(machine(2).id, "pc-2"), (machine(1).id, "pc-1")]
    before = first.seen()[1].at
    first.push(iter([event(3)]))
    assert first.seen()[0].at > before


def test_the_first_machine_says_who_the_learner_is_and_no_other_one_can(learner: Learner, place: Place) -> None:
    address = learner()
    assert PostgresPlace.learners(address) == []
    first = place(address, 1, learner=7)
    first.push(iter([event(1)]))
    assert PostgresPlace.learners(address) == [LearnerThere(UUID(int=7), tuple(first.seen()))]
    with pytest.raises(PlaceError, match=f"is another learner in .* --as {UUID(int=7)}`"):
        place(address, 2, learner=8)
    assert read(place(address, 2, learner=7))[0] == [event(1)]


def test_a_connection_that_is_lost_is_a_matter_of_time(
    learner: Learner, place: Place, psql: Callable[[DatabaseAddress], Ask], shared_database: str
) -> None:
    address = learner()
    mine = place(address)
    mine.push(iter([event(1)]))
    psql(read_address(shared_database))(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", address.parameters["user"]
    )
    with pytest.raises(OutOfReachError, match="is out of reach: "):
        mine.push(iter([event(2)]))
    assert read(place(address))[0] == [event(1)], "and nothing of it was stored by halves"
