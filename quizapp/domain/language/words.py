"""A text as clauses of words: the level on which an answer and a key point are compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from quizapp.domain.language import english, korean
from quizapp.domain.language.spoken import plainly, written

LONGEST_CLAUSE = 60
"""Words: who goes on longer without a mark is cut there, so that time grows with the length of a text and no faster."""

_TOKEN = re.compile(
    r"[^\W_가-힣]*[\ue000-\ue0ff](?:[^\W_가-힣]|[\ue000-\ue0ff])*|[가-힣]+|[^\W\d_가-힣]+\d*|\d+(?:\.\d+)?|->|(?<!\S)-(?=\s)|[^\w\s-]|\n"
)
_SENTENCE_ENDS = frozenset(".!?;…\n")
_CLAUSE_ENDS = frozenset({",", ":", "(", ")", "—", "–", "→", "->", "-"}) | _SENTENCE_ENDS
_CONJUNCTIONS = frozenset("but so because although though while whereas since if then when which however unless otherwise else".split())
_CONNECTIVES = re.compile(
    "(?:고|며|지만|는데|은데|인데|니까|면|면서|[^에]서|므로|거나|어도|아도|해도|.야|려고|이라|라서|도록|않게|없게|없어|않아|때문에|아니라)요?$",
)
"""Endings by which a Korean word joins its clause to the next."""
_INLINE = re.compile(r"(?<=\S)\(([^\s()]*)\)|(?<=[가-힣])\(([a-z][a-z0-9 -]{0,60})\)(?=[가-힣])")
"""A bracket in a formula, as in 1/(1-p), parts nothing, nor does one that glosses a Korean word before its particle."""
_SYMBOLS = re.compile(
    r"(?<!\w)(?:[^\W\d_가-힣]+(?:\+\+|#)(?![a-z0-9])"
    r"|[oθω]\((?:[^()\n]|\([^()\n]*\)){1,40}\)"
    r"|[^\W\d_가-힣]+[ ]?/[ ]?\([^()\n]{1,40}\))"
)
"""What is another word with other symbols: C# and C++, O(n) and O(n log n), TP/(TP+FN) and TP/(TP+FP)."""
_UNTOLD = re.compile(r"[\s^*·∗⋅]")
"""What makes no difference there."""
_DECORATION = re.compile(r"(?:[^\S\n]|[\"“”„«»*`])+")
"""What may stand between the words of a turn of phrase and changes nothing."""
_NOT = re.compile(r"\b(?:can't|won't|shan't)|(?<=[a-z])n't\b")
_NON = re.compile(r"\bnon[- ](?=[a-z])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case and its stem; a hyphen or a change of script separates words."""

    text: str
    stem: str
    korean: bool
    silent: bool
    """Whether it carries no meaning of its own."""
    light: bool
    """Whether it is too common in technical terms to tell one from another."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words, at least one, up to a comma, bracket, conjunction or connective ending."""

    words: tuple[Word, ...]
    sentence: int
    """Which sentence of the text it belongs to, from 0."""


@lru_cache(maxsize=8192)
def word(text: str) -> Word:
    """The word written `text` (lower case, one script)."""
    if "가" <= text[0] <= "힣":
        stem = korean.stem(text)
        return Word(text, stem, True, text in korean.FUNCTION_WORDS, stem in _LIGHT)
    stem = english.stem(text)
    return Word(text, stem, False, text in english.FUNCTION_WORDS, stem in _LIGHT)


_LIGHT = frozenset(map(english.stem, english.LIGHT_WORDS)) | frozenset(map(korean.stem, korean.LIGHT_WORDS))


def clauses(text: str) -> list[Clause]:
    """`text` taken apart. Case, quotation marks, emphasis and the width of characters do not matter; commas and full stops do."""
    groups: list[tuple[list[Word], int]] = [([], 0)]
    for token in _TOKEN.findall(_plain(text)):
        sentence = groups[-1][1] + (token in _SENTENCE_ENDS)
        if token in _CLAUSE_ENDS or token in _CONJUNCTIONS or len(groups[-1][0]) == LONGEST_CLAUSE:
            groups.append(([], sentence))
        if token[0].isalnum():
            groups[-1][0].append(word(token))
        if len(token) > 1 and _CONNECTIVES.search(token):
            groups.append(([], sentence))
    spoken = [(tuple(words), sentence) for words, sentence in groups if words]
    numbers = {sentence: number for number, sentence in enumerate(dict.fromkeys(sentence for _, sentence in spoken))}
    return [Clause(words, numbers[sentence]) for words, sentence in spoken]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("**", "")  # **회전**시킨다 is one word
    text = _DECORATION.sub(" ", text)
    text = _SYMBOLS.sub(lambda match: f" {symbols(match[0])} ", written(text))
    return plainly(_NON.sub("non", _NOT.sub(" not", _INLINE.sub(lambda match: f" {match[1] or match[2]} ", text))))


def symbols(text: str) -> str:
    """`text`, of letters and symbols, as one word: each symbol is a character of its own that parts nothing."""
    return "".join(char if char.isalnum() else chr(0xE000 + ord(char) % 0x100) for char in _UNTOLD.sub("", text))
