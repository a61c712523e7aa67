"""A card's key points as they are looked for in an answer: their words, and their terms, to be said or to be denied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizapp.domain.card import CardText, KeyPoint
from quizapp.domain.language.polarity import Side, negates, sides
from quizapp.domain.language.words import Clause, Word, clauses
from quizapp.domain.terms import Term, term

COMMON = 0.25
"""What a word weighs that stands in the question, or ends many a technical term ("data", "function"), beside 1 for any other."""

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Point:
    """One key point, in all languages of its card."""

    texts: tuple[tuple[Word, ...], ...]
    """For each language the telling words of its text, each once."""
    terms: tuple[tuple[Term, frozenset[bool]], ...]
    """Each term, and whether it is denied where the point is said: false, true, or either."""
    words: tuple[Word, ...]
    """The telling words of texts and terms, each once."""
    sides: frozenset[Side]
    """What of everyday opposites these words name."""
    several: bool
    """Whether the text has more than one bold phrase in every language."""


@dataclass(frozen=True)
class CardPoints:
    """The key points of a card, and the words of its question."""

    points: tuple[Point, ...]
    asked: frozenset[str]
    """Stems."""

    def weigh(self, word: Word) -> float:
        """How much `word` tells: from 0 to 1."""
        return COMMON if word.light or word.stem in self.asked else 1.0


@lru_cache(maxsize=64)
def prepared(texts: tuple[CardText, ...]) -> CardPoints:
    """The card of which these are the texts in its languages, with as many key points each."""
    asked = frozenset(word.stem for text in texts for word in _telling(clauses(text.question)))
    return CardPoints(tuple(_point(points) for points in zip(*(text.key_points for text in texts), strict=True)), asked)


def _point(points: Sequence[KeyPoint]) -> Point:
    read = [clauses(_LINK_TARGET.sub("", point.words)) for point in points]
    texts = tuple(_telling(each) for each in read)
    terms = [term(text) for point in points for text in point.terms]
    words = tuple({word.text: word for group in (*texts, *(term.words for term in terms)) for word in group}.values())
    denials = [_denied(term, terms, [clause for text in read for clause in text]) for term in terms]
    several = all(len(set(_BOLD.findall(point.text))) > 1 for point in points)
    return Point(texts, tuple(zip(terms, denials, strict=True)), words, sides(words), several)


def _telling(text: Iterable[Clause]) -> tuple[Word, ...]:
    words = (word for clause in text for word in clause.words if not word.silent and not negates(word))
    return tuple({word.stem: word for word in words}.values())


def _denied(term: Term, terms: Sequence[Term], text: Sequence[Clause]) -> frozenset[bool]:
    """Whether the point denies `term`: by the term's own words, by its text, or by another term that denies a word of it.

    Where its text and another term differ, either will do: "XOR" in "XOR is the counterexample" beside the synonym "cannot solve XOR".
    """
    if term.negative:
        return frozenset({True})
    stems = {word.stem for word in term.words}
    standing = frozenset(_denied_in(clause, stems) for clause in text if stems <= {word.stem for word in clause.words})
    telling = {word.stem for word in term.words if not word.light}
    elsewhere = any(other.negative and telling & {word.stem for word in other.words} for other in terms)
    return standing | {True} if elsewhere else standing or frozenset({False})


def _denied_in(clause: Clause, stems: set[str]) -> bool:
    """Whether one of the words is denied in `clause` of a point: in English by what stands before it, in Korean after it."""
    places = [i for i, word in enumerate(clause.words) if word.stem in stems]
    negations = [(i, word.korean) for i, word in enumerate(clause.words) if negates(word)]
    return any(place < i if korean else i < place for i, korean in negations for place in places)
