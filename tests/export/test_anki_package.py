"""What a package for Anki holds, looked at with SQLite. `test_in_anki` imports it into Anki itself."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from quizapp.domain.card import Card, CardText
from quizapp.domain.day import Calendar, milliseconds
from quizapp.domain.history import Buried, CardEvent, Graded, Practised, Rating, Renamed, Restarted, Resumed, Suspended
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.export.anki.collection import StudyOptions
from quizapp.export.anki.notes import NoteForAnki, NoteMaker, first_ids
from quizapp.export.anki.package import Package, PackedCard
from quizapp.export.anki.reviews import LogWriter, ReviewedCard
from quizapp.services.container import Services
from quizapp.services.markdown import latex_tokens
from tests.conftest import Clock

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
CALENDAR = Calendar(UTC)
MEMORY = Memory(Rules(CALENDAR))
OPTIONS = StudyOptions(0.9, MEMORY.parameters, 10, 9999, 6)
AGAIN, HARD, GOOD, EASY = Rating


def history(*steps: tuple[float, Any]) -> Iterator[CardEvent]:
    """Events so many days before `NOW`: a rating is a grade, and a class an event of its kind."""
    for number, (days, what) in enumerate(steps, start=1):
        id, at = UUID(int=number), NOW - timedelta(days=days)
        yield Graded(id, at, "deck/a", what, 1500, "quiz", "fsrs-6") if isinstance(what, Rating) else what(id, at, "deck/a")


def reviewed(*steps: tuple[float, Any]) -> ReviewedCard:
    return LogWriter(MEMORY, NOW).reviewed("deck/a", history(*steps))


def packed(cards: Sequence[ReviewedCard], calendar: Calendar = CALENDAR, now: datetime = NOW) -> bytes:
    noted = (NoteForAnki(f"deck/{i}", f"guid{i}", "Deck::Topic", f"Q{i}", "A") for i in count())
    return Package(calendar, OPTIONS, now).write([PackedCard(note, card) for note, card in zip(noted, cards, strict=False)])


def opened(content: bytes) -> sqlite3.Connection:
    """The collection in a package."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(ZipFile(BytesIO(content)).read("collection.anki2"))
    connection.row_factory = sqlite3.Row
    return connection


