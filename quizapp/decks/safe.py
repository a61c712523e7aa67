"""Deck text is untrusted: what could steer a terminal or turn text around is taken out before anything else looks at it.

Removed are the characters of Unicode's categories Cc (C0 and C1 controls, DEL; newline and tab stay), Cf (bidi marks, overrides and
isolates, zero-width joiners, tags, soft hyphens), Zl and Zp (line and paragraph separators) and Cs (lone surrogates).
"""

import re
import unicodedata
from collections.abc import Iterator

_REMOVED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PRINTABLE_ASCII = re.compile(r"[\n\t\x20-\x7e]*")


def clean(text: str) -> str:
    """`text` without the characters that are not drawn."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return "".join(char for char in text if _drawn(char))


def offences(text: str) -> Iterator[tuple[int, str]]:
    """The 1-based line and the name of each character that `clean` removes."""
    for number, line in enumerate(text.split("\n"), start=1):
        for char in line:
            if not _drawn(char):
                yield number, f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}"


def _drawn(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in _REMOVED
