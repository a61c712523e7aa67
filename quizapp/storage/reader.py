"""Every read that a person waits for: what is due, what to ask, the text of a card.

Over sqlite3 alone. Importing SQLAlchemy takes longer than the whole of `quizapp due` may, and about as long as a bare screen takes to
start; so the path to the first question goes without it, and the models in `models` remain the one description of the tables (a test
holds these queries to them). The connection cannot write.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizapp.domain.errors import UnknownCardError
from quizapp.domain.progress import Score, Today, TopicCount
from quizapp.storage.sqlite_errors import explained

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText, Problem
    from quizapp.domain.schedule import Schedule

BUSY_SECONDS = 5.0

_HERE = "learner_id = :learner AND (:topic IS NULL OR topic_id = :topic)"
_DUE = f"FROM reviews WHERE {_HERE} AND waits_from <= :today"
_NEW = f"FROM new_cards WHERE {_HERE} AND waits_from <= :today"
_AHEAD = f"FROM reviews WHERE {_HERE} AND waits_from > :today AND asked_from <= :today AND last < :today"
_LEARNED = f"FROM reviews WHERE {_HERE} AND asked_from <= :today AND last < :today"
_WEAKEST_FIRST = "ORDER BY (:today - last) / stability DESC, position"
"""Retrievability falls with days elapsed over stability and with nothing else that differs between cards, so ordering by that
quotient is ordering by retrievability."""
_LATER = f"FROM deck_cards WHERE {_HERE} AND waits_from > :today AND reviews >= 0"
"""What has no schedule waits already; leaving it out is what lets the index on `waits_from` be used."""
_GRADED = "FROM standing AS e WHERE e.learner_id = :learner AND e.at >= :start AND e.at < :end AND e.kind = 'grade'"
_PRACTISED = """
    FROM standing AS e WHERE e.learner_id = :learner AND e.at >= :start AND e.at < :end
      AND e.kind = 'practice' AND e.mode = :mode AND e.rating > 1
    GROUP BY e.card_id
"""
_OPEN_MOCK = """
    SELECT b.at, json_extract(b.setup, '$.cards'),
           (SELECT count(DISTINCT a.card_id) FROM events AS a
            WHERE a.learner_id = b.learner_id AND a.sitting = b.id AND a.sitting IS NOT NULL AND a.kind = 'practice')
    FROM events AS b WHERE b.learner_id = :learner AND b.kind = 'mock-begin' AND b.setup IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events AS o
        WHERE o.learner_id = b.learner_id AND o.sitting = b.id AND o.sitting IS NOT NULL AND o.kind = 'mock-end'
    ) ORDER BY b.id DESC LIMIT 1
"""
_TOPICS = """
    SELECT topic_id, count(*), total(first IS NOT NULL AND waits_from <= :today), total(first IS NULL AND waits_from <= :today)
    FROM deck_cards WHERE learner_id = :learner GROUP BY topic_id ORDER BY min(position)
"""
_LISTING = """
    SELECT card_id, deck_id, topic_id, stability, difficulty, due, first, last, reviews, lapses, failing, suspended, buried
    FROM deck_cards WHERE learner_id = :learner ORDER BY position
