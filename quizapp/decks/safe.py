"""Deck text is untrusted: what could steer a terminal or turn text around is taken out before anything else looks at it.

Removed are the characters of Unicode's categories Cc (C0 and C1 controls, DEL; newline and tab stay), Cf (bidi marks, overrides and
isolates, zero-width joiners, tags, soft hyphens), Zl and Zp (line and paragraph separators) and Cs (lone surrogates).
"""

import re
import unicodedata
from collections.abc import Iterator

from quizapp.domain.card import Problem

_REMOVED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PRINTABLE_ASCII = re.compile(r"[\n\t\x20-\x7e]*")


def clean(text: str) -> str:
    """`text` without the characters that are not drawn."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return "".join(char for char in text if is_drawn(char))


def offences(text: str) -> Iterator[tuple[int, int, str]]:
    """The 1-based line and column, and the name, of each character that `clean` removes."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            if not is_drawn(char):
                yield number, column, f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def complaints(path: str, text: str) -> Iterator[Problem]:
    """One for each line of the file `path` that holds such characters, naming the first."""
    seen = 0
    for line, column, name in offences(text):
        if line > seen:
            seen = line
            yield Problem(path, line, f"holds the control character {name}; remove it", column=column)


def visible(text: str) -> str:
    """`text` with an escape, such as `\\x1b`, in the place of each character that `clean` removes."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return "".join(char if is_drawn(char) else char.encode("unicode_escape").decode() for char in text)


def is_drawn(char: str) -> bool:
    """Whether `clean` leaves `char` where it is."""
    return char in "\n\t" or unicodedata.category(char) not in _REMOVED
