"""What reading a file of cards gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from quizapp.decks.variants import TermVariants
from quizapp.domain.card import CardText, DemoLink, Problem
from quizapp.domain.card_json import Written, encode


class Link(NamedTuple):
    """A link to a card, a demo or a picture, and where it begins: line and column, 1-based."""

    line: int
    column: int
    scheme: str
    target: str
    demo: DemoLink | None = None


@dataclass(frozen=True)
class Parsed:
    """A card as one file has it. `errors` keep it out of the quiz."""

    id: str
    language: str
    path: str
    """The file's name as it is shown."""
    line: int
    """1-based line of the question."""
    links: Sequence[Link]
    errors: Sequence[Problem]
    id_column: int
    """1-based column of the id in the question's line; 0 where the file's name is the id."""
    get_text: Callable[[], CardText] = field(compare=False)
    """Called where the text is needed: that of a file that has not changed is not, when a deck is loaded."""
    get_written: Callable[[], tuple[str, str]] = field(compare=False)
    """Called where the card is stored: its question, and the rest of its text as `card_json.encode` writes it."""

    @cached_property
    def text(self) -> CardText:
        """What the card says."""
        return self.get_text()


@dataclass
class File:
    """What one file holds. `problems` concern the file or all of it, not a single card."""

    cards: list[Parsed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Texts(Mapping[str, CardText]):
    """The texts of a card by language, the deck's own first."""

    def __init__(self, cards: Mapping[str, Parsed], variants: TermVariants) -> None:
        """`variants` are those of the deck."""
        self._cards = cards
        self._variants = variants
        self._texts: dict[str, CardText] = {}

    def __getitem__(self, language: str) -> CardText:
        if language not in self._texts:
            self._texts[language] = self._variants.added_to(self._cards[language].text)
        return self._texts[language]

    def written(self) -> Iterator[Written]:
        """The texts as they are stored; where no glossary adds to them, without making them what they are read from."""
        for language, card in self._cards.items():
            if self._variants.has(language):
                yield Written(language, self[language].question, encode(self[language]))
            else:
                yield Written(language, *card.get_written())

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)
