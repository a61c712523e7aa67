"""Bringing in other people's collections: a look first, then the import, and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.folder import real
from quizapp.decks.ids import legal
from quizapp.decks.importing.conversion import Conversion, converted
from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.manifest import Manifest, read_manifest
from quizapp.decks.importing.note import Altered
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.report import KINDS, by_kind, found_phrase
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.decks.importing.undo import take_back
from quizapp.decks.importing.writer import Writing, carry_out, plan
from quizapp.decks.listing import CONTENTS
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext
from quizapp.services.history_files import is_history
from quizapp.services.library import Library, check_new
from quizapp.services.past_progress import PastProgress
from quizapp.services.preferences import Preferences

__all__ = ["Brought", "ImportDone", "Importer", "Imports", "Returned", "UndecidedError", "by_kind", "found_phrase", "kind_phrase"]

SAMPLES = 3
"""Cards that are shown before anything is written."""


@dataclass(frozen=True)
class Brought:
    """What a look has found, and what an import would do or has done."""

    source: Path
    writing: Writing

    @property
    def folder(self) -> Path:
        """Of the deck."""
        return self.writing.folder

    @property
    def conversion(self) -> Conversion:
        """The source as cards."""
        return self.writing.conversion

    @property
    def reviews(self) -> int:
        """Those that come along from another program."""
        return sum(len(card.note.progress.reviews) for card in self.conversion.cards)

    @property
    def estimates(self) -> int:
        """Cards of which another program knew only when they are due."""
        return sum(card.note.state is not None for card in self.conversion.cards)

    @property
    def suspended(self) -> int:
        """Cards that were put aside there."""
        return sum(card.note.progress.suspended is not None for card in self.conversion.cards)

    @property
    def samples(self) -> Sequence[str]:
        """Whole cards as they will be: from the beginning, the middle and the end."""
        cards = self.conversion.cards
        places = dict.fromkeys((0, len(cards) // 2, len(cards) - 1))
        return [cards[place].text for place in places if 0 <= place < len(cards)][:SAMPLES]


@dataclass(frozen=True)
class ImportDone:
    """What an import has done. It is true where it has done anything."""

    files: bool
    events: int
    """Recorded for what was done to the cards elsewhere."""

    def __bool__(self) -> bool:
        return self.files or self.events > 0


@dataclass(frozen=True)
class Returned:
    """What taking an import back has done: files deleted, the names of those that stayed because they were edited, and events undone."""

    deleted: int
    kept: Sequence[str]
    undone: int


class Importer:
    """Looks at sources. It needs no database and writes nothing."""

    def __init__(self, copies: Path) -> None:
        """`copies` is the folder in which a deck is put where the learner names no other."""
        self._copies = copies

    def look(self, path: Path, to: Path | None = None, dialect: str = "", options: Mapping[str, str] | None = None) -> Brought:
        """What importing `path` would bring. Writes nothing. Raises DeckError, and UndecidedError where the learner has to choose."""
        path = path.expanduser().absolute()
        if (path / CONTENTS).is_file() and read_manifest(path) is None:
            raise DeckError(
                gettext("{folder} is already a deck", folder=path), gettext("`quizapp deck add {folder}` adds it.", folder=path)
            )
        if read_manifest(path) is not None:
            raise DeckError(
                gettext("{folder} was made by an import", folder=path), gettext("Import its source again to bring it up to date.")
            )
        if is_history(path):
            raise DeckError(
                gettext("{path} is a history that QuizApp has exported", path=path),
                gettext("`quizapp import {path}` adds it to yours.", path=path),
            )
        found = read(path, DIALECTS, options or {}, dialect)
        name = path.resolve().stem if not path.is_dir() else path.resolve().name
        if name.casefold() in ("readme", "index", "questions"):
            name = path.resolve().parent.name
        folder = to.expanduser().absolute() if to else self._copies / (legal(name) or "imported")
        _check_apart(path, folder)
        manifest = read_manifest(folder) if folder.is_dir() else None
        return Brought(path, plan(converted(found, name, manifest.keys if manifest else {}), folder))


class Imports(Importer):
    """Imports what a look has found, and takes it back."""

    def __init__(self, copies: Path, library: Library, preferences: Preferences, progress: PastProgress) -> None:
        super().__init__(copies)
        self._library = library
        self._preferences = preferences
        self._progress = progress

    def bring_in(self, look: Brought) -> ImportDone:
        """Writes the deck and has it studied from now on. Raises DeckError, StorageError and SettingsError."""
        wrote = self.write(look)
        self.study(look)
        return wrote

    def write(self, look: Brought) -> ImportDone:
        """Writes the deck, or brings it up to date, and records the progress that comes with it. Changes no settings.

        Raises DeckError and StorageError; what is missing then, the next import completes.
        """
        if not look.conversion.cards and not look.conversion.drafts:
            raise DeckError(gettext("no card can be made from {path}", path=look.source), gettext("The list above says why."))
        if not self._in_use(look.folder):
            check_new(look.folder, self._library.folders())
        return ImportDone(carry_out(look.writing, str(look.source)), self._progress.record(look.writing))

    def study(self, look: Brought) -> None:
        """Has the deck that was written studied from now on. Raises SettingsError."""
        self._preferences.reread()  # another window may have added a deck since
        if not self._in_use(look.folder):
            self._preferences.add_deck(look.folder)

    def _in_use(self, folder: Path) -> bool:
        return any(real(other) == real(folder) for other in self._library.folders())

    def take_back(self, folder: Path) -> Returned:
        """Takes the import into `folder` back: it is studied no more, its files go unless they were edited, and so do grades that came
        with it. Raises DeckError where nothing was imported there.
        """
        folder = folder.expanduser().absolute()
        manifest = self.manifest(folder)
        undone = self._progress.take_back(manifest.events)
        for deck in self._preferences.settings.decks:
            if real(Path(deck)) == real(folder):
                self._preferences.remove_deck(deck)
        return Returned(*take_back(folder, manifest), undone)

    def manifest(self, folder: Path) -> Manifest:
        """The record of the import into `folder`. Raises DeckError where there is none."""
        manifest = read_manifest(folder) if folder.is_dir() else None
        if manifest is None:
            raise DeckError(gettext("nothing was imported into {folder}", folder=folder), gettext("`quizapp deck list` lists your decks."))
        return manifest


def _check_apart(source: Path, folder: Path) -> None:
    """Raises DeckError where the deck would be written into its source, or the other way round."""
    root = source.resolve()
    target = Path(real(folder))
    if target == root or (source.is_dir() and target.is_relative_to(root)) or root.is_relative_to(target):
        raise DeckError(gettext("{folder} is part of what is imported", folder=folder), gettext("Choose another folder with --to."))


def kind_phrase(kind: Altered) -> str:
    """What was changed, in words."""
    return gettext(KINDS[kind])
