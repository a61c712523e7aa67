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


Answers: TypeAlias = Mapping[str, Sequence[Answering]]
"""What counts, in order, by the id that each card has now."""


class HistoryLine(NamedTuple):
    """A line of the history: an answer, a reset of the card's memory (`answering` None), or a card's new id (`renamed`)."""

    place: str
    """Where it stands among the others: ids sort as they were given."""
    card: str
    answering: Answering | None = None
    renamed: Renamed | None = None


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


def _answers(entries: Iterable[HistoryLine]) -> list[Answering]:
    """Each reset is noted on the first grade behind it."""
    found, afresh = [], False
    for entry in entries:
        answering = entry.answering
        if answering is None:
            afresh = True
        elif afresh and not answering.practice:
            found.append(answering._replace(afresh=True))
            afresh = False
        else:
            found.append(answering)
    return found
