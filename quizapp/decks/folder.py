"""The folder of a deck: what it is called, and whether its files have changed since they were read.

Each `quizapp due` asks for both: what reads a file is imported where one has to be read.
"""

import os
import zlib
from pathlib import Path

import quizapp
from quizapp.decks.listing import Listing
from quizapp.domain.drawable import one_line

READING = 8
"""Change it whenever the same folder would give another deck."""


def deck_id(folder: Path) -> str:
    """The deck's id: its folder's name, made drawable. Whether the folder can be entered makes no difference."""
    return one_line(folder_name(folder))


def folder_name(folder: Path) -> str:
    """The name of the folder itself, where `folder` is a link."""
    return Path(real(folder)).name


def real(folder: Path) -> str:
    """Where `folder` is once all links are followed, as far as they can be: it need not be there, nor be a path at all."""
    try:
        return os.path.realpath(folder)  # Path.resolve raises where links lead in a circle
    except ValueError:  # a path that holds NUL is nowhere
        return str(folder)


def fingerprint(found: Listing) -> str:
    """Changes whenever a file of the deck of which `found` is the listing, or the program that reads it, does. Opens no file.

    A checksum of names, sizes and times of change, beside their sums; `quizapp due` has no time to import a cryptographic hash.
    """
    names, size, newest = [f"{name}\0{error.errno}" for name, error in found.unreadable], 0, 0
    for entry in found.entries:
        try:
            about = entry.entry.stat()
        except OSError as error:
            names.append(f"{entry.name}\0{error.errno}")
            continue
        names.append(f"{entry.name}\0{about.st_size}\0{about.st_mtime_ns}")
        size, newest = size + about.st_size, max(newest, about.st_mtime_ns)
    checksum = zlib.crc32("\n".join(names).encode(errors="surrogateescape"))
    return f"{quizapp.__version__} {READING} {len(names)} {size} {newest} {checksum:08x}"


def fingerprint_by_contents(found: Listing) -> str:
    """The like for a deck that came with the program: it was read before it was installed, which gives the files new times."""
    checksum = 0
    for entry in found.entries:
        try:
            contents = Path(entry.entry.path).read_bytes()
        except OSError as error:
            contents = str(error.errno).encode()
        checksum = zlib.crc32(f"\0{entry.name}\0{len(contents)}\0".encode(errors="surrogateescape") + contents, checksum)
    return f"{quizapp.__version__} {READING} {checksum:08x}"
