"""What a clause denies, and what it says the wrong way round.

English: "not", "never" and "n't" deny their whole clause ("gradients can't vanish"), "no", "without" and "nothing" what follows them.
Korean negation (않다, 없다, 안, 못, 아니다) denies its clause, which the connective endings keep short. Two denials cancel. A condition
denies nothing: "if the loss does not fall, stop" says that one stops.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from quizapp.domain.language.words import Clause, Word

Side = tuple[str, int]
"""One end of an axis of meaning, such as ("size", 0) for what is small."""

_VERB_NEGATIONS = frozenset("not never cannot cant dont doesnt isnt arent wont didnt couldnt wasnt hardly nobody".split())
_NOUN_NEGATIONS = frozenset("no nothing without neither nor regardless whatever".split())
_KOREAN_NEGATIONS = tuple("없 않 아니 아닌 아님 불가 못하 못해 못한 못할 못합 안되 안돼 안해 안하 안써 안쓰 안나 안함 안됨 상관없".split())
_KOREAN_ALONE = frozenset({"안", "못", "말고"})
_NO_DENIALS = ("문제없", "틀림없", "상관없이", "관계없이")
_CONDITIONS = frozenset({"if", "unless"})

_OPPOSITES = {
    "size": ("small smaller tiny low 작은 작으 작아 작게 낮", "large larger big bigger huge giant high 큰 크면 크고 클수록 커야 커지 높"),
    "amount": (
        "less fewer decrease decreases shrink shrinks 적은 적으 적어 줄어 줄이 감소",
        "more increase increases grow grows 많은 많아 늘어 늘수록 증가",
    ),
    "speed": ("slow slower slows crawl 느리 느려 느린", "fast faster quick quickly 빠르 빨라 빨리 빠른"),
    "price": ("cheap cheaper 값싼 싸고 싼", "expensive costly 비싼 비싸"),
    "order": ("before 전에", "after 후에"),
    "truth": (
        "right correct correctly 맞은 맞힌 맞으면 맞는 맞혔",
        "wrong wrongly incorrect mistake mistakes misclassified 틀리 틀린 틀렸 틀릴 오분류 실수",
    ),
    "range": ("always 항상 언제나 무조건", "only exactly sometimes 때만"),
    "extent": ("whole entire full 전체", "subset part 일부"),
    "effort": ("easy easily 쉽 쉬운 쉬워", "hard difficult 어렵 어려"),
    "aim": ("minimise minimize minimises minimizes 최소", "maximise maximize maximises maximizes 최대"),
    "worth": ("better best", "worse worst"),
}
"""Pairs of everyday opposites: English words as they are, Korean ones by their beginning."""
_SIDES = [(word, (axis, side)) for axis, pair in _OPPOSITES.items() for side, words in enumerate(pair) for word in words.split()]
_ENGLISH_SIDES = {word: side for word, side in _SIDES if word.isascii()}
_KOREAN_SIDES = [(word, side) for word, side in _SIDES if not word.isascii()]
_PREFIXES = {False: (("un", "non"), 5), True: (("비", "불"), 2)}
"""By whether a word is Korean: what turns it into its opposite, and how long it must be without."""


def negates(word: Word) -> bool:
    """Whether `word` denies something."""
    if not word.korean:
        return word.text in _VERB_NEGATIONS or word.text in _NOUN_NEGATIONS
    if word.text.startswith(_NO_DENIALS):
        return False
    return word.text in _KOREAN_ALONE or word.text.startswith(_KOREAN_NEGATIONS) or word.text.endswith("없이")


def denies(clause: Clause) -> bool:
    """Whether `clause` denies anything, be it as a condition: "without a bias", "편향이 없으면"."""
    return any(map(negates, clause.words))


def denied(clause: Clause) -> list[bool]:
    """For each word of `clause` whether it is denied there."""
    nouns = [i for i, word in enumerate(clause.words) if word.text in _NOUN_NEGATIONS]
    verbs = [i for i, word in enumerate(clause.words) if negates(word) and i not in nouns and not _not_only(clause, i)]
    ands = [i for i, word in enumerate(clause.words) if word.text == "and"]
    if _conditional(clause):
        verbs, nouns = [], []
    return [_denials(i, verbs, nouns, ands) % 2 == 1 for i in range(len(clause.words))]


def _denials(place: int, verbs: Sequence[int], nouns: Sequence[int], ands: Sequence[int]) -> int:
    """How many denials reach the word at `place`.

    A verb's reaches all before it, together with those of nouns behind it ("can't do without"). What follows is reached up to an "and".
    """
    if verbs and place < verbs[0]:
        return len(verbs) + sum(noun > verbs[0] for noun in nouns)
    return sum(each < place and not any(each < pause < place for pause in ands) for each in (*verbs, *nouns))


def _not_only(clause: Clause, place: int) -> bool:
    """Whether the word at `place` is the "not" of "not only", which denies nothing."""
    return [word.text for word in clause.words[place : place + 2]] == ["not", "only"]


def _conditional(clause: Clause) -> bool:
    return clause.words[0].text in _CONDITIONS or clause.words[-1].text.endswith(("면", "면요"))


def sides(words: Iterable[Word]) -> frozenset[Side]:
    """The ends of axes that `words` stand on."""
    return frozenset(side for word in words for side in _sides(word))


@lru_cache(maxsize=4096)
def _sides(word: Word) -> frozenset[Side]:
    """Those of everyday opposites; and every word is one end of an axis of its own, with un- or non- (비-, 불-) the other."""
    if word.korean:
        found = {side for beginning, side in _KOREAN_SIDES if word.text.startswith(beginning)}
    else:
        found = {_ENGLISH_SIDES[word.text]} if word.text in _ENGLISH_SIDES else set()
    prefixes, shortest = _PREFIXES[word.korean]
    base = next((word.text.removeprefix(prefix) for prefix in prefixes if word.text.startswith(prefix)), "")
    return frozenset(found | ({(base, 0)} if len(base) >= shortest else {(word.text, 1)}))


def opposed(some: frozenset[Side], others: frozenset[Side]) -> bool:
    """Whether `some` stand on an end opposite to `others`, and `others` not on both."""
    return any((axis, 1 - side) in others and (axis, side) not in others for axis, side in some)
