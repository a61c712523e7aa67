"""Decks that are none yet: written for another program, or in another way, which `quizapp import` can read."""

from pathlib import Path

from quizapp.decks.importing.dialects import likeliest
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.listing import CONTENTS
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext

_OURS = ("h1", "files")
"""Dialects that look as our own cards do."""
_FEW = 2
"""Questions that a source holds at least."""


def import_hint(path: Path, cards: int = 0) -> str:
    """Names `quizapp import` where the file or folder `path` is written in a dialect that it reads; empty where it is not.

    `cards` are those that it holds as it is: a deck with mistakes in it is one all the same.
    """
    if (path / CONTENTS).exists():
        return ""
    try:
        number, words = likeliest(path, [dialect for dialect in DIALECTS if dialect.id not in _OURS])
    except QuizAppError:  # what is wrong with the source is told by whoever reads it
        return ""
    if number < _FEW or number <= cards:
        return ""
    return gettext("{path} seems to hold questions {rule}; `quizapp import {path}` makes a deck of them.", path=path, rule=words)
