"""Deck text is untrusted: what is not drawn is taken out before anything else looks at it, and its author is told.

The names of a deck's files and folder are untrusted as well. They stay what they are, and are shown with escapes.
"""

import unicodedata
from collections.abc import Iterator

from quizapp.domain.card import Problem, Severity
from quizapp.domain.drawable import brief, clean, one_line, undrawn


def offences(text: str) -> Iterator[tuple[int, int, str]]:
    """The 1-based line and column, and the name, of each character that `clean` removes."""
    if clean(text) == text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for place in undrawn(line):
            yield number, place + 1, _name(line[place])


def complaints(path: str, text: str) -> Iterator[Problem]:
    """One for each line of the file `path` that holds such characters, naming the first."""
    seen = 0
    for line, column, name in offences(text):
        if line > seen:
            seen = line
            yield Problem(path, line, f"contains the control character {name}; remove it", column=column)


def complaint_of_name(path: str, name: str) -> Iterator[Problem]:
    """One where `name`, of the file or folder `path`, is not what is shown of it."""
    if (shown := one_line(name)) != name:
        place = next(undrawn(name), None)
        holds = "a line break" if place is None else f"the control character {_name(name[place])}"
        yield Problem(path, 0, f"the name contains {holds} and is shown as {brief(shown)}; rename it", Severity.WARNING)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
