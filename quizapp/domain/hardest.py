"""What is hard: the cards that are forgotten most, and the key points that are missed most."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quizapp.domain.answering import Answers
from quizapp.domain.progress import Misses, misses
from quizapp.domain.retention import Reviewed
from quizapp.domain.schedule import Schedule
from quizapp.domain.share import Share, share

MOST = 10
"""Cards and key points that are listed at most."""


class HardCard(NamedTuple):
    """A card that is hard to keep."""

    card: str
    lapses: int
    """Times that it was failed after having been passed."""
    first_tries: Share
    """Reviews that were recalled, of those that count for true retention."""
    difficulty: float
    """1 (easy) to 10 (hard)."""
    reviews: int
    """Grades in all."""


class MissedPoint(NamedTuple):
    """A key point that the learner keeps missing."""

    card: str
    point: str
    """Its text."""
    misses: Misses


def hardest(schedules: Mapping[str, Schedule], found: Iterable[Reviewed], most: int = MOST) -> list[HardCard]:
    """The cards among `schedules` that were forgotten or failed, worst first: by lapses, then by recall at first try, then by difficulty.

    All of it is counted since a card's memory was last started afresh.
    """
    recalled: dict[str, list[bool]] = {}
    for each in found:
        if not each.bygone:
            recalled.setdefault(each.card, []).append(each.recalled)
    cards = [
        HardCard(card, schedule.lapses, share(recalled.get(card, [])), schedule.difficulty, schedule.reviews)
        for card, schedule in schedules.items()
        if schedule.difficulty is not None and (schedule.lapses or not all(recalled.get(card, [])))
    ]
    return sorted(cards, key=_worst_first)[:most]


def _worst_first(card: HardCard) -> tuple[float, float, float, str]:
    tries = card.first_tries.value
    return -card.lapses, 1.0 if tries is None else tries, -card.difficulty, card.card


def half_of_lapses(schedules: Iterable[Schedule]) -> tuple[int, int]:
    """The smallest number of cards that have half of all lapses between them, and the number of lapses in all."""
    lapses = sorted((schedule.lapses for schedule in schedules), reverse=True)
    total, cards, reached = sum(lapses), 0, 0
    while reached * 2 < total:
        reached += lapses[cards]
        cards += 1
    return cards, total


def most_missed(answers: Answers, most: int = MOST) -> list[MissedPoint]:
    """The key points missed most often, then those missed in the larger share of the answers in which they were gone through.

    What counts an answer of a mock interview repeats what was said there.
    """
    points = [
        MissedPoint(card, point, missed)
        for card, its in answers.items()
        for point, missed in misses(each.marks for each in its if not each.repeats).items()
        if missed.missed
    ]
    return sorted(points, key=lambda row: (-row.misses.missed, row.misses.asked, row.card, row.point))[:most]
