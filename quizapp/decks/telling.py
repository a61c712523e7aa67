"""Which words of a question say what it is about, and what is left of a Korean word without its particles and endings."""

import re
import unicodedata
from collections.abc import Sequence

_ENGLISH = """
a an and are be between by can could did difference do does explain for from has have how in is it its need needs of on one or
should that the their them they this to use used uses was we were what when where which who why will with work works would
you your
"""
_KOREAN = """
각 각각 간 것 경우 관해 관해서 그 그것 그러면 그럼 그리고 누구 다 대하여 대한 대해 대해서 더 등 또는 때 말 및 몇 무슨 무엇 뭐 뭔
방식 방법 보통 사용 사이 서로 설명 수 약자 어느 어디 어떠 어떤 어떻게 어떻 언제 얼마 얼마나 왜 위한 위해 위해서 의미 이 이것 이때 이란
이루어져 이루어지 이유 이용 있 저 제 주로 중 중에 차이 차이점 통한 통해 통해서 필요 할 항상 혹은
"""
_UNTOLD = frozenset(f"{_ENGLISH} {_KOREAN}".split())
"""Words of a question that say nothing of what it is about."""
_LIKE_PARTICLES = """
가을 강의 강하 거의 견해 결과 결의 경로 고가 과부하 교란 권한 극한 기한 길이 깊이 낙하 넓이 논의 높이 놀이 대가 도로 도해 동의 마을
무한 바로 방해 벌이 부하 분할 분해 상한 새로 서로 성과 손해 역할 오해 원가 유의 유한 의의 이하 이해 임의 저가 저하 저해 정의 제한 종이
주의 지하 차이 초과 최대한 최소한 추가 통과 투과 풀이 피해 하나 하한 학과 합의 협의 회로 회의 효과
"""
_NOUNS = tuple(_LIKE_PARTICLES.split())
"""Nouns that end as if a particle or an ending stood behind another."""
_AFTER_CONSONANT = "이라는 이라고 으로부터 으로서 으로써 으로의 으로 이란 이랑 이면 이나 은 을 이 과"
_AFTER_VOWEL = "라는 라고 로부터 로서 로써 로의 로 란 랑 는 를 가 와"
_ANYWHERE = "에서는 에서의 에서 에게 에는 에도 에 의 까지 부터 처럼 보다 마다 대로 인가요 인가 인지 이란 일까요 입니까 이고 이며"
_MOST_PARTICLES = 3
"""One behind the other."""
_PARTICLES = sorted(
    (
        (particle, sound)
        for particles, sound in ((_AFTER_CONSONANT, "C"), (_AFTER_VOWEL, "V"), (_ANYWHERE, ""))
        for particle in particles.split()
    ),
    key=lambda each: -len(each[0]),
)
"""Each particle, and what the syllable before it ends in, where that makes a difference; the longest first."""
_SHORT = frozenset(["은", "는", "을", "를", "이", "가", "과", "와", "의", "에", "란", "이란", "에서", "인가요", "인가"])
"""Particles that may follow a single syllable: with others that is more likely to be a word of its own."""
_LIGHT_VERB = re.compile(
    "(?:(?:하|되|시키)(?:는|는지|는가|는가요|나요|나|고|며|면|면서|지|지만|기|도록|려면|려고|던|세요|십시오|시오|게|여)"
    "|(?:한|된|할|될|해|돼|시킨|시킬|시켜)(?:다|가|가요|지|지요|까|까요|요|서|야|도|라|주세요|보세요|봐요)?"
    "|(?:합|됩|시킵)(?:니까|니다|시다)|(?:했|됐|시켰)(?:나요|다|던|을까요|습니까|는가))$"
)
_PREDICATE = re.compile("(?:나요|가요|까요|니까|세요|십시오|시오|[어아여해돼줘와]요|는가|은가|는지|은지|을까)$")
"""How the words end that ask, or bid to answer."""


def telling(words: Sequence[str]) -> list[str]:
    """Those of `words`, in small letters, that say what a question made of them is about, Korean ones without particles and endings."""
    found = (_noun(word) if _is_hangul(word[-1]) else word for word in words if word not in _UNTOLD)
    return [word for word in found if word and word not in _UNTOLD]


def _noun(word: str) -> str:
    """What `word` says without what joins it to the others; empty for a predicate that says nothing else."""
    for _ in range(_MOST_PARTICLES):
        if verb := None if word.endswith(_NOUNS) else _LIGHT_VERB.search(word):
            return word[: verb.start()] if verb.start() > 1 or not _is_hangul(word[0]) else ""
        noun = _without_particle(word)
        if noun == word:
            return "" if _PREDICATE.search(word) else word
        if noun in _UNTOLD or not _is_hangul(noun[-1]):
            return noun
        word = noun
    return word


def _without_particle(word: str) -> str:
    """`word` without its last particle. A particle fits the sound before it, which tells 결정은 from a noun that ends alike."""
    if word.endswith(_NOUNS):
        return word
    for particle, sound in _PARTICLES:
        rest = word.removesuffix(particle)
        if rest not in ("", word) and (len(rest) > 1 or particle in _SHORT or not _is_hangul(rest)) and _fits(rest[-1], particle, sound):
            return rest
    return word


def _fits(last: str, particle: str, sound: str) -> bool:
    """Whether `particle` may follow the letter `last`; what Latin letters and digits sound like is not known."""
    if not sound or not _is_hangul(last):
        return True
    final = unicodedata.normalize("NFD", last)[2:]
    return (sound == "C") == bool(final) or (final == "ᆯ" and particle.startswith("로"))


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"
