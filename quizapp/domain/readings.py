"""The readings of a typed answer: as it stands, and with the deck's own word for every term that its glossary also knows by another.

"히든 레이어를 씁니다" is read a second time as "은닉층를 씁니다". Both count, because the card itself may list the other word as a synonym.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from quizapp.domain.card import CardText
from quizapp.domain.language.spoken import without_fillers

_BLANK = r"[^\w.,;:!?()\n]{0,8}"

Variants = tuple[tuple[str, str], ...]
"""Words that are used for a term, each with the one that the deck writes."""


def readings(answer: str, texts: Iterable[CardText]) -> tuple[str, ...]:
    """`answer` without what is said while thinking, and what else it may be read as where `texts` are the card's."""
    answer = without_fillers(answer)
    variants = tuple(pair for text in texts for pair in text.variants)
    if not variants:
        return (answer,)
    written = {_key(variant): write for variant, write in variants}
    again = _pattern(variants).sub(lambda match: written.get(_key(match[0]), match[0]), answer)
    return (answer,) if again == answer else (answer, again)


def _key(variant: str) -> str:
    return "".join(filter(str.isalnum, variant)).casefold()


@lru_cache(maxsize=64)
def _pattern(variants: Variants) -> re.Pattern[str]:
    """Any of the words, the longest first; for a blank in it there may be none, or more, and quotation marks."""
    longest_first = sorted({variant for variant, _ in variants}, key=lambda variant: (-len(variant), variant))
    return re.compile("|".join(_BLANK.join(map(re.escape, variant.split())) for variant in longest_first), re.IGNORECASE)
