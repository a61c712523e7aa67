"""The alphabets of Unicode for mathematics: bold, calligraphic, double-struck ... letters, so that a bold x is not drawn as an x."""

import unicodedata

from quizapp.decks.math.error import MathError

FONTS = {
    "mathbf": "BOLD",
    "bf": "BOLD",
    "textbf": "BOLD",
    "boldsymbol": "BOLD",
    "bm": "BOLD",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathbb": "DOUBLE-STRUCK",
    "mathfrak": "FRAKTUR",
    "mathsf": "SANS-SERIF",
    "textsf": "SANS-SERIF",
    "mathtt": "MONOSPACE",
    "texttt": "MONOSPACE",
}
"""By the name of the macro: what Unicode calls the alphabet."""
_OLDER = {"DOUBLE-STRUCK": "DOUBLE-STRUCK", "SCRIPT": "SCRIPT", "FRAKTUR": "BLACK-LETTER"}
"""Some letters were in Unicode before the alphabets were, under these names."""
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def in_font(text: str, font: str) -> str:
    """`text` with its letters and digits in the alphabet `font`. Letters of other scripts, and signs, stay as they are.

    Raises:
        MathError: Unicode has no such letter in that alphabet.
    """
    return "".join(_letter(char, font) for char in text)


def _letter(char: str, font: str) -> str:
    description = _described(char)
    if description is None:
        return char
    names = [f"MATHEMATICAL {font} {description}"]
    if font in _OLDER:
        names.append(f"{_OLDER[font]} {description}")
    for name in names:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    raise MathError(f"{char!r} has no {font.lower()} form to draw")


def _described(char: str) -> str | None:
    """What the names of the alphabets' letters say of `char`, such as "SMALL X"; None where no alphabet holds it."""
    if char in "0123456789":
        return f"DIGIT {_DIGITS[int(char)]}"
    if char.isascii() and char.isalpha():
        return f"{'SMALL' if char.islower() else 'CAPITAL'} {char.upper()}"
    if char == "ı" or char == "ȷ":
        return None
    name = unicodedata.name(char, "")
    if name.startswith("GREEK ") and " LETTER " in name and " WITH " not in name:
        return name.removeprefix("GREEK ").replace(" LETTER", "")
    return None
