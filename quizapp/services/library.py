"""The decks: keeping the database in step with the files."""

import os
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from quizapp.decks.folder import deck_id, real
from quizapp.domain.card import Problem
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DeckError, ReadOnlyDeckError
from quizapp.domain.history import Restarted, to_the_millisecond
from quizapp.domain.i18n import gettext
from quizapp.domain.links import picture_of
from quizapp.domain.names import composed
from quizapp.domain.sections import answer_markdown
from quizapp.services.deck_folders import ChangedDeck, DeckFolders, Look
from quizapp.services.lazy import Lazy
from quizapp.services.uncollected import uncollected
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from quizapp.decks.readers import Progress
    from quizapp.domain.card import CardText, DemoLink
    from quizapp.storage.catalog_store import CatalogStore
    from quizapp.storage.deck_store import DeckStore, ReadDeck
    from quizapp.storage.history import History

DemoCheck: TypeAlias = "Callable[[DemoLink], str | None]"


@dataclass(frozen=True)
class Refreshed:
    """What reading the decks brought."""

    changed: bool = False
    """Whether any card was added, edited, archived, revived or renamed."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Cards that have got another id and kept their progress: old id, new id."""

    def __bool__(self) -> bool:
        return self.changed


@dataclass(frozen=True)
class Doubt:
    """A change of which only the learner can tell whether `card` is still the card that is remembered. Until then its memory is kept."""

    card: str
    source: str
    """The id under which it was learned: `card` itself, edited, or one that is no longer in the deck."""
    before: "CardText"
    after: "CardText"
    """Both in the deck's own language."""

    @property
    def edited(self) -> bool:
        """Whether it is an edit; else it may be a rename."""
        return self.source == self.card

    @property
    def diff(self) -> list[str]:
        """What has changed, a line each: "-" and what went, "+" and what came, " " and a line beside them."""
        import difflib

        before, after = (f"{text.question}\n\n{answer_markdown(text)}".splitlines() for text in (self.before, self.after))
        lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
        return [" ..." if line.startswith("@@") else line for line in lines if line.strip()][1:]


