"""The queue, read before SQLAlchemy is loaded: what waits on a study day, and what was done on it.

What waits is told by the views of `schema`.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from quizapp.domain.day import TOLERANCE, milliseconds
from quizapp.domain.today import Today
from quizapp.storage.quick_connection import QuickConnection

_HERE = "learner_id = :learner AND (:topic IS NULL OR topic_id = :topic OR deck_id = :topic)"
"""The id of a topic has a slash in it, that of a deck has none."""
_DUE = f"FROM reviews WHERE {_HERE} AND waits_from <= :today"
_NEW = f"FROM new_cards WHERE {_HERE} AND waits_from <= :today"
_FEW_NEW = f"SELECT count(*) FROM (SELECT 1 {_NEW} ORDER BY position DESC LIMIT :limit)"  # noqa: S608
"""How many new cards there are, up to a limit: from the end of the decks, for decks are learned from their beginning."""
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


class QueueReader(QuickConnection):
    """Reads one learner's days."""

    # -- what waits --------------------------------------------------------------------------------------------------

    def today(self, today: date, new_per_day: int, topic: str | None = None, reviews_per_day: int | None = None) -> Today:
        """What waits on the study day `today`; `reviews_per_day` None is no limit."""
        due = asked = self._number(f"SELECT count(*) {_DUE}", today, topic)
        if reviews_per_day is not None:
            begun = self._number(f"SELECT count(*) {_DUE} AND last = :today", today, topic)
            asked = begun + min(due - begun, max(0, reviews_per_day - self._reviewed(today)))
        allowed = max(0, new_per_day - self.introduced(today))
        new = self._number(_FEW_NEW, today, topic, limit=allowed + 1)
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
        import json

        for at, cards, answered in self._rows(_OPEN_MOCK):
            return datetime.fromtimestamp(at / 1000, UTC), answered, len(json.loads(cards))
        return None

    def told_of(self, interview: date) -> bool:
        """Whether the learner was asked how the interview of that day went."""
        sql = "SELECT EXISTS (SELECT 1 FROM events WHERE learner_id = :learner AND interview = :today)"
        return bool(self._number(sql, interview))

    def from_the_future(self, now: datetime) -> int:
        """How many events of cards are dated later than they can have been done: a clock was wrong."""
        return self._number(_AHEAD_OF_TIME, **_span(now + TOLERANCE, now))

    def _reviewed(self, today: date) -> int:
        """Cards first graded before `today` and graded again on it."""
        return self._number("SELECT count(*) FROM schedule WHERE learner_id = :learner AND last = :today AND first < :today", today)


def _span(start: datetime, end: datetime) -> dict[str, Any]:
    return {"start": milliseconds(start), "end": milliseconds(end)}
