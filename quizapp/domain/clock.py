"""Events that a wrong clock has dated in the future, and the moments at which they were done.

A card graded under such a date would be asked again only after it. What was done stands; only the moment is set right.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from quizapp.domain.day import TOLERANCE
from quizapp.domain.history import CardEvent, standing


def is_from_the_future(event: CardEvent, now: datetime) -> bool:
    """Whether it is dated later than it can have been done."""
    return event.at > now + TOLERANCE


def set_right(events: Iterable[CardEvent], now: datetime) -> list[tuple[CardEvent, datetime]]:
    """Each event from the future that counts among `events`, in order, with the moment at which it was done, as near as can be told.

    It was done after the event before it and before the one after it, or before now. Events in a row keep their distances as far as they
    fit between, the last of them at the end.
    """
    found: list[tuple[CardEvent, datetime]] = []
    runs = [(future, list(run)) for future, run in groupby(standing(events), key=lambda event: is_from_the_future(event, now))]
    earliest: datetime | None = None
    for number, (future, run) in enumerate(runs):
        if not future:
            earliest = max(event.at for event in run)
            continue
        latest = runs[number + 1][1][0].at if number + 1 < len(runs) else now
        last = max(event.at for event in run)
        found += [(event, max(earliest or latest - (last - event.at), latest - (last - event.at))) for event in run]
    return found
