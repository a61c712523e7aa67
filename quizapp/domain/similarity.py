"""Whether a question still asks the same after an edit, judged by its words alone.

The measure, in this order:

1. A number or a negation that came or went changes the meaning: "L1" is not "L2", "converges" is not "does not converge".
2. Texts that agree in 90 % of their letters (spaces, punctuation and case aside) differ by a typo.
3. Else the words that carry meaning are compared, those that differ by a typo or an ending counting as equal. Where less than 60 % of them
   (Dice, "Measures of the amount of ecologic association between species", 1945) are common to both, the meaning has changed.
"""

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from itertools import takewhile

SAME_LETTERS = 0.9
SAME_WORD = 0.75
SAME_WORDS = 0.6
LONGEST_PARTICLE = 2
"""Syllables behind a Korean noun, as in 하강법-이란."""
_WORD = re.compile(r"\w+")
_NEGATION = re.compile(r"\b(?:not|no|non|never|cannot|without)\b|n't\b|(?<!\w)[안못]\s|않|없|아니")
_FILLERS = frozenset(
    """
    a an and are as at be by can cannot could define describe did do does explain for from how in is it its me mean means never no non not
    of on or tell that the their them there these they this to us was we were what when where which who why will with without would you your
    무엇 무엇인가요 무엇인가 무엇이고 어떻게 왜 어떤 설명하세요 설명해 주세요 보세요 그리고 대해
    """.split()  # noqa: SIM905  (a list of a hundred strings is harder to read)
)
"""Words that any question is made of."""


def same_meaning(before: str, after: str) -> bool:
    """Whether the question `after` asks what `before` asked."""
    before, after = _folded(before), _folded(after)
    if _numbers(before) != _numbers(after) or bool(_NEGATION.search(before)) != bool(_NEGATION.search(after)):
        return False
    return _ratio(_letters(before), _letters(after)) >= SAME_LETTERS or common_words(before, after) >= SAME_WORDS


def common_words(one: str, other: str, *, typos: bool = True) -> float:
    """The share, 0 to 1, of the words carrying meaning that two texts have in common; with `typos`, also those that are merely alike."""
    mine, theirs = _words(_folded(one)), _words(_folded(other))
    if not mine or not theirs:
        return float(mine == theirs)
    equal = mine & theirs
    left, common = list((theirs - equal).elements()), equal.total()
    for word in (mine - equal).elements() if typos else ():
        twin = next((each for each in left if _alike(word, each)), None)
        if twin is not None:
            left.remove(twin)
            common += 1
    return 2 * common / (mine.total() + theirs.total())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _numbers(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text) if re.search(r"\d", word))


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


def _words(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text) if word not in _FILLERS)


def _alike(one: str, other: str) -> bool:
    """Two words that differ by a typo, an ending or a Korean particle."""
    if re.search(r"\d", one + other):
        return False
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if stem >= 2 and "가" <= one[0] <= "힣" and max(len(one), len(other)) - stem <= LONGEST_PARTICLE:
        return True
    return _ratio(one, other) >= SAME_WORD


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
