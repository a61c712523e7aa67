"""The decks: keeping the database in step with the files, and finding cards in it."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from quizapp.domain.errors import DeckError, EditorError, UnknownCardError, suggestion
from quizapp.services.deferred import Deferred
from quizapp.storage.reader import Reader

if TYPE_CHECKING:
    from quizapp.domain.card import Card, DemoLink, Problem
    from quizapp.storage.library import Changes
    from quizapp.storage.library import Library as Store

DemoCheck: TypeAlias = "Callable[[DemoLink], str | None]"


@dataclass(frozen=True)
class Refreshed:
    """What reading the decks brought."""

    changes: "tuple[Changes, ...]" = ()
    """One for each deck that was read again."""

    def __bool__(self) -> bool:
        return any(self.changes)


class Library:
    """The decks in `content`, a folder of deck folders, and the learner's `own` deck folders."""

    def __init__(
        self,
        content: Path,
        own: Sequence[Path],
        reader: Reader,
        store: Deferred["Store"],
        check_demo: DemoCheck,
        clock: Callable[[], datetime],
    ) -> None:
        self._content = content
        self._own = own
        self._reader = reader
        self._store = store
        self._check_demo = check_demo
        self._clock = clock

    def empty(self) -> bool:
        """Whether no deck has been read yet."""
        return not self._reader.fingerprints()

    def refresh(self) -> Refreshed:
        """Reads the decks whose files have changed. Raises DeckError where the folder of decks cannot be read; nothing is archived then."""
        from quizapp.decks.source import fingerprint

        folders = self.folders()
        known = self._reader.fingerprints()
        for folder in self.missing():
            known.pop(deck_id(folder), None)
        changes = []
        for position, folder in enumerate(folders):
            fingerprint_now = fingerprint(folder)
            if known.pop(deck_id(folder), None) != fingerprint_now:
                changes.append(self._read(folder, fingerprint_now, position))
        if known:
            present = [deck_id(folder) for folder in (*folders, *self.missing())]
            changes.append(self._store().archive_others(present, self._clock()))
        return Refreshed(tuple(changes))

    def folders(self) -> list[Path]:
        """Every deck's folder that is there, the built-in ones first. Raises DeckError."""
        return [*deck_folders(self._content), *(folder for folder in self._own if folder.is_dir())]

    def missing(self) -> list[Path]:
        """The learner's own folders that are not there now, say on a drive that is not plugged in: their cards stay as they are."""
        return [folder for folder in self._own if not folder.is_dir()]

    def check_new(self, folder: Path) -> "list[Problem]":
        """What is wrong in a folder that is to become a deck. Raises DeckError where it cannot become one."""
        if not _holds_cards(folder):
            raise DeckError(f"{folder} holds no cards", "A deck is a folder of Markdown files, one or more cards in each.")
        for other in self.folders():
            if other.resolve() == folder.resolve():
                raise DeckError(f"{folder} is a deck already", "`quizapp deck list` shows all.")
            if deck_id(other) == deck_id(folder):
                raise DeckError(
                    f"there is a deck {deck_id(folder)!r} already, in {other}", "A deck is called by its folder's name: rename one of them."
                )
        return _checked(folder, self._check_demo)

    def problems(self) -> "list[tuple[str, Problem]]":
        """What was wrong when the decks were last read, with the deck's id."""
        return self._reader.problems()

    def card(self, id: str) -> "Card":
        """The card whose full id is `id`, or whose own id is, where only one deck has it. Raises UnknownCardError naming the nearest."""
        listed = [row.id for row in self._reader.listing()]
        matches = [full for full in listed if id in (full, full.partition("/")[2])]
        if len(matches) == 1:
            return self._reader.card(matches[0])
        if matches:
            raise UnknownCardError(f"{id!r} is the name of {len(matches)} cards", f"Say which: {', '.join(matches)}.")
        raise UnknownCardError(f"there is no card {id!r}", suggestion(id, [*listed, *(full.partition("/")[2] for full in listed)]))

    def place(self, id: str, language: str) -> tuple[Path, int]:
        """The file and the line of the card `id` in `language`. Raises EditorError where its deck may not be written."""
        text = self._reader.card(id).text(language)
        deck = id.partition("/")[0]
        path = next((folder for folder in self.folders() if deck_id(folder) == deck), self._content / deck) / text.path
        if not os.access(path, os.W_OK):
            raise EditorError(
                f"{path} is not yours to write",
                f"Copy {path.parent} into a folder of your own and set QUIZAPP_CONTENT to that folder: your progress follows the cards.",
            )
        return path, text.line

    def counts(self) -> Counter[str]:
        """How many cards each deck has, by deck id."""
        return Counter(row.deck for row in self._reader.listing())

    def _read(self, folder: Path, fingerprint_now: str, position: int) -> "Changes":
        from quizapp.decks.load import load

        loaded = load(folder, self._check_demo)
        return self._store().store(loaded.deck, loaded.problems, fingerprint_now, position, self._clock())


def check(path: Path, check_demo: DemoCheck) -> "list[tuple[Path, Problem]]":
    """Everything wrong in the deck, the folder of decks, or the one file of a deck at `path`, and what would make it better.

    Each with its deck's folder. Raises DeckError.
    """
    if path.is_file():
        return [(path.parent, problem) for problem in _checked(path.parent, check_demo) if problem.path == path.name]
    folders = [path] if _holds_cards(path) else deck_folders(path) or [path]
    return [(folder, problem) for folder in folders for problem in _checked(folder, check_demo)]


def _checked(folder: Path, check_demo: DemoCheck) -> "list[Problem]":
    from quizapp.decks.advice import advise
    from quizapp.decks.load import load

    loaded = load(folder, check_demo)
    return sorted([*loaded.problems, *advise(folder, loaded.deck)])


def _holds_cards(folder: Path) -> bool:
    return (folder / "deck.toml").exists() or any(folder.glob("*.md"))


def deck_folders(content: Path) -> list[Path]:
    """The deck folders in `content`, by name. Raises DeckError."""
    try:
        return sorted(path for path in content.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise DeckError(
            f"the decks in {content} cannot be read: {error.strerror}",
            "Check that the folder exists and is yours to read.",
        ) from error


def deck_id(folder: Path) -> str:
    """The id of the deck in `folder`."""
    from quizapp.decks.source import deck_id as id_of

    return id_of(folder)
