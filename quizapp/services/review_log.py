"""Reading a review log: a CSV file in the columns of `quizapp export --format csv`, which are those of FSRS's own tools.

It may be anybody's, so a line at a time is read, no more of them than a life of study has, and what is wrong is said with its line.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from quizapp.domain.calibration import Review
from quizapp.domain.day import Calendar
from quizapp.domain.drawable import brief
from quizapp.domain.errors import ReviewLogError
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext

COLUMNS = ("card_id", "review_time", "review_rating")
"""The columns that are read, whatever else there is and in whichever order."""
MOST_REVIEWS = 1_000_000
LONGEST_LINE = 100_000
"""Bytes."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_log(path: Path, calendar: Calendar) -> tuple[list[Review], bool]:
    """The reviews in the file by time, and whether that was their order. Raises ReviewLogError."""
    try:
        with path.open("rb") as file:
            found = [(at, card, rating) for at, card, rating in _rows(path, file)]
    except OSError as error:
        raise ReviewLogError(gettext("{file} cannot be read: {reason}", file=path, reason=error.strerror)) from error
    if not found:
        raise ReviewLogError(gettext("{file} has no reviews", file=path))
    ordered = sorted(found, key=lambda each: each[0])
    return [Review(card, calendar.day(at), rating) for at, card, rating in ordered], ordered == found


def _rows(path: Path, file: IO[bytes]) -> Iterator[tuple[datetime, str, Rating]]:
    """The time, the card and the rating on each line."""
    lines = csv.reader(_lines(path, file), strict=True)
    places: Sequence[int] | None = None
    try:
        for number, cells in enumerate(filter(None, lines)):
            if places is None:
                places = _places(path, cells)
            elif number > MOST_REVIEWS:
                raise ReviewLogError(gettext("{file} has more than {count:,} reviews", file=path, count=MOST_REVIEWS))
            else:
                yield _row(path, lines.line_num, cells, places)
    except csv.Error as error:
        raise _wrong(path, lines.line_num, gettext("this is not CSV: {reason}", reason=error)) from error


def _lines(path: Path, file: IO[bytes]) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1 and line.startswith(_UTF_16):
            raise ReviewLogError(gettext("{file} is in UTF-16", file=path), gettext("Save it as UTF-8."))
        if len(line) > LONGEST_LINE:
            raise _wrong(path, number, gettext("the line is longer than {count:,} bytes", count=LONGEST_LINE))
        if b"\0" in line:
            raise _wrong(path, number, gettext("this is not text"))
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _wrong(path, number, gettext("this is not in UTF-8"), gettext("Save the file as UTF-8.")) from error


def _places(path: Path, head: Sequence[str]) -> list[int]:
    """Where in a line the columns are."""
    names = [name.strip() for name in head]
    if missing := [name for name in COLUMNS if name not in names]:
        raise ReviewLogError(
            gettext("the first line of {file} does not name {columns}", file=path, columns=", ".join(missing)),
            gettext("Write a log with the columns of `quizapp export --format csv`, separated by commas."),
        )
    return [names.index(name) for name in COLUMNS]


def _row(path: Path, number: int, cells: Sequence[str], places: Sequence[int]) -> tuple[datetime, str, Rating]:
    if len(cells) <= max(places):
        raise _wrong(path, number, gettext("the line has too few values"))
    card, time, rating = (cells[place].strip() for place in places)
    if not card:
        raise _wrong(path, number, gettext("card_id is empty"))
    if rating not in _RATINGS:
        raise _wrong(path, number, gettext("review_rating is {value}", value=brief(rating)), gettext("Write 1 (again) to 4 (easy)."))
    if (at := _time(time)) is None or not _FIRST <= at < _LAST:
        raise _wrong(
            path,
            number,
            gettext("review_time is {value}", value=brief(time)),
            gettext(
                "Write milliseconds since 1970, or a time such as 2026-03-02T09:00:00Z, from {first} to {last}.", first=1990, last=2199
            ),
        )
    return at, card, _RATINGS[rating]


_RATINGS = {str(int(rating)): rating for rating in Rating}


def _time(text: str) -> datetime | None:
    """The moment that `text` means: milliseconds since 1970, or ISO 8601 with an offset from UTC; None for anything else."""
    try:
        if text.isascii() and text.isdigit() and len(text) < 16:
            return _EPOCH + timedelta(milliseconds=int(text))
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _wrong(path: Path, number: int, what: str, hint: str = "") -> ReviewLogError:
    told = f"{path}:{number}: {what}"
    return ReviewLogError(told, hint)
