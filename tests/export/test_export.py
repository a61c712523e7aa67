import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from quizapp.domain.card import Coverage
from quizapp.domain.errors import ExportError
from quizapp.domain.history import (
    Event,
    FollowUpAnswered,
    Graded,
    Mark,
    MockBegun,
    MockEnded,
    MockSetup,
    Practised,
    Rating,
    Suspended,
    Undone,
    reviews,
)
from quizapp.domain.progress import Asked
from quizapp.domain.schedule import Schedule
from quizapp.domain.today import Today
from quizapp.domain.wire import to_wire
from quizapp.export.files import write_file
from quizapp.export.history_json import history_json
from quizapp.export.report_markdown import StudyToday, report_markdown
from quizapp.export.reviews_csv import reviews_csv, spreadsheet_csv
from tests.figures import statistics
from tests.foreign import EVIL, steering

AT = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
GRADE = Graded(UUID(int=1), AT, "deck/가,\"'", Rating.GOOD, 4321, "quiz", "fsrs-6")
EVENTS: list[Event] = [
    GRADE,
    Graded(UUID(int=2), AT, "deck/b", Rating.AGAIN, 1, "quiz", "fsrs-6"),
    Undone(UUID(int=3), AT, UUID(int=2)),
    Suspended(UUID(int=4), AT, "deck/b"),
    Graded(
        UUID(int=5),
        AT,
        "deck/b",
        Rating.HARD,
        1,
        "quiz",
        "fsrs-6",
        "typed\n가",
        (Mark("a **point**", Coverage.SAID), Mark("another", Coverage.MISSING)),
    ),
    Practised(UUID(int=6), AT, "deck/b", Rating.GOOD, 1, "mock", "", (Mark("a **point**", Coverage.PERHAPS),), UUID(int=9)),
    MockBegun(UUID(int=9), AT, MockSetup(("deck/t",), 6, 20, "ko", 4711, ("deck/b", "deck/가"))),
    FollowUpAnswered(UUID(int=10), AT, UUID(int=9), UUID(int=6), "왜?", False, 700),
    MockEnded(UUID(int=11), AT, UUID(int=9), "finished"),
    Graded(UUID(int=12), AT, "deck/b", Rating.GOOD, 1, "mock", "fsrs-6", sitting=UUID(int=9)),
]


def read_back(fields: dict[str, Any]) -> Event:
    """An event from its JSON object, written without looking at the exporter."""
    id, at = UUID(str(fields["id"])), datetime.fromisoformat(str(fields["at"]))
    if fields["kind"] == "undo":
        return Undone(id, at, UUID(str(fields["undoes"])))
    if fields["kind"] == "suspend":
        return Suspended(id, at, str(fields["card"]))
    if fields["kind"] == "mock-begin":
        setup = fields["setup"] | {name: tuple(fields["setup"][name]) for name in ("topics", "cards")}
        return MockBegun(id, at, MockSetup(**setup))
    if fields["kind"] == "mock-follow-up":
        follows = UUID(fields["follows"])
        return FollowUpAnswered(id, at, UUID(fields["sitting"]), follows, fields["question"], fields["correct"], fields["duration_ms"])
    if fields["kind"] == "mock-end":
        return MockEnded(id, at, UUID(fields["sitting"]), fields["outcome"])
    ticks = tuple(Mark(tick["point"], Coverage(tick["coverage"])) for tick in fields["ticks"])
    card, rating, duration, mode = str(fields["card"]), Rating(fields["rating"]), fields["duration_ms"], str(fields["mode"])
    sitting = UUID(fields["sitting"]) if fields["sitting"] else None
    if fields["kind"] == "practice":
        return Practised(id, at, card, rating, duration, mode, fields["answer"], ticks, sitting)
    return Graded(id, at, card, rating, duration, mode, str(fields["scheduler"]), fields["answer"], ticks, sitting)


def test_the_json_export_loses_nothing() -> None:
    schedules = [Schedule("deck/b", due=date(2026, 3, 4))]
    document = json.loads(history_json(AT, {"uuid": "u"}, {"rollover_hour": 4}, map(to_wire, EVENTS), schedules, {"deck/b": {"ko": "왜?"}}))

    assert document["format"] == "quizapp-history"
    assert document["version"] == 1
    assert [read_back(fields) for fields in document["events"]] == EVENTS
    assert document["schedule"][0]["due"] == "2026-03-04"
    assert document["questions"] == {"deck/b": {"ko": "왜?"}}
    assert document["exported_at"] == "2026-03-01T12:00:00.123Z"


