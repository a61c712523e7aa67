"""The databases of all released versions open, with all that they hold."""

import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from quizapp.domain.card import Coverage
from quizapp.domain.history import (
    Buried,
    Draft,
    Graded,
    Mark,
    Practised,
    Predicted,
    Rating,
    Restarted,
    Resumed,
    Suspended,
    Undone,
    event_id,
)
from quizapp.domain.interviews import Interviewed, Went
from quizapp.domain.memory import Memory
from quizapp.domain.wire import Pulled, to_wire
from quizapp.settings import shipped
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.upgrade import ensure_current
from tests.storage.conftest import AT, FROZEN, RULES


def test_a_database_of_the_second_version_opens_with_its_predictions(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v2.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    events = list(history.events())
    assert isinstance(events[-2], Predicted)
    assert isinstance(events[-1], Graded)
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a", "deck/b"}
    engine.dispose()


def test_a_database_of_the_fourth_version_opens_with_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v4.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    first, practice, *_ = history.events()
    assert isinstance(first, Graded)
    assert (first.answer, first.ticks, first.sitting) == ("It is b.", (Mark("a **b**", Coverage.SAID),), None)
    assert isinstance(practice, Practised)
    assert (practice.mode, practice.sitting) == ("cram", None)
    assert history.mocks.begun() == []
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a", "deck/c"}
    reader = QuickReader(path)
    assert reader.draft("deck/b") == Draft("half an ans")
    reader.close()
    engine.dispose()


def test_a_database_of_the_sixth_version_opens_with_a_grade_from_the_future_that_can_be_set_right(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v6.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    assert history.differences() == []
    due = history.schedule("deck/b").due
    assert due is not None
    assert due.year == 2036
    ((event, moment),) = history.correct(AT + timedelta(days=1), lambda: 1)
    assert (event.card, moment) == ("deck/b", AT)
    due = history.schedule("deck/b").due
    assert due is not None
    assert due.year == 2026
    assert history.differences() == []
    engine.dispose()


def test_a_database_of_the_seventh_version_can_say_how_an_interview_went(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v7.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    before = list(history.events())
    said = history.append(AT, 1, lambda id: Interviewed(id, AT, date(2026, 12, 20), Went.WELL))
    assert [*history.events()] == [*before, said]
    with closing(QuickReader(path)) as reader:
        assert reader.told_of(date(2026, 12, 20))
        assert not reader.told_of(date(2026, 12, 21))
    assert history.differences() == []
    engine.dispose()


def test_a_database_of_the_eighth_version_takes_in_what_another_machine_did(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v8.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    before = list(history.events())
    assert [type(event).__name__ for event in before] == ["Graded", "Graded", "Graded", "Undone", "Interviewed", "Renamed"]
    assert [event.id for event in history.exchange.unsent("a place").events] == [event.id for event in before]
    at = AT + timedelta(days=1)
    other = Graded(event_id(at, 1, None), at, "deck/b", Rating.GOOD, 10, "quiz", "fsrs-6")
    history.exchange.take_in(Pulled((to_wire(other),), "", ()), "a place")
    assert set(history.schedules()) == {"deck/a", "deck/c"}
    assert history.schedule("deck/c").reviews == 2
    assert history.differences() == []
    engine.dispose()


def test_a_database_of_the_fifth_version_opens_with_its_mock_interview_and_its_rename(tmp_path: Path) -> None:
    path = tmp_path / "quizapp.db"
    shutil.copy(FROZEN / "v5.db", path)
    assert ensure_current(path, shipped("migrations"), AT) is not None
    engine = open_engine(path)
    history = History(engine, 1, Memory(RULES))
    (begun,) = history.mocks.begun()
    assert begun.setup.cards == ("deck/d",)
    assert [type(event).__name__ for event in history.mocks.sitting(begun.id)] == ["Practised", "FollowUpAnswered", "MockEnded", "Graded"]
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/b", "deck/c", "deck/d", "deck/z"}
    assert history.marks("deck/d") == [(Mark("a **b**", Coverage.MISSING),)]
    engine.dispose()
    reader = QuickReader(path)
    tomorrow = AT.date() + timedelta(days=1)
    assert (reader.due(tomorrow), reader.new(tomorrow, 9)) == (["deck/d"], ["deck/b"])
    assert reader.draft("deck/b") == Draft("half an ans")
    reader.close()


def test_a_database_of_the_first_version_opens_with_every_event_and_its_schedule(frozen: Path) -> None:
    ensure_current(frozen, shipped("migrations"), AT)
    engine = open_engine(frozen)
    history = History(engine, 1, Memory(RULES))
    events = list(history.events())
    assert [type(event) for event in events] == [Graded, Graded, Graded, Undone, Suspended, Buried, Graded, Restarted, Resumed]
    first = events[0]
    assert isinstance(first, Graded)
    assert (first.card, int(first.rating), first.duration_ms, first.at) == (
        "deck/a",
        3,
        1500,
        datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    assert history.differences() == []
    assert set(history.schedules()) == {"deck/a"}
    engine.dispose()
