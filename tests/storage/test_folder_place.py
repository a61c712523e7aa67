"""The folder in which machines exchange events, and all that a sync tool, a stick or a full disk may do to it."""

import os
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from quizapp.domain.errors import OutOfReachError, PlaceError
from quizapp.domain.history import Graded, Rating, event_id
from quizapp.domain.wire import Device, Pulled, WireEvent, canonical, to_wire
from quizapp.storage import folder_place
from quizapp.storage.folder_lines import LONGEST_LINE, checksum, event_line, read_head
from quizapp.storage.folder_place import FolderPlace, learners
from tests.storage.conftest import AT

ME, OTHER = UUID(int=7), UUID(int=8)
DESK, LAPTOP = Device(UUID(int=1), "desk-pc"), Device(UUID(int=2), "laptop 가")


def event(number: int, text: str = "") -> WireEvent:
    at = AT + timedelta(minutes=number)
    return to_wire(Graded(event_id(at, number, None), at, "d/a", Rating.GOOD, 10, "quiz", "fsrs-6", text))


def place(folder: Path, device: Device = DESK, learner: UUID = ME, days: float = 0) -> FolderPlace:
    return FolderPlace(folder, learner, device, lambda: AT + timedelta(days=days))


def read(folder: Path, cursor: str = "", device: Device = LAPTOP) -> tuple[list[WireEvent], str, list[str], list[Pulled]]:
    """All that a device pulls: events, cursor, problems, and the parts."""
    parts = list(place(folder, device).pull(cursor))
    events = [event for part in parts for event in part.events]
    return events, parts[-1].cursor if parts else cursor, [problem for part in parts for problem in part.problems], parts


def only_file(folder: Path) -> Path:
    (path,) = folder.rglob("*.jsonl")
    return path


def push(folder: Path, *events: WireEvent, device: Device = DESK, days: float = 0) -> None:
    assert place(folder, device, days=days).push(iter(events)) == len(events)


def test_what_one_device_pushes_another_pulls_once(tmp_path: Path) -> None:
    push(tmp_path, event(1), event(2, 'a "line"\n\u2028 가'))
    events, cursor, problems, _ = read(tmp_path)
    assert (events, problems) == ([event(1), event(2, 'a "line"\n\u2028 가')], [])
    assert read(tmp_path, cursor)[0] == []
    push(tmp_path, event(3))
    events, cursor, problems, parts = read(tmp_path, cursor)
    assert (events, problems, [part.afresh for part in parts]) == ([event(3)], [], [False])
    assert read(tmp_path, cursor)[0] == []


def test_each_device_writes_one_file_a_month_and_touches_no_other(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    before = only_file(tmp_path).read_bytes()
    push(tmp_path, event(2), device=LAPTOP)
    push(tmp_path, event(3), days=31)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.jsonl")) == [
        f"{ME}/{DESK.id}-2026-03.jsonl",
        f"{ME}/{DESK.id}-2026-04.jsonl",
        f"{ME}/{LAPTOP.id}-2026-03.jsonl",
    ]
    assert (tmp_path / f"{ME}/{DESK.id}-2026-03.jsonl").read_bytes() == before
    assert {each.name for each in place(tmp_path).seen()} == {"desk-pc", "laptop 가"}
    assert [[device.name for device in there.devices] for there in learners(tmp_path)] == [["desk-pc", "laptop 가"]]


def test_a_device_knows_its_own_file(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    push(tmp_path, event(2), device=LAPTOP)
    assert [(part.own, part.events) for part in place(tmp_path).pull("")] == [(True, (event(1),)), (False, (event(2),))]


@pytest.mark.parametrize("kept", range(0, 400, 7))
def test_a_file_that_was_cut_short_gives_its_whole_lines_and_the_rest_once_it_is_whole(tmp_path: Path, kept: int) -> None:
    push(tmp_path, event(1), event(2), event(3))
    path = only_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - kept])
    events, cursor, problems, _ = read(tmp_path)
    assert problems == []
    assert events == [event(1), event(2), event(3)][: len(events)]
    path.write_bytes(whole)
    assert events + read(tmp_path, cursor)[0] == [event(1), event(2), event(3)]


def test_a_line_that_a_crash_has_cut_is_reported_and_the_next_write_begins_a_line(tmp_path: Path) -> None:
    push(tmp_path, event(1), event(2))
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    push(tmp_path, event(2), event(3))
    events, _, problems, _ = read(tmp_path)
    assert events == [event(1), event(2), event(3)]
    assert problems == [f"{path}:3: the line is damaged"]