def test_the_csv_export_has_a_row_for_each_review() -> None:
    rows = list(csv.reader(io.StringIO(reviews_csv(reviews(EVENTS), {"deck/b": "왜,\nb?"}))))

    assert rows[0] == ["card_id", "review_time", "review_rating", "review_duration", "question"]
    at = str(round(AT.timestamp() * 1000))
    assert rows[1:] == [["deck/가,\"'", at, "3", "4321", ""], ["deck/b", at, "2", "1", "왜, b?"], ["deck/b", at, "3", "1", "왜, b?"]]


def test_the_report_tells_today_topics_hard_cards_and_what_is_next() -> None:
    asked = [Asked("d/a", (Rating.GOOD,), 100_000), Asked("d/b", (Rating.AGAIN, Rating.GOOD), 284_000)]
    text = report_markdown(StudyToday(Today(2, 3, None), asked, 5), statistics())
    for line in (
        "# Progress on 2026-03-01",
        "- 2 cards asked, 1 recalled on the first try, 6 min",
        "- left for today: 2 due, 3 new",
        "- suspended: 1; `quizapp cards --state suspended` lists them",
        "- study days in a row: 5",
        "| Perceptrons \\| more | 4 | 3 | 2 | 60 | 83% |",
        "| What \\*is\\* it? | 4 | 56% |",
        "| key point | missed | question |",
        "| the bias \\| moves it | 3 of 4 | What \\*is\\* it? |",
        "| 2026-02 | 3 of 4 |",
        "| 2026-02-20 | 6 | 4 of 5 | \\- |",
        "| 2026-03-02 | 5 |",
        "1 card has half of your 4 lapses. To rewrite or split it saves the most time.",
    ):
        assert line in text.splitlines()


def test_a_file_is_written_once_and_not_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_file(path, "one", overwrite=False)
    with pytest.raises(ExportError, match="--force"):
        write_file(path, "two", overwrite=False)
    assert path.read_text() == "one"
    write_file(path, "two", overwrite=True)
    assert path.read_text() == "two"


@pytest.mark.parametrize("name", ["out.md", "out.csv", "out.svg", "out.json"])
def test_no_control_character_gets_into_a_text_file(tmp_path: Path, name: str) -> None:
    write_file(tmp_path / name, f"a {EVIL}\u2028\udcff\n", overwrite=False)
    text = (tmp_path / name).read_text("utf-8")
    assert "]52;c;" in text
    assert steering(text) == []


def test_a_spreadsheet_is_told_that_the_csv_is_utf_8_and_computes_nothing_that_a_card_asks() -> None:
    questions = {"deck/b": '=HYPERLINK("https://example.com")', "deck/가,\"'": "왜?"}
    content = spreadsheet_csv(reviews(EVENTS), questions)
    assert content.startswith(b"\xef\xbb\xbfcard_id,")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["question"] for row in rows} == {"왜?", '\'=HYPERLINK("https://example.com")'}
    assert "'=" not in reviews_csv(reviews(EVENTS), questions)


def test_a_row_of_the_csv_export_is_a_line_whatever_its_card_was_called() -> None:
    text = reviews_csv([replace(GRADE, card=f"{EVIL}\n\u2028/x")], {f"{EVIL}\n\u2028/x": f"{EVIL}\n\u2028?"})
    assert steering(text) == []
    assert len(text.splitlines()) == 2


def test_what_is_not_drawn_is_escaped_in_the_json_export_and_not_lost() -> None:
    graded = replace(GRADE, answer=f"{EVIL}\u2028")
    text = history_json(AT, {"name": EVIL}, {"language": EVIL}, [to_wire(graded)], [], {EVIL: {EVIL: EVIL}})
    assert steering(text) == []
    document = json.loads(text)
    assert (document["learner"]["name"], document["events"][0]["answer"]) == (EVIL, graded.answer)


def _no_such_folder(tmp_path: Path) -> Path:
    return tmp_path / "missing" / "out.json"


def _a_folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize("place", [_no_such_folder, _a_folder])
def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    with pytest.raises(ExportError, match=str(place(tmp_path).parent)):
        write_file(place(tmp_path), "x", overwrite=True)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("quizapp.export.files.os.fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        write_file(path, "new", overwrite=True)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.json", "old")]
