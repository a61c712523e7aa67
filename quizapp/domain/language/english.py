"""English words: which carry no meaning of their own, and what is left of the others without inflection and spelling.

`stem` takes endings off, longest first, up to three in a row ("vectorisations" -> "vector"). It aims at one thing, that the forms of one
word meet; a stem need not be a word ("converge", "converges", "convergence" -> "converg"). British and American spellings meet as well.
The idea, not the letter, of M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980.
"""

import re
from functools import lru_cache

FUNCTION_WORDS = frozenset(
    """
    a an the of in on at by for from with to into onto over as is are was were be been being am it its this that these those and or so also
    very just you we i they he she them your our their his her my me us do does did doing done have has had having will would can could may
    might must should shall there here what which who whom whose when where how why if then than such about out up down off because while
    until though although but since however e g eg ie etc some any each every all both more most other others same own only even too again
    further once one ones s t d ll re ve get gets got like say let lets thing things way
    """.split()
)
"""Words that are never compared, unless a term consists of nothing else."""

LIGHT_WORDS = """
    data set sets value number amount size step point case example problem use using used system algorithm technique method model network
    function layer node unit time type kind many several usual usually good well new process result term
""".split()
"""Words that many a technical term ends in ("validation data", "saddle points"): alone they do not tell which term was meant."""

_ENDINGS = sorted(
    """
    s es ed ing ings ied ies ly edly er ers or ors est e y um a al ally ial ic ics ical ion ions ation ations ization izations ize izes ized
    izing izer izers ity ities ness ence ences ency ent ents ance ances ant ants able ables ible ably ibly ability abilities ibility ier
    iers ate ates ated ating ator ators ative atives atively ive ives ively ment ments
    """.split(),
    key=len,
    reverse=True,
)
_INFLECTIONS = frozenset({"s", "es", "ed", "ing", "e", "y", "a", "ies", "ied"})
_IRREGULAR = {"learnt": "learn", "chosen": "choose", "chose": "choose", "matrices": "matrix", "vertices": "vertex", "indices": "index"}
_AMERICAN = (
    (re.compile(r"is(e[drs]?|ers?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"ys(e[drs]?|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|al)?$"), r"or\1"),
    (re.compile(r"tre[sd]?$"), "ter"),
)
"""British endings and their American spelling. Words with the ending alone ("noise") change as well, wherever they stand."""


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What the forms of `word` (lower case, letters) have in common; words of up to three letters are their own stem."""
    word = _american(_IRREGULAR.get(word, word))
    for _ in range(3):
        shorter = _without_ending(word)
        if shorter == word:
            break
        word = shorter
    return word[:-1] if word.endswith("ll") else word  # "labelled", "labeled"


def _american(word: str) -> str:
    for british, american in _AMERICAN if len(word) > 5 else ():
        word = british.sub(american, word)
    return word


def _without_ending(word: str) -> str:
    """`word` without its longest ending that leaves four letters, or three where the ending is an inflection."""
    for ending in _ENDINGS:
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= (3 if ending in _INFLECTIONS else 4) and not _belongs(word, ending):
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word


def _belongs(word: str, ending: str) -> bool:
    """Whether that "s" or "a" is no ending: "loss", "bias", "axis", "data"."""
    if ending == "a":
        return len(word) < 6
    latin = word.endswith("us") and not word.endswith("aus") and len(word) > 4  # not "GPUs"
    return ending == "s" and (latin or word.endswith(("ss", "as", "is", "os")))
