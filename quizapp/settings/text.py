"""The config file as text, or why it cannot be read: it may be of any size, kind and encoding."""

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from quizapp.domain.i18n import gettext

MAXIMUM_BYTES = 256 * 1024


class UnreadableError(Exception):
    """A config file that cannot be read. Its text says why and what to try, to follow "cannot be read: "."""


def text_of(file: Path) -> str | None:
    """The text of `file` without a byte-order mark; None if there is no such file. Raises UnreadableError."""
    try:
        data = bytes_of(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(gettext("{reason}. Check that you may read it.", reason=reason)) from error
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise UnreadableError(gettext("it is UTF-16 text. Save it as UTF-8."))
    try:
        return data.removeprefix(BOM_UTF8).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(gettext("line {line} is not UTF-8 text. Save it as UTF-8.", line=line)) from error


def bytes_of(file: Path) -> bytes:
    """All of `file`, without waiting for a pipe that nobody writes to. Raises UnreadableError and OSError."""
    with os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as opened:
        about = os.fstat(opened.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError(gettext("it is not a regular file. Put a text file in its place."))
        data = opened.read(MAXIMUM_BYTES + 1)
    if len(data) > MAXIMUM_BYTES:
        size = max(about.st_size, len(data))
        raise UnreadableError(gettext("it has {size:,} bytes; the limit is {limit:,}. Make it shorter.", size=size, limit=MAXIMUM_BYTES))
    return data
