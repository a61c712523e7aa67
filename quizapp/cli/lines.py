"""Whole lines in and out: cleaned of what could steer a terminal, and no wider than it."""

import shutil
import sys
from collections.abc import Iterator

import click

from quizapp.decks.safe import clean
from quizapp.plots.picture import width


def say(text: str = "") -> None:
    """Prints a paragraph."""
    put(wrapped(text, columns()))


def put(text: str) -> None:
    """Prints lines as they are. Markdown may have had control characters in it as entities, so here is the last place to take them out."""
    click.echo(clean(text))


def note(text: str) -> None:
    """Prints what is no part of the dialogue, beside it."""
    click.echo(clean(f"quizapp: {text}"), err=True)


def read_line() -> str | None:
    """The next line of input without the blanks around it; None where the input has ended, or there is none."""
    line = sys.stdin.readline() if sys.stdin else ""
    return line.strip() if line else None


def columns() -> int | None:
    """The width of the terminal; None where the output goes elsewhere, and a paragraph is best left on one line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def wrapped(text: str, columns: int | None) -> str:
    """`text` in lines of at most `columns` cells, broken between words; inside one only where it is wider than a line."""
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph.split(), columns))


def _lines(words: list[str], columns: int | None) -> Iterator[str]:
    if columns is None:
        yield " ".join(words)
        return
    line, used = "", 0
    for word in words:
        needed = width(word)
        if line and used + 1 + needed > columns:
            yield line
            line, used = "", 0
        if needed > columns:
            *full, word = _cut(word, columns)
            yield from full
            needed = width(word)
        line, used = (f"{line} {word}", used + 1 + needed) if line else (word, needed)
    yield line


def _cut(word: str, columns: int) -> Iterator[str]:
    """Pieces of `word` of at most `columns` cells, each of one character at least."""
    piece, used = "", 0
    for char in word:
        needed = width(char)
        if piece and used + needed > columns:
            yield piece
            piece, used = "", 0
        piece, used = piece + char, used + needed
    yield piece
