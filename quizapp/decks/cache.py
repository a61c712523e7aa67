"""What parsing a file gave, as a string to keep: a file that has not changed is not parsed again."""

import json
from typing import Any

from quizapp.decks.parsed import File, Link, Parsed
from quizapp.domain.card import CardText
from quizapp.domain.card_json import decode, demo_link, encode, problem

FORMAT = 3
"""Change it whenever the same file would give another string."""


def encode_file(file: File) -> str:
    """All that `file` holds."""
    cards = [{**vars(card), "text": _kept(card.text)} for card in file.cards]
    return json.dumps({"cards": cards, "problems": file.problems}, ensure_ascii=False, separators=(",", ":"), default=vars)


def decode_file(kept: str) -> File:
    """The file that `encode_file` was given."""
    fields = json.loads(kept)
    return File([_card(**card) for card in fields["cards"]], [*map(problem, fields["problems"])])


def _kept(text: CardText) -> dict[str, str]:
    return {"language": text.language, "question": text.question, "body": encode(text)}


def _card(text: dict[str, str], links: list[dict[str, Any]], errors: list[dict[str, Any]], **others: Any) -> Parsed:
    return Parsed(text=decode(**text), links=[_link(**link) for link in links], errors=[*map(problem, errors)], **others)


def _link(demo: dict[str, object] | None, **others: Any) -> Link:
    return Link(demo=demo_link(demo) if demo else None, **others)
