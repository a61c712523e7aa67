"""A card's text as a column of JSON, and back. Imports no SQLAlchemy: reading a card must be fast."""

import json
from dataclasses import asdict

from quizapp.domain.card import CardText, DemoLink, FollowUp, KeyPoint

_OWN_COLUMNS = ("language", "question")


def encode(text: CardText) -> str:
    """All of `text` but what has a column of its own; the same text always gives the same string."""
    fields = asdict(text)
    for name in _OWN_COLUMNS:
        del fields[name]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def decode(language: str, question: str, body: str) -> CardText:
    """The text that `encode` was given."""
    fields = json.loads(body)
    fields["key_points"] = tuple(KeyPoint(point["text"], tuple(point["terms"])) for point in fields["key_points"])
    fields["follow_ups"] = tuple(FollowUp(**follow_up) for follow_up in fields["follow_ups"])
    fields["demos"] = tuple(
        DemoLink(link["demo"], tuple((name, value) for name, value in link["settings"]), link["text"]) for link in fields["demos"]
    )
    return CardText(language=language, question=question, **fields)
