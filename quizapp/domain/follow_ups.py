"""The follow-up questions of a card, asked one by one for practice, as a state machine beside `session`. Nothing of it is stored."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizapp.domain.session import Act

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText, FollowUp


@dataclass(frozen=True)
class FollowUpsSession:
    """Where a learner stands among them. Each method gives it as it is afterwards; what makes no sense now changes nothing."""

    texts: tuple["CardText", ...]
    """The card in each language in which it has follow-ups."""
    text: "CardText"
    """The one of them that is asked."""
    place: int = 0
    """The place of the question among those of `text`."""
    revealed: bool = False
    """Whether its answer is shown."""
    done: bool = False
    """Whether the last one was left."""

    @classmethod
    def begin(cls, card: "Card", language: str) -> "FollowUpsSession":
        """Begin with the first question, in `language` if that has any. The card has follow-ups in at least one language."""
        texts, wanted = tuple(text for text in card.texts.values() if text.follow_ups), card.text(language)
        return cls(texts, wanted if wanted.follow_ups else texts[0])

    @property
    def asked(self) -> "FollowUp":
        """The question and its answer."""
        return self.text.follow_ups[self.place]

    @property
    def of(self) -> int:
        """How many there are."""
        return len(self.text.follow_ups)

    @property
    def acts(self) -> frozenset[Act]:
        """What can be done now."""
        if self.done:
            return frozenset()
        step = {Act.GO_ON, Act.OPEN_LINK} if self.revealed else {Act.REVEAL}
        return frozenset(step | ({Act.SWITCH_LANGUAGE} if len(self.texts) > 1 else set()))

    def reveal(self) -> "FollowUpsSession":
        """Shows the answer."""
        return replace(self, revealed=True) if Act.REVEAL in self.acts else self

    def go_on(self) -> "FollowUpsSession":
        """Go on to the next question once the answer was shown, or after the last one to the end."""
        if Act.GO_ON not in self.acts:
            return self
        return replace(self, done=True) if self.place + 1 == self.of else replace(self, place=self.place + 1, revealed=False)

    def switch_language(self) -> "FollowUpsSession":
        """The same question in the next language; a translation may lag behind and have fewer of them."""
        if Act.SWITCH_LANGUAGE not in self.acts:
            return self
        text = self.texts[(self.texts.index(self.text) + 1) % len(self.texts)]
        return replace(self, text=text, place=min(self.place, len(text.follow_ups) - 1))
