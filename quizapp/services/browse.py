"""Every card with what is known of it; and what of that is wanted, in which order. One list for the screen and for `quizapp cards`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from quizapp.domain.i18n import gettext, pgettext
from quizapp.domain.language_names import meant
from quizapp.domain.schedule import CardState
from quizapp.services.fuzzy_search import FuzzySearch
from quizapp.services.other_words import OtherWords
from quizapp.services.study import Study


class CardTrait(StrEnum):
    """What cards can be narrowed to beside their state."""

    DUE = "due"
    """Reviews that today still asks."""
    LEECH = "leech"
    """Forgotten again and again."""

    @property
    def label(self) -> str:
        """The trait in a word, as a person reads it."""
        names = {CardTrait.DUE: pgettext("a state", "due"), CardTrait.LEECH: pgettext("a state", "leech")}
        return names[self]


CardFilter: TypeAlias = CardTrait | CardState
FILTERS: Sequence[CardFilter] = (*CardTrait, *CardState)


class Column(StrEnum):
    """What is listed of each card, from left to right."""

    QUESTION = "question"
    TOPIC = "topic"
    STATE = "state"
    DUE = "due"
    RECALL = "recall"
    LAPSES = "lapses"
    LANGUAGES = "languages"

    @property
    def label(self) -> str:
        """The column's heading."""
        names = {
            Column.QUESTION: gettext("question"),
            Column.TOPIC: gettext("topic"),
            Column.STATE: gettext("state"),
            Column.DUE: pgettext("a column", "due"),
            Column.RECALL: gettext("recall"),
            Column.LAPSES: gettext("lapses"),
            Column.LANGUAGES: pgettext("a column", "lang"),
        }
        return names[self]


_MOST_FIRST = (Column.LAPSES,)
"""Columns that are sorted largest first."""


@dataclass(frozen=True)
class Entry:
    """A card in the list."""

    id: str
    """Its full id, `deck/card`."""
    topic: str
    """Its topic's full id, `deck/topic`."""
    titles: Mapping[str, str]
    """The topic's, by language."""
    questions: Mapping[str, str]
    """Its questions by language, the deck's own first."""
    demo: str
    """The card's demo, or an empty string."""
    state: CardState
    """Today."""
    waits: bool
    """Whether it is a review that today still asks."""
    due: date | None
    recall: float | None
    """The probability of recalling it now, 0 to 1; None for a new card."""
    lapses: int
    leech: bool = False
    """Whether it lapsed so often that it should be written otherwise."""
    estimated: bool = False
    """Whether its memory is an estimate from another program."""

    def question(self, language: str) -> str:
        """The question in `language`, or in the deck's own if there is no translation."""
        return _in(self.questions, language)

    def title(self, language: str) -> str:
        """Its topic's, in `language` or in the deck's own."""
        return _in(self.titles, language)

    @property
    def languages(self) -> str:
        """Those it can be read in: "en ko"."""
        return " ".join(self.questions)

    def is_in(self, filter: CardFilter) -> bool:
        """Whether it is one of the cards that `filter` keeps."""
        match filter:
            case CardTrait.DUE:
                return self.waits
            case CardTrait.LEECH:
                return self.leech
            case state:
                return self.state is state


@dataclass(frozen=True)
class View:
    """What of the list is wanted, and in which order."""

    words: str = ""
    """What to find in questions, topics, names, answers and key points."""
    topic: str | None = None
    """A topic's full id; None for all."""
    state: CardFilter | None = None
    """None for all."""
    column: Column | None = None
    """The column to sort by; None keeps the order of the decks, or puts the best matches first while words are looked for."""
    descending: bool = False
    language: str = ""
    """Whose texts are shown, and so sorted."""

    @property
    def ordered(self) -> bool:
        """Whether its order is another than the usual one."""
        return self.column is not None or self.descending

    @property
    def narrowed(self) -> bool:
        """Whether it may leave cards out."""
        return bool(self.words.strip() or self.topic or self.state)

    def widened(self) -> "View":
        """All cards, in the same order."""
        return replace(self, words="", topic=None, state=None)

    def sorted_by(self, column: Column) -> "View":
        """Sort by a column, the end that matters first; asked again, the other end first; asked once more, in the order of the decks."""
        if column != self.column:
            return self._by(column)
        return self.reversed() if self.descending == (column in _MOST_FIRST) else self._by(None)

    def next_order(self) -> "View":
        """Sort by the next column; after the last one, in the order of the decks."""
        orders = (None, *Column)
        return self._by(orders[(orders.index(self.column) + 1) % len(orders)])

    def _by(self, column: Column | None) -> "View":
        return replace(self, column=column, descending=column in _MOST_FIRST)

    def reversed(self) -> "View":
        """The same in the opposite order."""
        return replace(self, descending=not self.descending)


