"""A history as figures need it: how each card was answered, on which study day and in what time, without what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from quizapp.domain.history import Mark, Rating, Renamed


class Answering(NamedTuple):
    """One time that a card was answered, graded or for practice."""

    card: str
    """The id that it had then."""
    day: date
    """The study day."""
    rating: Rating
    duration_ms: int
    practice: bool = False
    """Whether no schedule depends on it."""
    repeats: bool = False
    """Whether it counts an answer of a mock interview, which is there as practice, too."""
    afresh: bool = False
    """Whether the card's memory was started afresh since it was last graded."""
    marks: tuple[Mark, ...] = ()
    bygone: bool = False
    """Whether the card's memory was started afresh since this answer."""
    estimated: bool = False
    """Of a grade: whether the memory that it changed began with an estimate from another program, of which grades do not tell."""


Answers: TypeAlias = Mapping[str, Sequence[Answering]]
"""What counts, in order, by the id that each card has now."""


class HistoryLine(NamedTuple):
    """A line of the history: an answer, a reset of the card's memory (`answering` None), an estimate of it, or a card's new id."""

    place: str
    """Where it stands among the others: ids sort as they were given."""
    card: str
    answering: Answering | None = None
    renamed: Renamed | None = None
    estimate: bool = False


def answers_by_card(entries: Iterable[HistoryLine]) -> dict[str, list[Answering]]:
    """The answers among `entries`, whatever their order, by the id that each card has now: a rename carries along what came before it."""
    found: dict[str, list[HistoryLine]] = {}
    for entry in sorted(entries, key=_place):
        if entry.renamed is not None:
            if moved := found.pop(entry.renamed.source, []):
                found[entry.card] = sorted([*found.get(entry.card, []), *moved], key=_place)
        else:
            found.setdefault(entry.card, []).append(entry)
    return {card: answers for card, its in found.items() if (answers := _answers(its))}


def _place(entry: HistoryLine) -> str:
    return entry.place


def _answers(entries: Sequence[HistoryLine]) -> list[Answering]:
    """Each reset is noted on the answers before it and on the first grade behind it; an estimate gives way to grades."""
    last = max((place for place, entry in enumerate(entries) if entry.answering is None and not entry.estimate), default=0)
    found, afresh, graded, estimated = [], False, False, False
    for place, entry in enumerate(entries):
        answering = entry.answering
        if entry.estimate:
            estimated = estimated or not graded
        elif answering is None:
            afresh, graded, estimated = True, False, False
        else:
            if not answering.practice:
                if afresh or estimated:
                    answering = answering._replace(afresh=afresh, estimated=estimated)
                afresh, graded = False, True
            found.append(answering._replace(bygone=True) if place < last else answering)
    return found
