"""What to ask next: how reviews and new cards are mixed, and when a failed card comes back."""

from collections.abc import Iterable, Sequence

REST = 3
"""How many other cards are asked before a failed one returns, where there are as many."""


def mixed(reviews: Sequence[str], new: Sequence[str]) -> list[str]:
    """Both lists in their own order, the shorter spread evenly through the longer; a review comes first where there is one."""
    placed = [((i + 0.5) / len(reviews), 0, card) for i, card in enumerate(reviews)]
    placed += [((i + 0.5) / len(new), 1, card) for i, card in enumerate(new)]
    mix = [card for _, _, card in sorted(placed, key=lambda place: place[:2])]
    if reviews and mix[0] != reviews[0]:
        mix.remove(reviews[0])
        mix.insert(0, reviews[0])
    return mix


class Queue:
    """The cards still to be asked in a sitting, the next one first. Holds each card once."""

    def __init__(self, cards: Iterable[str]) -> None:
        self._cards = list(cards)

    def __len__(self) -> int:
        return len(self._cards)

    @property
    def next(self) -> str | None:
        """The card to ask now; None when the sitting is done."""
        return self._cards[0] if self._cards else None

    def holds(self, card: str) -> bool:
        """Whether `card` is still to be asked."""
        return card in self._cards

    def drop(self, card: str) -> None:
        """`card` was passed, buried or suspended."""
        if card in self._cards:
            self._cards.remove(card)

    def rest(self, card: str) -> None:
        """`card` was failed, or could not be asked: it returns after `REST` others, or as many as there are."""
        self.drop(card)
        self._cards.insert(REST, card)

    def ask_now(self, card: str) -> None:
        """`card` is asked next, wherever it was: its last grade was taken back."""
        self.drop(card)
        self._cards.insert(0, card)
