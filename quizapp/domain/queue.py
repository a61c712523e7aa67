"""What to ask next: how reviews and new cards are mixed, and when a failed card comes back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

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


@dataclass(frozen=True)
class Queue:
    """The cards still to be asked, the next one first; each once. A queue never changes: each method gives another one.

    A hundred thousand cards may wait, and a queue is kept for each step that can be taken back. So the cards lie in one tuple that all
    queues of a session share, and a queue holds its place in it.
    """

    _cards: tuple[str, ...] = ()
    """All cards in the order in which the session began."""
    _at: int = 0
    """Those before this place have been taken from `_cards`."""
    _front: tuple[str, ...] = ()
    """Asked before the cards from `_at` on: a few that return, and those that they wait for."""
    _dropped: frozenset[str] = frozenset()
    """Cards from `_at` on that are not asked from there."""

    @classmethod
    def of(cls, cards: Iterable[str]) -> "Queue":
        """A queue of `cards`, each of them once, in their order."""
        return cls(tuple(cards))

    def __len__(self) -> int:
        return len(self._front) + len(self._cards) - self._at - len(self._dropped)

    def __iter__(self) -> Iterator[str]:
        yield from self._front
        yield from (card for card in islice(self._cards, self._at, None) if card not in self._dropped)

    @property
    def next(self) -> str | None:
        """The card to ask now; None when nothing is left."""
        return self._front[0] if self._front else next(iter(self), None)

    def holds(self, card: str) -> bool:
        """Whether `card` is still to be asked."""
        return card in self._front or self._holds_behind(card)

    def drop(self, card: str) -> "Queue":
        """The queue without `card`, which was passed, buried or suspended."""
        if card in self._front:
            return replace(self, _front=tuple(each for each in self._front if each != card))
        if card == self.next:
            drawn = self._drawn(1)
            return Queue(self._cards, drawn._at, (), drawn._dropped)
        return replace(self, _dropped=self._dropped | {card}) if self._holds_behind(card) else self

    def rest(self, card: str) -> "Queue":
        """`card` was failed, or could not be asked: it returns after `REST` others, or as many as there are."""
        queue = self.drop(card)
        queue = queue._drawn(REST - len(queue._front))
        return replace(queue, _front=(*queue._front[:REST], card, *queue._front[REST:]))

    def ask_now(self, card: str) -> "Queue":
        """`card` is asked next, wherever it was: its last grade was taken back."""
        queue = self.drop(card)
        return replace(queue, _front=(card, *queue._front))

    def _holds_behind(self, card: str) -> bool:
        return card not in self._dropped and card in self._cards[self._at :]

    def _drawn(self, number: int) -> "Queue":
        """The queue with up to `number` more cards at the front, taken from behind it."""
        taken, at = list[str](), self._at
        while len(taken) < number and at < len(self._cards):
            if self._cards[at] not in self._dropped:
                taken.append(self._cards[at])
            at += 1
        passed = self._dropped.intersection(self._cards[self._at : at]) if self._dropped else frozenset[str]()
        return Queue(self._cards, at, (*self._front, *taken), self._dropped - passed if passed else self._dropped)
