"""Machines of one learner that exchange their events through a folder."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from quizapp.domain.errors import OutOfReachError, PlaceError, UnknownLearnerError
from quizapp.domain.history import Rating
from quizapp.domain.wire import Pulled
from quizapp.services import sync
from quizapp.services.places import database_at
from quizapp.services.sync import Moved
from quizapp.storage.folder_lines import read_head
from tests.histories import BEGUN, of_a_newer_version
from tests.machines import Machine, Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def two(workshop: Workshop) -> Iterator[list[Machine]]:
    with workshop.machines(2) as machines:
        yield machines


@pytest.fixture
def place(workshop: Workshop) -> Path:
    return workshop.folder()


def call(machine: Machine, learner: UUID) -> None:
    """Another person's machine, so far."""
    machine.history.exchange.become(learner)


def devices(place: Path) -> set[str]:
    """The ids under which somebody has written."""
    return {path.name[:36] for path in place.rglob("*.jsonl")}


def test_what_was_done_on_one_machine_is_known_on_the_other(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade("d/a")
    laptop.grade("d/b")
    laptop.history.undo(laptop.now(), 5)
    assert desk.sync(place).sent == Moved(1, 0)
    synced = laptop.sync(place)
    assert (synced.sent, synced.received) == (Moved(1, 1), Moved(1, 0))
    assert desk.sync(place).received == Moved(1, 1)
    assert desk.events() == laptop.events()
    assert desk.history.schedules() == laptop.history.schedules()
    assert set(desk.history.schedules()) == {"d/a"}
    for machine in two:
        again = machine.sync(place)
        assert (again.sent, again.received, again.problems) == (Moved(), Moved(), [])


def test_both_grades_of_a_card_that_two_machines_graded_offline_count_in_time_order(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    for machine, days, rating in ((desk, 0, Rating.GOOD), (laptop, 3, Rating.AGAIN), (desk, 8, Rating.EASY)):
        machine.days = days
        machine.grade("d/a", rating)
    for machine in (laptop, desk, laptop):
        machine.sync(place)
    assert desk.history.schedule("d/a") == laptop.history.schedule("d/a")
    assert desk.history.schedule("d/a").reviews == 3
    assert [event.rating for event in desk.history.events()] == [Rating.GOOD, Rating.AGAIN, Rating.EASY]  # type: ignore[union-attr]
    desk.assert_right()


def test_undo_takes_back_what_was_done_last_on_any_machine(two: list[Machine], place: Path) -> None:
    """Once it has come here: the history is one. The guide says so."""
    desk, laptop = two
    desk.grade("d/a")
    laptop.days = 1
    theirs = laptop.grade("d/b")
    laptop.sync(place)
    desk.sync(place)
    undone = desk.history.undo(desk.now(), 5)
    assert undone is not None
    assert undone.event.id == theirs
    desk.sync(place)
    laptop.sync(place)
    assert set(laptop.history.schedules()) == {"d/a"}


def test_two_machines_that_undo_the_same_grade_undo_it_once(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade("d/a")
    desk.grade("d/b")
    desk.sync(place)
    laptop.sync(place)
    for machine in two:
        machine.history.undo(machine.now(), 5 + id(machine) % 7)
    for machine in (desk, laptop, desk):
        machine.sync(place)
    assert set(desk.history.schedules()) == set(laptop.history.schedules()) == {"d/a"}


def test_what_only_a_newer_version_knows_is_handed_on_to_every_machine(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    unknown = of_a_newer_version("unknown", BEGUN, 1, "d/a")
    desk.history.exchange.take_in(Pulled((unknown,), ""))
    assert desk.sync(place).sent == Moved(0, 1)
    assert laptop.sync(place).received == Moved(0, 1)
    assert laptop.events() == [unknown]


# -- whose events they are ----------------------------------------------------------------------------------------------


def test_a_machine_without_a_history_takes_over_the_learner_that_is_there(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    desk.sync(place)
    call(laptop, UUID(int=8))
    assert laptop.sync(place).received == Moved(1, 0)
    assert laptop.history.exchange.learner()[0] == UUID(int=7)


def test_a_machine_with_a_history_asks_whose_is_there_and_changes_nothing(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    desk.sync(place)
    call(laptop, UUID(int=8))
    mine = laptop.grade()
    with pytest.raises(UnknownLearnerError, match=f"`quizapp sync {place} --as {UUID(int=7)}`.*--as me"):
        laptop.sync(place)
    assert [event.id for event in laptop.events()] == [mine]
    assert {path.name for path in place.iterdir()} == {str(UUID(int=7))}


@pytest.mark.parametrize("who", [str(UUID(int=7)), "name of the desk"])
def test_told_who_it_is_it_joins_and_both_histories_are_one(
    two: list[Machine], place: Path, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, laptop = two
    monkeypatch.setattr(sync, "machine_name", lambda: "Name of the Desk")
    theirs = desk.grade("d/a")
    desk.sync(place)
    call(laptop, UUID(int=8))
    laptop.days = 1
    mine = laptop.grade("d/b")
    laptop.sync(place, who)
    desk.sync(place)
    assert [event.id for event in desk.events()] == [event.id for event in laptop.events()] == [theirs, mine]


def test_told_that_it_is_another_its_history_stands_beside_the_other(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade("d/a")
    desk.sync(place)
    call(laptop, UUID(int=8))
    laptop.grade("d/b")
    laptop.sync(place, "me")
    desk.sync(place)
    laptop.sync(place)
    assert (len(desk.events()), len(laptop.events())) == (1, 1)
    assert {path.name for path in place.iterdir()} == {str(UUID(int=7)), str(UUID(int=8))}


def test_a_name_that_nobody_there_has_is_refused_with_those_there_are(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    desk.sync(place)
    with pytest.raises(UnknownLearnerError, match=str(UUID(int=7))):
        laptop.sync(place, "nobody")


def test_a_name_that_two_devices_share_is_offered_once(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    desk.sync(place)
    (kept,) = place.rglob("*.jsonl")
    other = kept.read_text().replace(kept.name[:36], str(UUID(int=99)))
    kept.with_name(f"{UUID(int=99)}{kept.name[36:]}").write_text(other)
    with pytest.raises(UnknownLearnerError) as raised:
        laptop.sync(place, "nobody")
    names = str(raised.value).partition("Choose from: ")[2].rstrip(".").split(", ")
    assert len(names) == len({*names}) > 1


def test_what_is_no_address_of_a_database_is_called_so_and_not_repeated() -> None:
    with pytest.raises(PlaceError, match=r"that is not the address of a database\. Write it like postgresql://") as raised:
        database_at("alice:secret@host/class")
    assert "secret" not in str(raised.value)


# -- copies, backups and losses -----------------------------------------------------------------------------------------


def test_a_database_that_was_copied_gets_a_name_of_its_own(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade("d/a")
    desk.sync(place)
    laptop.close()
    with closing(sqlite3.connect(desk.database)) as source, closing(sqlite3.connect(laptop.database)) as copy:
        source.backup(copy)
    laptop.__post_init__()
    laptop.days = 1
    laptop.grade("d/b")
    laptop.sync(place)
    assert len(devices(place)) == 2
    assert desk.sync(place).received == Moved(1, 0)


def test_machines_that_were_copied_whole_notice_that_they_write_under_one_name(
    two: list[Machine], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing on the machine tells: the same names, the same paths. The sync tool keeps both files of that name."""
    monkeypatch.setattr(sync, "made_on", lambda _: "one image")
    desk, laptop = two
    desk.grade("d/a")
    desk.sync(place)
    laptop.close()
    with closing(sqlite3.connect(desk.database)) as source, closing(sqlite3.connect(laptop.database)) as copy:
        source.backup(copy)
    laptop.__post_init__()
    elsewhere = place.with_name(f"{place.name}-elsewhere")
    shutil.copytree(place, elsewhere)
    laptop.days = 1
    laptop.grade("d/b")
    laptop.sync(elsewhere)
    desk.grade("d/c")
    desk.sync(place)
    (written,) = place.rglob("*.jsonl")
    (conflict,) = elsewhere.rglob("*.jsonl")
    assert written.name == conflict.name
    shutil.copy(conflict, written.with_name(f"{written.stem} (conflicted copy).jsonl"))
    assert desk.sync(place).received == Moved(1, 0)
    desk.grade("d/d")
    desk.sync(place)
    assert len(devices(place)) == 2
    assert len(desk.events()) == 4


def test_a_backup_that_is_put_back_gets_again_what_it_lacks_and_loses_nothing(two: list[Machine], place: Path) -> None:
    desk, _ = two
    desk.grade("d/a")
    desk.sync(place)
    backup = desk.database.with_name("backup.db")
    with closing(sqlite3.connect(desk.database)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    desk.days = 1
    desk.grade("d/b")
    desk.sync(place)
    everything = desk.events()
    desk.close()
    shutil.copy(backup, desk.database)
    for suffix in ("-wal", "-shm"):
        desk.database.with_name(desk.database.name + suffix).unlink(missing_ok=True)
    desk.__post_init__()
    assert len(desk.events()) == 1
    desk.days = 2
    after = desk.grade("d/c")
    assert desk.sync(place).received == Moved(1, 0)
    assert [event.id for event in desk.events()] == [*(event.id for event in everything), after]
    assert len(devices(place)) == 2  # the file of before is somebody else's now
    desk.assert_right()


def test_a_place_that_has_lost_a_file_gets_its_events_again(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade("d/a")
    laptop.grade("d/b")
    for machine in (desk, laptop, desk):
        machine.sync(place)
    for path in place.rglob("*.jsonl"):
        path.unlink()
    laptop.sync(place, "me")
    assert {event.id for event in desk.events()} == {event.id for event in laptop.events()}
    desk.sync(place)
    lines = [line for path in place.rglob("*.jsonl") for line in path.read_bytes().splitlines()[1:]]
    assert len(lines) == 2


def test_a_place_that_was_emptied_is_not_filled_without_asking(two: list[Machine], place: Path) -> None:
    desk, _ = two
    desk.grade()
    desk.sync(place)
    shutil.rmtree(place)
    place.mkdir()
    with pytest.raises(UnknownLearnerError, match=rf"holds nothing of yours any more.*Is it mounted.*`quizapp sync {place} --as me`"):
        desk.sync(place)
    assert list(place.iterdir()) == []
    assert desk.sync(place, "me").sent == Moved(1, 0)


def test_a_file_lost_just_after_it_was_written_is_written_again(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    laptop.grade("d/b")
    laptop.sync(place)
    desk.grade("d/a")
    desk.sync(place)
    for path in place.rglob("*.jsonl"):
        if (head := read_head(path)) and head.device.id != UUID(path.name[:36]):
            raise AssertionError(path)
        if "d/a" in path.read_text():
            path.unlink()
    assert desk.sync(place).sent == Moved(1, 0)


# -- what is in the way -------------------------------------------------------------------------------------------------


def test_a_place_out_of_reach_is_told_and_nothing_is_lost(two: list[Machine], place: Path) -> None:
    desk, _ = two
    desk.grade()
    away = place.with_name(f"{place.name}-away")
    place.rename(away)
    with pytest.raises(OutOfReachError, match="is not there"):
        desk.sync(place)
    away.rename(place)
    assert desk.sync(place).sent == Moved(1, 0)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("ftp://host/x", "ftp:// is no place to sync with"),
        ("postgresql://me:secret@host/x", "the address holds a password"),
        ("postgresql://host/x?password=secret", "the address holds a password"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_its_password_not_repeated(two: list[Machine], written: str, sentence: str) -> None:
    with pytest.raises(PlaceError, match=sentence) as refused:
        two[0].syncing.sync(written)
    assert "secret" not in str(refused.value)


def test_a_problem_is_shown_until_the_next_exchange(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    desk.sync(place)
    (path,) = place.rglob("*.jsonl")
    with path.open("ab") as file:
        file.write(b"damaged\n")
    (problem,) = laptop.sync(place).problems
    assert laptop.syncing.status(str(place)).problems == [problem]
    assert laptop.sync(place).problems == []
    assert laptop.syncing.status(str(place)).problems == []


def test_the_status_tells_the_other_devices_and_what_waits(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    assert desk.syncing.status(str(place)).at is None
    assert desk.syncing.status(str(place)).waiting == 1
    desk.sync(place)
    laptop.days = 2
    laptop.sync(place)
    status = laptop.syncing.status(str(place))
    assert (status.at, status.waiting, len(status.others)) == (laptop.now(), 0, 1)


def test_an_exchange_that_is_stopped_goes_on_next_time(two: list[Machine], place: Path) -> None:
    desk, laptop = two
    desk.grade()
    stopped = desk.syncing.sync(str(place), stop=lambda: True)
    assert (stopped.completed, stopped.sent) == (False, Moved())
    assert desk.sync(place).completed
    assert laptop.sync(place).received == Moved(1, 0)
