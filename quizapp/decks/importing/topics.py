"""The topics of an imported deck: the headings above its questions and the folders of its files, as far as they group them."""

from collections.abc import Mapping, Sequence

from quizapp.decks.importing.conversion import NewCard

_FEW = 3
"""Cards that a topic holds on average at least; else fewer levels of titles count."""
_LEVELS = 2
_LONGEST = 120
"""Characters of a title."""


def topics(cards: Sequence[NewCard], title: str) -> Mapping[str, Sequence[str]]:
    """The ids of the cards by the titles of their topics, in order; `title` is for those that have none."""
    for levels in range(_LEVELS, 0, -1):
        grouped = _grouped(cards, title, levels)
        if len(cards) >= _FEW * len(grouped):
            break
    return grouped


def _grouped(cards: Sequence[NewCard], title: str, levels: int) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for card in cards:
        name = " / ".join(card.note.topic[:levels])[:_LONGEST].strip()
        grouped.setdefault(name or title, []).append(card.id)
    return grouped
