"""Superscripts and subscripts: Unicode's own where it has every letter of a script, `^(...)` and `_(...)` otherwise."""

import unicodedata

from quizapp.decks.math.tree import Branches, Fenced, Gap, Group, Prose, Sign

_RAISED = dict(
    zip("0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφ⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵀ", strict=True)
)  # fmt: skip
_LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_ALONE = {"∘": "°", "°": "°", "†": "†", "‡": "‡"}
"""Signs that are raised as they are, when nothing else is in the superscript."""
_PRIMES = ("", "′", "″", "‴", "⁗")
INDICES = frozenset(_RAISED.values())
"""What would be the index of a root behind it."""
GLYPHS = frozenset("".join((*_RAISED.values(), *_LOWERED.values(), *_ALONE.values())))
"""All that can be drawn in a script of Unicode's own."""


def primes(count: int) -> str:
    """So many primes."""
    return _PRIMES[count] if count < len(_PRIMES) else "′" * count


def raised(branches: Branches) -> str | None:
    """The branches as a superscript of Unicode's letters; None where it lacks one."""
    text = _letters(branches)
    if text and set(text) == {"′"}:
        return primes(len(text))
    return _ALONE.get(text or "") or _mapped(text, _RAISED)


def lowered(branches: Branches) -> str | None:
    """The branches as a subscript of Unicode's letters; None where it lacks one."""
    return _mapped(_letters(branches), _LOWERED)


def written_out(mark: str, text: str, *, simple: bool) -> str:
    """A script for which Unicode lacks letters: one letter or number, or several letters below, alone; all else in brackets."""
    one = sum(not unicodedata.combining(char) for char in text) == 1
    number = text.replace(".", "", 1).isdecimal()
    letters = mark == "_" and all(map(_is_letter, text))
    return f"{mark}{text}" if simple and (one or number or letters) else f"{mark}({text})"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char) in {"Ll", "Lu", "Lo", "Nd"}


def _mapped(text: str | None, letters: dict[str, str]) -> str | None:
    if text is None or not all(char in letters for char in text):
        return None
    return "".join(letters[char] for char in text)


def _letters(branches: Branches) -> str | None:
    """The characters of a script in a row; None where it is more than a row of them, or a word among others, which would run together."""
    parts: list[str] = []
    if len(branches) > 1 and any(isinstance(each, Sign | Prose) and len(each.text) > 1 and each.text[0].isalpha() for each in branches):
        return None
    for branch in branches:
        match branch:
            case Sign(text=text) | Prose(text=text):
                parts.append(text)
            case Group(body=body):
                parts.append(_letters(body) or "\0")
            case Fenced(left=left, body=body, right=right):
                parts.append(f"{left}{_letters(body) or chr(0)}{right}")
            case Gap():
                pass
            case _:
                return None
    return "".join(parts)
