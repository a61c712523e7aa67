"""The language in which a card is asked, and the one in which its answer is shown."""

from dataclasses import dataclass, replace

from quizapp.domain.card import Card, CardText

ALTERNATE = "alternate"
"""Stands for a language: ask in one, show the answer in another, and swap them with each card."""


@dataclass(frozen=True)
class Languages:
    """The learner's choice for a session, at one of its cards."""

    chosen: str
    """A language, or ALTERNATE."""
    place: int = 0
    """How many cards came before: while languages alternate, each next card is asked in the next one."""
    swapped: bool = False
    """Whether question and answer have changed languages, while they alternate."""

    def question(self, card: Card) -> CardText:
        """The text that is asked."""
        if self.chosen != ALTERNATE:
            return card.text(self.chosen)
        texts = list(card.texts.values())
        return texts[(self.place + self.swapped) % len(texts)]

    def answer(self, card: Card) -> CardText:
        """The text whose answer is shown: while languages alternate, the one after that of the question."""
        asked = self.question(card)
        return asked if self.chosen != ALTERNATE else _after(asked, card)

    def switch(self, card: Card) -> "Languages":
        """Switch to the card's next language. If languages alternate, question and answer of this card swap languages instead."""
        if self.chosen == ALTERNATE:
            return replace(self, swapped=not self.swapped)
        return replace(self, chosen=_after(self.question(card), card).language)

    def at(self, place: int) -> "Languages":
        """The choice at another card."""
        return Languages(self.chosen, place)


def _after(text: CardText, card: Card) -> CardText:
    languages = list(card.texts)
    return card.texts[languages[(languages.index(text.language) + 1) % len(languages)]]
