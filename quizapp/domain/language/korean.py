"""Korean words: which carry no meaning of their own, and what is left of the others without particles and verb endings.

Words are compared by their letters (jamo), because endings melt into the last syllable: 줄이다, 줄인다 and 줄여 share ㅈㅜㄹㅇㅣ. A final
consonant counts as the same letter as an initial one, and the vowels of contractions come apart (ㅕ = ㅣㅓ), so that a stem is simply what
the forms of a word begin with.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

FUNCTION_WORDS = frozenset(
    """
    것 것은 것이 것을 것도 거 건 게 걸 거예요 겁니다 수 때 등 및 그 이 저 제 저는 이를 이건 이걸 그건 그걸 하나 둘 각 각각 여러 모두 다
    있다 있는 있고 있습니다 있어요 한다 합니다 해요 하는 하고 하며 하면 해서 된다 됩니다 되는 돼요 쓴다 씁니다 써요 예요 이에요 입니다
    그리고 그래서 그런데 근데 또 또는 혹은 즉 곧 더 가장 좀 잘 많이 같은 대한 대해 위해 통해 이라 라고 이라고 보통 흔히 대체로 주로
    을 를 은 는 가 의 에 도 로 으로 에서 에는 만 와 과 이나 나 이랑 랑
    """.split()
)
"""Words that are never compared, unless a term consists of nothing else."""

LIGHT_WORDS = "데이터 세트 함수 값 방법 모델 과정 결과 문제 개 층 시스템 알고리즘 기법 경우 노드 유닛 이론".split()
"""Words that many a technical term ends in: alone they do not tell which term was meant."""

_PARTICLES = sorted(
    """
    을 를 이 가 은 는 의 에 에서 에만 에서만 에는 에도 으로 로 로만 으로만 로부터 으로부터 부터 까지 와 과 도 만 에게 마다 보다 처럼
    이나 나 이랑 랑 이라 이다 입니다 이라는 이란 란 들 들이 들을 들은 들의
    """.split(),
    key=len,
    reverse=True,
)
_LIGHT_VERB = re.compile("(?:하|되|시키|해|돼|한|된|할|될|함|됨|했|됐|합|됩|시킨|시켜|시킵)[가-힣]*$")
_PAST = re.compile("[ᅡᅥ]ᄊ$")  # 틀렸을, 틀린
_LONGEST = 12
"""Syllables: nobody writes longer words than that."""
_INITIALS = "ᄀ ᄁ ᄀᄉ ᄂ ᄂᄌ ᄂᄒ ᄃ ᄅ ᄅᄀ ᄅᄆ ᄅᄇ ᄅᄉ ᄅᄐ ᄅᄑ ᄅᄒ ᄆ ᄇ ᄇᄉ ᄉ ᄊ ᄋ ᄌ ᄎ ᄏ ᄐ ᄑ ᄒ".split()
_LETTERS = {ord("ᆨ") + i: letters for i, letters in enumerate(_INITIALS)} | {ord("ᅧ"): "ᅵᅥ", ord("ᅪ"): "ᅩᅡ", ord("ᅯ"): "ᅮᅥ"}
"""Final consonants as initial ones, and contracted vowels apart."""


@lru_cache(maxsize=4096)
def jamo(text: str) -> str:
    """The letters of `text`, one after another."""
    return unicodedata.normalize("NFKD", text).translate(_LETTERS)


_ENDINGS = sorted(
    (
        jamo(ending)
        for ending in """
        다 는다 ㄴ다 습니다 ㅂ니다 었다 았다 는 은 ㄴ 을 ㄹ 었을 았을 었던 고 게 며 면 지 지는 지고 지기 져 어 아 어서 아서 음 ㅁ
        """.split()
    ),
    key=len,
    reverse=True,
)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The letters that all forms of `word` (Hangul) begin with, as far as endings tell; words of up to two syllables stay whole."""
    return _PAST.sub("", _without_ending(word)) if len(word) > 2 else jamo(word)


def _without_ending(word: str) -> str:
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return jamo(word.removesuffix(particle))
    if (verb := _LIGHT_VERB.search(word)) and verb.start() >= 2:
        return jamo(word[: verb.start()])
    letters = jamo(word)
    ending = next((ending for ending in _ENDINGS if letters.endswith(ending) and len(letters) - len(ending) >= 4), "")
    return letters.removesuffix(ending).removesuffix("ᅳ" if ending else "")  # 빠르다, 빨라


def beginnings(word: str) -> Iterator[str]:
    """What `word` begins with, letter by letter, and so do the parts of this compound from its third syllable on.

    A part after the first syllable does not count: 비선형 is no 선형.
    """
    for start in (0, *range(2, min(len(word), _LONGEST) - 1)):
        letters = jamo(word[start : start + _LONGEST])
        yield from (letters[:end] for end in range(3, len(letters) + 1))


def alone(word: str) -> str:
    """The one syllable that `word` consists of, but for a particle; "" where there are more."""
    return word[0] if len(word) == 1 or word[1:] in _PARTICLES else ""


def adnominal(word: str) -> bool:
    """Whether the form of the verb `word` describes what follows it: 푸는, 배운, 할."""
    last = jamo(word[-1])
    return word.endswith(("는", "던")) or (len(last) > 2 and last[-1] in "ᄂᄅ")
