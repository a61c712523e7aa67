"""What is asked before SQLAlchemy is loaded: what waits, the card to ask, the counts on the home screen, and whether decks have changed.

Over sqlite3 alone. Importing SQLAlchemy takes longer than the whole of `quizapp due` may, and about as long as a bare screen takes to
start. What waits is told by the views of `schema`. The connection cannot write.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from quizapp.domain.card import Card, Coverage, Problem
from quizapp.domain.card_json import decode, problem
from quizapp.domain.day import TOLERANCE, milliseconds
from quizapp.domain.errors import UnknownCardError
from quizapp.domain.history import Draft
from quizapp.domain.today import Today
from quizapp.storage.connection import Identity, connect, replaced
from quizapp.storage.sqlite_errors import explained

_HERE = "learner_id = :learner AND (:topic IS NULL OR topic_id = :topic OR deck_id = :topic)"
"""The id of a topic has a slash in it, that of a deck has none."""
_DUE = f"FROM reviews WHERE {_HERE} AND waits_from <= :today"
_NEW = f"FROM new_cards WHERE {_HERE} AND waits_from <= :today"
_AHEAD = f"FROM reviews WHERE {_HERE} AND waits_from > :today AND asked_from <= :today AND last < :today"
_LEARNED = f"FROM reviews WHERE {_HERE} AND asked_from <= :today AND last < :today"
_EVERY = f"FROM deck_cards WHERE {_HERE} AND asked_from <= :today"
_WEAKEST_FIRST = "ORDER BY (:today - last) / stability DESC, position"
"""Retrievability falls with days elapsed over stability and with nothing else that differs between cards, so ordering by that
quotient is ordering by retrievability."""
_NEXT = f"SELECT min(waits_from) FROM deck_cards WHERE {_HERE} AND waits_from > :today AND reviews >= 0"  # noqa: S608
"""What has no schedule waits already; asking for a number of reviews leaves it out and lets the index on `waits_from` be used."""
_ONE = "FROM deck_cards WHERE learner_id = :learner AND card_id = :card"
_TOPICS = """
    SELECT topic_id, count(*), total(first IS NOT NULL AND waits_from <= :today), total(first IS NULL AND waits_from <= :today),
           total(first IS NULL), total(asked_from IS NULL)
    FROM deck_cards WHERE learner_id = :learner GROUP BY topic_id ORDER BY min(position)
"""
_BETWEEN = "FROM standing AS e WHERE e.learner_id = :learner AND e.at >= :start AND e.at < :end"
_AHEAD_OF_TIME = "SELECT count(*) FROM standing WHERE learner_id = :learner AND at > :start"
_FAILING = "SELECT 1 FROM schedule AS s WHERE s.learner_id = e.learner_id AND s.card_id = e.card_id AND s.failing"
_OPEN_MOCK = """
    SELECT b.at, json_extract(b.setup, '$.cards'),
           (SELECT count(DISTINCT a.card_id) FROM events AS a
            WHERE a.learner_id = b.learner_id AND a.sitting = b.id AND a.sitting IS NOT NULL AND a.kind = 'practice')
    FROM events AS b WHERE b.learner_id = :learner AND b.kind = 'mock-begin' AND b.setup IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events AS o
        WHERE o.learner_id = b.learner_id AND o.sitting = b.id AND o.sitting IS NOT NULL AND o.kind = 'mock-end'
    ) ORDER BY b.id DESC LIMIT 1
"""
_CARD = """
    SELECT c.deck_id || '/' || c.topic, t.language, t.question, t.body
    FROM cards AS c JOIN texts AS t ON t.card_id = c.id WHERE c.id = :card ORDER BY t.rank
"""
_TO_ASK = """
    SELECT q.topic_id, t.language, t.question, t.body, d.text, d.marks
    FROM deck_cards AS q JOIN texts AS t ON t.card_id = q.card_id
    LEFT JOIN drafts AS d ON d.learner_id = q.learner_id AND d.card_id = q.card_id
    WHERE q.learner_id = :learner AND q.card_id = :card AND q.waits_from <= :today ORDER BY t.rank
"""
"""In one statement: a learner who has graded waits for it."""
_LANGUAGES = """
    SELECT t.language FROM texts AS t JOIN cards AS c ON c.id = t.card_id WHERE c.archived_at IS NULL
    GROUP BY t.language ORDER BY min(t.rank), count(*) DESC, t.language
