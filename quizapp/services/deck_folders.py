"""The folders of decks: which are studied, and which of them have changed since they were read.

Each `quizapp due` looks at them; what reads and stores decks is imported where one has changed.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quizapp.decks.folder import deck_id, fingerprint, fingerprint_by_contents
from quizapp.decks.listing import Listing, listing
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext
from quizapp.settings import Settings, packaged


class Places(NamedTuple):
    """Where decks are."""

    content: Path
    """The folder of the built-in decks' folders."""
    own: Sequence[Path]
    """The learner's own deck folders; one that is called as a built-in deck takes its place."""
    copies: Path
    """Where a built-in deck is copied to when the learner wants to edit it."""
    own_known: bool = True
    """Whether `own` is all of them; else the settings cannot be read, and no deck is taken for removed."""
    packaged: bool = False
    """Whether `content` belongs to the installed program, whose next version would replace what is changed there."""


def places_of(settings: Settings) -> Places:
    """Where the decks of these settings are."""
    own = [Path(deck) for deck in settings.decks]
    return Places(settings.content, own, settings.state_dir / "decks", settings.decks_known, settings.content == packaged("content"))


class ChangedDeck(NamedTuple):
    """A deck to be read."""

    position: int
    """Its place among all."""
    folder: Path
    listing: Listing
    fingerprint: str
    """Of that listing."""


@dataclass
class Look:
    """What a look at the folders has found. It is true where anything is to be read or told."""

    changed: list[ChangedDeck] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """Decks by id that are there no longer."""
    unreadable: dict[Path, DeckError] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.unreadable)


class DeckFolders:
    """Those in `places`, as they are now."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.use(places.own, known=places.own_known)
        self._seen: set[str] = set()
        """Decks that were there at an earlier look."""

    def use(self, own: Sequence[Path], *, known: bool = True) -> None:
        """From now on these are the learner's own deck folders; all of them if that is `known`."""
        self.own, self._own_known = list(own), known

    def all(self) -> list[Path]:
        """Every deck's folder that is there, the built-in ones first. Raises DeckError."""
        return decks_in_use(self._places.content, self.own)

    def missing(self) -> list[Path]:
        """The learner's own folders that are not there now, say on a drive that is not plugged in: their cards stay as they are."""
        return [folder for folder in self.own if not is_folder(folder)]

    def of(self, deck: str) -> Path:
        """The folder of the deck, or where it would be. Raises DeckError."""
        return next((folder for folder in self.all() if deck_id(folder) == deck), self._places.content / deck)

    def copy_of(self, deck: str) -> Path:
        """Where a built-in deck is copied to."""
        return self._places.copies / deck

    def belongs_to_the_program(self, folder: Path) -> bool:
        """Whether the next version of the program would replace what is changed in `folder`."""
        return self._places.packaged and folder.parent == self._places.content

    def look(self, known: dict[str, str]) -> Look:
        """What has changed since the decks were read, when their fingerprints by id were `known`.

        Raises DeckError where the folder of decks cannot be read.
        """
        known = dict(known)
        for folder in self.missing():
            known.pop(deck_id(folder), None)
        folders = self.all()
        if self._seen:  # after the first look: a deck that another window has added is not gone
            known = {deck: before for deck, before in known.items() if deck in self._seen}
        self._seen.update(deck_id(folder) for folder in folders)
        found = Look()
        for position, folder in enumerate(folders):
            if not self._own_known and folder not in self.own and deck_id(folder) in known:
                continue  # what was read may be a deck of the learner's own that took the place of this one
            before = known.pop(deck_id(folder), None)
            try:
                files = listing(folder)
            except DeckError as error:
                found.unreadable[folder] = error
            else:
                now = fingerprint_by_contents(files) if self.belongs_to_the_program(folder) else fingerprint(files)
                if before != now:
                    found.changed.append(ChangedDeck(position, folder, files, now))
        found.gone = list(known) if self._own_known else []
        return found


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder at `path`. One behind a folder that cannot be entered is not there either."""
    return os.path.isdir(path)  # noqa: PTH112  (Path.is_dir raises then)


def decks_in_use(content: Path, own: Sequence[Path]) -> list[Path]:
    """The deck folders in `content`, then those of the learner's `own` that are there. An own one takes the place of a built-in one of its
    name, even while it is away; of two own ones of one name the first is used.

    Raises DeckError.
    """
    by_id = {deck_id(folder): folder for folder in reversed(own)}
    used = [folder for folder in own if by_id[deck_id(folder)] is folder and is_folder(folder)]
    return [*(folder for folder in deck_folders(content) if deck_id(folder) not in by_id), *used]


def deck_folders(content: Path) -> list[Path]:
    """The deck folders in `content`, by name. Raises DeckError."""
    try:
        return sorted(path for path in content.iterdir() if is_folder(path) and not path.name.startswith("."))
    except OSError as error:
        raise DeckError(
            gettext("the decks in {folder} cannot be read: {reason}", folder=content, reason=error.strerror),
            gettext("Check that the folder exists and that you may read it."),
        ) from error
