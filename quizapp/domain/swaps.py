"""What an answer says of the wrong thing: "MSE for classification, cross-entropy for regression", "too small diverges, too large crawls".

Two claims of a card are swapped where two statements of the answer near each other mix words of both, neither holds all that either claims,
no word is in both, and a word in bold stands beside the other's words each time, not beside words in bold alone. Who also says both unmixed
is taken at that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, pairwise

from quizapp.domain.language.alike import alike
from quizapp.domain.language.denial import conditional
from quizapp.domain.language.words import Clause, Word

NEAR = 3
"""Statements within which a swap is completed."""
Held = Mapping[int, Set[str]]
"""By the number of an answer's statement, the stems of a claim that it holds."""
Where = Callable[[Word], Iterable[tuple[int, Sequence[int]]]]
"""The clauses of an answer that hold a word, and where."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A key point in one language, or a statement of it."""

    point: int
    words: tuple[Word, ...]
    """Those that tell, each once."""
    statements: tuple[frozenset[str], ...]
    """The stems of what it states, one by one."""
    bold: frozenset[str]
    """The stems of its words in bold."""
    stems: frozenset[str]
    """Those of all its words."""
    kin: frozenset[str]
    """The same, and those of other words for them."""

    @classmethod
    def of(cls, point: int, statements: Iterable[Mapping[str, Word]], bold: frozenset[str]) -> "Claim":
        """What `statements` say, each given as words by their stems."""
        its = list(statements)
        words = {stem: word for each in its for stem, word in each.items()}
        kin = frozenset(other.stem for word in words.values() for other in alike(word))
        return cls(point, tuple(words.values()), tuple(map(frozenset, its)), bold, frozenset(words), kin | words.keys())


def numbered(text: Sequence[Clause]) -> list[list[int]]:
    """For each clause and each of its words, the number of the statement it is in: an "and" begins one, and a condition goes on."""
    numbers, number = list[list[int]](), 0
    for before, clause in zip((None, *text), text, strict=False):
        number += before is None or not conditional(before)
        numbers.append([number := number + (word.text == "and") for word in clause.words])
    return numbers


def claims(point: int, text: Sequence[Clause], bold: frozenset[str]) -> tuple[Claim, ...]:
    """What the key point of that number says in one language: all of it, and then each statement where there are several."""
    held: dict[int, dict[str, Word]] = {}
    for clause, numbers in zip(text, numbered(text), strict=True):
        for word, number in zip(clause.words, numbers, strict=True):
            if not word.silent and not word.light:
                held.setdefault(number, {})[word.stem] = word
    whole = Claim.of(point, held.values(), bold)
    return (whole, *(Claim.of(point, [words], bold) for words in held.values())) if len(held) > 1 else (whole,)


def swapped(card: Sequence[Sequence[Claim]], asked: Set[str], where: Where, numbers: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The points and the clauses of an answer that swap them with others, or what they say; `numbers` are those of its statements.

    `card` are the claims of each point in one language. Words `asked` for in the question do not tell statements of one point apart.
    """
    wholes = [(its[0], _held(its[0].words, where, numbers)) for its in card]
    for one, other in combinations(wholes, 2):
        yield from _clauses(one, other, frozenset(), numbers)
    for parts in ([(each, _held(each.words, where, numbers)) for each in its[1:]] for its in card):
        for one, other in combinations(parts, 2):
            if min(len(one[0].stems - other[0].stems - asked), len(other[0].stems - one[0].stems - asked)) > 1:
                yield from _clauses(one, other, asked, numbers)


def _clauses(
    one: tuple[Claim, Held], other: tuple[Claim, Held], known: Set[str], numbers: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int]]:
    if len(one[1].keys() & other[1].keys()) > 1:
        found = {*_mixed(*one, *other, known)}
        clauses = [clause for clause, its in enumerate(numbers) if not found.isdisjoint(its)]
        yield from ((claim.point, clause) for claim in (one[0], other[0]) for clause in clauses)


def _mixed(one: Claim, mine: Held, other: Claim, theirs: Held, known: Set[str]) -> Iterator[int]:
    """The answer's statements that swap `one` and `other`."""
    left, right = one.stems - other.kin - known, other.stems - one.kin - known
    a, b = _only(mine, left), _only(theirs, right)
    if _says(a, b) and _says(b, a):
        return
    mixed = [n for n in sorted(a.keys() & b.keys()) if not (_all_of(one, left, a[n]) or _all_of(other, right, b[n]))]
    for n, m in pairwise(mixed):
        heads = [bool(its & claim.bold) for its, claim in ((a[n], one), (b[n], other), (a[m], one), (b[m], other))]
        crossed = (heads[0] and heads[3]) or (heads[1] and heads[2])
        if m <= n + NEAR and crossed and not all(heads) and not a[n] & a[m] and not b[n] & b[m]:
            yield from (n, m)


def _all_of(claim: Claim, own: Set[str], held: Set[str]) -> bool:
    """Whether `held` are all of its `own` words in one of its statements, at least two."""
    return any(len(its & own) > 1 and its & own <= held and its & claim.bold for its in claim.statements)


def _only(held: Held, stems: Set[str]) -> Held:
    return {number: its & stems for number, its in held.items() if its & stems}


def _says(one: Held, other: Held) -> bool:
    """Whether a statement of the answer holds two words of `one` and none of `other`."""
    return any(len(stems) > 1 and number not in other for number, stems in one.items())


def _held(words: Iterable[Word], where: Where, numbers: Sequence[Sequence[int]]) -> Held:
    held: dict[int, set[str]] = {}
    for word in words:
        for clause, positions in where(word):
            for position in positions:
                held.setdefault(numbers[clause][position], set()).add(word.stem)
    return held
