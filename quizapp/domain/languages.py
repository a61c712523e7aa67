"""In which language a card is asked, and in which its answer is shown."""

from quizapp.domain.card import Card, CardText

ALTERNATE = "alternate"
"""In the place of a language: ask in one, show the answer in another, and turn about with each card."""


class Languages:
    """The learner's choice for a sitting: `chosen` is a language or ALTERNATE. A `turn` is how many cards the sitting has put away."""

    def __init__(self, chosen: str) -> None:
        self.chosen = chosen
        self._swapped = False
        """Whether question and answer have changed languages, while they alternate."""

    def question(self, card: Card, turn: int) -> CardText:
        """The text that is asked; alternating, in the next language with each turn."""
        if self.chosen != ALTERNATE:
            return card.text(self.chosen)
        texts = list(card.texts.values())
        return texts[(turn + self._swapped) % len(texts)]

    def answer(self, card: Card, turn: int) -> CardText:
        """The text whose answer is shown: while languages alternate, the one after that of the question."""
        asked = self.question(card, turn)
        return asked if self.chosen != ALTERNATE else _after(asked, card)

    def switch(self, card: Card, turn: int) -> None:
        """Takes the card's next language; alternating, question and answer change places until the next card."""
        if self.chosen == ALTERNATE:
            self._swapped = not self._swapped
        else:
            self.chosen = _after(self.question(card, turn), card).language

    def next_card(self) -> None:
        """Another card is asked."""
        self._swapped = False


def _after(text: CardText, card: Card) -> CardText:
    languages = list(card.texts)
    return card.texts[languages[(languages.index(text.language) + 1) % len(languages)]]
