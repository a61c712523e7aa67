"""An Anki package, `.apkg`: a collection in SQLite, in a zip file, in the form that every Anki imports. Equal content gives equal bytes."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha1
from html import unescape
from io import BytesIO
from re import sub
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quizapp.domain.day import Calendar, milliseconds
from quizapp.domain.drawable import json_document
from quizapp.domain.schedule import CardState, Schedule
from quizapp.export.anki.collection import NOTE_TYPE_ID, SCHEMA, StudyOptions, fields_of_collection
from quizapp.export.anki.notes import NoteForAnki
from quizapp.export.anki.reviews import STEP, ReviewedCard

_NEW, _LEARNING, _REVIEW, _RELEARNING = range(4)
"""The types of a card; the first three are also the queues in which it waits."""
_SUSPENDED, _BURIED = -1, -3
_ONE_STEP = 1001
"""Of learning that is left, today and in all."""
_EASE = 2500
"""What Anki's older scheduler starts from; FSRS does not use it."""
_NOT_SYNCED = -1
_ROLLOVER = 4
"""The hour at which Anki's days begin, unless a learner there has set another."""
_UNIX = 3

_COLLECTION = "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')"
_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')"
_CARD = "INSERT INTO cards VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)"
_REVIEW_ROW = "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class PackedCard:
    """A note and how well its card is known."""

    note: NoteForAnki
    reviewed: ReviewedCard


class Package:
    """Writes a package at the moment `now`."""

    def __init__(self, calendar: Calendar, options: StudyOptions, now: datetime) -> None:
        self._options = options
        self._now = milliseconds(now) // 1000
        self._today = calendar.day(now)
        self._anki = Calendar(calendar.zone, _ROLLOVER)
        self._ahead = self._anki.day(now) - self._today
        """How far Anki's days are from the learner's: what is due today is due today there."""

    def write(self, cards: Sequence[PackedCard]) -> bytes:
        """The package; its days are counted from the first one on which a card was graded."""
        first = min((card.reviewed.schedule.first or self._today for card in cards), default=self._today)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            self._fill(connection, cards, min(first, self._today))
            connection.execute("COMMIT")
            content = connection.serialize()
        return _zipped({"collection.anki2": content, "media": b"{}"})

    def _fill(self, connection: sqlite3.Connection, cards: Sequence[PackedCard], first: date) -> None:
        begun = self._anki.start(first + self._ahead)
        ids = range(milliseconds(begun), milliseconds(begun) + len(cards))
        decks = {name: ids.start + place for place, name in enumerate(dict.fromkeys(card.note.deck for card in cards))}
        texts = fields_of_collection(self._options, decks, self._now, _minutes_west(begun, self._anki.zone), len(cards))
        connection.execute(_COLLECTION, (ids.start // 1000, self._now * 1000, self._now * 1000, *texts))
        numbered = list(zip(ids, cards, strict=True))
        connection.executemany(_NOTE, ((id, *_note(card.note, self._now)) for id, card in numbered))
        connection.executemany(
            _CARD,
            (
                (id, id, decks[card.note.deck], self._now, _NOT_SYNCED, *self._card(card.reviewed, place, first))
                for place, (id, card) in enumerate(numbered, start=1)
            ),
        )
        rows = ((id, row) for id, card in numbered for row in card.reviewed.log)
        connection.executemany(
            _REVIEW_ROW,
            ((row.at, id, _NOT_SYNCED, row.ease, row.interval, row.last_interval, row.factor, row.taken, row.kind) for id, row in rows),
        )

    def _card(self, reviewed: ReviewedCard, place: int, first: date) -> tuple[object, ...]:
        """From its type to its data."""
        schedule = reviewed.schedule
        if schedule.due is None or schedule.last is None:
            return _NEW, self._queue(schedule, _NEW), place, 0, 0, 0, 0, 0, "{}"
        counts = schedule.reviews, schedule.lapses
        if schedule.failing:
            kind = _RELEARNING if reviewed.passed else _LEARNING
            again = reviewed.log[-1].at // 1000 + STEP
            return kind, self._queue(schedule, _LEARNING), again, int(reviewed.passed), _EASE, *counts, _ONE_STEP, self._data(reviewed)
        interval = (schedule.due - schedule.last).days
        return _REVIEW, self._queue(schedule, _REVIEW), (schedule.due - first).days, interval, _EASE, *counts, 0, self._data(reviewed)

    def _queue(self, schedule: Schedule, otherwise: int) -> int:
        state = schedule.state(self._today)
        return _SUSPENDED if state is CardState.SUSPENDED else _BURIED if state is CardState.BURIED else otherwise

    def _data(self, reviewed: ReviewedCard) -> str:
        """The memory, in as many digits as Anki keeps."""
        schedule = reviewed.schedule
        assert schedule.stability is not None
        assert schedule.difficulty is not None
        memory = {
            "s": round(schedule.stability, 4),
            "d": round(schedule.difficulty, 3),
            "dr": round(self._options.retention, 2),
            "decay": round(self._options.parameters[-1], 3),
            "lrt": reviewed.log[-1].at // 1000,
        }
        return json_document(memory)


def _minutes_west(at: datetime, zone: tzinfo) -> int:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return -round(offset.total_seconds() / 60)


def _note(note: NoteForAnki, now: int) -> tuple[object, ...]:
    """All but its id. Anki finds notes that begin alike by a number made from the words of the first field."""
    words = unescape(sub("<[^>]*>", "", note.question))
    checksum = int(sha1(words.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(note.tags)} "
    return note.guid, NOTE_TYPE_ID, now, _NOT_SYNCED, tags, f"{note.question}\x1f{note.answer}", words, checksum


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # of no date, so that equal content gives equal bytes
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
