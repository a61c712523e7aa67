"""Which language a text is in, as far as its letters tell."""

import re

_SCRIPTS = tuple(
    (re.compile(letters), languages.split())
    for letters, languages in (
        ("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]", "ko"),
        ("[\u3041-\u30ff]", "ja"),
        ("[\u3400-\u4dbf\u4e00-\u9fff]", "zh ja"),
        ("[\u0400-\u04ff]", "ru uk be bg sr mk kk ky mn tg"),
        ("[\u0370-\u03ff\u1f00-\u1fff]", "el"),
        ("[\u0590-\u05ff]", "he yi"),
        ("[\u0600-\u06ff]", "ar fa ur ps ug"),
        ("[\u0900-\u097f]", "hi mr ne sa"),
        ("[\u0e00-\u0e7f]", "th"),
    )
)
"""The letters of scripts other than Latin, and the languages that are written in them, the likeliest first.

A text in one of them may hold Latin letters, Greek ones as symbols, and Han ones beside kana and Hangul.
"""
_NOT_LATIN = frozenset(language for _, languages in _SCRIPTS for language in languages)
_SYMBOLS = re.compile(r"\b[\u0370-\u03ff]\b")
"""Greek letters that stand alone."""


def language_of(text: str, preferred: str = "") -> str:
    """The language that the letters of `text` tell: `preferred`, a code or empty, where it is written in them.

    Latin letters, and no letters at all, tell English where nothing is preferred.
    """
    base = preferred.partition("-")[0]
    words = _SYMBOLS.sub("", text)
    for letters, languages in _SCRIPTS:
        if letters.search(words):
            return preferred if base in languages else languages[0]
    in_latin = base not in _NOT_LATIN or not any(char.isalpha() for char in words)
    return preferred if preferred and in_latin else "en"
