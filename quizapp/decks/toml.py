"""TOML files of a deck: their values, or what is wrong with its place."""

import re
import tomllib
from typing import Any

from quizapp.decks.places import column
from quizapp.decks.safe import clean
from quizapp.domain.card import Problem

_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)")


def values_of(path: str, written: str) -> dict[str, Any] | Problem:
    """What the file `path` says once undrawn characters are gone, or why it says nothing."""
    readable = clean(written)
    try:
        return tomllib.loads(readable)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"is not TOML ({_POSITION.sub('', str(error))})"
        match = _POSITION.search(str(error))
        if match is None:
            return Problem(path, readable.count("\n") + 1, message)
        line, place = int(match[1]), int(match[2]) - 1
        return Problem(path, line, message, column=column(written.split("\n")[line - 1], place, tab=1))
