"""The terms of a key point, and where an answer says them.

A term is found in a clause that holds its words, in any order, with few others among them; or its words written together or apart
(feedforward, feed-forward; 경사하강법), or its initials (GD for gradient descent). Half of its words are enough to be looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from quizapp.domain.language import korean
from quizapp.domain.language.alike import alike
from quizapp.domain.language.denial import denied, denied_in_form, denies, negates
from quizapp.domain.language.forms import Forms
from quizapp.domain.language.opposites import Side, sides
from quizapp.domain.language.orders import Order, orders
from quizapp.domain.language.words import Clause, Word, clauses, word
from quizapp.domain.swaps import numbered

SHORT = 2
"""Syllables that are no term when they are found in a run of others."""
SLACK = 1
"""Other telling words that may stand among those of a term: "linear decision boundary". Silent ones are not counted: "loss of the net"."""
ALIKE = 0.8
"""What another word for one of a term is worth beside that word: it is often meant otherwise."""
LEAST_SHARE = 0.5
"""The share of a term's weight that must be found for it to be looked at."""
LONGEST_TERM = 12
"""Telling words of a term that are looked for."""
LONGEST_COMPOUND = 3
"""Words of an answer that may be one word of a card: "k nearest neighbours"."""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of a key point as it is looked for."""

    text: str
    words: tuple[Word, ...]
    """Those that carry meaning, or all where none does; negations are left out."""
    negative: bool
    """Whether the phrase itself denies something: "never settles"."""
    denied: frozenset[str]
    """The stems of what it denies."""
    compound: str
    """Its words written as one, without the ending of the last; "" where they are not of one script."""
    sides: frozenset[Side]
    """What of everyday opposites its words name."""
    orders: tuple[Order, ...]
    """What its words put in an order."""
    initials: str
    """"gd" for gradient descent; "" for a single word, or where they would be an everyday word."""


@lru_cache(maxsize=4096)
def term(text: str) -> Term:
    """The phrase `text` (plain text, no Markdown)."""
    return _term(text, clauses(text))


def whole(clause: Clause) -> Term:
    """A clause of a key point as a term of its own, without a name."""
    return _term("", [clause])


def _term(text: str, phrase: Sequence[Clause]) -> Term:
    pairs = [pair for clause in phrase for pair in zip(clause.words, denied_in_form(clause), strict=True)]
    every = [word for word, _ in pairs]
    telling = tuple([word for word in every if not word.silent and not negates(word)] or every)[:LONGEST_TERM]
    no = frozenset(word.stem for word, no in pairs if no and not word.light and not word.silent)
    put = tuple(order for _, order in orders(phrase))
    return Term(text, telling, any(map(negates, every)), no, _compound(telling), sides(pairs), put, _initials(telling))


def _compound(words: Sequence[Word]) -> str:
    if all(each.korean for each in words):
        return korean.stem("".join(each.text for each in words)) if words else ""
    alike = all(each.text.isalpha() and not each.korean for each in words)
    return "".join(each.text for each in words[:-1]) + words[-1].stem if alike else ""


def _initials(words: Sequence[Word]) -> str:
    """None for words of one or two letters: "co-adapting" is not known as "ca"."""
    written_out = len(words) > 1 and all(len(each.text) > 2 and each.text.isalpha() and not each.korean for each in words)
    initials = "".join(each.text[0] for each in words)
    return initials if written_out and not word(initials).silent else ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words of a clause that may be a term: which, by their positions, and the share of the term's weight that they are."""

    clause: int
    positions: frozenset[int]
    share: float = 1.0


