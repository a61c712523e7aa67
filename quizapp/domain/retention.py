"""True retention: how many reviews were recalled.

It is defined as in Anki ("true retention" in its statistics; rslib/src/stats/graphs/retention.rs): of each card's answers on a study day
the first one counts, if the card had been passed before and was to come back after a day or more. Every rating but Again is a recall. What
is new, failed and not passed since, asked again on the same day or answered for practice does not count. As there, a card is *young* if it
was to come back after fewer than 21 days, and *mature* otherwise, whenever it really came.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import inf
from typing import NamedTuple

from quizapp.domain.share import Share, share

MATURE = 21
"""Days of interval from which on a card is mature."""
STABILITIES = (0.0, 3.0, 7.0, 21.0, 60.0, 180.0, inf)
"""Where the bins of stability, in days, begin and end."""
MONTHS = 12


class Reviewed(NamedTuple):
    """A review that counts for true retention."""

    card: str
    """The id that it has now."""
    day: date
    interval: int
    """Days for which it had been scheduled, 1 or more."""
    stability: float
    """In days, before it."""
    recalled: bool
    bygone: bool = False
    """Whether the card's memory was started afresh since."""


class Retention(NamedTuple):
    """How many reviews were recalled, by when they were and by how old the card was."""

    lately: Share
    """In the months that are listed."""
    months: tuple[tuple[date, Share], ...]
    """The last twelve, each by its first day, from the first one with a review on."""
    young: Share
    mature: Share
    stabilities: tuple[tuple[float, float, Share], ...]
    """From, up to but without, in days."""


def retention(found: Sequence[Reviewed], today: date) -> Retention:
    """The true retention in the twelve months up to `today`."""
    first = since(today)
    recent = [each for each in found if first <= each.day <= today]
    by_month: dict[date, list[bool]] = {}
    for each in recent:
        by_month.setdefault(each.day.replace(day=1), []).append(each.recalled)
    begun = min(by_month, default=None)
    listed = [] if begun is None else [month for back in range(MONTHS - 1, -1, -1) if (month := _months_before(today, back)) >= begun]
    return Retention(
        share(each.recalled for each in recent),
        tuple((month, share(by_month.get(month, []))) for month in listed),
        share(each.recalled for each in recent if each.interval < MATURE),
        share(each.recalled for each in recent if each.interval >= MATURE),
        tuple((low, high, share(each.recalled for each in recent if low <= each.stability < high)) for low, high in pairwise(STABILITIES)),
    )


def since(today: date) -> date:
    """The first day of the twelve months up to `today`."""
    return _months_before(today, MONTHS - 1)


def _months_before(day: date, months: int) -> date:
    """The first day of the month that many months before that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
