"""deck.toml, the table of contents of a deck: its title, its language, and its topics with their cards."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizapp.decks.safe import clean, offences
from quizapp.decks.source import CONTENTS, read
from quizapp.domain.card import Problem
from quizapp.domain.errors import suggestion

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_KEYS = ("title", "language", "topic")
_TOPIC_KEYS = ("title", "cards")


@dataclass(frozen=True)
class ListedTopic:
    """A topic as deck.toml lists it: titles by language, and the ids of its cards within the deck."""

    titles: Mapping[str, str]
    cards: tuple[str, ...]
    line: int


@dataclass
class Contents:
    """What deck.toml says; all of it empty where there is none, or none that can be used."""

    titles: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    topics: list[ListedTopic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""

    def error(self, line: int, message: str) -> None:
        """Notes what is wrong."""
        self.problems.append(Problem(CONTENTS, line, message))

    def line_of(self, words: str, after: int = 0) -> int:
        """The first line below `after` that holds `words`; 0 where none does."""
        lines = self.text.split("\n")
        return next((i + 1 for i in range(after, len(lines)) if words in lines[i]), 0)


def read_contents(folder: Path) -> Contents:
    """The deck's table of contents, with everything that is wrong in it."""
    contents = Contents()
    if not (folder / CONTENTS).exists() and not (folder / CONTENTS).is_symlink():
        return contents
    text = read(folder, CONTENTS)
    if isinstance(text, Problem):
        contents.problems.append(text)
        return contents
    for line, name in dict(offences(text)).items():
        contents.error(line, f"holds the control character {name}; remove it")
    contents.text = clean(text)
    try:
        values = tomllib.loads(contents.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else contents.text.count("\n") + 1
        contents.error(line, f"is not TOML ({error}); until it is mended, cards come in the order of their files")
        return contents
    _take(contents, values)
    return contents


def _take(contents: Contents, values: dict[str, Any]) -> None:
    _refuse_unknown(contents, values, _KEYS, 0)
    contents.titles = _titles(contents, values.get("title"), contents.line_of("title"))
    language = values.get("language", "en")
    if isinstance(language, str) and _LANGUAGE.fullmatch(language):
        contents.language = language
    else:
        contents.error(contents.line_of("language"), f'language is {language!r}; write a code such as "en" or "ko"')
    topics = values.get("topic", [])
    if not isinstance(topics, list) or not all(isinstance(topic, dict) for topic in topics):
        contents.error(contents.line_of("topic"), "topics are written as [[topic]], one for each")
        return
    line = 0
    for topic in topics:
        line = contents.line_of("[[topic]]", line) or line
        _take_topic(contents, topic, line)


def _take_topic(contents: Contents, topic: dict[str, Any], line: int) -> None:
    _refuse_unknown(contents, topic, _TOPIC_KEYS, line)
    titles = _titles(contents, topic.get("title"), line)
    if not titles:
        contents.error(line, 'the topic has no title; write title = { en = "..." }')
        return
    cards = topic.get("cards", [])
    if not isinstance(cards, list) or not all(isinstance(card, str) for card in cards):
        contents.error(line, 'cards is a list of ids, such as ["perceptron", "mlp"]')
        cards = []
    contents.topics.append(ListedTopic(titles, tuple(cards), line))


def _titles(contents: Contents, value: Any, line: int) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, str):
        return {contents.language: _one_line(value)}
    if isinstance(value, dict) and value and all(isinstance(title, str) for title in value.values()):
        return {language: _one_line(title) for language, title in value.items()}
    contents.error(line, f'a title is a text, or one for each language: {{ en = "..." }}; this is {value!r}'[:200])
    return {}


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _refuse_unknown(contents: Contents, values: Mapping[str, Any], known: tuple[str, ...], after: int) -> None:
    for key in values:
        if key not in known:
            contents.error(contents.line_of(key, after), f"unknown key {key!r}. {suggestion(key, known)}")
