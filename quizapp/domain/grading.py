"""A rating to suggest for a typed answer, from its key points; the learner grades.

Good from four points in five, Hard from half of them, else Again; a "perhaps" counts half. With half of its points an answer still stands
in the room; with fewer it is what FSRS calls forgotten, where Hard is a pass and must not stand for a failure. Easy is never suggested: it
says how little effort recalling took, which a text does not show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.domain.card import Coverage
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext

GOOD_FROM = 0.8
HARD_FROM = 0.5


@dataclass(frozen=True)
class Suggestion:
    """A rating, and why, in one line."""

    rating: Rating
    reason: str
    brief: str
    """The reason where there is little room."""


def suggested(points: Sequence[Coverage]) -> Suggestion | None:
    """What to suggest for key points as the learner left them; None for a card that has none."""
    if not points:
        return None
    said, perhaps = points.count(Coverage.SAID), points.count(Coverage.PERHAPS)
    share = (said + perhaps / 2) / len(points)
    rating = Rating.GOOD if share >= GOOD_FROM else Rating.HARD if share >= HARD_FROM else Rating.AGAIN
    brief = gettext("{said}/{points} said", said=said, points=len(points))
    whole = gettext("{said}/{points} said, {perhaps} perhaps", said=said, points=len(points), perhaps=perhaps) if perhaps else brief
    return Suggestion(rating, whole, brief)
