"""The two sides of a card as HTML: what its template shows of the note's fields, and for a gap, the text with it open and filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from quizapp.decks.importing.anki import clozes
from quizapp.decks.importing.anki.parts import AnkiNote, NoteType, Template
from quizapp.decks.importing.anki.templates import answer_side, is_hidden, rendered, shown

GAP = "[...]"
_TAG = re.compile(r"<[^<>]*>")
_EMPTY = re.compile(r"<(?!img\b)[^<>]*>|&nbsp;|\s", re.IGNORECASE)


@dataclass(frozen=True)
class Sides:
    """A card of a note: HTML."""

    front: str
    back: str
    unseen: tuple[str, ...] = ()
    """Fields with something in them that neither side shows."""


def values(note: AnkiNote, kind: NoteType) -> Mapping[str, str]:
    """The fields of `note` by their names."""
    return dict(zip(kind.fields, note.fields, strict=False))


def of_template(note: AnkiNote, kind: NoteType, template: Template) -> Sides:
    """What the template shows; the answer does not repeat fields of the question."""
    fields = values(note, kind)
    filled = {name: is_filled(value) for name, value in fields.items()}
    seen = set[str]()

    def show(name: str, filters: tuple[str, ...], *, asks: bool) -> str:
        if name in asked or is_hidden(filters, asks=asks) or not filled.get(name):
            return ""
        seen.add(name)
        return as_text(fields[name]) if "text" in filters else fields[name]

    asked = frozenset[str]()
    front = rendered(template.front, filled, lambda name, filters: show(name, filters, asks=True))
    front, asked = front if seen else "", frozenset(seen)
    back = rendered(answer_side(template.back, kind.fields), filled, lambda name, filters: show(name, filters, asks=False))
    unseen = tuple(name for name in kind.fields if filled.get(name) and name not in seen)
    return Sides(front, back if seen - asked else "", unseen)  # what the template itself says is no answer


def of_fields(note: AnkiNote, kind: NoteType, front: str, back: tuple[str, ...]) -> Sides:
    """The fields that the learner has chosen."""
    fields = values(note, kind)
    unseen = tuple(name for name, value in fields.items() if is_filled(value) and name not in (front, *back))
    return Sides(fields.get(front, ""), "<p>".join(fields.get(name, "") for name in back), unseen)


def of_gap(note: AnkiNote, kind: NoteType, number: int) -> Sides:
    """The text with the gaps of `number` open; and what is missing, with the text filled and whatever else the back shows."""
    fields = values(note, kind)
    filled = {name: is_filled(value) for name, value in fields.items()}
    seen = set[str]()

    def show(name: str, filters: tuple[str, ...], *, open_: int) -> str:
        if is_hidden(filters, asks=open_ > 0) or not filled.get(name):
            return ""
        seen.add(name)
        return clozes.filled(fields[name], open_, _gap) if "cloze" in filters else fields[name]

    template = kind.templates[0]
    front = rendered(template.front, filled, lambda name, filters: show(name, filters, open_=number))
    back = rendered(template.back, filled, lambda name, filters: show(name, filters, open_=0))
    gaps = [each.strip() for name in cloze_fields(kind) for each in clozes.missing(fields.get(name, ""), number)]
    return Sides(front, f"<p><b>{'; '.join(gaps)}</b></p>{back}", tuple(name for name in kind.fields if filled[name] and name not in seen))


def cloze_fields(kind: NoteType) -> list[str]:
    """The fields of a cloze note type that have gaps."""
    found = [name for template in kind.templates[:1] for name in shown(template.front, kind.fields, asks=True)]
    return found or list(kind.fields[:1])


def gap_numbers(note: AnkiNote, kind: NoteType) -> list[int]:
    """The numbers of all its gaps, in order."""
    fields = values(note, kind)
    return sorted({number for name in cloze_fields(kind) for number in clozes.numbers(fields.get(name, ""))})


def is_clear(kind: NoteType, template: Template) -> bool:
    """Whether the template tells which fields are the question and which the answer."""
    front = shown(template.front, kind.fields, asks=True)
    return bool(front and set(shown(answer_side(template.back, kind.fields), kind.fields, asks=False)) - set(front))


def as_text(html: str) -> str:
    """A field without its tags, for where it stands inside one."""
    return _TAG.sub("", html).replace('"', "&quot;").strip()


def is_filled(html: str) -> bool:
    """Whether anything is in a field: a picture is, a break is not."""
    return bool(_EMPTY.sub("", html))


def _gap(hint: str) -> str:
    return f"[{escape(hint.strip())}]" if hint.strip() else GAP
