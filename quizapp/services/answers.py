"""Answers as they are given: what is typed, kept until it is graded; which key points it covers; which ones are missed again and again."""

from typing import TYPE_CHECKING

from quizapp.domain.history import Attempt, Mark
from quizapp.domain.progress import Misses, misses
from quizapp.services.lazy import Lazy
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizapp.domain.card import Card, Coverage, KeyPoint
    from quizapp.domain.grading import Suggestion
    from quizapp.storage.history import History


class Answers:
    """One learner's answers."""

    def __init__(self, reader: QuickReader, history: Lazy["History"]) -> None:
        self._reader = reader
        self._history = history

    def draft(self, card: str) -> str:
        """What was being typed as an answer to `card`; empty where nothing was."""
        return self._reader.draft(card)

    def keep(self, card: str, text: str) -> None:
        """Keeps what is being typed; it outlives a restart. Raises StorageError."""
        self._history().draft(card, text)

    def coverage(self, card: "Card", answer: str) -> "list[Coverage]":
        """How much of each key point `answer`, in any of the card's languages, says."""
        from quizapp.domain.matching import match

        own, *others = card.texts.values()
        return [verdict.coverage for verdict in match(answer, own, others)]

    @staticmethod
    def suggestion(coverages: "Sequence[Coverage]") -> "Suggestion | None":
        """The grade that these marks suggest, and why."""
        from quizapp.domain.grading import suggested

        return suggested(coverages)

    def misses(self, card: "Card") -> list[Misses]:
        """How often each key point was gone through and missed, in earlier answers."""
        told = misses(self._history().marks(card.id))
        return [told.get(point.text, Misses()) for point in _points(card)]


def attempt(card: "Card", answer: str, coverages: "Sequence[Coverage] | None") -> Attempt:
    """What is stored with a grade; no ticks where nobody went through the key points."""
    ticks = tuple(Mark(point.text, coverage) for point, coverage in zip(_points(card), coverages or (), strict=False))
    return Attempt(answer, ticks)


def _points(card: "Card") -> "Sequence[KeyPoint]":
    """In the deck's own language, by which they are counted."""
    return next(iter(card.texts.values())).key_points
