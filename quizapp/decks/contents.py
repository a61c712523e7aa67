"""deck.toml, the table of contents of a deck: its title, its language, and its topics with their cards."""

import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from quizapp.decks.ids import of_file
from quizapp.decks.listing import CONTENTS
from quizapp.decks.places import Paragraph, column
from quizapp.decks.safe import complaints
from quizapp.decks.source import read
from quizapp.decks.suffix import LANGUAGE
from quizapp.decks.toml import values_of
from quizapp.domain.card import Problem
from quizapp.domain.drawable import brief, clean
from quizapp.domain.errors import suggestion
from quizapp.domain.i18n import untranslated
from quizapp.domain.names import composed

_TOPIC = re.compile(r"""[ \t]*\[\[[ \t]*["']?topic["']?[ \t]*\]\]""")
_LISTED = re.compile(r"""^[ \t]*["']?cards["']?[ \t]*=[ \t]*\[""", re.MULTILINE)
_ITEM = re.compile(r"""[\s,]*(?:\#[^\n]*[\s,]*)*(?P<id>"(?:\\.|[^"\\\n])*"|'[^'\n]*')""")
_PATTERN = re.compile(r"[^\0\n]{1,200}")
_KEY = re.compile(r"""[ \t]*\[{0,2}[ \t]*(?:(?P<bare>[\w-]+)|(?P<quoted>"(?:\\.|[^"\\])*"|'[^']*'))""")
MOST_UNKNOWN = 20
"""Unknown keys that are named one by one."""
_KEYS = ("title", "language", "languages", "ignore", "topic")
_TOPIC_KEYS = ("title", "cards")

Place: TypeAlias = tuple[int, int]
"""A line and a column of deck.toml, 1-based."""
NOWHERE: Place = (0, 0)


@dataclass(frozen=True)
class ListedTopic:
    """A topic as deck.toml lists it: titles by language, and the ids of its cards within the deck, be they listed by the names of files."""

    titles: Mapping[str, str]
    cards: tuple[str, ...]
    place: Place
    places: tuple[Place, ...] = ()
    """Where each of the cards is listed; empty where that cannot be told."""

    def listed(self) -> Iterator[tuple[str, Place]]:
        """Each card's id, and where it is listed."""
        known = len(self.places) == len(self.cards)
        yield from zip(self.cards, self.places if known else [self.place] * len(self.cards), strict=True)


