"""TOML files of a deck: their values, or what is wrong with its place."""

import re
import tomllib
from typing import Any

from quizapp.decks.places import column
from quizapp.domain.card import Problem
from quizapp.domain.drawable import clean

_LONG_NUMBER = re.compile(r"\d[\d_]{3999}")
_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)")


def values_of(path: str, written: str) -> dict[str, Any] | Problem:
    """What the file `path` says once undrawn characters are gone, or why it says nothing."""
    readable = clean(written)
    try:
        return tomllib.loads(readable)
    except (ValueError, RecursionError) as error:
        if not isinstance(error, tomllib.TOMLDecodeError):
            return _too_much(path, readable, nested=isinstance(error, RecursionError))
        message = f"is not TOML ({_POSITION.sub('', str(error))})"
        match = _POSITION.search(str(error))
        if match is None:
            return Problem(path, readable.count("\n") + 1, message)
        line, place = int(match[1]), int(match[2]) - 1
        return Problem(path, line, message, column=column(written.split("\n")[line - 1], place, tab=1))


def _too_much(path: str, text: str, *, nested: bool) -> Problem:
    """What is TOML, and more than can be read of it: Python reads no number of more than a few thousand digits."""
    match = None if nested else _LONG_NUMBER.search(text)
    message = "is nested too deeply" if nested else "holds a number of too many digits"
    return Problem(path, text.count("\n", 0, match.start()) + 1 if match else 0, f"cannot be read: it {message}")
