"""What an answer has to do with the terms of a key point for the point to be said: say them, deny them, or either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.domain.language.denial import negates
from quizapp.domain.language.stance import Stance, released, stances
from quizapp.domain.language.words import Clause, Word
from quizapp.domain.terms import Term, whole

Stood = tuple[Clause, Sequence[Stance]]
"""A clause of a key point, and how it stands to each of its words."""

SAY, DENY, EITHER = frozenset({False}), frozenset({True}), frozenset({False, True})
_ALLOWED = {Stance.AFFIRMED: SAY, Stance.TOUCHED: EITHER, Stance.DENIED: DENY}


@dataclass(frozen=True, slots=True)
class Expected:
    """A term, and whether an answer that says the point denies it: false, true, or either."""

    term: Term
    denials: frozenset[bool]
    loose: bool = False
    """Whether it stands nowhere in the point's text: who denies a mere synonym of something need not deny the point."""
    subject: bool = False
    """Whether it only names what the point denies something of: "trees" in "trees do not need it"."""


def stood(text: Sequence[Clause]) -> Iterator[Stood]:
    """How a point stands to its words, clause by clause."""
    return ((clause, stances(clause, before)) for before, clause in zip((None, *text), text, strict=False))


def expected(terms: Sequence[Term], text: Sequence[Stood]) -> tuple[Expected, ...]:
    """Each term; and each clause that denies something, as a term without a name, where it says more than a term does."""
    denying = (whole(clause) for clause, its in text if Stance.DENIED in its)
    more = [each for each in denying if len(each.words) > 1 and not any(set(each.words) <= set(term.words) for term in terms)]
    return (*(_expected(term, terms, text) for term in terms), *(Expected(each, DENY) for each in more))


def denied_words(terms: Sequence[Term], text: Sequence[Stood]) -> tuple[Word, ...]:
    """The telling words that a point denies, in its text or in a term."""
    pairs = [(word, stance) for clause, its in text for word, stance in zip(clause.words, its, strict=True)]
    words = [word for word, stance in pairs if stance is Stance.DENIED and not (word.light or word.silent or negates(word))]
    words += [word for each in terms for word in each.words if word.stem in each.denied]
    return tuple({word.stem: word for word in words}.values())


def _expected(term: Term, terms: Sequence[Term], text: Sequence[Stood]) -> Expected:
    """By the term's own words, by the text where it stands there, or by another term that denies a word of it.

    Where its text and another term differ, either will do: "XOR" in "XOR is the counterexample" beside the synonym "cannot solve XOR".
    """
    if term.negative:
        return Expected(term, DENY, loose=not any(Stance.DENIED in its for _, its in text))
    stems = {word.stem for word in term.words}
    standing = [_allowed(its, clause, stems) for clause, its in text if stems <= {word.stem for word in clause.words}]
    telling = {word.stem for word in term.words if not word.light}
    if any(telling & other.denied and (telling <= other.denied or other.denied <= telling) for other in terms):
        return Expected(term, DENY.union(*standing))
    if standing:
        clauses = [its for clause, its in text if stems <= {word.stem for word in clause.words}]
        return Expected(term, _both(standing), subject=EITHER in standing and all(Stance.DENIED in its for its in clauses))
    easily_denied = ("effort", 1) in term.sides or any(released(clause.words) for clause, _ in text)  # who cannot explain finds it hard
    return Expected(term, EITHER if easily_denied else SAY, loose=True)


def _both(standing: Sequence[frozenset[bool]]) -> frozenset[bool]:
    """What suits the point in all its languages: what one denies and another keeps away is to be denied, or kept away."""
    return DENY if DENY in standing and SAY not in standing else frozenset().union(*standing)


def _allowed(its: Sequence[Stance], clause: Clause, stems: set[str]) -> frozenset[bool]:
    found = {stance for word, stance in zip(clause.words, its, strict=True) if word.stem in stems}
    return _ALLOWED[found.pop() if len(found) == 1 else Stance.DENIED if found == {Stance.DENIED, Stance.TOUCHED} else Stance.TOUCHED]
