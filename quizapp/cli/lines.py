"""Whole lines in and out. Whatever the command line prints is printed here: made drawable, for it may come from anywhere."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from quizapp.domain.drawable import bare, drawable, json_document, one_line
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext
from quizapp.domain.keyboard import latin
from quizapp.domain.names import composed
from quizapp.domain.passwords import without_passwords


def say(text: str = "") -> None:
    """Prints a paragraph."""
    put(wrapped(text, columns()))


def put(text: object = "", *, end: str = "\n", err: bool = False, **style: Any) -> None:
    """Prints lines as they are, at a terminal in a `style` that `click.style` knows."""
    line = drawable(text)
    click.echo((click.style(line, **style) if style else line) + end, nl=False, err=err)


def put_line(text: object, *, err: bool = False) -> None:
    """Prints one line, whatever names stand in it."""
    put(one_line(text), err=err)


def put_json(value: Any, indent: int | None = 1) -> None:
    """Prints one JSON document, in which nothing is lost."""
    put_document(json_document(value, indent) + "\n")


def put_document(text: str) -> None:
    """Prints what other programs read: as UTF-8, whatever the terminal's own encoding is."""
    click.echo(drawable(text).encode(), nl=False)


def put_bytes(content: bytes) -> None:
    """Prints what is no text, or has a form of its own, as it is: to a file or to another program."""
    click.echo(content, nl=False)


def note(text: object) -> None:
    """Prints what is no part of the output, beside it; no password. An error shows none in either of its two sentences."""
    words = str(text) if isinstance(text, QuizAppError) else without_passwords(str(text))
    put_line(f"quizapp: {words}", err=True)


def complain(error: click.ClickException) -> None:
    """Prints what is wrong with how a command was called, beside the output: it repeats what was typed, though no password."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        put(context.get_usage(), err=True)
        option = max(context.help_option_names, key=len)
        put(gettext("Try '{command} {option}' for help.", command=context.command_path, option=option) + "\n", err=True)
    put(without_passwords(gettext("Error: {message}", message=error.format_message())), err=True)


def agreed(question: str) -> bool:
    """Whether a person at the terminal says yes, on whichever keyboard; anything else is no. Raises click.Abort where the input ends."""
    answer: str = click.prompt(f"{drawable(question)} [y/N]", default="", show_default=False)
    return latin(answer).strip().casefold() in ("y", "yes")


def chosen(question: str, choices: int) -> int:
    """Which of the numbered `choices` a person at the terminal takes, from 1; the first if nothing is typed. Raises click.Abort."""
    number: int = click.prompt(drawable(question), type=click.IntRange(1, choices), default=1)
    return number


def show_progress(text: str, *, done: bool) -> None:
    """Prints how far a long computation is in the place of what was printed last, beside the output."""
    click.echo("\r", nl=False, err=True)
    put(text, end="\n" if done else "", err=True)


class EndOfInputError(Exception):
    """Nobody types any more: the input was closed, or has ended."""


def read_line() -> str:
    """The next line of input as it was typed, in composed letters, without its end and what cannot be drawn. Raises EndOfInputError."""
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise EndOfInputError
    return composed(bare(line.rstrip("\r\n")))


def full_screen() -> bool:
    """Whether what we read from and write to is a terminal that can show the app."""
    terminals = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return terminals and os.environ.get("TERM") != "dumb"


def columns() -> int | None:
    """The width of the terminal; None where the output goes elsewhere, and a paragraph is best left on one line."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def wrapped(text: str, columns: int | None) -> str:
    """`text` in lines of at most `columns` cells, broken between words; inside one only where it is wider than a line."""
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph.split(), columns))


def _lines(words: list[str], columns: int | None) -> Iterator[str]:
    if columns is None:
        yield " ".join(words)
        return
    from quizapp.plots.picture import width

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
    from quizapp.plots.picture import width

    piece, used = "", 0
    for char in word:
        needed = width(char)
        if piece and used + needed > columns:
            yield piece
            piece, used = "", 0
        piece, used = piece + char, used + needed
    yield piece
