"""The source of an import, a file or a folder. It is only read, within bounds, and nothing outside it is."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quizapp.decks.importing.encodings import decoded
from quizapp.decks.importing.note import LeftOut, Where
from quizapp.decks.listing import MAXIMUM_DEPTH, MAXIMUM_ENTRIES
from quizapp.domain.drawable import brief, one_line
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

TABLES = (".csv", ".tsv", ".tab", ".txt")
"""Files that may be tables."""
LARGEST_TEXT = 8 * 1024 * 1024
"""Bytes of one text file."""
LARGEST_TABLE = 32 * 1024 * 1024
"""Bytes of one table."""
LARGEST_ALL = 64 * 1024 * 1024
"""Bytes of all text files."""
_NEVER = frozenset({"node_modules", "__pycache__", "venv", "target", "build", "dist"})
"""Folders of programs."""


@dataclass(frozen=True)
class Material:
    """A source and the learner's `options`: what was asked about it, by name ("encoding", and whatever a dialect asks)."""

    path: Path
    """The file or folder as it was named."""
    options: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def root(self) -> Path:
        """The folder in which the source's files and pictures lie."""
        return (self.path if self.path.is_dir() else self.path.parent).resolve()

    @property
    def name(self) -> str:
        """What the source is called: its folder, where its file says no more than README does."""
        of_file = not self.path.is_dir() and self.path.stem.casefold() not in ("readme", "index", "questions")
        return self.path.stem if of_file else self.root.name

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files of the source, by their paths from `root`. Raises DeckError where it cannot be read."""
        if not self.path.is_dir():
            return (self.path.resolve().name if self.path.resolve().parent == self.root else self.path.name,)
        return tuple(sorted(self._walked(), key=lambda name: (name.count("/"), name)))

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """Files that are not looked into, with the reasons; complete once all files that a dialect wants have been read."""
        return []

    def named(self, *suffixes: str) -> list[str]:
        """The files that end in one of `suffixes`, in whatever case."""
        return [name for name in self.files if name.lower().endswith(suffixes)]

    def text(self, name: str) -> str | None:
        """The text of a file with plain newlines; None where it is left out. Raises UndecidedError where its encoding is to be asked."""
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def forget(self) -> None:
        """Lets go of all texts and of what was made of them, which may be large; to be called once all is read."""
        self._texts.clear()
        self.memory.clear()

    def has(self, name: str) -> bool:
        """Whether `name`, a path from `root`, is a file inside it."""
        try:
            path = (self.root / name).resolve()
            return path.is_relative_to(self.root) and stat.S_ISREG(path.stat().st_mode)
        except (OSError, ValueError, RuntimeError):
            return False

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What a dialect has made of the source, so that recognising and reading it take one effort."""
        return {}

    @cached_property
    def _texts(self) -> dict[str, str | None]:
        return {}

    def _read(self, name: str) -> str | None:
        try:
            reason, data = self._bytes(self.root / name)
        except (OSError, RuntimeError) as error:
            why = error.strerror if isinstance(error, OSError) else gettext("its links lead in a circle")
            reason, data = gettext("cannot be read: {reason}", reason=why), b""
        if reason:
            self._leave_out(name, reason)
            return None
        if sum(len(text) for text in self._texts.values() if text) + len(data) > LARGEST_ALL:
            raise DeckError(
                gettext("{path} holds more than {limit:,} bytes of text", path=self.path, limit=LARGEST_ALL),
                gettext("Import one of its folders at a time."),
            )
        text = decoded(data, name, self.options.get("encoding", ""))
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _bytes(self, path: Path) -> tuple[str, bytes]:
        """Why the file is refused, empty where it is not, and what is in it."""
        if not path.resolve().is_relative_to(self.root):
            return gettext("a link to a file outside the folder"), b""
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return gettext("not a regular file"), b""
        limit = LARGEST_TABLE if path.name.lower().endswith(TABLES) else LARGEST_TEXT
        if about.st_size > limit:
            return gettext("{size:,} bytes; the limit is {limit:,}", size=about.st_size, limit=limit), b""
        return "", path.read_bytes()

    def _leave_out(self, name: str, reason: str) -> None:
        self.left_out.append(LeftOut(Where(one_line(name)), reason))

    def _walked(self) -> Iterator[str]:
        """Files below the folder. No link to a folder is followed."""
        waiting, seen = [""], 0
        while waiting:
            place = waiting.pop()
            try:
                with os.scandir(self.root / place) as scan:
                    entries = [entry for entry in scan if not entry.name.startswith(".")]
            except OSError as error:
                if not place:
                    raise DeckError(gettext("{path} cannot be read: {reason}", path=self.path, reason=error.strerror)) from error
                self._leave_out(f"{place}/", gettext("cannot be read: {reason}", reason=error.strerror))
                continue
            seen += len(entries)
            if seen > MAXIMUM_ENTRIES:
                raise DeckError(
                    gettext("{path} has more than {limit:,} files in it", path=self.path, limit=MAXIMUM_ENTRIES),
                    gettext("Import the folder with the questions in it."),
                )
            for entry in entries:
                name = f"{place}/{entry.name}" if place else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name.count("/") < MAXIMUM_DEPTH and entry.name not in _NEVER:
                        waiting.append(name)
                else:
                    yield name


def material(path: Path, options: Mapping[str, str] | None = None) -> Material:
    """The source at `path`. Raises DeckError where there is none."""
    if not os.path.lexists(path):
        raise DeckError(gettext("there is no {path}", path=brief(str(path))), gettext("Give the file or the folder to import."))
    return Material(path, options or {})