def rows(content: bytes, sql: str) -> list[tuple[Any, ...]]:
    with closing(opened(content)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def stands(*steps: tuple[float, Any]) -> dict[str, Any]:
    """The one card of a package."""
    with closing(opened(packed([reviewed(*steps)]))) as connection:
        return dict(connection.execute("SELECT * FROM cards").fetchone())


def test_equal_content_gives_equal_bytes() -> None:
    cards = [reviewed((9, GOOD), (5, AGAIN), (5, GOOD)), reviewed()]
    assert packed(cards) == packed(cards)
    assert packed(cards) != packed(cards[:1])


def test_a_package_is_a_sound_collection_without_media() -> None:
    content = packed([reviewed((9, GOOD))])
    archive = ZipFile(BytesIO(content))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert archive.testzip() is None
    assert json.loads(archive.read("media")) == {}
    assert rows(content, "PRAGMA integrity_check") == [("ok",)]
    assert rows(content, "SELECT ver, crt FROM col") == [(11, int(datetime(2026, 3, 11, 4, tzinfo=UTC).timestamp()))]


def test_each_grade_is_a_row_with_its_button_interval_difficulty_and_time() -> None:
    card = reviewed((9, AGAIN), (8.999, GOOD), (5, AGAIN), (4.999, HARD), (1, EASY))
    assert [row.ease for row in card.log] == [1, 3, 1, 2, 4]
    assert [int(row.kind) for row in card.log] == [0, 0, 1, 2, 1]
    assert [row.at for row in card.log] == [milliseconds(NOW - timedelta(days=days)) for days in (9, 8.999, 5, 4.999, 1)]
    assert {row.taken for row in card.log} == {1500}
    due = card.schedule.due
    assert due is not None
    intervals = [row.interval for row in card.log]
    assert (intervals[0], intervals[2], intervals[4]) == (-600, -600, (due - date(2026, 3, 19)).days)
    assert [row.last_interval for row in card.log] == [0, *intervals[:-1]]
    assert card.schedule.difficulty is not None
    assert card.log[-1].factor == int((card.schedule.difficulty - 1) / 9 * 1000 + 100)
    assert rows(packed([card]), "SELECT count(), count(DISTINCT cid), min(cid = (SELECT id FROM cards)) FROM revlog") == [(5, 1, 1)]


NEW, LEARNING, REVIEW, RELEARNING = range(4)


@pytest.mark.parametrize(
    ("steps", "kind", "queue"),
    [
        ([], NEW, NEW),
        ([(1, AGAIN)], LEARNING, LEARNING),
        ([(3, GOOD)], REVIEW, REVIEW),
        ([(3, GOOD), (1, AGAIN)], RELEARNING, LEARNING),
        ([(3, GOOD), (1, Suspended)], REVIEW, -1),
        ([(3, GOOD), (2, Suspended), (1, Resumed)], REVIEW, REVIEW),
        ([(1, Suspended)], NEW, -1),
        ([(3, GOOD), (0, Buried)], REVIEW, -3),
        ([(3, GOOD), (1, Buried)], REVIEW, REVIEW),
        ([(3, AGAIN), (1, Suspended)], LEARNING, -1),
        ([(3, GOOD), (1, Restarted)], NEW, NEW),
        ([(3, GOOD), (2, Restarted), (1, AGAIN)], LEARNING, LEARNING),
    ],
)
def test_a_card_stands_where_it_stood(steps: list[tuple[float, Any]], kind: int, queue: int) -> None:
    card, schedule = stands(*steps), reviewed(*steps).schedule
    assert (card["type"], card["queue"]) == (kind, queue)
    assert (card["reps"], card["lapses"]) == (schedule.reviews, schedule.lapses)
    if kind == NEW:
        assert (card["due"], card["data"]) == (1, "{}")
        return
    assert schedule.first is not None
    assert schedule.last is not None
    assert schedule.due is not None
    memory = json.loads(card["data"])
    assert (memory["s"], memory["d"]) == (round(schedule.stability or 0, 4), round(schedule.difficulty or 0, 3))
    assert (memory["dr"], memory["decay"]) == (0.9, round(MEMORY.parameters[-1], 3))
    if kind == REVIEW:
        assert (card["due"], card["ivl"]) == ((schedule.due - schedule.first).days, (schedule.due - schedule.last).days)
    else:
        assert card["due"] == memory["lrt"] + 600


def test_what_was_graded_before_a_card_was_started_afresh_does_not_come_along() -> None:
    assert [row.ease for row in reviewed((9, GOOD), (8, AGAIN), (7, Restarted), (3, EASY)).log] == [4]
    assert reviewed((9, GOOD), (7, Restarted)).log == ()


def test_practice_is_no_review() -> None:
    practised = Practised(UUID(int=9), NOW, "deck/a", GOOD, 1, "cram")
    card = LogWriter(MEMORY, NOW).reviewed("deck/a", [*history((3, GOOD)), practised])
    assert len(card.log) == 1


def test_no_two_rows_have_one_moment_none_is_later_than_now_and_those_of_a_card_keep_their_order() -> None:
    """Anki numbers rows by their time, sorts them by it, and refuses a package with anything from the future."""
    log = LogWriter(MEMORY, NOW)
    cards = [log.reviewed("deck/a", history((3, GOOD), (3, AGAIN), (4, GOOD), (-9, HARD), (-8, GOOD))) for _ in range(3)]
    at = [row.at for card in cards for row in card.log]
    assert len(set(at)) == len(at) == 15
    assert max(at) < milliseconds(NOW) + 15
    for card in cards:
        assert [row.at for row in card.log] == sorted(row.at for row in card.log)
        assert [row.ease for row in card.log] == [3, 1, 3, 2, 3]


@pytest.mark.parametrize("rollover", [0, 4, 9, 23])
@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "America/New_York", "Asia/Kolkata"])
def test_what_is_due_today_is_due_today_in_anki_whenever_the_learners_day_begins(rollover: int, hour: int, zone: str) -> None:
    """Anki's day is the date on the clock, or the one before until four; it counts from the date on which its collection began."""
    calendar, now = Calendar(ZoneInfo(zone), rollover), NOW.replace(hour=hour)
    memory = Memory(Rules(calendar))
    card = LogWriter(memory, now).reviewed("deck/a", history((12, GOOD), (10, GOOD)))
    content = packed([card], calendar, now)
    ((due,),) = rows(content, "SELECT due FROM cards")
    ((crt, conf),) = rows(content, "SELECT crt, conf FROM col")
    begun = datetime.fromtimestamp(crt, UTC) - timedelta(minutes=json.loads(conf)["creationOffset"])
    local = now.astimezone(calendar.zone)
    today = (local.date() - begun.date()).days - (local.hour < 4)
    assert card.schedule.due is not None
    assert due - today == (card.schedule.due - calendar.day(now)).days


