"""Every card with its schedule, read before SQLAlchemy is loaded: what the days before an interview are planned from."""

from datetime import date, datetime
from typing import Any

from quizapp.domain.costs import Answer
from quizapp.domain.day import milliseconds
from quizapp.domain.schedule import ListedCard, Schedule
from quizapp.storage.quick_connection import QuickConnection

_LISTING = """
    SELECT card_id, deck_id, topic_id, stability, difficulty, due, first, last, reviews, lapses, failing, suspended, buried
    FROM deck_cards WHERE learner_id = :learner ORDER BY position
"""
_TIMES = """
    SELECT e.rating, e.duration_ms, (SELECT p.rating FROM standing AS p WHERE p.learner_id = e.learner_id AND p.card_id = e.card_id
        AND p.kind = 'grade' AND p.id < e.id ORDER BY p.id DESC LIMIT 1)
    FROM standing AS e WHERE e.learner_id = :learner AND e.kind = 'grade' ORDER BY e.id DESC LIMIT :latest
"""
_SPENT = """
    SELECT total(e.duration_ms) FROM standing AS e
    WHERE e.learner_id = :learner AND e.at >= :start AND e.at < :end AND e.kind = 'grade'
"""


class ListReader(QuickConnection):
    """Reads all cards of one learner."""

    def listing(self) -> list[ListedCard]:
        """Every card that is in a deck, in deck order."""
        return [ListedCard(id, deck, topic, _schedule(id, *columns)) for id, deck, topic, *columns in self._rows(_LISTING)]

    def answers(self, latest: int) -> list[Answer]:
        """The `latest` grades that count, the newest first."""
        return [Answer(rating, duration / 1000, before) for rating, duration, before in self._rows(_TIMES, latest=latest)]

    def studied_for(self, start: datetime, end: datetime) -> float:
        """The seconds that the grades from `start` up to `end` have taken."""
        return self._number(_SPENT, start=milliseconds(start), end=milliseconds(end)) / 1000


def _schedule(
    card: str,
    stability: float | None,
    difficulty: float | None,
    due: int | None,
    first: int | None,
    last: int | None,
    reviews: int | None,
    lapses: int,
    failing: Any,
    suspended: Any,
    buried: int | None,
) -> Schedule:
    """From the columns of its row; of a card that was never asked, they are empty."""
    if reviews is None:
        return Schedule(card)
    return Schedule(
        card, stability, difficulty, _day(due), _day(first), _day(last), reviews, lapses, bool(failing), bool(suspended), _day(buried)
    )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
