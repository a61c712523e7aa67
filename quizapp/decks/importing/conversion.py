"""Notes become cards with ids: those of the source, or made from their questions, and those of an earlier import of the same notes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from quizapp.decks.grammar import plain
from quizapp.decks.grammar.limits import CARD, beyond
from quizapp.decks.ids import from_question, has_letter, legal, unused
from quizapp.decks.importing.card_text import card_of, words_of
from quizapp.decks.importing.links import Linked
from quizapp.decks.importing.note import LeftOut, Note, NotesFound, Pictures
from quizapp.decks.importing.tidying import tidied, topic_title
from quizapp.decks.script import language_of
from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed, folded

MOST_CARDS = 20_000
"""Of one source."""
_MOST_MARKS = 4_000
"""Characters of one kind that begin a tag, a link, a formula or code, in one note."""
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))})
"""Names that Windows gives no file."""


@dataclass(frozen=True)
class NewCard:
    """A card as it is to be written: its id within the deck, what it is known by in its source, the note, and its file's text."""

    id: str
    key: str
    note: Note
    text: str


@dataclass
class Conversion:
    """All of a source as cards."""

    found: NotesFound
    title: str
    language: str
    cards: list[NewCard] = field(default_factory=list)
    drafts: list[NewCard] = field(default_factory=list)
    """Questions without answers; their text is only the question."""
    left_out: list[LeftOut] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """By the name of a picture in the source: where it goes in the deck."""

    @property
    def as_they_are(self) -> list[NewCard]:
        """The cards that say what their source says, word for word."""
        return [card for card in self.cards if not card.note.changes]

    @property
    def changed(self) -> list[NewCard]:
        """The cards in which something had to be written otherwise."""
        return [card for card in self.cards if card.note.changes]


def converted(found: NotesFound, title: str, known: Mapping[str, str]) -> Conversion:
    """The cards of what was `found`; `known` are the ids of an earlier import, by the keys of its cards.

    `title` is the deck's where the source has none.
    """
    linked = Linked(found.pictures or _NoPictures())
    left_out = [*found.left_out]
    left_out += (LeftOut(note.where, gettext("beyond the limit of {limit:,} cards", limit=MOST_CARDS)) for note in found.notes[MOST_CARDS:])
    bounded = [note for note in found.notes[:MOST_CARDS] if not _too_large(note)]
    left_out += (LeftOut(note.where, why, plain(note.question[:80])) for note in found.notes[:MOST_CARDS] if (why := _too_large(note)))
    notes = [tidied(note, linked, found.references.get(note.where.path)) for note in bounded]
    conversion = Conversion(found, topic_title(found.title) or title, _language(notes), left_out=left_out)
    ids, seen = _Ids(known), dict[str, Note]()
    answered = {folded(words_of(note.question)): note for note in reversed(notes) if _has_answer(note)}
    for note in notes:
        title_ = words_of(note.question)[:80]
        if not _has_answer(note):
            if title_ and (twin := answered.get(folded(words_of(note.question)))):
                reason = gettext("it has no answer here, but one in {place}", place=twin.where)
                conversion.left_out.append(LeftOut(note.where, reason))
            elif title_:
                conversion.drafts.append(_draft(note, ids))
            else:
                conversion.left_out.append(LeftOut(note.where, gettext("it has no question")))
            continue
        note, text, refused = card_of(_with_an_answer(note), conversion.language)
        if refused:
            conversion.left_out.append(LeftOut(note.where, refused, title_))
        elif text in seen:
            conversion.left_out.append(LeftOut(note.where, gettext("the same card as {place}", place=seen[text].where), title_))
        else:
            seen[text] = note
            conversion.cards.append(NewCard(*ids.of(note), note, text))
    written = "\n".join(seen)
    conversion.pictures = {name: place for name, place in linked.shown.items() if f"]({place})" in written}
    return conversion


def _too_large(note: Note) -> str:
    """Why a note is not even looked into; empty where it is: whatever keeps within these bounds is converted in a moment."""
    text = f"{note.question}{note.answer}{note.deeper}{note.sources}{note.mistakes}{''.join(note.key_points)}"
    marks = max(text.count(mark) for mark in "<[$`")
    return (
        beyond(len(text), CARD, "characters", "it has")
        or beyond(marks, _MOST_MARKS, "tags, links, formulas or pieces of code", "it has")
        or ""
    )


def _has_answer(note: Note) -> bool:
    return bool(note.answer.strip() or note.deeper or note.key_points)


def _with_an_answer(note: Note) -> Note:
    """A note of which only the key points or the details are known, which then are the answer."""
    if note.answer.strip():
        return note
    if note.deeper:
        return replace(note, answer=note.deeper, deeper="")
    return replace(note, answer="\n".join(f"- {point}".replace("\n", "\n  ") for point in note.key_points), key_points=())


def _draft(note: Note, ids: "_Ids") -> NewCard:
    return NewCard(*ids.of(note), note, f"# {note.question}")


def _language(notes: list[Note]) -> str:
    languages = Counter(language_of(note.question) for note in notes)
    return languages.most_common(1)[0][0] if languages else "en"


class _Ids:
    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._taken = set(known.values())
        self._keys: set[str] = set()

    def of(self, note: Note) -> tuple[str, str]:
        """The id of a note and its key; a question that is asked twice with two answers has two."""
        base = f"id:{note.key}" if note.key else f"question:{composed(words_of(note.question))}"
        key = self._numbered(base) if base in self._keys else base
        self._keys.add(key)
        if key in self._known:
            return self._known[key], key
        named = legal(note.key)[:60].strip("-") if note.key else ""
        named = named if has_letter(named) else ""  # a row's number names no card
        wanted = named or from_question(words_of(note.question)) or legal(words_of(note.question))[:60].strip("-")
        wanted = f"{wanted}-card" if wanted in _RESERVED else wanted or "card"
        id = unused(wanted, self._taken)
        self._taken.add(id)
        return id, key

    def _numbered(self, base: str) -> str:
        return next(each for number in count(2) if (each := f"{base} #{number}") not in self._keys)


class _NoPictures(Pictures):
    def find(self, address: str, path: str) -> str:  # noqa: ARG002
        return ""

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)
