"""The dialect: what is asked about a package, and reading it."""

import shlex
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from quizapp.decks.importing.anki.archive import Archive, open_archive
from quizapp.decks.importing.anki.collection import Collection, opened
from quizapp.decks.importing.anki.media import PackagePictures
from quizapp.decks.importing.anki.notes import AnkiChoices, is_decoy, notes_of
from quizapp.decks.importing.anki.parts import AnkiNote, CollectionParts, NoteType
from quizapp.decks.importing.anki.sides import is_clear
from quizapp.decks.importing.conversion import MOST_CARDS
from quizapp.decks.importing.material import Material
from quizapp.decks.importing.note import LeftOut, Note, NotesFound, Where
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.errors import DeckError, suggestion
from quizapp.domain.i18n import gettext, ngettext

SUFFIXES = (".apkg", ".colpkg")
NEWEST, NEWER, OLDEST = "collection.anki21b", "collection.anki21", "collection.anki2"
_SURE = 1_000_000
"""More questions than any other dialect could find: no other one reads such a file."""
_YES, _NO = "yes", "no"


class AnkiPackage:
    """The dialect."""

    id = "anki"

    def words(self) -> str:
        """How it is written."""
        return gettext("from an Anki package")

    def recognises(self, source: Material) -> float:
        """Whether it is a package, by its name, or as a zip file with a collection in it. It is not unpacked."""
        path = source.path
        if path.is_dir():
            return 0
        return _SURE if path.suffix.lower() in SUFFIXES or _holds_collection(path) else 0

    def read(self, source: Material) -> NotesFound:
        """Every card of the package, or of the deck that the option "deck" names."""
        archive = open_archive(source.path)
        found = NotesFound(self.id, self.words(), pictures=PackagePictures(archive))
        with _collection(archive, source.path) as collection:
            contents = CollectionParts(collection.types(), collection.cards())
            _check_not_decoy(collection, source.path)
            _keep_deck(contents, source)
            choices = _choices(contents, collection, source)
            beyond = Counter[str]()
            for note in collection.notes():
                if not contents.wants(note.id):
                    continue
                if len(found.notes) < MOST_CARDS:
                    _take(note, contents, choices, found)
                else:
                    beyond[_deck_of(note, contents)] += 1
        found.left_out += (_beyond(deck, number, source.path) for deck, number in beyond.items())
        _set_title(found)
        return found


def _take(note: AnkiNote, contents: CollectionParts, choices: AnkiChoices, found: NotesFound) -> None:
    for made in notes_of(note, contents, choices):
        if isinstance(made, Note):
            found.notes.append(made)
        else:
            found.left_out.append(made)


def _deck_of(note: AnkiNote, contents: CollectionParts) -> str:
    cards = contents.cards.get(note.id)
    return "::".join(cards[0].deck) if cards else ""


def _beyond(deck: str, number: int, path: Path) -> LeftOut:
    reason = ngettext(
        "{count:,} note is beyond the limit of {limit:,} cards; --set deck={deck} imports this deck alone",
        "{count:,} notes are beyond the limit of {limit:,} cards; --set deck={deck} imports this deck alone",
        number,
        limit=MOST_CARDS,
        deck=shlex.quote(deck),
    )
    return LeftOut(Where(path.name), reason, deck)


@contextmanager
def _collection(archive: Archive, path: Path) -> Iterator[Collection]:
    """The newest collection in the package, unpacked into a folder of its own that is gone at the end."""
    name = next((name for name in (NEWEST, NEWER, OLDEST) if name in archive.names), "")
    if not name:
        raise DeckError(gettext("there is no collection in {path}", path=path), gettext("Export it from Anki again."))
    with tempfile.TemporaryDirectory(prefix="quizapp-anki-") as folder:
        copy = Path(folder).resolve() / "collection"
        archive.copy(name, copy)
        with opened(copy, path) as collection:
            yield collection


def _check_not_decoy(collection: Collection, path: Path) -> None:
    first = [note for note, _ in zip(collection.notes(), range(2), strict=False)]
    if len(first) == 1 and is_decoy(first[0]):
        raise DeckError(
            gettext("{path} holds only the note that tells older versions of Anki to update: its cards are missing", path=path),
            gettext("Export it from Anki again."),
        )


