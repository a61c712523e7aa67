"""Giving ids to cards that have none, or none that is allowed.

Progress hangs on ids, so one that a card may have been asked under comes first: that of its translation, or its file's name, which was its
id as long as it was alone in the file. Legal ids are never touched.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from quizapp.decks.ids import from_question, has_letter, is_id, legal, of_file, unused
from quizapp.decks.parsed import Parsed
from quizapp.domain.card import Problem, Severity

Spot: TypeAlias = tuple[str, int]
"""A card's file, and the 1-based line of its question."""


@dataclass(frozen=True)
class CardFile:
    """The cards of one file. `stem` is its name without language and extension."""

    path: str
    stem: str
    language: str
    cards: Sequence[Parsed]


@dataclass
class Names:
    """The ids that cards are to get, and why others get none."""

    ids: dict[str, dict[int, str]] = field(default_factory=dict)
    """By file, then by the 1-based line of the question."""
    notes: list[Problem] = field(default_factory=list)


def names(files: Sequence[CardFile], language: str, listed: Collection[str], flawed: Collection[Spot], fixed: Collection[Spot]) -> Names:
    """Ids for the cards of a deck in `language` that lack one, but for those that are `fixed` as they are.

    `listed` are the ids in the table of contents. A text among the `flawed`, those with other errors, would take its whole card out of the
    quiz: it joins no other language's.
    """
    namer = _Namer(files, flawed, fixed)
    originals = [file for file in files if file.language == language]
    translations = [file for file in files if file.language != language]
    translated = {stem: list(group) for stem, group in groupby(sorted(translations, key=_stem), _stem)}
    for original in originals:
        namer.keep(original, translated.get(original.stem, ()), listed)
    for file in files:
        namer.legalise(file)
    for original in originals:
        namer.invent(original)
    by_stem = {original.stem: original for original in originals}
    for translation in translations:
        namer.follow(translation, by_stem.get(translation.stem))
    return namer.names


class _Namer:
    def __init__(self, files: Sequence[CardFile], flawed: Collection[Spot], fixed: Collection[Spot]) -> None:
        self.names = Names()
        self._flawed = flawed
        self._left_alone = set(fixed)
        self._taken: dict[str, set[str]] = {}
        """The languages in which each id is taken."""
        for file in files:
            for card in file.cards:
                if _named(file, card) or (_spot(card) in self._left_alone and is_id(card.id)):  # it is left its file's name
                    self._taken.setdefault(card.id, set()).add(file.language)

    def keep(self, file: CardFile, translations: Sequence[CardFile], listed: Collection[str]) -> None:
        """The ids under which cards without one may have been asked."""
        for i, card in self._nameless(file):
            for other in translations:
                if len(other.cards) == len(file.cards) and _named(other, other.cards[i]):
                    self._give(file, card, other.cards[i].id)
            id = of_file(file.stem)
            if i == 0 or id in listed:
                self._give(file, card, id)

    def legalise(self, file: CardFile) -> None:
        """The legal form of ids with capitals, blanks and the like, where no other card has it."""
        for card in file.cards:
            wrong = not _named(file, card) and not _without_name(file, card) and not self._settled(card)
            if wrong and not self._give(file, card, legal(card.id)):
                self._note(
                    card, f"the id {card.id!r} would become {legal(card.id)!r}, which another card already has; give it one of its own"
                )

    def invent(self, file: CardFile) -> None:
        """Ids from the questions, or from the file's name where a question has no letter."""
        stem = legal(file.stem)
        for i, card in self._nameless(file):
            id = from_question(card.text.question) or f"{stem if has_letter(stem) else 'card'}-{i + 1}"
            self._give(file, card, unused(id, self._taken))

    def follow(self, file: CardFile, original: CardFile | None) -> None:
        """A translation's cards get the ids of their originals, where they correspond."""
        for i, card in self._nameless(file):
            reason = self._no_match(file, original)
            if original is None or reason:
                self._note(card, f"{reason}; give each card the id of its original")
                return
            id = self._id(original, original.cards[i])
            if not self._give(file, card, id):
                self._note(
                    card, f"the id of its original is {id!r}, which another card already has" if id else "its original has no id yet"
                )

    def _no_match(self, file: CardFile, original: CardFile | None) -> str:
        """Why the cards of a translation are not those of its original in their order; empty where they are."""
        if original is None:
            return f"ids are missing, and there is no {file.stem}.md to take them from"
        if len(original.cards) != len(file.cards):
            return f"has {len(file.cards)} cards, but its original ({original.path}) has {len(original.cards)}"
        pairs = ((self._id(file, mine), self._id(original, other)) for mine, other in zip(file.cards, original.cards, strict=True))
        same_order = all(mine in ("", other) for mine, other in pairs)
        return "" if same_order else f"has its cards in a different order from its original ({original.path})"

    def _nameless(self, file: CardFile) -> Iterator[tuple[int, Parsed]]:
        """The cards still to be named, with their places in the file."""
        return ((i, card) for i, card in enumerate(file.cards) if _without_name(file, card) and not self._settled(card))

    def _settled(self, card: Parsed) -> bool:
        return bool(self._given(card)) or _spot(card) in self._left_alone

    def _given(self, card: Parsed) -> str:
        return self.names.ids.get(card.text.path, {}).get(card.text.line, "")

    def _id(self, file: CardFile, card: Parsed) -> str:
        return card.id if _named(file, card) else self._given(card)

    def _give(self, file: CardFile, card: Parsed, id: str) -> bool:
        """Whether the card's id is settled: given, or put off until the card has no other errors."""
        if not id or self._settled(card) or file.language in self._taken.get(id, ()):
            return False
        if _spot(card) in self._flawed and id in self._taken:
            self._left_alone.add(_spot(card))
            self._note(card, f"will be {id!r}, as in another language, once its other errors are fixed")
        else:
            self.names.ids.setdefault(card.text.path, {})[card.text.line] = id
            self._taken.setdefault(id, set()).add(file.language)
        return True

    def _note(self, card: Parsed, message: str) -> None:
        self.names.notes.append(Problem(card.text.path, card.text.line, message, Severity.WARNING))


def _stem(file: CardFile) -> str:
    return file.stem


def _named(file: CardFile, card: Parsed) -> bool:
    """Whether the card has a legal id, be it by the name of its file."""
    return is_id(card.id) and (card.id_column > 0 or len(file.cards) == 1)


def _without_name(file: CardFile, card: Parsed) -> bool:
    """Whether the card says nothing that could be made a legal id."""
    return not _named(file, card) and not (has_letter(legal(card.id)) and (card.id_column > 0 or len(file.cards) == 1))


def _spot(card: Parsed) -> Spot:
    return card.text.path, card.text.line
