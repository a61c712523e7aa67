"""The files in a deck's folder: its Markdown files, those in subfolders too, and its deck.toml. What is not looked into has a reason."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

CONTENTS = "deck.toml"
MAXIMUM_DEPTH = 8
"""Folders within one another."""
MAXIMUM_ENTRIES = 50_000
"""Files and folders of a deck, of whatever kind; who adds a whole home folder does not mean it."""


class FoundFile(NamedTuple):
    """A file. `name` is its path within the deck, with "/" between folders."""

    name: str
    entry: os.DirEntry[str]


@dataclass
class Listing:
    """What a deck's folder holds, in order of name, the files of a folder before those of its subfolders."""

    entries: list[FoundFile] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Each name, and why it is left out."""
    unreadable: list[tuple[str, OSError]] = field(default_factory=list)
    """Subfolders."""


def listing(folder: Path) -> Listing:
    """What `folder` holds. No file is opened, and no link to a folder followed. Raises DeckError where it cannot be read."""
    found = Listing()
    seen = 0
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(folder / place) as scan:
                here = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
        except OSError as error:
            if not place:
                raise _unreadable(folder, str(error.strerror)) from error
            found.unreadable.append((place, error))
            continue
        seen += len(here)
        if seen > MAXIMUM_ENTRIES:
            raise _unreadable(
                folder,
                gettext("it has more than {limit:,} files in it", limit=MAXIMUM_ENTRIES),
                gettext("Choose the folder with the cards in it."),
            )
        if place and any(entry.name == CONTENTS for entry in here):
            found.left_out.append((f"{place}/", gettext("a deck of its own; `quizapp deck add` adds it")))
            continue
        waiting += reversed([*_take(found, place, here)])
    return found


def _take(found: Listing, place: str, here: list[os.DirEntry[str]]) -> Iterator[str]:
    """Takes up the files of one folder; gives its subfolders."""
    for entry in here:
        name = f"{place}/{entry.name}" if place else entry.name
        if is_markdown(name) or name == CONTENTS:
            found.entries.append(FoundFile(name, entry))
        elif entry.name.lower().endswith(".markdown"):
            found.left_out.append((name, gettext("only files that end in .md are cards")))
        elif entry.is_dir(follow_symlinks=False):
            if name.count("/") < MAXIMUM_DEPTH:
                yield name
            else:
                found.left_out.append((f"{name}/", gettext("more than {limit} folders deep", limit=MAXIMUM_DEPTH)))
        elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112  (entry.is_dir raises where links lead in a circle)
            found.left_out.append((f"{name}/", gettext("a link to a folder; move the folder here instead")))


def is_markdown(name: str) -> bool:
    """Whether a file of this name can hold cards."""
    return name.lower().endswith(".md")


def _unreadable(folder: Path, reason: str, hint: str = "") -> DeckError:
    hint = hint or gettext("Check that the folder exists and that you may read it.")
    return DeckError(gettext("the deck in {folder} cannot be read: {reason}", folder=folder, reason=reason), hint)
