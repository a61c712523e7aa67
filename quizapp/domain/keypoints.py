"""A card's key points as they are looked for in an answer: their words, their terms, and what of it must not be turned round."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizapp.domain.card import CardText, KeyPoint
from quizapp.domain.expected import Expected, Stood, denied_words, expected, stood
from quizapp.domain.language.denial import denied_in_form, negates
from quizapp.domain.language.opposites import Side, common, sides
from quizapp.domain.language.orders import Order, closure, orders
from quizapp.domain.language.words import Clause, Word, clauses
from quizapp.domain.swaps import Claim, claims
from quizapp.domain.terms import term

COMMON = 0.25
"""What a word weighs that stands in the question, or ends many a technical term ("data", "function"), beside 1 for any other."""

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Point:
    """One key point, in all languages of its card."""

    texts: tuple[tuple[Word, ...], ...]
    """For each language the telling words of its text, each once."""
    terms: tuple[Expected, ...]
    words: tuple[Word, ...]
    """The same of all languages together: its own words, to which synonyms add none."""
    denied: tuple[Word, ...]
    """Those that it denies."""
    sides: frozenset[Side]
    """What of everyday opposites its text names."""
    orders: tuple[Order, ...]
    """What its text puts in an order."""
    bold: frozenset[str]
    """The stems of the words set in bold."""
    several: bool
    """Whether the text has more than one bold phrase in every language."""


@dataclass(frozen=True)
class CardPoints:
    """The key points of a card, and the words of its question."""

    points: tuple[Point, ...]
    claims: tuple[tuple[tuple[Claim, ...], ...], ...]
    """For each language, and each point, what it says: all together, and one by one."""
    asked: frozenset[str]
    """Stems."""

    def weigh(self, word: Word) -> float:
        """How much `word` tells: from 0 to 1."""
        return COMMON if word.light or word.stem in self.asked else 1.0


@lru_cache(maxsize=64)
def prepared(texts: tuple[CardText, ...]) -> CardPoints:
    """The card of which these are the texts in its languages, with as many key points each."""
    asked = frozenset(word.stem for text in texts for word in _telling(clauses(text.question)))
    both = [*zip(*(text.key_points for text in texts), strict=True)]
    read = [[clauses(_LINK_TARGET.sub("", point.words)) for point in points] for points in both]
    points = tuple(_point(points, its) for points, its in zip(both, read, strict=True))
    said = [[claims(i, text, point.bold) for text in its] for i, (point, its) in enumerate(zip(points, read, strict=True))]
    return CardPoints(points, tuple(zip(*said, strict=True)), asked)


def _point(points: Sequence[KeyPoint], read: Sequence[Sequence[Clause]]) -> Point:
    its: list[Stood] = [each for text in read for each in stood(text)]
    terms = [term(text) for point in points for text in point.terms]
    texts = tuple(_telling(each) for each in read)
    bold = [_BOLD.findall(point.text) for point in points]
    return Point(
        texts,
        expected(terms, its),
        tuple({word.text: word for text in texts for word in text}.values()),
        denied_words(terms, its),
        common(sides(pair for clause in text for pair in zip(clause.words, denied_in_form(clause), strict=True)) for text in read),
        tuple(order for text in read for order in closure([order for _, order in orders(text)])),
        frozenset(word.stem for phrases in bold for phrase in phrases for word in term(phrase).words if not word.light),
        all(len(set(phrases)) > 1 for phrases in bold),
    )


def _telling(text: Iterable[Clause]) -> tuple[Word, ...]:
    words = (word for clause in text for word in clause.words if not word.silent and not negates(word))
    return tuple({word.stem: word for word in words}.values())
