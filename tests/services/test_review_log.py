"""A review log may be anybody's: what is wrong with it is said in a sentence, with its line."""

from datetime import UTC, date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.calibration import Review
from quizapp.domain.day import Calendar
from quizapp.domain.errors import ReviewLogError
from quizapp.domain.history import Rating
from quizapp.services import review_log
from quizapp.services.review_log import LONGEST_LINE, read_log
from tests.simulated import as_csv, memory, reviews_of, study

CALENDAR = Calendar(UTC)
HEAD = "card_id,review_time,review_rating,review_duration,question\n"
NOON = 1_709_380_800_000
"""Milliseconds, on 2024-03-02."""


def read(tmp_path: Path, text: str | bytes) -> list[Review]:
    path = tmp_path / "log.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_log(path, CALENDAR)[0]


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    reviews = reviews_of(study(memory(), 300, Random(1)))
    (tmp_path / "log.csv").write_text(as_csv(reviews))
    assert read_log(tmp_path / "log.csv", CALENDAR) == (reviews, True)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}a,{NOON},3,5000,What?\n",
        f"\ufeff{HEAD}a,{NOON},3,5000,What?\n",
        f"review_rating,review_time,card_id\r\n3,{NOON},a\r\n",
        f"card_id, review_time, review_rating\n\n a , {NOON} , 3 \n\n",
        f'{HEAD}a,{NOON},3,5000,"two\nlines, ""quoted"""',
        "card_id,review_rating,review_time\na,3,2024-03-02T12:00:00.250000+00:00\n",
        "card_id,review_rating,review_time\na,3,2024-03-02T12:00:00Z\n",
        "card_id,review_rating,review_time\na,3,2024-03-02T21:00:00+09:00\n",
    ],
)
def test_columns_are_found_by_their_names_and_times_are_milliseconds_or_iso(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == [Review("a", date(2024, 3, 2), Rating.GOOD)]


def test_cards_may_be_named_in_any_script(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}배치-정규화,{NOON},3,5000,\n")[0].card == "배치-정규화"


def test_reviews_in_another_order_are_sorted_by_time(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"{HEAD}a,{NOON + 86_400_000},1,1,\na,{NOON},3,1,\n")
    reviews, in_order = read_log(path, CALENDAR)
    assert [each.rating for each in reviews] == [Rating.GOOD, Rating.AGAIN]
    assert not in_order


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no reviews"),
        (HEAD, "has no reviews"),
        ("card_id,rating\na,3\n", "the first line of .* does not name review_time, review_rating. Write a log with the columns"),
        (f"{HEAD.replace(',', ';')}a;{NOON};3;1;\n", "does not name card_id, review_time, review_rating.* separated by commas"),
        (f"a,{NOON},3,1,\n", "the first line of .* does not name card_id"),
        (f"{HEAD}a,{NOON},0,1,\n", ":2: review_rating is '0'. Write 1"),
        (f"{HEAD}a,{NOON},3,1,\na,{NOON},9,1,\n", ":3: review_rating is '9'"),
        (f"{HEAD}a,{NOON},3.0,1,\n", r"review_rating is '3\.0'"),
        (f"{HEAD}a,{NOON},,1,\n", "review_rating is ''"),
        (f"{HEAD}a,1.71168E+12,3,1,\n", r":2: review_time is '1\.71168E\+12'. Write milliseconds"),
        (f"{HEAD}a,{NOON // 1000},3,1,\n", "review_time is '1709380800'. Write milliseconds"),
        (f"{HEAD}a,-1,3,1,\n", "review_time is '-1'"),
        (f"{HEAD}a,{'9' * 15},3,1,\n", "review_time is"),
        (f"{HEAD}a,{'9' * 400},3,1,\n", "review_time is"),
        (f"{HEAD}a,nan,3,1,\n", "review_time is 'nan'"),
        (f"{HEAD}a,²,3,1,\n", "review_time is"),
        (f"{HEAD}a,2024-03-02T12:00:00,3,1,\n", "review_time is '2024-03-02T12:00:00'"),
        (f"{HEAD}a,0001-01-01T00:00:00+23:00,3,1,\n", "review_time is"),
        (f"{HEAD},{NOON},3,1,\n", ":2: card_id is empty"),
        (f"{HEAD}a,{NOON}\n", ":2: the line has too few values"),
        (f'{HEAD}a,{NOON},3,1,"never closed\n', ":2: this is not CSV"),
        (f"{HEAD}a,{NOON},3,1,\0\n", ":2: this is not text"),
        (f"{HEAD}a,{NOON},3,1,{'x' * LONGEST_LINE}\n", ":2: the line is longer than 100,000 bytes"),
        (f"{HEAD}a,{NOON},3,1,경사 하강법\n".encode("cp949"), ":2: this is not in UTF-8. Save the file as UTF-8"),
        (f"{HEAD}a,{NOON},3,1,\n".encode("utf-16"), "is in UTF-16. Save it as UTF-8"),
        (f"{HEAD}a,{NOON},3,1,\n".encode("utf-16-le"), ":1: this is not text"),
        (b"SQLite format 3\0" + bytes(1000), ":1: this is not text"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_with_its_line(text: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(ReviewLogError, match=told) as refused:
        read(tmp_path, text)
    assert "log.csv" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_not_a_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(ReviewLogError, match="cannot be read"):
            read_log(path, CALENDAR)


def test_no_more_reviews_are_read_than_a_life_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_log, "MOST_REVIEWS", 3)
    rows = f"a,{NOON},3,1,\n"
    assert len(read(tmp_path, HEAD + rows * 3)) == 3
    with pytest.raises(ReviewLogError, match="has more than 3 reviews"):
        read(tmp_path, HEAD + rows * 4)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(ReviewLogError, match=":1: the line is longer than"):
        read_log(Path("/dev/zero"), CALENDAR)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: (HEAD + text).encode("utf-8", "replace"))))
def test_whatever_stands_in_it_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        reviews, _ = read_log(path, CALENDAR)
    except ReviewLogError:
        return
    assert all(each.card for each in reviews)