def _keep_deck(contents: CollectionParts, source: Material) -> None:
    """Leaves out all cards but those of the deck that was asked for, and of its subdecks."""
    wanted = source.options.get("deck", "")
    if not wanted:
        return
    names = {"::".join(card.deck[:level]) for cards in contents.cards.values() for card in cards for level in range(1, len(card.deck) + 1)}
    if wanted not in names:
        raise DeckError(gettext("there is no deck {name!r} in {path}", name=wanted, path=source.path), suggestion(wanted, names))
    path = tuple(wanted.split("::"))
    kept = {note: [card for card in cards if card.deck[: len(path)] == path] for note, cards in contents.cards.items()}
    contents.cards = {note: cards for note, cards in kept.items() if cards}
    contents.narrowed = True


def _choices(contents: CollectionParts, collection: Collection, source: Material) -> AnkiChoices:
    """What has to be known before the cards are made, asked where neither the package nor the options say it."""
    options = source.options
    used = _used(contents, collection)
    fields = tuple(name.strip() for name in options.get("fields", "").split(":") if name.strip())
    if fields:
        _check_fields(fields, used)
    else:
        _ask_fields(used)
    several = {note for note, cards in contents.cards.items() if len(cards) > 1}
    both = any(kind for kind in used if not kind.cloze and len(kind.templates) > 1) and bool(several)
    reversed_ = bool(both) and _answer(
        options,
        "reversed",
        gettext("Some notes have several cards, such as one that asks the other way round. Which come in?"),
        {_NO: gettext("only the first card of each note"), _YES: gettext("all cards")},
    )
    contents.reviews = collection.reviews()
    number = sum(len(contents.reviews.get(card.id, ())) for cards in contents.cards.values() for card in cards)
    number += sum(card.suspended for cards in contents.cards.values() for card in cards)
    reviews = not number or _answer(
        options,
        "reviews",
        ngettext(
            "Your progress in Anki is in the package: {count:,} review.",
            "Your progress in Anki is in the package: {count:,} reviews.",
            number,
        ),
        {_YES: gettext("bring it along, as grades given then"), _NO: gettext("start afresh")},
    )
    if not reviews:
        contents.reviews = {}
    return AnkiChoices(fields, reversed_, reviews)


def _used(contents: CollectionParts, collection: Collection) -> Sequence[NoteType]:
    """The note types of the notes that come in."""
    ids = dict.fromkeys(type for note, type in collection.types_used() if contents.wants(note))
    return [contents.types[id] for id in ids if id in contents.types]


def _answer(options: Mapping[str, str], option: str, question: str, words: Mapping[str, str]) -> bool:
    """Whether the answer is yes. The first of the `words`, which say what the answers mean, is taken where nobody can be asked."""
    given = options.get(option, "")
    if given in (_YES, _NO):
        return bool(given == _YES)
    if given:
        raise DeckError(gettext("{option} is yes or no, not {value!r}", option=option, value=given))
    raise UndecidedError(option, question, list(words), list(words.values()), default=next(iter(words)))


def _check_fields(fields: Sequence[str], used: Sequence[NoteType]) -> None:
    known = {name for kind in used for name in kind.fields}
    for name in fields:
        if name not in known:
            raise DeckError(gettext("no note has a field {name!r}", name=name), suggestion(name, known))


def _ask_fields(used: Sequence[NoteType]) -> None:
    """Asks where a template does not tell which field is the question and which the answer."""
    for kind in used:
        if kind.cloze or not kind.templates or is_clear(kind, kind.templates[0]) or len(kind.fields) < 2:
            continue
        first = kind.fields[0]
        pairs = [(first, other) for other in kind.fields[1:5]] + [(kind.fields[1], first)]
        raise UndecidedError(
            "fields",
            gettext("The cards of {name} do not say which fields are the question and the answer", name=kind.name),
            [":".join(pair) for pair in pairs],
            [gettext("{question} asks, {answer} answers", question=one, answer=other) for one, other in pairs],
        )


def _set_title(found: NotesFound) -> None:
    """What all decks of the cards have in common is the title; what lies below it, the topics."""
    paths = [note.topic for note in found.notes]
    levels = zip(*paths, strict=False)
    common = [names[0] for names in takewhile(lambda names: len(set(names)) == 1, levels)]
    found.title = " / ".join(common) if common != ["Default"] else ""
    found.notes = [replace(note, topic=note.topic[len(common) :]) for note in found.notes]


def _holds_collection(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\3\4":
                return False
        return bool({NEWEST, NEWER, OLDEST} & open_archive(path).names)
    except (OSError, DeckError, zipfile.BadZipFile):
        return False
