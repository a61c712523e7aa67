"""Every card with its schedule, read before SQLAlchemy is loaded: what the days before an interview are planned from."""

from datetime import date
from typing import Any

from quizapp.domain.schedule import ListedCard, Schedule
from quizapp.storage.quick_connection import QuickConnection

_LISTING = """
    SELECT card_id, deck_id, topic_id, stability, difficulty, due, first, last, reviews, lapses, failing, suspended, buried
    FROM deck_cards WHERE learner_id = :learner ORDER BY position
"""


class ListReader(QuickConnection):
    """Reads all cards of one learner."""

    def listing(self) -> list[ListedCard]:
        """Every card that is in a deck, in deck order."""
        return [ListedCard(id, deck, topic, _schedule(id, *columns)) for id, deck, topic, *columns in self._rows(_LISTING)]


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
