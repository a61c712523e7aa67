"""What reading a file of cards gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.domain.card import CardText, DemoLink, Problem


@dataclass(frozen=True)
class Link:
    """A link to a card, a demo or a picture, and where it begins: line and column, 1-based."""

    line: int
    column: int
    scheme: str
    target: str
    demo: DemoLink | None = None


@dataclass(frozen=True)
class Parsed:
    """A card as one file tells it. `errors` keep it out of the quiz."""

    id: str
    text: CardText
    links: Sequence[Link]
    errors: Sequence[Problem]
    id_column: int
    """1-based column of the id in the question's line; 0 where the file's name is the id."""


@dataclass
class File:
    """What one file holds. `problems` concern the file or all of it, not a single card."""

    cards: list[Parsed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
