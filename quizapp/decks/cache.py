"""What parsing a file gave, as a string to keep: a file that has not changed is not parsed again."""

import json
from typing import Any

from quizapp.decks.parse import File, Link, Parsed
from quizapp.domain.card import Problem
from quizapp.domain.codec import decode, demo_link, encode

FORMAT = 1
"""Change it whenever the same file would give another string."""


def encode_file(file: File) -> str:
    """All that `file` holds."""
    cards = [
        {
            "id": card.id,
            "language": card.text.language,
            "question": card.text.question,
            "body": encode(card.text),
            "links": card.links,
            "errors": card.errors,
        }
        for card in file.cards
    ]
    return json.dumps({"cards": cards, "problems": file.problems}, ensure_ascii=False, separators=(",", ":"), default=vars)


def decode_file(kept: str) -> File:
    """The file that `encode_file` was given."""
    fields = json.loads(kept)
    return File([_card(card) for card in fields["cards"]], [Problem(**problem) for problem in fields["problems"]])


def _card(fields: dict[str, Any]) -> Parsed:
    text = decode(fields["language"], fields["question"], fields["body"])
    return Parsed(fields["id"], text, [_link(link) for link in fields["links"]], [Problem(**error) for error in fields["errors"]])


def _link(fields: dict[str, Any]) -> Link:
    return Link(**{**fields, "demo": demo_link(fields["demo"]) if fields["demo"] else None})
