"""Which files of a deck's folder are its cards': all Markdown files but those that its author, or custom, leaves out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from quizapp.decks.contents import Contents
from quizapp.decks.ids import of_file
from quizapp.decks.listing import FoundFile, Listing, is_markdown, listing
from quizapp.decks.source import Source, source
from quizapp.decks.suffix import split_name
from quizapp.domain.card import Problem
from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed

_ABOUT = re.compile(r"(readme|changelog|licen[cs]e|contributing|code[_-]of[_-]conduct)(\.[\w-]+)?\.md", re.IGNORECASE)
"""Files about a repository, in any language."""
_IN_CAPITALS = re.compile(r"(SECURITY|SUPPORT|AUTHORS|CONTRIBUTORS|MAINTAINERS|HISTORY|CHANGES|NEWS|NOTICE|COPYING|TODO|INSTALL)\.(md|MD)")
"""The like that in small letters could be a card's."""


@dataclass(frozen=True)
class Files:
    """The files of a deck."""

    stamps: Mapping[str, str]
    """By name, what changes whenever the file does; empty for one that is not there."""
    left_out: Sequence[tuple[str, str]]
    """The names of what is left out, each with the reason."""
    problems: Sequence[Problem]
    """Subfolders that cannot be read."""


def files_of(found: Listing, contents: Contents) -> Files:
    """The files of the deck that has these files in its folder and these contents."""
    stamps, left_out = dict[str, str](), list(found.left_out)
    for entry in (entry for entry in found.entries if is_markdown(entry.name)):
        if reason := why_left_out(entry.name, contents):
            left_out.append((entry.name, reason))
        else:
            stamps[entry.name] = _stamp(entry)
    problems = [Problem(one_line(name), 0, f"cannot be read: {error.strerror}") for name, error in found.unreadable]
    return Files(stamps, sorted((one_line(name), reason) for name, reason in left_out), problems)


def sources(folder: Path, contents: Contents) -> Iterator[Source | Problem]:
    """The deck's Markdown files by name; in the place of one that is refused, the reason. Raises DeckError."""
    return (source(folder, name, contents.languages) for name in files_of(listing(folder), contents).stamps)


def why_left_out(name: str, contents: Contents) -> str:
    """Why the Markdown file `name` of a deck is no card's; empty where it is one."""
    base = name.rpartition("/")[2]
    for pattern in contents.ignore:
        if _matches(composed(name), pattern):
            return gettext("ignore = [{pattern!r}] in deck.toml", pattern=pattern)
    if not (_ABOUT.fullmatch(base) or _IN_CAPITALS.fullmatch(base)):
        return ""
    is_listed = of_file(split_name(name, contents.languages)[0]) in contents.listed
    return "" if is_listed else gettext("by its name, a file about the deck")


def is_about_a_repository(name: str) -> bool:
    """Whether a file of this name is about a collection rather than part of it. README is not: it often is the collection."""
    base = name.rpartition("/")[2]
    about = _ABOUT.fullmatch(base) or _IN_CAPITALS.fullmatch(base) or base.casefold() in ("summary.md", "pull_request_template.md")
    return bool(about) and not base.casefold().startswith("readme")


def _matches(name: str, pattern: str) -> bool:
    """Whether `pattern` means the file or one of the folders it is in; without a "/" a name in any folder."""
    parts = name.split("/")
    paths = ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]
    return any(fnmatchcase(path, pattern) for path in (paths if "/" in pattern else parts))


def _stamp(entry: FoundFile) -> str:
    try:
        about = entry.entry.stat()
    except OSError:
        return ""  # why it cannot be read is told by `source`
    return f"{about.st_size} {about.st_mtime_ns}"
