"""Notes of a collection as notes that cards are made of, or the reason why one becomes none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.decks.importing.anki.latex import without_formulas
from quizapp.decks.importing.anki.macros import defined
from quizapp.decks.importing.anki.parts import AnkiCard, AnkiNote, CollectionParts, NoteType
from quizapp.decks.importing.anki.progress import progress
from quizapp.decks.importing.anki.sides import Sides, gap_numbers, of_fields, of_gap, of_template
from quizapp.decks.importing.note import Alteration, Altered, LeftOut, Note, Where
from quizapp.decks.importing.rich.convert import markdown, without_private
from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import gettext

_SOUND = re.compile(r"\[sound:[^\[\]]*\]|\[anki:(?:play|tts)[^\[\]]*\](?:(?:(?!\[anki:).)*?\[/anki:tts\])?", re.DOTALL)
_OCCLUSION = re.compile(r"image-occlusion:", re.IGNORECASE)
_DECOY = re.compile(r"please update to the latest anki version", re.IGNORECASE)
_BLOCK = re.compile(r"(?:(?:#{1,6}|>|-|\d+\.) )+")
"""What makes a single line a heading, a quotation or a list, which means nothing to a question."""
_LONGEST = 300
"""Characters of a sentence with a gap; of a longer text only the parts with the gap are asked."""
_TITLE = 60
MOST_GAPS = 499
"""Of one note, each a card of its own: Anki makes no more."""


@dataclass(frozen=True)
class AnkiChoices:
    """What the learner has chosen about a collection."""

    fields: tuple[str, ...] = ()
    """The question's, and those of the answer; empty where the templates decide."""
    reversed: bool = False
    """Whether every card of a note comes in, or only its first."""
    reviews: bool = True


def notes_of(note: AnkiNote, contents: CollectionParts, choices: AnkiChoices) -> Iterator[Note | LeftOut]:
    """The cards of `note`."""
    kind = contents.types.get(note.type)
    cards = contents.cards.get(note.id, [])
    where = Where(f"nid:{note.id}")
    if note.damage or kind is None:
        yield LeftOut(where, note.damage or gettext("its note type is missing"), note.guid)
    elif kind.name.startswith("Image Occlusion") or any(_OCCLUSION.search(field) for field in note.fields):
        yield LeftOut(where, gettext("it hides parts of a picture, which a terminal cannot show"), title_of(note))
    elif kind.cloze:
        numbers = gap_numbers(note, kind)
        if not numbers:
            yield LeftOut(where, gettext("it has no gaps"), title_of(note))
        if len(numbers) > MOST_GAPS:
            why = gettext("it has {count:,} gaps with numbers of their own; the limit is {limit:,}", count=len(numbers), limit=MOST_GAPS)
            yield LeftOut(where, why, title_of(note))
            return
        for number in numbers:
            card = next((card for card in cards if card.ord == number - 1), None)
            key = note.guid if number == 1 else f"{note.guid} {number}"
            made = _made(of_gap(note, kind, number), kind, where, key)
            yield _with_card(replace(made, question=_short(made.question), changes=(_CLOZE, *made.changes)), card, contents, choices)
    else:
        yield from _of_templates(note, kind, cards, where, contents, choices)


_CLOZE = Alteration(Altered.CLOZE)


def _of_templates(
    note: AnkiNote, kind: NoteType, cards: Sequence[AnkiCard], where: Where, contents: CollectionParts, choices: AnkiChoices
) -> Iterator[Note | LeftOut]:
    if not kind.templates:
        yield LeftOut(where, gettext("its note type has no template"), title_of(note))
    wanted: list[AnkiCard | None] = [card for card in cards if card.ord < len(kind.templates)]
    wanted = wanted if choices.reversed else wanted[:1]
    for card in wanted or [None] * bool(kind.templates):
        place = card.ord if card else 0
        if place == 0 and choices.fields and choices.fields[0] in kind.fields:
            sides = of_fields(note, kind, choices.fields[0], choices.fields[1:])
        else:
            sides = of_template(note, kind, kind.templates[place])
        key = note.guid if place == 0 else f"{note.guid} {place + 1}"
        yield _with_card(_made(sides, kind, where, key), card, contents, choices)


def _with_card(note: Note, card: AnkiCard | None, contents: CollectionParts, choices: AnkiChoices) -> Note:
    if card is None:
        return note
    note = replace(note, topic=card.deck)
    return replace(note, progress=progress(card, contents.reviews.get(card.id, ()))) if choices.reviews else note


def _made(sides: Sides, kind: NoteType, where: Where, key: str) -> Note:
    changes = [Alteration(Altered.FIELDS, one_line(name)) for name in sides.unseen]
    texts = list[str]()
    sources = [without_private(html) for html in (sides.front, sides.back)]
    macros = defined("".join(sources))
    for source in sources:
        without = _SOUND.sub("", source)
        if without != source:
            changes.append(Alteration(Altered.SOUND))
        html, formulas = without_formulas(without, macros)
        converted = markdown(html, formulas, keeps_lines=kind.keeps_lines)
        texts.append(converted.text)
        changes += converted.changes
    question = _BLOCK.sub("", texts[0]) if "\n" not in texts[0] else texts[0]
    return Note(question, texts[1], where, key, changes=tuple(dict.fromkeys(changes)), is_markdown=True)


def _short(question: str) -> str:
    """Of a long text the first line and the parts in which something is missing."""
    if len(question) <= _LONGEST:
        return question
    parts = question.split("\n\n") if "\n\n" in question else re.split(r"(?:<br>)?\n", question)
    if len(parts) == 1:
        parts = re.split(r"(?<=[.!?])\s+", question)
    gap = re.compile(r"\\\[[^\[\]]*\\\]|\[\.\.\.\]")
    kept = [part for place, part in enumerate(parts) if gap.search(part) or (place == 0 and len(part) < _LONGEST)]
    return "\n\n".join(kept) if any(gap.search(part) for part in kept) else question


def is_decoy(note: AnkiNote) -> bool:
    """Whether the note is the one that stands in an older collection beside a newer one, for older versions of Anki to show."""
    return bool(note.fields and _DECOY.search(note.fields[0]))


def title_of(note: AnkiNote) -> str:
    """The beginning of a note, for lists."""
    text = re.sub(r"<[^<>]*>|&nbsp;", " ", (note.fields or ("",))[0][:1000])
    return one_line(" ".join(text.split())[:_TITLE]) or note.guid
