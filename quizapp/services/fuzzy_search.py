"""Finds texts by words that may be unfinished, misspelt, run together, or Hangul still being composed.

Every word must be in a text, in any order. Words are compared letter by letter, a Hangul syllable being two or more: so the first
syllables of a word find it, and so does a last syllable that lacks its final letter. A word may stand in the text as several ("경사하강법"
for "경사 하강법"), or as another one that means the same. Consonants alone are the initials of syllables ("ㄱㅅㅎㄱㅂ"). A word that
no text holds in one of these ways may be misspelt.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from string import punctuation
from unicodedata import lookup, name, normalize

EDITS = ((9, 2), (5, 1))
"""Letters from which on a word may be misspelt, and in how many letters: missing, wrong, one too many, or two exchanged."""

RUN_TOGETHER = 4
"""Letters from which on a word may stand in a text as several: fewer are those of too many words."""

_WORD = re.compile(r"[^\W\d_]+")
_GAPS = f" {punctuation}·…–—“”‘’「」『』、。，：；？！（）"
"""What stands between the words of a line, or within one."""
_BETWEEN = f"[{re.escape(_GAPS)}]*"
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


_CONSONANTS = range(0x1100, 0x1113)
_INITIALS = {
    syllable: _CONSONANTS.start + place // (11172 // len(_CONSONANTS)) for place, syllable in enumerate(range(ord("가"), ord("힣") + 1))
}


def run_together(text: str) -> str:
    """`text` without what stands between the words of its lines."""
    for gap in _GAPS:  # one by one is much faster than all at once: most are not there
        text = text.replace(gap, "")
    return text


def initials(spelt: str) -> bool:
    """Whether the letters `spelt` are the initials of syllables: consonants alone."""
    return len(spelt) > 1 and all(ord(letter) in _CONSONANTS for letter in spelt)


def no_others(word: str) -> Collection[str]:  # noqa: ARG001
    """No word means the same as another."""
    return ()


class FuzzySearch:
    """Looks through texts that stay as they are."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] | None = None) -> None:
        """`names` are the parts of the texts by whose initials they are found; by default all of them."""
        self._plain = [plain(text) for text in texts]
        self._letters = _Index([letters(text) for text in self._plain])
        self._initials = _Initials(self._plain if names is None else names)

    def prepare(self) -> None:
        """Makes what the first words that are spelt otherwise would wait for."""
        self._letters.prepare()
        self._initials.prepare()

    def find(self, wanted: str, others: Callable[[str], Collection[str]] = no_others, *, misspelt: bool = True) -> dict[int, int]:
        """The texts with every word of `wanted`, by index, and how far each is from it: 0 holds it as it stands, words and all.

        `others` gives what a text may say in the place of a word. Words that no text holds may be `misspelt`, or else find nothing.
        """
        words = plain(wanted).split()
        found = dict.fromkeys(range(len(self._plain)), 0)
        for word in words:
            matches = self._matches(word, others(word), misspelt=misspelt)
            found = {index: distance + matches[index] for index, distance in found.items() if index in matches}
        phrase = " ".join(words)
        return {index: distance + (phrase not in self._plain[index]) for index, distance in found.items()}

    def _matches(self, word: str, others: Collection[str], *, misspelt: bool) -> dict[int, int]:
        """The texts with `word`, by index: 0 as it stands, 1 in another way, 2 within the initials of other words."""
        spelt = letters(word)
        if initials(spelt):
            literally = {index: 0 for index, text in enumerate(self._plain) if word in text}
            return self._initials.matches(spelt, misspelt=misspelt) | literally
        matches = {index: int(word not in self._plain[index]) for index in self._letters.holding(spelt)}
        for each in (word, *others):
            matches |= dict.fromkeys(self._letters.beginning_with(run_together(letters(each)), matches), 1)
        return matches or dict.fromkeys(self._letters.close(spelt) if misspelt else (), 1)


class _Index:
    """Texts by their letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def prepare(self) -> None:
        """Makes what the first words would wait for."""
        self.close("prepare")
        self.beginning_with("prepare")

    def holding(self, spelt: str) -> set[int]:
        """The texts that hold these letters."""
        return {index for index, text in enumerate(self._texts) if spelt in text}

    def holding_together(self, spelt: str) -> set[int]:
        """The texts that hold these letters where words run together."""
        return {index for index, text in enumerate(self._together) if spelt in text}

    def beginning_with(self, spelt: str, but: Collection[int] = ()) -> set[int]:
        """The texts, `but` some, in which words, run together, begin with `spelt`; none where that is too short to tell."""
        return self.at_a_word(spelt, self.holding_together(spelt).difference(but)) if len(spelt) >= RUN_TOGETHER else set()

    def at_a_word(self, spelt: str, indexes: Collection[int]) -> set[int]:
        """Those of the texts in which a word begins where `spelt` does."""
        pattern = re.compile(rf"(?<![^\W_]){_BETWEEN.join(map(re.escape, spelt))}")
        return {index for index in indexes if pattern.search(self._texts[index])}

    def close(self, spelt: str) -> set[int]:
        """The texts with words that begin nearly as `spelt`."""
        edits = next((edits for length, edits in EDITS if len(spelt) >= length and spelt.isalpha()), 0)
        if not edits:
            return set()
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        words = list(self._words)
        close: set[int] = set()
        for length in range(len(spelt) - edits, len(spelt) + edits + 1):
            beginnings = [known[:length] for known in words]
            for _, _, index in extract_iter(spelt, beginnings, scorer=OSA.distance, score_cutoff=edits):
                close.update(self._words[words[index]])
        return close

    @cached_property
    def _together(self) -> Sequence[str]:
        return [run_together(text) for text in self._texts]

    @cached_property
    def _words(self) -> Mapping[str, Sequence[int]]:
        """Every word with the texts that hold it."""
        words: dict[str, list[int]] = {}
        for index, text in enumerate(self._texts):
            for word in set(_WORD.findall(text)):
                words.setdefault(word, []).append(index)
        return words


class _Initials:
    """Names by the initials of their syllables, made where somebody types such."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)

    def prepare(self) -> None:
        """Makes what the first initials would wait for."""
        self._index.prepare()

    def matches(self, spelt: str, *, misspelt: bool) -> dict[int, int]:
        """The names with these initials, by index: 1 where a word begins with them or nearly so, else 2."""
        holding = self._index.holding_together(spelt)
        if not holding:
            return dict.fromkeys(self._index.close(spelt) if misspelt else (), 1)
        return dict.fromkeys(holding, 2) | dict.fromkeys(self._index.at_a_word(spelt, holding), 1)

    @cached_property
    def _index(self) -> _Index:
        return _Index([plain(name).translate(_INITIALS) for name in self._names])