class TypedAnswer:
    """An answer, taken apart once and then searched for many words and terms."""

    def __init__(self, text: str) -> None:
        self.clauses = clauses(text)
        self.denied = [denied(clause) for clause in self.clauses]
        """For each clause and each of its words, whether it is denied."""
        self.negated = [denied_in_form(clause) for clause in self.clauses]
        """The same where a condition is taken for what it says."""
        self.denying = {clause.sentence for clause in self.clauses if denies(clause)}
        """The sentences that deny something."""
        self.orders: list[tuple[int, Order]] = orders(self.clauses)
        """What it puts in an order, with the number of the clause that does."""
        self.statements = numbered(self.clauses)
        """For each clause and each of its words, the number of the statement that it is part of."""
        self._at: dict[str, list[tuple[int, int]]] = {}
        for number, clause in enumerate(self.clauses):
            for position, each in enumerate(clause.words):
                self._at.setdefault(each.text, []).append((number, position))
        self._forms = Forms({each.text: each for clause in self.clauses for each in clause.words}.values())
        self._compounds = _compounds(self.clauses)
        self._runs = [_run(clause) for clause in self.clauses]
        self._ranks = [_ranks(clause) for clause in self.clauses]
        self._found: dict[str, dict[int, list[int]]] = {}
        self._near: dict[str, dict[int, Sequence[int]]] = {}

    def where(self, wanted: Word) -> Mapping[int, Sequence[int]]:
        """The positions of `wanted`, by clause."""
        if wanted.text not in self._found:
            self._found[wanted.text] = self._places(self._forms.of(wanted))
        return self._found[wanted.text]

    def near(self, wanted: Word) -> Mapping[int, Sequence[int]]:
        """The positions of `wanted`, a Korean one also written apart, and of other words for it, by clause."""
        if wanted.text not in self._near:
            said = self._forms.of(wanted).union(*map(self._forms.of, alike(wanted)))
            self._near[wanted.text] = self._apart(wanted) | dict(self._places(said))
        return self._near[wanted.text]

    def _apart(self, wanted: Word) -> dict[int, Sequence[int]]:
        if not wanted.korean or len(wanted.stem) <= SHORT:
            return {}
        runs = enumerate(self._runs)
        return {number: sorted(positions) for number, (letters, starts) in runs for positions in _in_run(letters, starts, wanted.stem)}

    def affirmed(self, wanted: Word) -> Iterator[tuple[int, Sequence[int]]]:
        """The clauses that hold `wanted`, or another word for it, and do not deny it, and where."""
        for clause, positions in self.near(wanted).items():
            if left := [position for position in positions if not self.negated[clause][position]]:
                yield clause, left

    def _places(self, words: Iterable[str]) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for clause, position in sorted(place for said in words for place in self._at[said]):
            places.setdefault(clause, []).append(position)
        return places

    def places(self, term: Term, weigh: Callable[[Word], float]) -> Iterator[Occurrence]:
        """Where `term` may be said."""
        for initials in (term.initials, f"{term.initials}s") if term.initials else ():
            yield from (Occurrence(clause, frozenset({position})) for clause, position in self._at.get(initials, ()))
        yield from self._compounds.get(term.compound, ())
        if term.words and all(each.korean for each in term.words) and sum(len(each.text) for each in term.words) > SHORT:
            for number, (letters, starts) in enumerate(self._runs):
                yield from (Occurrence(number, positions) for positions in _in_run(letters, starts, term.compound))
        yield from self._scattered(term, weigh)

    def _scattered(self, term: Term, weigh: Callable[[Word], float]) -> Iterator[Occurrence]:
        """Its words near each other, at least half of them by weight."""
        found = [(self.near(each), self.where(each), weigh(each)) for each in term.words]
        total = sum(weight for _, _, weight in found)
        for clause in sorted({clause for near, _, _ in found for clause in near}):
            there = [(near.get(clause, ()), exact.get(clause, ()), weight) for near, exact, weight in found]
            for start in sorted({position for near, _, _ in there for position in near}):
                taken = self._taken(there, start, self._ranks[clause])
                if (share := sum(taken.values()) / total) >= LEAST_SHARE:
                    yield Occurrence(clause, frozenset(taken), share)

    @staticmethod
    def _taken(there: Sequence[tuple[Sequence[int], Sequence[int], float]], start: int, rank: Sequence[int]) -> dict[int, float]:
        """What the words of a term that stand within reach of `start` are worth, by position; each comes with its places and weight."""
        taken: dict[int, float] = {}
        last = rank[start] + len(there) + SLACK
        for near, exact, weight in there:
            free = (position for position in near if position >= start and rank[position] < last and position not in taken)
            if (position := next(free, None)) is not None:
                taken[position] = weight if position in exact else weight * ALIKE
        return taken


def _compounds(every: Sequence[Clause]) -> Mapping[str, Sequence[Occurrence]]:
    """The places of one to three words that are not Korean, by what they are written as one."""
    places: dict[str, list[Occurrence]] = {}
    for number, clause in enumerate(every):
        for length in range(1, LONGEST_COMPOUND + 1):
            for start in range(len(clause.words) - length + 1):
                words = clause.words[start : start + length]
                if not any(each.korean for each in words) and (compound := _compound(words)):
                    places.setdefault(compound, []).append(Occurrence(number, frozenset(range(start, start + length))))
    return places


def _ranks(clause: Clause) -> list[int]:
    """For each word of `clause` how many telling words stand before it."""
    return [0, *accumulate(not each.silent for each in clause.words)]


def _run(clause: Clause) -> tuple[str, Sequence[int]]:
    """The letters of the clause's Korean words, all together, and where each word begins and the last one ends."""
    letters, starts = "", [0]
    for each in clause.words:
        letters += korean.jamo(each.text) if each.korean else " "
        starts.append(len(letters))
    return letters, starts


def _in_run(letters: str, starts: Sequence[int], wanted: str) -> Iterator[frozenset[int]]:
    """The positions of the words that `wanted` covers, wherever it begins with a word."""
    if wanted in letters:
        for start in starts[:-1]:
            if letters.startswith(wanted, start):
                yield frozenset(i for i, (begin, _) in enumerate(pairwise(starts)) if start <= begin < start + len(wanted))
