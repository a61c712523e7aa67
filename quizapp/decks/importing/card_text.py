"""A note as a card in our format, held to our own checker: what that would refuse is named, and never written."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from quizapp.decks.grammar import plain
from quizapp.decks.importing.note import Altered, Note
from quizapp.decks.importing.question import LONGEST
from quizapp.decks.importing.repair import repaired, with_fences_closed
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.source import MAXIMUM_BYTES, Source
from quizapp.domain.card import Problem
from quizapp.domain.i18n import gettext
from quizapp.domain.sections import names_for


@lru_cache(maxsize=32_768)  # the question of one note is looked at several times, in turns over all notes
def words_of(question: str) -> str:
    """A question in plain text."""
    return plain(question)


def card_of(note: Note, language: str) -> tuple[Note, str, str]:
    """The note with what had to be changed, the text of its card, and why that cannot be one; empty where it can.

    The card's links to pictures are taken for good: they are copied beside it.
    """
    if not words_of(note.question):
        lost = any(change.kind is Altered.NO_PICTURE for change in note.changes)
        return note, "", gettext("its question is a picture that is not in the source") if lost else gettext("it has no question")
    if len(note.question) > LONGEST:
        return (
            note,
            "",
            gettext("its question has {count:,} characters; the limit is {limit}", count=len(note.question), limit=LONGEST),
        )
    text = with_fences_closed("\n".join(_lines(note, language))).rstrip() + "\n"
    complaint = _complaint(text, language)
    if complaint:  # most cards need no repair, and looking for what does takes as long as the check
        text, changes = repaired(text)
        text = text.rstrip() + "\n"
        note = replace(note, changes=tuple(dict.fromkeys([*note.changes, *changes])))
        complaint = _complaint(text, language)
    return note, text, complaint


def _complaint(text: str, language: str) -> str:
    """The first thing that is wrong with the card `text`; empty where nothing is."""
    if len(text.encode()) > MAXIMUM_BYTES:
        return gettext("it is larger than 1 MiB")
    return next(_complaints(text, language), "")


def _complaints(text: str, language: str) -> Iterator[str]:
    file = parse(Source("card.md", "card", language, text), language)
    if len(file.cards) != 1:
        yield gettext("it would be read as several cards")
    yield from (problem.message for problem in _problems(file))


def _problems(file: File) -> Iterator[Problem]:
    yield from (problem for problem in file.problems if problem.is_error)
    yield from (error for card in file.cards for error in card.errors)


def _lines(note: Note, language: str) -> Iterator[str]:
    names = names_for(language)
    yield f"# {_heading(note.question)}"
    if note.answer:
        yield f"\n{note.answer}"
    if note.key_points:
        yield f"\n## {names.key_points}\n"
        yield from (f"- {point}".replace("\n", "\n  ") for point in note.key_points)
    for name, text in ((names.deeper, note.deeper), (names.mistakes, note.mistakes), (names.sources, note.sources)):
        if text:
            yield f"\n## {name}\n\n{text}"


def _heading(question: str) -> str:
    """The question so that nothing at its end is read as an id or as the closing marks of a heading."""
    question = re.sub(r"\{#([^{}]*)\}\s*$", r"\\{#\1}", question)
    return re.sub(r"(^|\s)(#+)\s*$", r"\1\\\2", question)
