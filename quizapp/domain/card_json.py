"""A card's text as JSON, and back: how it is kept wherever it is kept. Imports nothing heavy: reading a card must be fast."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from quizapp.domain.card import CardText, DemoLink, FollowUp, KeyPoint, Problem, Severity


class Written(NamedTuple):
    """A card's text as it is stored: `body` is what `encode` makes of it."""

    language: str
    question: str
    body: str


_APART = ("language", "question")


def encode(text: CardText) -> str:
    """All of `text` but its language and question, which are kept apart; the same text always gives the same string."""
    fields = {name: value for name, value in vars(text).items() if name not in _APART}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=vars)


def decode(language: str, question: str, body: str) -> CardText:
    """The text that `encode` was given."""
    fields = json.loads(body)
    fields["key_points"] = tuple(KeyPoint(point["text"], tuple(point["terms"]), point.get("plain", "")) for point in fields["key_points"])
    fields["follow_ups"] = tuple(FollowUp(**follow_up) for follow_up in fields["follow_ups"])
    fields["demos"] = tuple(demo_link(link) for link in fields["demos"])
    fields["variants"] = tuple((variant, write) for variant, write in fields.get("variants", ()))  # older versions have stored none
    return CardText(language=language, question=question, **fields)


def demo_link(fields: Mapping[str, Any]) -> DemoLink:
    """The link whose fields these are."""
    return DemoLink(fields["demo"], tuple((name, value) for name, value in fields["settings"]), fields["text"])


def problem(fields: Mapping[str, Any]) -> Problem:
    """The problem whose fields these are."""
    return Problem(**{**fields, "severity": Severity(fields["severity"])})