class Library:
    """The decks on disk, and keeping what was read of them up to date."""

    def __init__(
        self,
        folders: DeckFolders,
        reader: QuickReader,
        store: Lazy["DeckStore"],
        cards: Lazy["CatalogStore"],
        history: Lazy["History"],
        check_demo: DemoCheck,
        clock: Callable[[], datetime],
        random: Callable[[], int],
    ) -> None:
        self._folders = folders
        self._unreadable: dict[Path, DeckError] = {}
        self._reader = reader
        self._store = store
        self._cards = cards
        self._history = history
        self._check_demo = check_demo
        self._clock = clock
        self._random = random

    def empty(self) -> bool:
        """Whether no deck has been read yet."""
        return not self._reader.fingerprints()

    def refresh(self, progress: "Progress | None" = None) -> Refreshed:
        """Reads the decks whose files have changed. A deck that cannot be read stays as it is: `unreadable` tells why.

        Where thousands of files have, `progress` is called with how many are read, and of how many, from whatever thread.
        Raises DeckError where the folder of decks cannot be read; nothing is archived then.
        """
        look = self._folders.look(self._reader.fingerprints())
        self._unreadable = look.unreadable
        if not look:
            return Refreshed()
        with uncollected():
            return self._read_changed(look, progress)

    def _read_changed(self, look: Look, progress: "Progress | None") -> Refreshed:
        read = []
        for changed in look.changed:
            try:
                read.append(self._read(changed, progress))
            except DeckError as error:
                look.unreadable[changed.folder] = error
        if not read and not look.gone:
            return Refreshed()
        at = to_the_millisecond(self._clock())

        def rename(connection: "Connection", pairs: Sequence[tuple[str, str]]) -> None:
            self._history().rename_within(connection, at, self._random, pairs)

        changes = self._store().sync(read, look.gone, at, rename)
        return Refreshed(bool(changes), changes.renamed)

    def doubts(self) -> list[Doubt]:
        """Changes of which the learner has not told yet whether the card is still the same."""
        return [
            Doubt(card, source, before, next(iter(self._reader.card(card).texts.values())))
            for card, source, before in self._cards().doubts()
        ]

    def settle(self, doubt: Doubt, *, same: bool) -> None:
        """The learner has told: the card is the same, and keeps what is remembered of it, or another one, and starts as new."""
        at = to_the_millisecond(self._clock())

        def settled(connection: "Connection") -> None:
            if same and not doubt.edited:
                self._history().rename_within(connection, at, self._random, [(doubt.source, doubt.card)])
            elif not same and doubt.edited:
                self._history().record_within(connection, at, self._random(), lambda id: Restarted(id, at, doubt.card))

        self._history()  # made before the transaction, for it reads
        learner = self._reader.learner()
        assert learner is not None
        self._store().settle(learner.id, doubt.card, doubt.source, settled)

    def folders(self) -> list[Path]:
        """Every deck's folder that is there, the built-in ones first. Raises DeckError."""
        return self._folders.all()

    def missing(self) -> list[Path]:
        """The learner's own folders that are not there now, say on a drive that is not plugged in: their cards stay as they are."""
        return self._folders.missing()

    def unreadable(self) -> list[str]:
        """Why decks that are there could not be read at the last look, a sentence each: their cards stay as they are."""
        return [str(error) for error in self._unreadable.values()]

    def check_new(self, folder: Path) -> None:
        """Raises DeckError where `folder` cannot become a deck."""
        from quizapp.services.foreign import import_hint

        if not os.path.lexists(folder / "deck.toml") and not files_in(folder):
            raise DeckError(
                gettext("{folder} has no cards in it", folder=folder),
                import_hint(folder) or gettext("A deck is a folder of Markdown files with one or more cards each."),
            )
        check_new(folder, self.folders())
        _check_cards(folder)

    def problems(self) -> "list[tuple[str, Problem]]":
        """What was wrong when the decks were last read, with the deck's id."""
        return self._reader.problems()

    def place(self, id: str, language: str) -> tuple[Path, int]:
        """The file and the line of the card `id` in `language`. Raises ReadOnlyDeckError where its deck may not be written."""
        from quizapp.decks.source import file_of

        text = self._reader.card(id).text(language)
        folder = self._folders.of(id.partition("/")[0])
        path = file_of(folder, text.path)
        if self._folders.belongs_to_the_program(folder) or not os.access(path, os.W_OK):
            raise ReadOnlyDeckError(
                deck_id(folder),
                gettext("the deck {deck!r} in {folder} is read-only", deck=deck_id(folder), folder=folder),
                gettext("`quizapp deck copy {deck}` makes a copy you can edit. Your progress carries over.", deck=deck_id(folder)),
            )
        return path, text.line

    def picture(self, id: str, language: str, href: str) -> Path:
        """The file of a picture of the card `id` in `language`, whose address is `href`. Raises DeckError where there is none."""
        from quizapp.decks.pictures import picture_file

        text = self._reader.card(id).text(language)
        return picture_file(self._folders.of(id.partition("/")[0]), text.path, picture_of(href))

    def copy_of(self, deck: str) -> Path:
        """Where `copy` would put the deck."""
        return self._folders.copy_of(deck)

    def copy(self, deck: str) -> Path:
        """Copies the deck to where the learner may edit it; from now on the copy is studied. A copy made earlier is kept as it is.

        Card ids stay what they are, so the progress follows. Raises DeckError.
        """
        folder, target = self._folders.of(deck), self.copy_of(deck)
        if folder in self._folders.own:
            raise DeckError(gettext("the deck {deck!r} is already your own", deck=deck), gettext("It is in {folder}.", folder=folder))
        if not target.exists():
            _copy_folder(folder, target)
        self._folders.own.append(target)
        return target

    def use(self, own: Sequence[Path], *, known: bool = True) -> None:
        """From now on these are the learner's own deck folders; all of them if that is `known`."""
        self._folders.use(own, known=known)

    def counts(self) -> Counter[str]:
        """How many cards each deck has, by deck id."""
        return Counter(row.deck for row in self._reader.listing())

    def _read(self, deck: ChangedDeck, progress: "Progress | None") -> "ReadDeck":
        from quizapp.decks.cache import Known
        from quizapp.decks.load import load, written_texts
        from quizapp.storage.deck_store import ReadDeck

        check = _trusted if self._folders.belongs_to_the_program(deck.folder) else self._check_demo
        id = deck_id(deck.folder)
        known = Known(self._cards().files(id), partial(self._cards().file, id))
        loaded = load(deck.folder, check, known, progress, deck.listing)
        files = loaded.files
        untouched = {f"{id}/{card}" for card in loaded.found if card not in files.touched}
        return ReadDeck(
            loaded.deck, loaded.problems, deck.fingerprint, deck.position, files.parsed, files.unchanged, untouched, written_texts
        )


