"""Which keys of a Latin keyboard were pressed, where an input method has made other letters of them: Hangul, or full-width ones.

Korean learners type with the dubeolsik layout: each of its letters (jamo) stands on one key. An input method may join several presses
into one syllable before a program sees any of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ON_KEYS = {
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ": "qwertyuiop",
    "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ": "asdfghjkl",
    "ㅋㅌㅊㅍㅠㅜㅡ": "zxcvbnm",
    "ㅃㅉㄸㄲㅆㅒㅖ": "QWERTOP",
}
_JOINED = {
    jamo: first + second
    for jamo, first, second in zip(
        "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄㅘㅙㅚㅝㅞㅟㅢ", "ㄱㄴㄴㄹㄹㄹㄹㄹㄹㄹㅂㅗㅗㅗㅜㅜㅜㅡ", "ㅅㅈㅎㄱㅁㅂㅅㅌㅍㅎㅅㅏㅐㅣㅓㅔㅣㅣ", strict=True
    )
}
"""Letters that take two presses."""
_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_SYLLABLES = range(0xAC00, 0xD7A4)
_CONJOINING = {0x1100: _FIRST, 0x1161: _MIDDLE, 0x11A8: _LAST[1:]}
"""Where the letters of a decomposed syllable, as macOS writes it, begin."""
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_IDEOGRAPHIC_SPACE = "\u3000"

LATIN: Mapping[str, str] = MappingProxyType({jamo: key for jamos, keys in _ON_KEYS.items() for jamo, key in zip(jamos, keys, strict=True)})
"""The Latin letter on the key of each single jamo."""


def presses(character: str) -> str:
    """The single jamo or Latin characters, one a press, that an input method has made `character` of; itself where it is none of its."""
    code = ord(character)
    if code in _SYLLABLES:
        first, rest = divmod(code - _SYLLABLES.start, len(_MIDDLE) * len(_LAST))
        middle, last = divmod(rest, len(_LAST))
        return "".join(map(_apart, (_FIRST[first], _MIDDLE[middle], _LAST[last])))
    for begin, jamos in _CONJOINING.items():
        if begin <= code < begin + len(jamos):
            return _apart(jamos[code - begin])
    if code in _FULL_WIDTH:
        return chr(code - _FULL_WIDTH.start + ord("!"))
    return " " if character == _IDEOGRAPHIC_SPACE else _apart(character)


def latin(text: str) -> str:
    """What `text` would be if no input method had been on: "ㅅ" and "ｔ" are "t", "아" is "dk"."""
    return "".join(LATIN.get(press, press) for character in text for press in presses(character))


def _apart(jamo: str) -> str:
    return _JOINED.get(jamo, jamo)