@pytest.mark.parametrize(
    "damage", [b"\x00" * 40, b"{}", b"[" * 9_999, "한글".encode("cp949"), b'{"check":"0","event":{}}', b"x" * (LONGEST_LINE + 5)]
)
def test_a_damaged_line_is_reported_by_file_and_line_and_the_rest_counts(tmp_path: Path, damage: bytes) -> None:
    push(tmp_path, event(1), event(2))
    path = only_file(tmp_path)
    head, first, second, _ = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([head, first, damage, second, b""]))
    events, cursor, problems, _ = read(tmp_path)
    assert events == [event(1), event(2)]
    assert [problem.partition(": ")[0] for problem in problems] == [f"{path}:3"]
    assert read(tmp_path, cursor)[:3] == ([], cursor, [])


def test_a_flipped_letter_anywhere_in_a_line_makes_no_other_event_of_it(tmp_path: Path) -> None:
    push(tmp_path, event(1, "an attempt"))
    path = only_file(tmp_path)
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    for at in range(begin, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        events, _, problems, _ = read(tmp_path)
        assert (events, bool(problems)) in (([], True), ([event(1, "an attempt")], False)), whole[at : at + 1]


def test_a_whole_line_that_holds_no_event_is_reported(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    path = only_file(tmp_path)
    fields = canonical({"id": str(event(2).id), "kind": "grade", "at": "2026-03-02T12:00:00Z"}).encode()
    with path.open("ab") as file:
        file.write(b'{"check":"%s","event":%s}\n' % (checksum(fields).encode(), fields))
    events, _, problems, _ = read(tmp_path)
    assert events == [event(1)]
    assert problems == [f"{path}:3: the line holds no event (card is missing)"]


@pytest.mark.parametrize(
    "name",
    [
        "{stem} (conflicted copy 2026-03-03).jsonl",
        "{stem}.sync-conflict-20260303-101500-ABC.jsonl",
        "{stem} 2.jsonl",
        "{stem}-laptop.jsonl",
    ],
)
def test_the_copy_that_a_sync_tool_makes_of_a_conflict_is_read_like_any_file(tmp_path: Path, name: str) -> None:
    push(tmp_path, event(1), event(2))
    path = only_file(tmp_path)
    _, cursor, _, _ = read(tmp_path)
    copy = path.with_name(name.format(stem=path.stem))
    shutil.copy(path, copy)
    with copy.open("ab") as file:
        file.write(event_line(event(3)))
    events, cursor, problems, _ = read(tmp_path, cursor)
    assert (events, problems) == ([event(1), event(2), event(3)], [])
    copy.unlink()
    assert read(tmp_path, cursor)[3][0].afresh


def spoil(path: Path, how: str) -> None:
    data = path.read_bytes()
    match how:
        case "deleted":
            path.unlink()
        case "shrunk":
            path.write_bytes(data[: data.rindex(b"\n", 0, -1) + 1])
        case "emptied":
            path.write_bytes(b"")
        case "replaced":
            path.write_bytes(data.replace(b"d/a", b"d/b"))
        case "folder gone":
            shutil.rmtree(path.parent)


@pytest.mark.parametrize("how", ["deleted", "shrunk", "emptied", "replaced", "folder gone"])
def test_a_place_that_no_longer_has_what_it_had_is_read_from_the_beginning(tmp_path: Path, how: str) -> None:
    push(tmp_path, event(1), event(2), event(3))
    _, cursor, _, _ = read(tmp_path)
    spoil(only_file(tmp_path), how)
    first, *_ = place(tmp_path, LAPTOP).pull(cursor)
    assert (first.afresh, first.events) == (True, ())
    push(tmp_path, event(1), event(2), event(3), device=LAPTOP)
    assert read(tmp_path, first.cursor)[0][-3:] == [event(1), event(2), event(3)]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_file_whose_name_is_no_text_is_read_up_to_a_place_that_can_be_stored(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    try:
        only_file(tmp_path).rename(only_file(tmp_path).with_name(os.fsdecode(b"\xff.jsonl")))
    except OSError:
        pytest.skip("this file system has names of text only")
    events, cursor, problems, _ = read(tmp_path)
    assert (events, problems, cursor.isascii()) == ([event(1)], [], True)
    assert read(tmp_path, cursor)[3] == []


def test_a_file_that_is_not_on_this_machine_at_present_has_lost_nothing(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    _, cursor, _, _ = read(tmp_path)
    path = only_file(tmp_path)
    path.rename(path.with_name(f".{path.name}.icloud"))
    assert read(tmp_path, cursor)[3] == []


def test_what_is_no_file_of_events_is_left_alone(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    folder = only_file(tmp_path).parent
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "link.jsonl").symlink_to("/etc/passwd")
    (folder / "folder.jsonl").mkdir()
    (folder / ".syncthing.x.jsonl.tmp").write_text("half")
    (folder / "notes.txt").write_text("mine")
    before = sorted(folder.iterdir())
    assert read(tmp_path)[0] == [event(1)]
    push(tmp_path, event(2))
    assert sorted(folder.iterdir()) == before


def test_a_file_of_a_newer_version_and_one_of_another_learner_are_named_and_not_read(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    path = only_file(tmp_path)
    data = path.read_bytes()
    newer, foreign = path.with_name("newer.jsonl"), path.with_name("x.jsonl")
    newer.write_bytes(data.replace(b'"version":1', b'"version":2'))
    foreign.write_bytes(data.replace(str(ME).encode(), str(OTHER).encode()))
    events, _, problems, _ = read(tmp_path)
    assert events == [event(1)]
    assert problems == [
        f"{newer} was written by a newer QuizApp. Upgrade QuizApp on this machine.",
        f"{foreign} belongs to another learner. Move it back to their folder.",
    ]


def test_a_file_without_a_head_is_reported_and_its_events_count(tmp_path: Path) -> None:
    push(tmp_path, event(1))
    path = only_file(tmp_path)
    path.write_bytes(b"{" + path.read_bytes()[9:])
    events, _, problems, _ = read(tmp_path)
    assert events == [event(1)]
    assert problems == [f"{path}:1: the line is damaged"]


def test_lines_that_a_tool_has_given_other_ends_are_read(tmp_path: Path) -> None:
    push(tmp_path, event(1), event(2))
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(tmp_path)[:3:2] == ([event(1), event(2)], [])


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(OutOfReachError, match="is not there"):
        place(stick)
    with pytest.raises(OutOfReachError):
        learners(stick)
    assert not stick.exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(PlaceError, match="is not a folder"):
        place(tmp_path / "file")


def refuse(*_: Any, **__: Any) -> Any:
    raise PermissionError(13, "Permission denied")


def test_a_data_folder_is_no_place_to_exchange_in(tmp_path: Path) -> None:
    (tmp_path / "quizapp.db").touch()
    with pytest.raises(PlaceError, match=r"is a data folder of QuizApp\. Make an empty folder outside it"):
        learners(tmp_path)
    with pytest.raises(PlaceError, match="is a data folder of QuizApp"):
        place(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["quizapp.db"]


def test_a_file_that_may_not_be_read_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    push(tmp_path, event(1))
    push(tmp_path, event(2), device=LAPTOP)
    _, cursor, _, _ = read(tmp_path)
    push(tmp_path, event(3), device=LAPTOP)
    monkeypatch.setattr(folder_place, "read_head", lambda path: refuse() if str(DESK.id) in path.name else read_head(path))
    events, _, problems, _ = read(tmp_path, cursor)
    assert events == [event(3)]
    assert [problem.partition(" cannot be used: ")[2] for problem in problems] == ["Permission denied"]


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_place, "_append", refuse)
    with pytest.raises(PlaceError, match="Permission denied"):
        place(tmp_path).push(iter([event(1)]))


def test_a_disk_that_fills_up_half_way_leaves_a_line_that_the_next_write_mends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    push(tmp_path, event(1))
    path = only_file(tmp_path)

    def half(path: Path, head: bytes, data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(folder_place, "_append", half)
        with pytest.raises(PlaceError, match=r"No space left.*Free some space"):
            place(tmp_path).push(iter([event(2)]))
    push(tmp_path, event(2))
    assert read(tmp_path)[:3:2] == ([event(1), event(2)], [f"{path}:3: the line is damaged"])


def test_a_long_history_is_read_in_parts_of_bounded_size(tmp_path: Path) -> None:
    events = [event(number) for number in range(800)]
    for begin in range(0, 800, 200):
        push(tmp_path, *events[begin : begin + 200])
    found, _, _, parts = read(tmp_path)
    assert found == events
    assert [len(part.events) for part in parts] == [299, 300, 201]  # the head is a line of the first


def test_long_lines_are_handed_over_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_place, "BYTES_AT_ONCE", 10_000)
    push(tmp_path, *(event(number, "x" * 9_000) for number in range(6)))
    assert [len(part.events) for part in read(tmp_path)[3]] == [2, 2, 2]


def test_reading_stops_and_goes_on_after_any_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_place, "AT_ONCE", 2)
    push(tmp_path, *(event(number) for number in range(5)))
    push(tmp_path, *(event(number) for number in range(5, 8)), device=LAPTOP)

    def one_part_a_time(cursor: str = "") -> Iterable[WireEvent]:
        while part := next(place(tmp_path).pull(cursor), None):
            yield from part.events
            cursor = part.cursor

    assert list(one_part_a_time()) == [event(number) for number in range(8)]
