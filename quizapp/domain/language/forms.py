"""Which words of a text are forms of a given word: its inflections and spellings, beginnings of it, and mistyped ones."""

from collections import defaultdict
from collections.abc import Iterable

from quizapp.domain.language import korean
from quizapp.domain.language.words import Word

SHORTEST_MISTYPED = 7
"""Letters from which a word may have one wrong: shorter ones become other words ("simple", "sample")."""
SHORTEST_CUT = 4
LONGEST_CUT = 12
MISSING_AT_LEAST = 3
"""A beginning of that many letters stands for a word that has at least three more: "eval", "prob", "init"."""


class Forms:
    """The distinct words of a text, to be asked for the forms of others."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._by_stem: defaultdict[str, set[str]] = defaultdict(set)
        self._by_beginning: defaultdict[str, set[str]] = defaultdict(set)
        self._alone: defaultdict[str, set[str]] = defaultdict(set)
        self._long: defaultdict[str, list[Word]] = defaultdict(list)
        for each in words:
            if each.korean:
                self._alone[korean.alone(each.text)].add(each.text)
                for beginning in korean.beginnings(each.text):
                    self._by_beginning[beginning].add(each.text)
            else:
                self._by_stem[each.stem].add(each.text)
                self._by_beginning[each.text.removesuffix("s")].add(each.text)
                if len(each.text) >= SHORTEST_MISTYPED:
                    self._long[each.text[0]].append(each)

    def of(self, wanted: Word) -> set[str]:
        """The words that are forms of `wanted`. A mistyped one counts only where no right one is."""
        if wanted.korean:
            return self._alone.get(wanted.text, set()) if len(wanted.text) == 1 else self._by_beginning.get(wanted.stem, set())
        if not wanted.text.isalnum():  # a formula with another sign is another formula
            return {wanted.text} & self._by_stem.get(wanted.stem, set())
        found = self._by_stem.get(wanted.stem, set())
        for end in range(SHORTEST_CUT, min(len(wanted.text) - MISSING_AT_LEAST, LONGEST_CUT) + 1):
            found = found | self._by_beginning.get(wanted.text[:end], set())
        if found or len(wanted.text) < SHORTEST_MISTYPED:
            return found
        return {said.text for said in self._long[wanted.text[0]] if _mistyped(wanted, said)}


def _mistyped(wanted: Word, said: Word) -> bool:
    return _one_edit(wanted.text, said.text) or _one_edit(wanted.stem, said.stem)


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter too many, too few, wrong, or swapped with the next makes `a` into `b`; the first letter is never mistyped."""
    if a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[start:], b[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped == other
