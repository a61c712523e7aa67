"""Where the cards of a file begin and end. Nothing inside them is read for that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.decks.grammar import References, blocks, lines_of

_QUESTION = re.compile(r" {0,3}#(?:[ ]|$)", re.MULTILINE)
_ANOTHER = re.compile(rf"\n{_QUESTION.pattern}", re.MULTILINE)
"""Begins with a character that is quickly looked for."""
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)


@dataclass(frozen=True)
class Scanned:
    """The cards of a file by their 0-based lines, each with the line after its last."""

    cards: Sequence[tuple[int, int]]
    references: References
    """The addresses that are defined anywhere in the file, for the links of all its cards."""
    early: int | None
    """Where in the file's text something begins that stands before the first card; None where nothing does."""


def scan(text: str) -> Scanned:
    """The cards of `text`: each begins with a heading of the first level that is in no list, quotation or code."""
    if _holds_one(text):
        return Scanned(((_first_line(text), text.count("\n") + 1),), {}, None)
    tokens, references = blocks(text)
    starts = [lines_of(token)[0] for token in tokens if token.type == "heading_open" and token.tag == "h1" and token.level == 0]
    lines = text.split("\n")
    if not starts:
        return Scanned((), references, None)
    before = "\n".join(lines[: starts[0]])
    end = _comments(before)
    return Scanned(tuple(pairwise([*starts, len(lines)])), references, end if end < len(before) else None)


def _holds_one(text: str) -> bool:
    """Whether this can be seen without reading blocks: the first line that is not empty is the only one that could be a question.

    And no address is defined where no label is followed by a colon.
    """
    first = _first_line(text)
    return _QUESTION.match(text, first) is not None and _ANOTHER.search(text, first) is None and "]:" not in text


def _first_line(text: str) -> int:
    """How many empty lines stand before the first that is not."""
    return len(text) - len(text.lstrip("\n"))


def _comments(text: str) -> int:
    """Where, behind nothing but blanks and comments, something else begins in `text`; its length where nothing does."""
    match = _COMMENTS.match(text)
    return match.end() if match else 0
