"""Languages as people and systems name them: "ko", "KO", "ko_KR.UTF-8" and "한국어" are one."""

from collections.abc import Iterable

NAMES = {
    "english": "en",
    "영어": "en",
    "korean": "ko",
    "한국어": "ko",
    "japanese": "ja",
    "日本語": "ja",
    "일본어": "ja",
    "chinese": "zh",
    "中文": "zh",
    "중국어": "zh",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "portuguese": "pt",
    "português": "pt",
    "russian": "ru",
    "русский": "ru",
}
"""Codes by the names that languages have in English, in Korean and of their own."""
OF_COUNTRIES = {
    "kr": "ko",
    "jp": "ja",
    "cn": "zh",
    "us": "en",
    "gb": "en",
    "vn": "vi",
    "ua": "uk",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
}
"""Codes of languages by those of countries, with which people mix them up. No other language has such a code but Kanuri, "kr"."""


def code(name: str) -> str:
    """The code of the language that `name` means, in small letters: "ko" of "KO", of "한국어" and of the locale "ko_KR.UTF-8".

    Only a locale loses its region: "pt-BR" may be what a deck calls its language. A name that is not known stays as it is.
    """
    language = name.strip().partition(".")[0].partition("@")[0].partition("_")[0].casefold()
    return NAMES.get(language, language)


def mixed_up(name: str) -> str:
    """The code of the language for which `name`, the code of a country, was given: "ko" for "kr". Empty if it is no such code."""
    return OF_COUNTRIES.get(code(name), "")


def meant(name: str, known: Iterable[str]) -> str:
    """The one of the codes in `known` that `name` means, or at least its language without the region; empty if there is none."""
    wanted = code(name)
    codes = {each.casefold(): each for each in known} if wanted else {}
    return codes.get(wanted) or codes.get(wanted.partition("-")[0], "")
