"""Denial in English. "not", "never" and "n't" deny their clause, "no" and "without" what follows them, both up to an "and".

A clause that has a "that" or an "and" is two: "systems that never learn" denies no systems, "it is cheap and does not scale" nothing cheap.
"""

from collections.abc import Iterator, Sequence

from quizapp.domain.language.reach import Reach
from quizapp.domain.language.words import Word

VERBS = frozenset(
    """
    not never cannot cant dont doesnt isnt arent wont didnt couldnt
    wasnt hardly barely rarely seldom nobody unnecessary needless unneeded superfluous irrelevant avoided
    """.split()
)
_NOUNS = frozenset("no nothing none without neither nor lack lacks lacking".split())
_RELATIVES = frozenset("that who whom".split())
_PRONOUNS = frozenset("it that this them these those one".split())
_AUXILIARIES = frozenset("is are was were can cannot could will would does do has have must should may might".split())
_FINITE = _AUXILIARIES | frozenset("it s re you we they i".split())
"""Words that show that what stands before an "and" is a sentence of its own."""


def negates(text: str) -> bool:
    """Whether the word `text` denies something."""
    return text in VERBS or text in _NOUNS


def reaches(words: Sequence[Word]) -> Iterator[Reach]:
    """The denials among the words of a clause."""
    for place, word in enumerate(words):
        if negates(word.text):
            end = next((i for i in range(place + 1, len(words)) if words[i].text == "and"), len(words))
            if word.text in VERBS:
                yield Reach(place, _beginning(words, place), end)
            else:
                yield Reach(place, place + 1, _phrase_end(words, place + 1, end) if word.text == "without" else end, noun=True)


def _beginning(words: Sequence[Word], place: int) -> int:
    """Where the part of the clause begins that the verb's denial at `place` denies."""
    silent = True
    for i in range(place - 1, -1, -1):
        between = words[i].text == "and" and (silent or any(word.text in _FINITE for word in words[:i]))
        if between or words[i].text in _RELATIVES or (words[i].text == "or" and silent):
            return i + 1
        silent = silent and words[i].silent
    return 0


def _phrase_end(words: Sequence[Word], begin: int, end: int) -> int:
    """Where the noun behind "without" ends: at a verb such as "is", or behind a pronoun."""
    if begin < end and words[begin].text in _PRONOUNS:
        return begin + 1
    return next((i for i in range(begin + 1, end) if words[i].text in _AUXILIARIES), end)