@dataclass
class Contents:
    """What deck.toml says; all of it empty where there is none, or none that can be used."""

    titles: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    says_language: bool = False
    """Whether the file says so itself."""
    declared: list[str] = field(default_factory=list)
    """Languages of translations."""
    ignore: list[str] = field(default_factory=list)
    """Patterns for the names of files that are no cards'."""
    topics: list[ListedTopic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: str = ""
    """The file, with what `clean` removes still in it."""

    def __post_init__(self) -> None:
        self._written = self.written.split("\n")
        self._lines = clean(self.written).split("\n")

    @cached_property
    def languages(self) -> frozenset[str]:
        """Every language that the file names, be it only in a title."""
        titles = [self.titles, *(topic.titles for topic in self.topics)]
        return frozenset([self.language, *self.declared, *(language for each in titles for language in each)])

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Where each key stands at the beginning of a line: 0-based line and place, in order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, line in enumerate(self._lines):
            if match := _KEY.match(line):
                key = match["bare"] or match["quoted"][1:-1]
                found.setdefault(key, []).append((number, match.end() - len(match["bare"] or match["quoted"]) + (match["bare"] is None)))
        return found

    @cached_property
    def listed(self) -> set[str]:
        """The ids of the cards that topics list."""
        return {id for topic in self.topics for id in topic.cards}

    def error(self, place: Place, message: str) -> None:
        """Notes what is wrong."""
        self.problems.append(Problem(CONTENTS, place[0], message, column=place[1]))

    def place(self, line: int, at: int) -> Place:
        """The place, as it is in the file, of what stands at `at` in `line` (both 0-based) once undrawn characters are gone."""
        return line + 1, column(self._written[line], at, tab=1)

    def key(self, key: str, after: int = 0) -> Place:
        """Where `key` is first written below the line `after`; the file as a whole where it is not."""
        lines = self._keys.get(key, ())
        found = bisect_left(lines, (after, 0))
        return self.place(*lines[found]) if found < len(lines) else NOWHERE

    def topic(self, after: int) -> Place:
        """The next `[[topic]]` below the line `after`."""
        found = (line for line in range(after, len(self._lines)) if _TOPIC.match(self._lines[line]))
        line = next(found, None)
        return NOWHERE if line is None else self.place(line, self._lines[line].index("["))

    def cards(self, topic: Place) -> tuple[Place, ...]:
        """Where the ids in the list of cards below `topic` stand."""
        end = self.topic(topic[0])[0] or len(self._lines) + 1
        text = "\n".join(self._lines[topic[0] : end - 1])
        match = _LISTED.search(text)
        if topic == NOWHERE or match is None:
            return ()
        paragraph, places, at = Paragraph(text, topic[0], self._lines), [], match.end()
        while item := _ITEM.match(text, at):
            places.append(self.place(*paragraph.spot(item.start("id") + 1)))
            at = item.end()
        return tuple(places)


def read_contents(folder: Path) -> Contents:
    """The deck's table of contents, with everything that is wrong in it."""
    if not os.path.lexists(folder / CONTENTS):
        return Contents()
    text = read(folder, CONTENTS)
    if isinstance(text, Problem):
        return Contents(problems=[text])
    contents = Contents(written=text, problems=[*complaints(CONTENTS, text)])
    values = values_of(CONTENTS, text)
    if isinstance(values, Problem):
        until = f"{values.message}; until that is fixed, cards come in the order of their files"
        contents.problems.append(replace(values, message=until))
        return contents
    _take(contents, values)
    return contents


def _take(contents: Contents, values: dict[str, Any]) -> None:
    _refuse_unknown(contents, values, _KEYS, 0)
    contents.titles = _titles(contents, values.get("title"), contents.key("title"))
    language = values.get("language", "en")
    if isinstance(language, str) and LANGUAGE.fullmatch(language):
        contents.language, contents.says_language = language, "language" in values
    else:
        contents.error(contents.key("language"), f'language is {brief(language)}; write a code such as "en" or "ko"')
    contents.declared = _texts(contents, values, "languages", LANGUAGE, 'a list of codes, such as ["en", "ko"]')
    contents.ignore = _texts(contents, values, "ignore", _PATTERN, 'a list of names and patterns, such as ["drafts/*", "notes.md"]')
    topics = values.get("topic", [])
    if not isinstance(topics, list) or not all(isinstance(topic, dict) for topic in topics):
        contents.error(contents.key("topic"), "write each topic as [[topic]]")
        return
    place = NOWHERE
    for topic in topics:
        place = contents.topic(place[0])
        _take_topic(contents, topic, place)


def _take_topic(contents: Contents, topic: dict[str, Any], place: Place) -> None:
    _refuse_unknown(contents, topic, _TOPIC_KEYS, place[0])
    titles = _titles(contents, topic.get("title"), place)
    if not titles:
        contents.error(place, 'the topic has no title; write title = { en = "..." }')
        return
    cards = topic.get("cards", [])
    if not isinstance(cards, list) or not all(isinstance(card, str) for card in cards):
        contents.error(place, 'cards must be a list of ids, such as ["perceptron", "mlp"]')
        cards = []
    contents.topics.append(ListedTopic(titles, tuple(of_file(card) or card for card in cards), place, contents.cards(place)))


def _titles(contents: Contents, value: Any, place: Place) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, str):
        return {contents.language: _one_line(value)}
    if isinstance(value, dict) and value and all(isinstance(title, str) for title in value.values()):
        return {language: _one_line(title) for language, title in value.items()}
    contents.error(place, f'a title must be a text, or one for each language: {{ en = "..." }}; this is {brief(value)}')
    return {}


def _texts(contents: Contents, values: Mapping[str, Any], key: str, good: re.Pattern[str], like: str) -> list[str]:
    """The list under `key`; what in it is not `good` is an error, and left out."""
    value = values.get(key, [])
    if not isinstance(value, list):
        contents.error(contents.key(key), f"{key} must be {like}")
        return []
    bad = [each for each in value if not (isinstance(each, str) and good.fullmatch(each))]
    if bad:
        contents.error(contents.key(key), f"{key} must be {like}; this has {bad[0]!r}"[:200])
    return [composed(each).removesuffix("/") for each in value if each not in bad]


def _one_line(text: str) -> str:
    return composed(" ".join(clean(text).split()))


def _refuse_unknown(contents: Contents, values: Mapping[str, Any], known: tuple[str, ...], after: int) -> None:
    unknown = [key for key in values if key not in known]
    for key in unknown[:MOST_UNKNOWN]:
        contents.error(contents.key(key, after), f"unknown key {brief(key)}. {suggestion(key, known, untranslated)}")
    if (more := len(unknown) - MOST_UNKNOWN) > 0:
        contents.error(contents.key(unknown[MOST_UNKNOWN], after), f"{more:,} more unknown {'key' if more == 1 else 'keys'} from here on")
