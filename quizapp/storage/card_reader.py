"""Cards and decks, read before SQLAlchemy is loaded: the card to ask, what was typed for it, and what decks and topics are called."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from quizapp.domain.card import Card, Coverage, Problem
from quizapp.domain.card_json import decode, problem
from quizapp.domain.errors import UnknownCardError
from quizapp.domain.history import Draft
from quizapp.domain.i18n import gettext
from quizapp.storage.quick_connection import QuickConnection

_CARD = """
    SELECT c.deck_id || '/' || c.topic, t.language, t.question, t.body
    FROM cards AS c JOIN texts AS t ON t.card_id = c.id WHERE c.id = :card ORDER BY t.rank
"""
_TO_ASK = """
    SELECT q.topic_id, t.language, t.question, t.body, d.text, d.marks
    FROM deck_cards AS q JOIN texts AS t ON t.card_id = q.card_id
    LEFT JOIN drafts AS d ON d.learner_id = q.learner_id AND d.card_id = q.card_id
    WHERE q.learner_id = :learner AND q.card_id = :card
      AND (q.waits_from <= :today OR (:early AND q.asked_from <= :today AND ifnull(q.last, 0) < :today))
    ORDER BY t.rank
"""
"""In one statement: a learner who has graded waits for it."""
_LANGUAGES = """
    SELECT t.language FROM texts AS t JOIN cards AS c ON c.id = t.card_id WHERE c.archived_at IS NULL
    GROUP BY t.language ORDER BY min(t.rank), count(*) DESC, t.language
"""


class CardReader(QuickConnection):
    """Reads cards and decks as they were when the decks were last read."""

    def to_ask(self, id: str, today: date, *, early: bool = False) -> tuple[Card, Draft] | None:
        """The card with what was typed and marked for it; None where it does not wait by `today`, or is archived.

        Another window may have graded it since the queue was made. By `date.max` every card waits but a suspended one. One that is asked
        `early` waits unless it was passed today or is put aside.
        """
        rows = self._rows(_TO_ASK, today, card=id, early=early)
        return (_card(id, [row[:4] for row in rows]), _draft(*rows[0][4:])) if rows else None

    def card(self, id: str) -> Card:
        """The card with its texts, archived or not. Raises UnknownCardError."""
        rows = self._rows(_CARD, card=id)
        if not rows:
            raise UnknownCardError(gettext("there is no card {name!r}", name=id), gettext("`quizapp cards` lists them all."))
        return _card(id, rows)

    def draft(self, card: str) -> Draft:
        """What was typed and marked for `card` and not graded yet; empty where nothing was."""
        sql = "SELECT text, marks FROM drafts WHERE learner_id = :learner AND card_id = :card"
        return next((_draft(text, marks) for text, marks in self._rows(sql, card=card)), _draft(None, None))

    def languages(self) -> list[str]:
        """The languages of the cards that are in a deck, a deck's own before translations."""
        return self._column(_LANGUAGES)

    def topic_titles(self, *, archived: bool = False) -> dict[str, dict[str, str]]:
        """The titles of every topic by its full id and by language, in deck order; of archived decks too where asked for."""
        rows = self._rows("SELECT id, topics FROM decks WHERE archived_at IS NULL OR :archived ORDER BY position", archived=archived)
        return {f"{deck}/{topic['id']}": topic["titles"] for deck, topics in rows for topic in json.loads(topics)}

    def deck_titles(self) -> dict[str, dict[str, str]]:
        """Every deck's titles by its id and by language."""
        rows = self._rows("SELECT id, titles FROM decks WHERE archived_at IS NULL ORDER BY position")
        return {id: json.loads(titles) for id, titles in rows}

    def problems(self) -> list[tuple[str, Problem]]:
        """What was wrong in the decks when they were last read, with the deck's id."""
        rows = self._rows("SELECT id, problems FROM decks WHERE archived_at IS NULL ORDER BY position")
        return [(deck, problem(fields)) for deck, problems in rows for fields in json.loads(problems)]


def _card(id: str, rows: Sequence[Sequence[Any]]) -> Card:
    """From a row for each of its languages."""
    return Card(id, rows[0][0], {language: decode(language, question, body) for _, language, question, body in rows})


def _draft(text: str | None, marks: str | None) -> Draft:
    """From its row; an empty one where there is none."""
    return Draft(text or "", None if marks is None else tuple(map(Coverage, json.loads(marks))))
