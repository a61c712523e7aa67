"""Everyday opposites: what a text says the wrong way round."""

from collections.abc import Iterable
from functools import lru_cache

from quizapp.domain.language.words import Word

Side = tuple[str, int]
"""One end of an axis of meaning, such as ("size", 0) for what is small."""

_OPPOSITES = {
    "size": ("small smaller tiny low 작은 작으 작아 작게 낮", "large larger big bigger huge giant high 큰 크면 크고 클수록 커야 커지 높"),
    "amount": (
        "less fewer few decrease decreases shrink shrinks 적은 적으 적어 줄어 줄이 감소",
        "more many lots increase increases grow grows 많은 많아 많이 늘어 늘수록 증가",
    ),
    "speed": ("slow slower slows crawl 느리 느려 느린", "fast faster quick quickly 빠르 빨라 빨리 빠른"),
    "price": ("cheap cheaper 값싼 싸고 싼", "expensive costly 비싼 비싸"),
    "order": ("before 전에", "after 후에"),
    "truth": (
        "right correct correctly 맞은 맞힌 맞으면 맞는 맞혔",
        "wrong wrongly incorrect mistake mistakes misclassified 틀리 틀린 틀렸 틀릴 오분류 실수",
    ),
    "range": (
        "always definitely regardless 항상 언제나 무조건 반드시",
        "only exactly sometimes usually often typically mostly 때만 대체로 보통 흔히",
    ),
    "extent": ("whole entire full 전체", "subset part 일부"),
    "effort": ("easy easily 쉽 쉬운 쉬워", "hard difficult 어렵 어려"),
    "aim": ("minimise minimize minimises minimizes 최소", "maximise maximize maximises maximizes 최대"),
    "worth": ("better best 낫 나은 나아", "worse worst 나쁘 나쁜"),
    "course": ("up uphill rise rises 올라 오르", "down downhill fall falls 내려 내리"),
    "way": ("along", "against opposite minus negative"),
    "likeness": ("same identical comparable similar alike 같은 같다 똑같 비슷", "different opposite 다른 다르 다릅 반대"),
    "state": ("on active enabled 켜 켠", "off inactive disabled 끄 끈 꺼"),
    "keeping": (
        "keep kept stored stores store saved reuse reuses reused cached 저장 재사용 보관",
        "discard discards discarded forget forgets deletes deleted delete thrown throw throws throwing 버리 버린 삭제",
    ),
    "limit": ("converge converges convergence 수렴", "diverge diverges divergence 발산"),
    "fit": ("overfit overfitting overfits 과적합", "underfit underfitting underfits 과소적합"),
    "angle": ("perpendicular 수직", "parallel 평행"),
    "edge": ("flat flatter 평탄 평평", "sharp sharper 날카"),
    "chance": ("random randomly 무작위 랜덤 난수", "fixed deterministic 고정"),
    "freedom": ("escape escapes leave leaves 벗어 탈출", "trapped traps trap 갇히 갇혀"),
    "rule": ("regardless irrespective 상관없 무관", "depends depend dependent follows follow according 따라 따른 달라"),
    "phase": ("training 훈련", "inference 추론"),
    "filling": ("sparse 희소", "dense 밀집"),
    "grain": ("continuous 연속", "discrete 이산"),
}
"""Pairs of everyday opposites: English words as they are, Korean ones by their beginning."""
_SIDES = [(word, (axis, side)) for axis, pair in _OPPOSITES.items() for side, words in enumerate(pair) for word in words.split()]
_ENGLISH_SIDES: dict[str, frozenset[Side]] = {
    word: frozenset(side for other, side in _SIDES if other == word) for word, _ in _SIDES if word.isascii()
}
_KOREAN_SIDES = [(word, side) for word, side in _SIDES if not word.isascii()]
_PREFIXES = {False: (("un", "non", "hyper"), 5), True: (("비", "불"), 2)}
"""By whether a word is Korean: what turns it into its opposite, and how long it must be without."""


def sides(words: Iterable[tuple[Word, bool]]) -> frozenset[Side]:
    """The ends of axes that words stand on; each comes with whether it is denied, and then stands on the other end.

    A word that is denied stands on no end of its own axis: who says "not separable" need not mean "inseparable".
    """
    return frozenset((axis, 1 - end if no else end) for word, no in words for axis, end in _sides(word) if not no or axis != word.text)


@lru_cache(maxsize=4096)
def ends(word: Word) -> frozenset[Side]:
    """The ends of axes that `word` stands on by the table of opposites."""
    if word.korean:
        return frozenset(side for beginning, side in _KOREAN_SIDES if word.text.startswith(beginning))
    return _ENGLISH_SIDES.get(word.text, frozenset())


@lru_cache(maxsize=4096)
def _sides(word: Word) -> frozenset[Side]:
    """Those of everyday opposites; and every word is one end of an axis of its own, with un- or non- (비-, 불-) the other."""
    prefixes, shortest = _PREFIXES[word.korean]
    base = next((word.text.removeprefix(prefix) for prefix in prefixes if word.text.startswith(prefix)), "")
    return ends(word) | {(base, 0) if len(base) >= shortest else (word.text, 1)}


def common(texts: Iterable[frozenset[Side]]) -> frozenset[Side]:
    """The sides of texts that say the same. One of everyday opposites counts only where all name it: else the claim does without."""
    each = list(texts)
    return frozenset(side for its in each for side in its if side[0] not in _OPPOSITES or all(side in others for others in each))


def opposed(some: frozenset[Side], others: frozenset[Side]) -> bool:
    """Whether `some` stand on an end opposite to `others`, and `others` not on both."""
    return any((axis, 1 - side) in others and (axis, side) not in others and (axis, 1 - side) not in some for axis, side in some)
