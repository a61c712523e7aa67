"""What parsing a file gave, as a string to keep: a file that has not changed is not parsed again.

The first line of the string, the head, holds what loading a deck needs of each file. Two lines follow for each of its cards: the question,
and the rest of the text as it is stored, which is many times longer.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from quizapp.decks.parsed import File, Link, Parsed
from quizapp.domain.card import CardText
from quizapp.domain.card_json import decode, demo_link, problem

FORMAT = 6
"""Change it whenever the same file would give another string."""


Head: TypeAlias = "tuple[list[list[Any]], list[dict[str, Any]]]"
"""The fields of each card but its text, and those of each problem."""


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
    """All that `file` holds. JSON has no line breaks of its own: it escapes them."""
    cards = [(card.id, card.language, card.path, card.line, card.links, card.errors, card.id_column) for card in file.cards]
    lines = [_json((cards, file.problems))]
    for card in file.cards:
        question, body = card.get_written()
        lines += (_json(question), body)
    return "\n".join((*lines, ""))


def decode_heads(heads: Iterable[str]) -> Sequence[Head]:
    """What `decode_file` needs of each; of thousands at once it takes half as long as of each by itself."""
    decoded: Sequence[Head] = json.loads(f"[{','.join(heads)}]")
    return decoded


def decode_file(head: Head, whole: Callable[[], str]) -> File:
    """The file that `encode_file` was given: from the head of its string, and, where a text is needed, from all of it."""
    texts = _KeptTexts(whole)
    cards, problems = head
    return File([_card(texts, number, *card) for number, card in enumerate(cards)], [problem(each) for each in problems])


class _KeptTexts:
    """The texts of a file's cards, read where one is needed."""

    def __init__(self, whole: Callable[[], str]) -> None:
        self._whole = whole
        self._lines: list[str] = []

    def get(self, number: int, language: str) -> CardText:
        return decode(language, *self.written(number))

    def written(self, number: int) -> tuple[str, str]:
        self._lines = self._lines or self._whole().split("\n")
        question, body = self._lines[1 + 2 * number : 3 + 2 * number]
        return json.loads(question), body


def head_of(whole: str) -> str:
    """The head of the string of a file."""
    return whole.partition("\n")[0]


def ids_in(stamp: str, head: str) -> list[str]:
    """The ids of the cards that a file held when it had the `stamp`; none where that is of another format: then all are parsed."""
    return [id for id, *_ in json.loads(head)[0]] if stamp.startswith(f"{FORMAT} ") else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=vars)


def _card(
    texts: _KeptTexts, number: int, id: str, language: str, path: str, line: int, links: list[Any], errors: list[Any], id_column: int
) -> Parsed:
    written = partial(texts.written, number)
    text = partial(texts.get, number, language)
    return Parsed(id, language, path, line, [_link(*link) for link in links], [problem(each) for each in errors], id_column, text, written)


def _link(line: int, column: int, scheme: str, target: str, demo: dict[str, Any] | None) -> Link:
    return Link(line, column, scheme, target, None if demo is None else demo_link(demo))