"""


@dataclass(frozen=True)
class Learner:
    """Whose history this is."""

    id: int
    uuid: str
    name: str
    basis: str
    """The rules that the cached schedule was computed with."""


class QuickReader:
    """Reads one learner's day from the database at `path`. May be used from any thread.

    Where another file has been put there, that one is read from then on. Where it is gone, what was open is still read: it is all there is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._alone = Lock()
        with explained(path):
            self._connection, self._opened = _open(path)
        learner = self.learner()
        self._learner = learner.id if learner else 0

    def save_as(self, path: Path) -> None:
        """Writes all that was stored, up to the last event, to `path`: also where the file that is open has been deleted meanwhile."""
        with explained(path), self._alone, closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Lets go of the file, once nobody reads from it: a connection that is closed under a reading thread ends the process."""
        with self._alone:
            self._connection.close()

    def learner(self) -> Learner | None:
        """The learner of this machine; None before the first one is stored."""
        return next((Learner(*row) for row in self._rows("SELECT id, uuid, name, basis FROM learners ORDER BY id LIMIT 1")), None)

    # -- what waits --------------------------------------------------------------------------------------------------

    def today(self, today: date, new_per_day: int, topic: str | None = None, reviews_per_day: int | None = None) -> Today:
        """What waits on the study day `today`; `reviews_per_day` None is no limit."""
        due = asked = self._number(f"SELECT count(*) {_DUE}", today, topic)
        if reviews_per_day is not None:
            begun = self._number(f"SELECT count(*) {_DUE} AND last = :today", today, topic)
            asked = begun + min(due - begun, max(0, reviews_per_day - self._reviewed(today)))
        allowed = max(0, new_per_day - self.introduced(today))
        new = len(self.new(today, allowed + 1, topic))
        later = self._number(_NEXT, today, topic)
        following = today + timedelta(days=1) if new > allowed or due > asked else date.fromordinal(later) if later else None
        return Today(asked, min(new, allowed), following, due - asked)

    def introduced(self, today: date) -> int:
        """New cards first graded on `today`."""
        return self._number("SELECT count(*) FROM schedule WHERE learner_id = :learner AND first = :today", today)

    def due(self, today: date, topic: str | None = None, reviews_per_day: int | None = None) -> list[str]:
        """The reviews of `today`, those most likely forgotten first.

        Where there is a limit, cards already reviewed today count towards it; those failed today are asked until they are passed.
        """
        rows = self._rows(f"SELECT card_id, last = :today {_DUE} {_WEAKEST_FIRST}", today, topic)
        left = len(rows) if reviews_per_day is None else max(0, reviews_per_day - self._reviewed(today))
        asked = []
        for id, begun in rows:
            if begun or left > 0:
                asked.append(id)
                left -= not begun
        return asked

    def new(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards never graded, in deck order."""
        return self._column(f"SELECT card_id {_NEW} ORDER BY position LIMIT :limit", today, topic, limit=limit)

    def ahead(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards that fall due after `today` and were not graded on it, soonest first."""
        return self._column(f"SELECT card_id {_AHEAD} ORDER BY due, position LIMIT :limit", today, topic, limit=limit)

    def weakest(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards that were graded, though not on `today`, those most likely forgotten first, due or not."""
        return self._column(f"SELECT card_id {_LEARNED} {_WEAKEST_FIRST} LIMIT :limit", today, topic, limit=limit)

    def every(self, today: date, topic: str | None = None) -> list[str]:
        """Every card that is not put aside, in deck order."""
        return self._column(f"SELECT card_id {_EVERY} ORDER BY position", today, topic)

    def in_a_deck(self, card: str) -> bool:
        """Whether `card` is there, rather than archived."""
        return bool(self._number(f"SELECT EXISTS (SELECT 1 {_ONE})", card=card))

    def topics(self, today: date) -> list[tuple[str, int, int, int, int, int]]:
        """Every topic of every deck, in deck order: its id, its cards; due and new ones that may be asked on `today`; unseen; suspended."""
        return [(topic, *map(int, counts)) for topic, *counts in self._rows(_TOPICS, today)]

    def suspended(self, topic: str | None = None) -> int:
        """Cards put aside until they are resumed."""
        return self._number(f"SELECT count(*) FROM deck_cards WHERE {_HERE} AND asked_from IS NULL", topic=topic)  # noqa: S608

    # -- what was done -----------------------------------------------------------------------------------------------

    def studied(self, start: datetime, end: datetime) -> bool:
        """Whether a grade given from `start` up to `end` stands."""
        return bool(self._number(f"SELECT EXISTS (SELECT 1 {_BETWEEN} AND e.kind = 'grade')", **_span(start, end)))

    def passed(self, start: datetime, end: datetime) -> int:
        """How many different cards were graded from `start` up to `end` and are not to be asked again that day."""
        sql = f"SELECT count(DISTINCT e.card_id) {_BETWEEN} AND e.kind = 'grade' AND NOT EXISTS ({_FAILING})"
        return self._number(sql, **_span(start, end))

    def practised(self, mode: str, start: datetime, end: datetime) -> dict[str, int]:
        """How often each card was passed for practice in `mode` from `start` up to `end`."""
        passed = f"{_BETWEEN} AND e.kind = 'practice' AND e.mode = :mode AND e.rating > 1"
        return dict(self._rows(f"SELECT e.card_id, count(*) {passed} GROUP BY e.card_id", mode=mode, **_span(start, end)))  # type: ignore[arg-type]

    def open_mock(self) -> tuple[datetime, int, int] | None:
        """The latest mock interview that has not ended: when it began, how many questions are answered, and how many there are."""
        for at, cards, answered in self._rows(_OPEN_MOCK):
            return datetime.fromtimestamp(at / 1000, UTC), answered, len(json.loads(cards))
        return None

    def from_the_future(self, now: datetime) -> int:
        """How many events of cards are dated later than they can have been done: a clock was wrong."""
        return self._number(_AHEAD_OF_TIME, **_span(now + TOLERANCE, now))

    # -- cards and decks ---------------------------------------------------------------------------------------------

    def to_ask(self, id: str, today: date) -> tuple[Card, Draft] | None:
        """The card with what was typed and marked for it; None where it does not wait by `today`, or is archived.

        Another window may have graded it since the queue was made. By `date.max` every card waits but a suspended one.
        """
        rows = self._rows(_TO_ASK, today, card=id)
        return (_card(id, [row[:4] for row in rows]), _draft(*rows[0][4:])) if rows else None

    def card(self, id: str) -> Card:
        """The card with its texts, archived or not. Raises UnknownCardError."""
        rows = self._rows(_CARD, card=id)
        if not rows:
            raise UnknownCardError(f"there is no card {id!r}", "`quizapp cards` lists them all.")
        return _card(id, rows)

    def draft(self, card: str) -> Draft:
        """What was typed and marked for `card` and not graded yet; empty where nothing was."""
        sql = "SELECT text, marks FROM drafts WHERE learner_id = :learner AND card_id = :card"
        return next((_draft(text, marks) for text, marks in self._rows(sql, card=card)), _draft(None, None))

    def languages(self) -> list[str]:
        """The languages of the cards that are in a deck, a deck's own before translations."""
        return self._column(_LANGUAGES)

    def topic_titles(self, *, archived: bool = False) -> dict[str, dict[str, str]]:
        """The titles of every topic by its full id and by language, in deck order; of archived decks too where asked for."""
        rows = self._rows("SELECT id, topics FROM decks WHERE archived_at IS NULL OR :archived ORDER BY position", archived=archived)
        return {f"{deck}/{topic['id']}": topic["titles"] for deck, topics in rows for topic in json.loads(topics)}

    def deck_titles(self) -> dict[str, dict[str, str]]:
        """Every deck's titles by its id and by language."""
        rows = self._rows("SELECT id, titles FROM decks WHERE archived_at IS NULL ORDER BY position")
        return {id: json.loads(titles) for id, titles in rows}

    def problems(self) -> list[tuple[str, Problem]]:
        """What was wrong in the decks when they were last read, with the deck's id."""
        rows = self._rows("SELECT id, problems FROM decks WHERE archived_at IS NULL ORDER BY position")
        return [(deck, problem(fields)) for deck, problems in rows for fields in json.loads(problems)]

    def fingerprints(self) -> dict[str, str]:
        """What each deck's files looked like when they were last read, by deck id."""
        return dict(self._rows("SELECT id, fingerprint FROM decks WHERE archived_at IS NULL"))  # type: ignore[arg-type]

    def _reviewed(self, today: date) -> int:
        """Cards first graded before `today` and graded again on it."""
        return self._number("SELECT count(*) FROM schedule WHERE learner_id = :learner AND last = :today AND first < :today", today)

    def _number(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> int:
        return int(self._rows(sql, today, topic, **parameters)[0][0] or 0)

    def _column(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> list[str]:
        return [value for (value,) in self._rows(sql, today, topic, **parameters)]

    def _rows(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> list[Sequence[Any]]:
        parameters |= {"learner": getattr(self, "_learner", 0), "topic": topic, "today": today and today.toordinal()}
        with explained(self._path), self._alone:
            self._follow()
            return self._connection.execute(sql, parameters).fetchall()

    def _follow(self) -> None:
        if replaced(self._path, self._opened):
            connection, opened = _open(self._path)
            self._connection.close()
            self._connection, self._opened = connection, opened


def _open(path: Path) -> tuple[sqlite3.Connection, Identity]:
    connection, opened = connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection, opened


def _span(start: datetime, end: datetime) -> dict[str, Any]:
    return {"start": milliseconds(start), "end": milliseconds(end)}


def _card(id: str, rows: Sequence[Sequence[Any]]) -> Card:
    """From a row for each of its languages."""
    return Card(id, rows[0][0], {language: decode(language, question, body) for _, language, question, body in rows})


def _draft(text: str | None, marks: str | None) -> Draft:
    """From its row; an empty one where there is none."""
    return Draft(text or "", None if marks is None else tuple(map(Coverage, json.loads(marks))))
