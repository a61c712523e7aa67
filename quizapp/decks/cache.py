"""What parsing a file gave, as a string to keep: a file that has not changed is not parsed again.

The string has two lines. The first, the head, holds what loading a deck needs of each file; the second holds the texts of the cards,
which are many times longer.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from quizapp.decks.parsed import File, Link, Parsed
from quizapp.domain.card import CardText
from quizapp.domain.card_json import decode, demo_link, problem

FORMAT = 5
"""Change it whenever the same file would give another string."""
_APART = ("get_text", "get_written", "text")


def _no_file(path: str) -> str:
    raise LookupError(path)


@dataclass(frozen=True)
class Known:
    """What was kept of a deck's files when it was last loaded."""

    heads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By a file's name: its stamp, and the head of its string."""
    whole: Callable[[str], str] = _no_file
    """The string of the file of a name."""


NOTHING_KNOWN = Known()


def encode_file(file: File) -> str:
    """All that `file` holds."""
    heads = [{name: value for name, value in vars(card).items() if name not in _APART} for card in file.cards]
    return f"{_json({'cards': heads, 'problems': file.problems})}\n{_json([card.get_written() for card in file.cards])}"


def decode_file(head: str, whole: Callable[[], str]) -> File:
    """The file that `encode_file` was given: from the head of its string, and, where a text is needed, from all of it."""
    texts = _KeptTexts(whole)
    fields = json.loads(head)
    cards = [
        _card(**card, get_text=partial(texts.get, number, card["language"]), get_written=partial(texts.written, number))
        for number, card in enumerate(fields["cards"])
    ]
    return File(cards, [*map(problem, fields["problems"])])


class _KeptTexts:
    """The texts of a file's cards, read where one is needed."""

    def __init__(self, whole: Callable[[], str]) -> None:
        self._whole = whole
        self._found: list[tuple[str, str]] | None = None

    def get(self, number: int, language: str) -> CardText:
        return decode(language, *self.written(number))

    def written(self, number: int) -> tuple[str, str]:
        if self._found is None:
            self._found = [(question, body) for question, body in json.loads(self._whole().partition("\n")[2])]
        return self._found[number]


def head_of(whole: str) -> str:
    """The head of the string of a file."""
    return whole.partition("\n")[0]


def ids_in(head: str) -> list[str]:
    """The ids of the cards that a file held."""
    return [card["id"] for card in json.loads(head)["cards"]] if head else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=vars)


def _card(links: list[dict[str, Any]], errors: list[dict[str, Any]], **others: Any) -> Parsed:
    return Parsed(links=[_link(**link) for link in links], errors=[*map(problem, errors)], **others)


def _link(demo: dict[str, object] | None, **others: Any) -> Link:
    return Link(demo=demo_link(demo) if demo else None, **others)