"""


@dataclass(frozen=True)
class Learner:
    """Whose history this is."""

    id: int
    uuid: str
    name: str
    basis: str
    """The rules that the cached schedule was computed with."""


@dataclass(frozen=True)
class Listed:
    """A card as a row of a list."""

    id: str
    deck: str
    topic: str
    """Its full id, `deck/topic`."""
    schedule: "Schedule"


class Reader:
    """Reads one learner's day from the database at `path`. May be used from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with explained(path):
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA query_only = ON")
        learner = self.learner()
        self._learner = learner.id if learner else 0

    def learner(self) -> Learner | None:
        """The learner of this machine; None before the first one is stored."""
        rows = list(self._rows("SELECT id, uuid, name, basis FROM learners ORDER BY id LIMIT 1"))
        return Learner(*rows[0]) if rows else None

    def today(self, today: date, new_per_day: int, topic: str | None = None, reviews_per_day: int | None = None) -> Today:
        """What waits on the study day `today`; `reviews_per_day` None is no limit."""
        due = asked = self._number(f"SELECT count(*) {_DUE}", today, topic)
        if reviews_per_day is not None:
            begun = self._number(f"SELECT count(*) {_DUE} AND last = :today", today, topic)
            asked = begun + min(due - begun, max(0, reviews_per_day - self.reviewed(today)))
        allowed = max(0, new_per_day - self.introduced(today))
        new = len(self.new(today, allowed + 1, topic))
        return Today(asked, min(new, allowed), self._next_day(today, topic, more=new > allowed or due > asked))

    def introduced(self, today: date) -> int:
        """New cards first graded on `today`."""
        return self._number("SELECT count(*) FROM schedule WHERE learner_id = :learner AND first = :today", today)

    def reviewed(self, today: date) -> int:
        """Cards first graded before `today` and graded again on it."""
        return self._number("SELECT count(*) FROM schedule WHERE learner_id = :learner AND last = :today AND first < :today", today)

    def due(self, today: date, topic: str | None = None, reviews_per_day: int | None = None) -> list[str]:
        """The reviews of `today`, those most likely forgotten first.

        Where there is a limit, cards already reviewed today count towards it; those failed today are asked until they are passed.
        """
        rows = list(self._rows(f"SELECT card_id, last = :today {_DUE} {_WEAKEST_FIRST}", today, topic))
        left = len(rows) if reviews_per_day is None else max(0, reviews_per_day - self.reviewed(today))
        listed = []
        for id, begun in rows:
            if begun or left > 0:
                listed.append(id)
                left -= not begun
        return listed

    def ahead(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards that fall due after `today` and were not graded on it, soonest first."""
        rows = self._rows(f"SELECT card_id {_AHEAD} ORDER BY due, position LIMIT :limit", today, topic, limit=limit)
        return [id for (id,) in rows]

    def weakest(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards that were graded, though not on `today`, those most likely forgotten first, due or not."""
        rows = self._rows(f"SELECT card_id {_LEARNED} {_WEAKEST_FIRST} LIMIT :limit", today, topic, limit=limit)
        return [id for (id,) in rows]

    def every(self, today: date, topic: str | None = None) -> list[str]:
        """Every card that is not put aside, in deck order."""
        rows = self._rows(f"SELECT card_id FROM deck_cards WHERE {_HERE} AND asked_from <= :today ORDER BY position", today, topic)  # noqa: S608
        return [id for (id,) in rows]

    def practised(self, mode: str, start: datetime, end: datetime) -> dict[str, int]:
        """How often each card was passed for practice in `mode` from `start` up to `end`."""
        sql = f"SELECT e.card_id, count(*) {_PRACTISED}"
        return {card: int(times) for card, times in self._rows(sql, start=_instant(start), end=_instant(end), mode=mode)}

    def new(self, today: date, limit: int, topic: str | None = None) -> list[str]:
        """Up to `limit` cards never graded, in deck order."""
        rows = self._rows(f"SELECT card_id {_NEW} ORDER BY position LIMIT :limit", today, topic, limit=limit)
        return [id for (id,) in rows]

    def waits(self, card: str, today: date) -> bool:
        """Whether `card` may be asked on `today`: another window may have graded it since the queue was made."""
        return self._in_a_deck(card, "AND waits_from <= :today", today)

    def askable(self, card: str) -> bool:
        """Whether `card` may be asked on any day: it is in a deck and not suspended."""
        return self._in_a_deck(card, "AND asked_from IS NOT NULL")

    def in_a_deck(self, card: str) -> bool:
        """Whether `card` is there, rather than archived."""
        return self._in_a_deck(card)

    def _in_a_deck(self, card: str, more: str = "", today: date | None = None) -> bool:
        sql = f"SELECT EXISTS (SELECT 1 FROM deck_cards WHERE learner_id = :learner AND card_id = :card {more})"  # noqa: S608
        return bool(self._number(sql, today, card=card))

    def score(self, latest: int) -> Score:
        """How the learner's predictions have turned out, all of them and the `latest` ones."""
        query = "SELECT correct FROM events WHERE learner_id = :learner AND kind = 'prediction' ORDER BY id"
        outcomes = [bool(correct) for (correct,) in self._rows(query)]
        return Score(sum(outcomes), len(outcomes), tuple(outcomes[-latest:]))

    def topics(self, today: date, language: str) -> list[TopicCount]:
        """Every topic of every deck with what waits in it, in deck order; titles in `language` where there are any."""
        titles = self.topic_titles(language)
        return [
            TopicCount(topic, titles.get(topic, topic.partition("/")[2]), cards, int(due), int(new))
            for topic, cards, due, new in self._rows(_TOPICS, today)
        ]

    def topic_names(self) -> dict[str, dict[str, str]]:
        """The titles of every topic by its id and by language, in deck order."""
        return {
            f"{deck}/{topic['id']}": topic["titles"]
            for deck, topics in self._rows("SELECT id, topics FROM decks WHERE archived_at IS NULL ORDER BY position")
            for topic in json.loads(topics)
        }

    def topic_titles(self, language: str) -> dict[str, str]:
        """Every topic's title by its id, in `language` where it has one."""
        return {
            f"{deck}/{topic['id']}": _in_language(topic["titles"], language, topic["id"])
            for deck, topics in self._rows("SELECT id, topics FROM decks ORDER BY position")
            for topic in json.loads(topics)
        }

    def card(self, id: str) -> "Card":
        """The card with its texts, archived or not. Raises UnknownCardError."""
        from quizapp.domain.card import Card
        from quizapp.domain.card_json import decode

        rows = list(
            self._rows(
                "SELECT c.deck_id || '/' || c.topic, t.language, t.question, t.body "
                "FROM cards AS c JOIN texts AS t ON t.card_id = c.id WHERE c.id = :card ORDER BY t.rank",
                card=id,
            )
        )
        if not rows:
            raise UnknownCardError(f"there is no card {id!r}", "`quizapp cards` lists them all.")
        return Card(id, rows[0][0], {language: decode(language, question, body) for _, language, question, body in rows})

    def draft(self, card: str) -> str:
        """What was being typed as an answer to `card`; empty where nothing was."""
        rows = self._rows("SELECT text FROM drafts WHERE learner_id = :learner AND card_id = :card", card=card)
        return next((str(text) for (text,) in rows), "")

    def open_mock(self) -> tuple[datetime, int, int] | None:
        """The latest mock interview that has not ended: when it began, how many questions are answered, and how many there are."""
        for at, cards, answered in self._rows(_OPEN_MOCK):
            return datetime.fromtimestamp(at / 1000, UTC), answered, len(json.loads(cards))
        return None

    def languages(self) -> list[str]:
        """The languages of the cards that are in a deck, a deck's own before translations."""
        query = (
            "SELECT t.language FROM texts AS t JOIN cards AS c ON c.id = t.card_id WHERE c.archived_at IS NULL "
            "GROUP BY t.language ORDER BY min(t.rank), count(*) DESC, t.language"
        )
        return [language for (language,) in self._rows(query)]

    def questions(self) -> dict[str, dict[str, str]]:
        """The question of every card by card id and language, the deck's own language first."""
        questions: dict[str, dict[str, str]] = {}
        for card, language, question in self._rows("SELECT card_id, language, question FROM texts ORDER BY card_id, rank"):
            questions.setdefault(card, {})[language] = question
        return questions

    def texts(self) -> "Iterator[tuple[str, CardText]]":
        """Every text of every card that is in a deck, in deck order."""
        from quizapp.domain.card_json import decode

        rows = self._rows(
            "SELECT c.id, t.language, t.question, t.body FROM cards AS c JOIN texts AS t ON t.card_id = c.id "
            "WHERE c.archived_at IS NULL ORDER BY c.position, t.rank"
        )
        return ((card, decode(language, question, body)) for card, language, question, body in rows)

    def demos(self) -> dict[str, str]:
        """The demo of every card that has one, by card id: the first one in its own language, or else in a translation."""
        demos: dict[str, str] = {}
        query = "SELECT card_id, json_extract(body, '$.demos[0].demo') AS demo FROM texts WHERE demo IS NOT NULL ORDER BY card_id, rank"
        for card, demo in self._rows(query):
            demos.setdefault(card, demo)
        return demos

    def listing(self) -> list[Listed]:
        """Every card that is in a deck, in deck order."""
        return [Listed(id, deck, topic, _schedule(id, columns)) for id, deck, topic, *columns in self._rows(_LISTING)]

    def studied(self, start: datetime, end: datetime) -> bool:
        """Whether a grade given from `start` up to `end` stands."""
        return bool(self._number(f"SELECT EXISTS (SELECT 1 {_GRADED})", start=_instant(start), end=_instant(end)))

    def passed(self, start: datetime, end: datetime) -> int:
        """How many different cards were graded from `start` up to `end` and are not to be asked again that day."""
        failing = "SELECT 1 FROM schedule AS s WHERE s.learner_id = e.learner_id AND s.card_id = e.card_id AND s.failing"
        sql = f"SELECT count(DISTINCT e.card_id) {_GRADED} AND NOT EXISTS ({failing})"
        return self._number(sql, start=_instant(start), end=_instant(end))

    def fingerprints(self) -> dict[str, str]:
        """What each deck's files looked like when they were last read, by deck id."""
        return {id: known for id, known in self._rows("SELECT id, fingerprint FROM decks WHERE archived_at IS NULL")}  # noqa: C416  (for mypy)

    def files(self, deck: str) -> dict[str, tuple[str, str]]:
        """What parsing each file of the deck gave when it was last read, by its name: its stamp, and the result."""
        rows = self._rows("SELECT path, stamp, parsed FROM files WHERE deck_id = :deck", deck=deck)
        return {path: (stamp, parsed) for path, stamp, parsed in rows}

    def doubts(self) -> "list[tuple[str, str, CardText]]":
        """What only the learner can tell: a card, the card whose memory is in question, and the text of that one before the change."""
        from quizapp.domain.card_json import decode

        rows = self._rows(
            "SELECT d.card_id, d.source_id, d.before FROM doubts AS d JOIN cards AS c ON c.id = d.card_id "
            "WHERE d.learner_id = :learner AND c.archived_at IS NULL ORDER BY c.position"
        )
        return [(card, source, decode(**json.loads(before)[0])) for card, source, before in rows]

    def problems(self) -> "list[tuple[str, Problem]]":
        """What was wrong in the decks when they were last read, with the deck's id."""
        from quizapp.domain.card_json import problem

        rows = self._rows("SELECT id, problems FROM decks WHERE archived_at IS NULL ORDER BY position")
        return [(deck, problem(fields)) for deck, problems in rows for fields in json.loads(problems)]

    def deck_titles(self, language: str) -> dict[str, str]:
        """Every deck's title by its id."""
        rows = self._rows("SELECT id, titles FROM decks WHERE archived_at IS NULL ORDER BY position")
        return {id: _in_language(json.loads(titles), language, id) for id, titles in rows}

    def damage(self) -> list[str]:
        """What SQLite finds wrong in the file; empty when it is sound."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"a row of {row[0]} points nowhere" for row in self._rows("PRAGMA foreign_key_check")]

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def _next_day(self, today: date, topic: str | None, *, more: bool) -> date | None:
        return today + timedelta(days=1) if more else _day(next(self._rows(f"SELECT min(waits_from) {_LATER}", today, topic))[0])

    def _number(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> int:
        return int(next(self._rows(sql, today, topic, **parameters))[0])

    def _rows(self, sql: str, today: date | None = None, topic: str | None = None, **parameters: Any) -> Iterator[Sequence[Any]]:
        parameters |= {"learner": getattr(self, "_learner", 0), "topic": topic}
        if today is not None:
            parameters["today"] = today.toordinal()
        with explained(self._path):
            rows = self._connection.execute(sql, parameters).fetchall()
        return iter(rows)


def _schedule(card: str, columns: Sequence[Any]) -> "Schedule":
    """From a row of `_LISTING`; a card without one has been asked nothing yet."""
    from quizapp.domain.schedule import Schedule

    stability, difficulty, due, first, last, reviews, lapses, failing, suspended, buried = columns
    return Schedule(
        card,
        stability=stability,
        difficulty=difficulty,
        due=_day(due),
        first=_day(first),
        last=_day(last),
        reviews=reviews or 0,
        lapses=lapses or 0,
        failing=bool(failing),
        suspended=bool(suspended),
        buried=_day(buried),
    )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _instant(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _in_language(titles: dict[str, str], language: str, otherwise: str) -> str:
    return titles.get(language) or next(iter(titles.values()), otherwise)
