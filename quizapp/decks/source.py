"""The files of a deck's folder: which there are, and their text, or the reason why one is refused."""

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.listing import listing
from quizapp.decks.suffix import split_name
from quizapp.domain.card import Problem
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DeckError

MAXIMUM_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Source:
    """A Markdown file of a deck. `text` has plain newlines and no byte-order mark; it is not cleaned yet."""

    path: str
    """The file's name as it is shown; `file_of` finds the file itself."""
    stem: str
    """The file's name without language and extension."""
    language: str
    """From the file's name; empty for the deck's own."""
    text: str


def file_of(folder: Path, path: str) -> Path:
    """The deck's file that is shown as `path`, under its true name."""
    if os.path.lexists(folder / path):
        return folder / path
    try:
        return next((folder / found.name for found in listing(folder).entries if one_line(found.name) == path), folder / path)
    except DeckError:
        return folder / path  # what is wrong with the folder is told where the file is opened


def source(folder: Path, name: str, languages: Container[str] = ()) -> Source | Problem:
    """One Markdown file of the deck, which declares the `languages`; or why it is refused."""
    text = read(folder, name)
    return text if isinstance(text, Problem) else Source(one_line(name), *split_name(one_line(name), languages), text)


def read(folder: Path, name: str) -> str | Problem:
    """The text of one file, or why it is refused: not UTF-8, too large, not a file, or a link out of the folder."""
    path = folder / name
    shown = one_line(name)
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            if not path.resolve().is_relative_to(folder.resolve()):
                return Problem(shown, 0, "links outside the deck's folder; copy the file here instead")
            about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return Problem(shown, 0, "is not a regular file")
        if about.st_size > MAXIMUM_BYTES:
            return Problem(shown, 0, f"has {about.st_size:,} bytes; the limit is {MAXIMUM_BYTES:,}: split it")
        data = path.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        return Problem(shown, 0, f"cannot be read: {reason}")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        *lines, last = error.object[: error.start].split(b"\n")
        return Problem(shown, len(lines) + 1, "is not UTF-8 text; save it as UTF-8", column=len(last.decode()) + 1)


def is_text_of(data: bytes, text: str) -> bool:
    """Whether `data`, the bytes of a file, are those in which `read` found `text`."""
    return data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n") == text.encode()
