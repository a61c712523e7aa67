"""How a clause of a key point stands to each of its words, and so what an answer may do with it."""

from collections.abc import Sequence
from enum import Enum, auto

from quizapp.domain.language import english_denial, korean_denial
from quizapp.domain.language.denial import conditional, denied_in_form, denies
from quizapp.domain.language.words import Clause, Word


class Stance(Enum):
    """What a clause makes of a word."""

    AFFIRMED = auto()
    TOUCHED = auto()
    """Something else is denied of it ("units" in "units never settle"), or it is kept away ("off the origin"), or it only follows."""
    DENIED = auto()


_RELEASES = frozenset(
    """
    off against away prevent prevents avoid avoids stop stops
    fight fights reduce reduces escape breaks break discourages discourage
    """.split()
)
_KOREAN_RELEASES = ("막", "방지", "피하", "피한", "예방", "줄이", "줄인", "탈출")
"""What keeps something from being so: "stops units from co-adapting" and "units cannot co-adapt" say the same."""
_ELSE = frozenset("or otherwise else".split())
_LIMITS = frozenset("only just once final finally last end solely merely different differs differ distinct separate unlike".split())
_KOREAN_LIMITS = ("마지막", "최종", "한번", "다르", "다른", "다릅", "달라", "별개")
"""What says of a thing no more than a denial would: "the test set only at the end", "BN is something different"."""


def stances(clause: Clause, before: Clause | None = None) -> list[Stance]:
    """How `clause` stands to each of its words; what would happen "otherwise", or on a condition `before` that denies, is touched."""
    words = clause.words
    follows = words[0].text in _ELSE or (before is not None and _denies_in_case(before))
    loose = set(range(len(words))) if follows else released(words)
    subject = _subject(words)
    denied = denied_in_form(clause)
    return [
        Stance.TOUCHED if (i < subject if no else i in loose) else Stance.DENIED if no else Stance.AFFIRMED for i, no in enumerate(denied)
    ]


def _denies_in_case(clause: Clause) -> bool:
    return conditional(clause) and (denies(clause) or clause.words[-1].text.startswith("어기"))


def released(words: Sequence[Word]) -> set[int]:
    """The positions of words that are kept away: in English behind the word that says so, in Korean before it."""
    english = next((i for i, word in enumerate(words) if word.text in _RELEASES), len(words))
    korean = next((i for i, word in enumerate(words) if word.text.startswith(_KOREAN_RELEASES)), 0)
    return {*range(english + 1, len(words)), *range(korean)}


def _subject(words: Sequence[Word]) -> int:
    """How many words name what the clause speaks of: in English those before the verb that is denied, in Korean up to 은 or 는."""
    verb = next((i for i, word in enumerate(words) if word.text in english_denial.VERBS), 0)
    topic = next((i + 1 for i, word in enumerate(words) if word.korean and korean_denial.is_topic(word)), 0)
    return max(verb, topic)


def limits(clause: Clause) -> bool:
    """Whether `clause` limits or sets apart what it speaks of, as "only" does."""
    return any(_limits(word) for word in clause.words)


def _limits(word: Word) -> bool:
    return word.text.startswith(_KOREAN_LIMITS) or word.text.endswith("만") if word.korean else word.text in _LIMITS