# -- notes ------------------------------------------------------------------------------------------------------------


def test_a_deck_of_anki_is_a_topic_in_a_deck_whatever_they_are_called() -> None:
    maker = NoteMaker(latex_tokens, {"en": {"cpp/std": "std::  vector\n"}}, {"en": {"cpp": " "}}, {"cpp/a": "cpp/a"})
    assert maker.note(Card("cpp/a", "cpp/std", {}), CardText("en", "Why?")).deck == "-::std: vector"


def renamed(*pairs: tuple[str, str]) -> list[Renamed]:
    return [Renamed(UUID(int=number), NOW, card, source) for number, (source, card) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "cards", "expected"),
    [
        ([], "ab", {"a": "a", "b": "b"}),
        ([("a", "b"), ("b", "c")], "c", {"c": "a"}),
        ([("a", "b")], "ab", {"a": "a", "b": "b"}),
        ([("a", "c"), ("b", "c")], "c", {"c": "a"}),
        ([("a", "b"), ("a", "c")], "bc", {"b": "a", "c": "c"}),
        ([("a", "x"), ("b", "a"), ("x", "b")], "ab", {"a": "a", "b": "b"}),
    ],
)
def test_a_renamed_card_is_known_by_its_first_id_unless_another_card_has_that(
    pairs: list[tuple[str, str]], cards: str, expected: dict[str, str]
) -> None:
    assert first_ids(renamed(*pairs), cards) == expected


def test_a_renamed_card_brings_its_reviews_and_an_undone_grade_is_none(services: Services, clock: Clock, content: Path) -> None:
    services.study.grade("small/two", GOOD, 1)
    clock.tick(days=4)
    services.study.grade("small/two", EASY, 1)
    services.study.grade("small/three", EASY, 1)
    services.study.undo()
    (content / "small" / "two.md").rename(content / "small" / "zwei.md")
    assert services.library.refresh().renamed == (("small/two", "small/zwei"),)
    package = services.exports.anki_package()
    sql = "SELECT guid, flds LIKE 'What is two?%', ease FROM notes AS n JOIN cards AS c ON c.nid = n.id JOIN revlog ON cid = c.id"
    assert rows(package, sql) == [("quizapp:small/two:en", 1, 3), ("quizapp:small/two:en", 1, 4)]
    assert rows(package, "SELECT count() FROM cards") == [(5,)]


def test_a_package_is_in_one_language_and_has_every_card(services: Services) -> None:
    sql = "SELECT guid FROM notes ORDER BY id"
    others = [(f"quizapp:small/{name}:en",) for name in ("two", "three", "four", "five")]
    assert rows(services.exports.anki_package(), sql) == [("quizapp:small/one:en",), *others]
    assert rows(services.exports.anki_package("한국어"), sql) == [("quizapp:small/one:ko",), *others]
    korean = rows(services.exports.anki_package("ko"), "SELECT decks FROM col")[0][0]
    assert {deck["name"] for deck in json.loads(korean).values()} == {"Default", "작은 덱::첫째", "Small deck::First", "Small deck::Second"}
