"""Cards as the learner knows them: an id that never changes, and texts that may.

A card is its id. Everything else here (texts, topic, place in the deck) can be edited, moved or translated without
touching the card's history. Texts are already safe to draw: control and bidi characters are gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import pgettext
from quizapp.domain.language_names import meant


@dataclass(frozen=True)
class DemoLink:
    """A link `[text](demo:ID?name=value)`: which demo to run and with what settings, as written."""

    demo: str
    settings: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class KeyPoint:
    """One thing an interviewer ticks off. `terms` are what a typed answer is matched against."""

    text: str
    """Markdown."""
    terms: tuple[str, ...] = ()
    plain: str = ""
    """The same without its marks, formulas as they are drawn; "" in texts that an older version has stored."""

    @property
    def words(self) -> str:
        """What it says."""
        return self.plain or self.text


class Coverage(StrEnum):
    """How much of a key point was said."""

    SAID = "said"
    PERHAPS = "perhaps"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The mark in a word, as a person reads it."""
        names = {
            Coverage.SAID: pgettext("a mark", "said"),
            Coverage.PERHAPS: pgettext("a mark", "perhaps"),
            Coverage.MISSING: pgettext("a mark", "missing"),
        }
        return names[self]


@dataclass(frozen=True)
class FollowUp:
    """A question an interviewer asks next, and its answer; both Markdown."""

    question: str
    answer: str = ""


@dataclass(frozen=True)
class CardText:
    """A card in one language. Fields are Markdown for display unless said otherwise."""

    language: str
    question: str
    """One line of plain text."""
    answer: str = ""
    key_points: tuple[KeyPoint, ...] = ()
    deeper: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    mistakes: str = ""
    sources: str = ""
    demos: tuple[DemoLink, ...] = ()
    """Every demo link in the card in order; the first is the card's demo."""
    path: str = ""
    """The file it came from, relative to the deck's folder."""
    line: int = 0
    """1-based line of the question in that file."""
    variants: tuple[tuple[str, str], ...] = ()
    """What else the deck's glossary says terms of the key points are called, each with the word that the deck writes."""


@dataclass(frozen=True)
class Card:
    """A question with its texts by language; `id` is `deck/card`, and `texts` has the deck's language first."""

    id: str
    topic: str
    texts: Mapping[str, CardText]

    def text(self, language: str) -> CardText:
        """The text in `language`, or in the deck's own language where there is no translation."""
        return self.texts.get(meant(language, self.texts)) or next(iter(self.texts.values()))

    def points_in(self, text: CardText) -> Mapping[str, str]:
        """Each key point of the deck's own language, in which marks are stored, in that of `text`, if it has as many."""
        own = next(iter(self.texts.values())).key_points
        same = len(own) == len(text.key_points)
        return {point.text: other.text for point, other in zip(own, text.key_points, strict=True)} if same else {}


@dataclass(frozen=True)
class Topic:
    """A named group of cards; `titles` by language, `cards` full ids in order."""

    id: str
    titles: Mapping[str, str]
    cards: Sequence[str]


@dataclass(frozen=True)
class Deck:
    """A folder of cards. `id` is the folder's name; cards come in the order of the topics."""

    id: str
    titles: Mapping[str, str]
    language: str
    topics: Sequence[Topic]
    cards: Sequence[Card]


class Severity(StrEnum):
    """What a problem does to its card: an error keeps it out of the quiz, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong in a deck, where, and what to write instead, each drawable and on one line. Sorts by place."""

    path: str
    """File relative to the deck's folder, or the folder itself."""
    line: int
    """1-based; 0 where the file as a whole is meant."""
    message: str
    severity: Severity = Severity.ERROR
    column: int = 0
    """1-based, in characters of the line as it stands in the file; 0 where the line as a whole is meant."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", one_line(self.path))
        object.__setattr__(self, "message", one_line(self.message))

    @property
    def is_error(self) -> bool:
        """Whether it keeps its card out of the quiz."""
        return self.severity is Severity.ERROR

    def __lt__(self, other: "Problem") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, int, str, str]:
        return self.path, self.line, self.column, self.message, self.severity

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        return f"{place}: {self.message}" if self.is_error else f"{place}: warning: {self.message}"
