"""Whether a card is still the same: archived texts that come back under another id, and edits of which only the learner can tell.

A text that is exactly that of an archived card is that card, renamed. An edit that changes what the question asks, and a new card that is
much like an archived one of its deck, are doubts: they are kept until the learner has settled them, and meanwhile no memory is touched.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, delete, exists, literal, select
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.similarity import common_words, same_meaning
from quizapp.storage.models import CardRow, DoubtRow, ScheduleRow, TextRow, table

TextRows: TypeAlias = list[dict[str, Any]]
"""A card's texts as rows of their table, the deck's own language first."""

SIMILAR = 0.7
"""Share of words that a new answer and an archived one have in common, from which on they may be the same card."""
MOST_PAIRS = 500
"""Where more pairs than these would have to be compared, whole decks have changed at once: then only exact texts are followed."""

_texts, _schedule, _doubts = table(TextRow), table(ScheduleRow), table(DoubtRow)


class Identity:
    """Looks at the changes of one sync, on its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def edited(self, card: str, before: TextRows, after: TextRows) -> None:
        """Doubts whether `card`, which has a memory, is still the same; an edit that was taken back settles the doubt about it."""
        if not before or before[0]["language"] != after[0]["language"]:
            return
        mine = (_doubts.c.card_id == card) & (_doubts.c.source_id == card)
        if doubt := self._connection.execute(select(_doubts.c.before).where(mine)).first():
            if same_meaning(doubt.before[0]["question"], after[0]["question"]):
                self._connection.execute(delete(_doubts).where(mine))
        elif not same_meaning(before[0]["question"], after[0]["question"]):
            self._doubt(card, card, before)

    def follow(self, arrived: Collection[str]) -> list[tuple[str, str]]:
        """The archived cards with a memory whose texts `arrived` (new and revived ids) have: old id, new id. Doubts those much alike."""
        if not arrived:
            return []
        doubted = set(self._connection.scalars(select(_doubts.c.source_id).where(_doubts.c.source_id != _doubts.c.card_id)))
        for source in doubted.intersection(arrived):
            self._connection.execute(delete(_doubts).where(_doubts.c.source_id == source, _doubts.c.source_id != _doubts.c.card_id))
        lost = self._texts_of(select(CardRow.id).where(CardRow.archived_at.is_not(None), _remembered(CardRow.id)))
        if not lost:
            return []
        new = {id: rows for id, rows in self._texts_of(select(CardRow.id).where(~_remembered(CardRow.id))).items() if id in set(arrived)}
        by_text = {_text(rows): id for id, rows in lost.items()}
        renamed = []
        for card, rows in new.items():
            if (source := by_text.pop(_text(rows), None)) is not None:
                renamed.append((source, card))
        for source, card in renamed:
            del lost[source], new[card]
        self._doubt_similar(new, lost)
        return renamed

    def _doubt_similar(self, new: dict[str, TextRows], lost: dict[str, TextRows]) -> None:
        if len(new) * len(lost) > MOST_PAIRS:
            return
        for card, rows in new.items():
            likeness, source = max(((_likeness(lost[id], rows), id) for id in lost if _deck(id) == _deck(card)), default=(0.0, ""))
            if likeness >= SIMILAR:
                self._doubt(card, source, lost.pop(source))

    def _doubt(self, card: str, source: str, before: TextRows) -> None:
        """Of each learner who has a memory of `source`."""
        texts = [{name: row[name] for name in ("language", "question", "body")} for row in before]
        learners = self._connection.scalars(
            select(ScheduleRow.learner_id).where(ScheduleRow.card_id == source, ScheduleRow.first.is_not(None))
        )
        doubts = [{"learner_id": learner, "card_id": card, "source_id": source, "before": texts} for learner in learners]
        if doubts:
            self._connection.execute(upsert(_doubts).on_conflict_do_nothing(), doubts)

    def _texts_of(self, cards: Any) -> dict[str, TextRows]:
        texts: dict[str, TextRows] = {}
        for row in self._connection.execute(select(_texts).where(TextRow.card_id.in_(cards)).order_by(TextRow.card_id, TextRow.rank)):
            texts.setdefault(row.card_id, []).append(row._asdict())
        return texts


def _remembered(card: Any) -> Any:
    return exists(literal(1)).where(ScheduleRow.card_id == card)


def _deck(card: str) -> str:
    return card.partition("/")[0]


def _text(rows: Sequence[dict[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    """All that is told in a card, wherever it stands."""
    return tuple((row["language"], row["question"], _placeless(row["body"])) for row in rows)


def _placeless(body: str) -> str:
    fields = json.loads(body)
    return json.dumps({name: value for name, value in fields.items() if name not in ("path", "line")})


def _likeness(before: TextRows, after: TextRows) -> float:
    """0 to 1: whether a new card may be an archived one, by its words in the deck's own language."""
    if same_meaning(before[0]["question"], after[0]["question"]):
        return 1.0
    return common_words(*(json.loads(rows[0]["body"])["answer"] for rows in (before, after)), typos=False)