def _trusted(_: "DemoLink") -> None:
    """A deck that is installed with the program links demos that are; a first start has no time to import them all."""


def _check_cards(folder: Path) -> None:
    """Raises DeckError where no file of `folder` gives a card. It is read up to the first one."""
    from quizapp.decks.contents import read_contents
    from quizapp.decks.files import sources
    from quizapp.decks.parse import parse
    from quizapp.services.foreign import import_hint

    contents = read_contents(folder)
    found = sources(folder, contents)
    first = next(found, None)
    for source in chain([first] if first is not None else [], found):
        if not isinstance(source, Problem) and any(not card.errors for card in parse(source, contents.language).cards):
            return
    if first is not None:
        raise DeckError(
            gettext("{folder} was not added: no file in it gives a card", folder=folder),
            import_hint(folder) or gettext("`quizapp check {folder}` says why.", folder=folder),
        )


def check_new(folder: Path, decks: Sequence[Path]) -> None:
    """Raises DeckError where `folder` is one of the `decks`, or is called as one of them."""
    if one_line(folder) != str(folder):
        raise DeckError(gettext("the settings cannot hold the name {folder}", folder=folder), gettext("Rename the folder."))
    for other in decks:
        if real(other) == real(folder):
            raise DeckError(gettext("{folder} is already a deck", folder=folder), gettext("`quizapp deck list` lists them all."))
        if composed(deck_id(other)) == composed(deck_id(folder)):
            raise DeckError(
                gettext("there is already a deck {deck!r}, in {folder}", deck=deck_id(folder), folder=other),
                gettext("A deck takes the name of its folder: rename one of them."),
            )


def holds_cards(folder: Path) -> bool:
    """Whether `folder` is a deck, rather than a folder of decks. Raises DeckError where it cannot be read."""
    return os.path.lexists(folder / "deck.toml") or any("/" not in name for name in files_in(folder))


def files_in(folder: Path) -> Sequence[str]:
    """The files of the deck in `folder` that can hold cards. Raises DeckError."""
    from quizapp.decks.contents import read_contents
    from quizapp.decks.files import files_of
    from quizapp.decks.listing import listing

    return list(files_of(listing(folder), read_contents(folder)).stamps)


def _copy_folder(folder: Path, target: Path) -> None:
    """All of it or nothing."""
    draft = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)  # of a copy that was cut short
        shutil.copytree(folder, draft)
        for path in (draft, *draft.rglob("*")):
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
        draft.rename(target)
    except (OSError, shutil.Error) as error:
        raise DeckError(
            gettext("{folder} could not be copied to {target}: {reason}", folder=folder, target=target, reason=error),
            gettext("Copy it yourself and add it with `quizapp deck add`."),
        ) from error
