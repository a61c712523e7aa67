"""Finds texts by words that may be unfinished, misspelt, or Hangul still being composed.

Every word must be in a text, in any order. A word that no text holds as it is typed may be misspelt. Words are compared letter by letter, a
Hangul syllable being two or more: so the first syllables of a word find it, and so does a last syllable that lacks its final letter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from unicodedata import lookup, name, normalize

EDITS = ((9, 2), (5, 1))
"""Letters from which on a word may be misspelt, and in how many letters: missing, wrong, one too many, or two exchanged."""

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = {"WA": "O A", "WAE": "O AE", "OE": "O I", "WEO": "U EO", "WE": "U E", "WI": "U I", "YI": "EU I"}
_FINALS = range(0x11A8, 0x11C3)
_ACCENTS = range(0x300, 0x370)
_LETTERS: dict[int, str | None] = {
    **dict.fromkeys(_ACCENTS),
    **{
        ord(lookup(f"HANGUL JUNGSEONG {whole}")): "".join(lookup(f"HANGUL JUNGSEONG {part}") for part in parts.split())
        for whole, parts in _VOWELS.items()
    },
    **{
        final: "".join(lookup(f"HANGUL CHOSEONG {part}") for part in name(chr(final)).removeprefix("HANGUL JONGSEONG ").split("-"))
        for final in _FINALS
    },
}
"""A final consonant is the letter that it would be at the start of the next syllable; doubled letters are two, as they are typed."""


def plain(text: str) -> str:
    """Without what makes no difference: case, and ways to encode the same character."""
    return text.lower() if text.isascii() else normalize("NFKC", text).casefold()


def letters(text: str) -> str:
    """`text` letter by letter, Hangul taken apart, without accents."""
    return text.lower() if text.isascii() else normalize("NFKD", text).casefold().translate(_LETTERS)


class FuzzySearch:
    """Looks through texts that stay as they are."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._plain = [plain(text) for text in texts]
        self._letters = [letters(text) for text in self._plain]

    def prepare(self) -> None:
        """Makes what the first misspelt word would wait for."""
        self._close("prepare")

    def find(self, wanted: str) -> dict[int, int]:
        """The texts with every word of `wanted`, by index, and how far each is from it: 0 holds it as it stands, words and all."""
        words = plain(wanted).split()
        found = dict.fromkeys(range(len(self._plain)), 0)
        for word in words:
            matches = self._matches(word)
            found = {index: distance + matches[index] for index, distance in found.items() if index in matches}
        phrase = " ".join(words)
        return {index: distance + (phrase not in self._plain[index]) for index, distance in found.items()}

    def _matches(self, word: str) -> dict[int, int]:
        """The texts with `word`, by index: 0 as it stands, 1 as letters or misspelt."""
        spelt = letters(word)
        matches = {index: int(word not in self._plain[index]) for index, text in enumerate(self._letters) if spelt in text}
        return matches or {index: 1 for close in self._close(spelt) for index in self._words[close]}

    def _close(self, word: str) -> set[str]:
        """The words that begin nearly as `word` is spelt."""
        edits = next((edits for length, edits in EDITS if len(word) >= length and word.isalpha()), 0)
        if not edits:
            return set()
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        words = list(self._words)
        close: set[str] = set()
        for length in range(len(word) - edits, len(word) + edits + 1):
            beginnings = [known[:length] for known in words]
            close.update(words[index] for _, _, index in extract_iter(word, beginnings, scorer=OSA.distance, score_cutoff=edits))
        return close

    @cached_property
    def _words(self) -> Mapping[str, Sequence[int]]:
        """Every word with the texts that hold it."""
        words: dict[str, list[int]] = {}
        for index, text in enumerate(self._letters):
            for word in set(_WORD.findall(text)):
                words.setdefault(word, []).append(index)
        return words
