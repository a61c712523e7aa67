"""What learners give as answers, beside the grade: kept while it is typed and marked, and counted afterwards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quizapp.domain.history import Draft
from quizapp.domain.progress import Misses, misses
from quizapp.services.lazy import Lazy
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.storage.history import History


class Attempts:
    """One learner's attempts."""

    def __init__(self, reader: QuickReader, history: Lazy["History"]) -> None:
        self._reader = reader
        self._history = history

    def draft(self, card: str) -> Draft:
        """What was typed and marked for `card` and not graded yet; an empty draft where nothing was."""
        return self._reader.draft(card)

    def keep(self, card: str, draft: Draft) -> None:
        """Keeps what is typed and marked; it outlives a restart. Raises StorageError."""
        self._history().draft(card, draft)

    def misses(self, card: "Card", points: int) -> Sequence[Misses]:
        """How often each key point was gone through and missed, in earlier answers: of the first `points` that a text has."""
        counted = misses(self._history().marks(card.id))
        own = next(iter(card.texts.values())).key_points  # in the deck's own language, by which points are counted
        others = {text: told for text, told in counted.items() if text not in {point.text for point in own}}
        before = _by_words(others)
        known = [counted.get(point.text, Misses()) + before.get(point.words, Misses()) for point in own]
        return [*known, *[Misses()] * points][:points]


def _by_words(counted: Mapping[str, Misses]) -> dict[str, Misses]:
    """By what each point says: an older version stored its formulas as they are drawn."""
    if not counted:
        return {}
    from quizapp.services.markdown import plain

    found: dict[str, Misses] = {}
    for text, told in counted.items():
        words = plain(text)
        found[words] = found.get(words, Misses()) + told
    return found
