"""Denial in Korean. 않다, 없다, 못하다 and 아니다 deny their clause, 안 and 못 the verb behind them as well.

A relative clause denies no more than itself (학습하지 않는 시스템도 있다), and 아니라, 말고, 대신 no more than what they contrast. A time
(틀린 게 없을 때까지) is a condition. What only looks like a denial (없애다, 끝없이, 문제없이) is none.
"""

from collections.abc import Iterator, Sequence

from quizapp.domain.language import korean
from quizapp.domain.language.reach import Reach
from quizapp.domain.language.words import Word

_DENIALS = tuple(
    "없 않 아니 아닌 아님 아닙 불가 불필요 못하 못해 못한 못할 못합 못했 안되 안돼 안해 안하 안써 안쓰 안나 안함 안됨 상관없".split()
)
_ADVERBS = frozenset({"안", "못"})
_NO_DENIALS = tuple(
    """
    문제없 틀림없 상관없이 관계없이 상관없는 관계없는 없애 없앤 없앨 없앱 없앴 없어지 없어져 없어진 없어졌 없어집 끝없 수없 빠짐없 어김없
    아니면
    """.split()
)
_CONTRASTS = ("아니라", "아니고", "말고", "대신")
_ADNOMINALS = tuple("않는 않은 않던 없는 없던 아닌 못하는 못한 못했던 불가능한 불필요한 안되는 안하는 안쓰는".split())
_STATEMENTS = ("거", "겁", "것입", "것이다", "것임", "게")
"""What 것 looks like that ends a statement: 필요 없는 겁니다."""
_TIMES = ("때", "경우")
_LIKE = ("처럼", "같이", "같은", "달리")
_TOPICS = ("은", "건", "엔", "에는", "에서는", "으로는")
_VERBS = tuple(
    """
    하는 되는 있는 없는 않는 쓰는 주는 푸는 짜는 보는 만드는 나누는 누르는 이르는 따르는 다루는 바꾸는 맞추는 멈추는 나타내는 보내는
    끝내는 배우는 채우는 나가는 나오는 시키는 가지는 줄이는 쌓이는 보이는 움직이는 늘리는 걸리는 버리는 가르는 고르는 구르는 찾는
    """.split()
)
"""Verbs, whose 는 marks no topic."""


def negates(text: str) -> bool:
    """Whether the word `text` denies something."""
    if text.startswith(_NO_DENIALS):
        return False
    return text in _ADVERBS or text == "말고" or text.startswith(_DENIALS) or text.endswith("없이")


def reaches(words: Sequence[Word]) -> Iterator[Reach]:
    """The denials among the words of a clause."""
    begin = 0
    for place, word in enumerate(words):
        if word.text.startswith(_CONTRASTS):
            yield Reach(place, _own(words, begin, place), place)
            begin = place + 1
        elif word.korean and negates(word.text):
            verb = place + (word.text in _ADVERBS and place + 1 < len(words))
            supposed = _says_when(words, verb)
            if supposed or _is_relative(words, verb):
                yield Reach(place, _own(words, begin, place), verb + 1, supposed=supposed)
                begin = verb + 1
            else:
                yield Reach(place, 0, len(words))


def is_topic(word: Word) -> bool:
    """Whether `word` has the particle of what a clause speaks of (은, 는)."""
    if word.text.endswith("는"):
        return not word.text.endswith(_VERBS)
    return word.text.endswith(_TOPICS)


def _own(words: Sequence[Word], begin: int, end: int) -> int:
    """Where the part of a clause begins that ends before `end`: behind what the clause speaks of, and behind a comparison (X처럼)."""
    return next((i + 1 for i in range(end - 1, begin - 1, -1) if is_topic(words[i]) or words[i].text.endswith(_LIKE)), begin)


def _is_relative(words: Sequence[Word], verb: int) -> bool:
    """Whether the denied verb at `verb` describes what follows it."""
    rest = words[verb + 1 :]
    if not rest or (len(rest) == 1 and rest[0].text.startswith(_STATEMENTS)):
        return False
    text = words[verb].text
    return text.startswith(_ADNOMINALS) or (words[verb].korean and not negates(text) and korean.adnominal(text))


def _says_when(words: Sequence[Word], verb: int) -> bool:
    """Whether it is a time or a condition: 없을 때까지, 않는 경우."""
    following = words[verb + 1].text if verb + 1 < len(words) else ""
    return words[verb].korean and korean.adnominal(words[verb].text) and following.startswith(_TIMES)