class CardList:
    """The cards of all decks, in deck order, on the study day `day`."""

    def __init__(self, day: date, entries: Sequence[Entry]) -> None:
        self.day = day
        self.entries = entries
        self._whole: FuzzySearch | None = None
        self._others = OtherWords()

    def prepare(self) -> None:
        """Makes what the first words to be found will need, which takes a moment where there are many cards. Meant for a worker."""
        self._heads.prepare()
        self._names.prepare()

    def look_inside(self, answers: Mapping[str, str], others: OtherWords) -> None:
        """Has words be found in `answers`, by card id, as well, and by `others` that mean the same.

        It takes longer than to `prepare`, and is meant for a worker too.
        """
        heads = [_head(entry) for entry in self.entries]
        whole = FuzzySearch((f"{head}\n{answers.get(entry.id, '')}" for head, entry in zip(heads, self.entries, strict=True)), heads)
        whole.prepare()
        self._whole, self._others = whole, others

    @cached_property
    def _heads(self) -> FuzzySearch:
        """A search over what a card goes by."""
        return FuzzySearch(map(_head, self.entries))

    @cached_property
    def _names(self) -> FuzzySearch:
        """A search over what a card alone goes by: not its topic, which it shares with others."""
        return FuzzySearch("\n".join((entry.id.partition("/")[2], *entry.questions.values())) for entry in self.entries)

    @cached_property
    def topics(self) -> Mapping[str, Entry]:
        """Every topic's full id with its first card, in deck order."""
        topics: dict[str, Entry] = {}
        for entry in self.entries:
            topics.setdefault(entry.topic, entry)
        return topics

    @cached_property
    def filters(self) -> Sequence[CardFilter]:
        """Those that any card belongs to."""
        return [filter for filter in FILTERS if any(entry.is_in(filter) for entry in self.entries)]

    @cached_property
    def languages(self) -> Sequence[str]:
        """Those that any card can be read in, in the order in which they come up."""
        return list(dict.fromkeys(language for entry in self.entries for language in entry.questions))

    def next_topic(self, view: View, by: int = 1) -> View:
        """Narrow to the next topic, or show all topics after the last one; -1 goes back."""
        return replace(view, topic=_after(list(self.topics), view.topic, by))

    def next_state(self, view: View, by: int = 1) -> View:
        """Narrow to the next state that any card is in, or show all states after the last one; -1 goes back."""
        return replace(view, state=_after(self.filters, view.state, by))

    def next_language(self, view: View) -> View:
        """Show the texts in the next language."""
        languages = self.languages
        shown = languages.index(view.language) if view.language in languages else 0
        return replace(view, language=languages[(shown + 1) % len(languages)])

    def select(self, view: View) -> list[Entry]:
        """The cards that `view` wants, in its order. Equal ones stay in the order of the decks, a card without a value comes last."""
        kept = self._found(view.words) if view.words.strip() else self.entries
        kept = [
            entry for entry in kept if (view.topic is None or entry.topic == view.topic) and (view.state is None or entry.is_in(view.state))
        ]
        if view.column is None:
            return kept[::-1] if view.descending else kept
        key = _KEYS[view.column]
        values = [(key(entry, view.language), entry) for entry in kept]
        known = sorted((pair for pair in values if pair[0] is not None), key=lambda pair: pair[0], reverse=view.descending)
        return [entry for _, entry in known] + [entry for value, entry in values if value is None]

    def known_by(self, words: str, others: OtherWords) -> list[Entry]:
        """The cards whose own id or question, in any language, holds `words`, spelt as they are, or `others` for them; best ones first."""
        found = self._names.find(words, others, misspelt=False)
        return [self.entries[index] for index in sorted(found, key=lambda index: (found[index], index))]

    def _found(self, words: str) -> list[Entry]:
        """Those that go by the words themselves, then those whose topic does, then those that say them in their answers."""
        names = self._names.find(words, self._others)
        heads = self._heads.find(words, self._others)
        found = heads if self._whole is None else self._whole.find(words, self._others)
        return [
            self.entries[index] for index in sorted(found, key=lambda index: (index not in names, index not in heads, found[index], index))
        ]


def read_cards(study: Study) -> CardList:
    """The list as it stands now. Imports the memory model: on a screen, a worker's task."""
    catalog, day = study.catalog, study.day()
    rows = catalog.listing()  # first: a card that is added meanwhile has a question and no row, and not the other way round
    questions, demos, titles = catalog.questions(), catalog.demos(), catalog.topics()
    recall = study.recall([row.schedule for row in rows])
    return CardList(
        day,
        [
            Entry(
                row.id,
                row.topic,
                titles.get(row.topic) or {"": row.topic.partition("/")[2]},
                questions[row.id],
                demos.get(row.id, ""),
                row.schedule.state(day),
                row.schedule.waits(day),
                row.schedule.due,
                probability,
                row.schedule.lapses,
                study.is_leech(row.schedule.lapses),
                row.schedule.estimated,
            )
            for row, probability in zip(rows, recall, strict=True)
        ],
    )


def _head(entry: Entry) -> str:
    """Its name, its topic and its question, in every language."""
    return "\n".join((entry.id.partition("/")[2], *entry.titles.values(), *entry.questions.values()))


_STATES = tuple(CardState)
_KEYS: Mapping[Column, Callable[[Entry, str], Any]] = {
    Column.QUESTION: lambda entry, language: entry.question(language).casefold(),
    Column.TOPIC: lambda entry, language: entry.title(language).casefold(),
    Column.STATE: lambda entry, _: _STATES.index(entry.state),
    Column.DUE: lambda entry, _: entry.due,
    Column.RECALL: lambda entry, _: entry.recall,
    Column.LAPSES: lambda entry, _: entry.lapses,
    Column.LANGUAGES: lambda entry, _: entry.languages,
}


Wanted = TypeVar("Wanted", bound=str)


def _after(values: Sequence[Wanted], now: Wanted | None, by: int) -> Wanted | None:
    """The value after `now`, or before it; None stands before the first and after the last, and for one that is no longer there."""
    round = [None, *values]
    return round[((round.index(now) if now in round else 0) + by) % len(round)]


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(meant(language, texts)) or next(iter(texts.values()))
