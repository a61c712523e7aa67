"""Writing decks: what was read from disk becomes rows. Nothing is deleted: what disappears is archived and revives when it returns."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.card import Card, Deck, Problem
from quizapp.storage.codec import encode
from quizapp.storage.models import CardRow, DeckRow, TextRow, table

_cards, _texts, _decks = table(CardRow), table(TextRow), table(DeckRow)


@dataclass(frozen=True)
class Changes:
    """What a sync did, by full card id."""

    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    archived: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.edited or self.archived or self.revived)


class Library:
    """The decks in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def store(self, deck: Deck, problems: Sequence[Problem], fingerprint: str, position: int, at: datetime) -> Changes:
        """Makes the rows of one deck match `deck`, in one transaction. `position` is its place among the decks."""
        with self._engine.begin() as connection:
            self._put_deck(connection, deck, problems, fingerprint, position)
            changes = self._put_cards(connection, deck, at)
            _number_cards(connection)
        return changes

    def archive_others(self, present: Collection[str], at: datetime) -> Changes:
        """Archives the cards of every deck that is not among the ids `present`."""
        with self._engine.begin() as connection:
            gone = (
                select(CardRow.id)
                .join(DeckRow, DeckRow.id == CardRow.deck_id)
                .where(CardRow.archived_at.is_(None), DeckRow.id.not_in(present))
            )
            archived = tuple(connection.scalars(gone))
            _archive(connection, archived, at)
            connection.execute(
                update(DeckRow).where(DeckRow.id.not_in(present), DeckRow.archived_at.is_(None)).values(archived_at=at, fingerprint="")
            )
        return Changes(archived=archived)

    def _put_deck(self, connection: Connection, deck: Deck, problems: Sequence[Problem], fingerprint: str, position: int) -> None:
        values = {
            "id": deck.id,
            "position": position,
            "language": deck.language,
            "titles": dict(deck.titles),
            "topics": [{"id": topic.id, "titles": dict(topic.titles)} for topic in deck.topics],
            "problems": [asdict(problem) for problem in problems],
            "fingerprint": fingerprint,
            "archived_at": None,
        }
        statement = upsert(_decks).values(values)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def _put_cards(self, connection: Connection, deck: Deck, at: datetime) -> Changes:
        rows = connection.execute(select(CardRow.id, CardRow.archived_at).where(CardRow.deck_id == deck.id))
        archived_at = {row.id: row.archived_at for row in rows}
        stored = _stored_texts(connection, deck.id)
        found = {card.id: _text_rows(card) for card in deck.cards}
        changed = [id for id, rows in found.items() if stored.get(id) != rows]
        changes = Changes(
            added=tuple(id for id in found if id not in archived_at),
            edited=tuple(id for id in changed if id in archived_at),
            archived=tuple(id for id, since in archived_at.items() if since is None and id not in found),
            revived=tuple(id for id in found if archived_at.get(id) is not None),
        )
        _archive(connection, changes.archived, at)
        _put(connection, [_card_row(card, deck.id, position) for position, card in enumerate(deck.cards)])
        _put_texts(connection, changes.edited, [row for id in changed for row in found[id]])
        return changes


def _text_rows(card: Card) -> list[dict[str, Any]]:
    return [
        {"card_id": card.id, "language": text.language, "rank": rank, "question": text.question, "body": encode(text)}
        for rank, text in enumerate(card.texts.values())
    ]


def _stored_texts(connection: Connection, deck: str) -> dict[str, list[dict[str, Any]]]:
    of_deck = select(_texts).join(CardRow, CardRow.id == TextRow.card_id).where(CardRow.deck_id == deck)
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(of_deck.order_by(TextRow.card_id, TextRow.rank)):
        texts.setdefault(row.card_id, []).append(row._asdict())
    return texts


def _card_row(card: Card, deck: str, position: int) -> dict[str, Any]:
    return {"id": card.id, "deck_id": deck, "topic": card.topic, "position": position, "archived_at": None}


def _put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        statement = upsert(_cards)
        columns = ("topic", "position", "archived_at")
        connection.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_={name: statement.excluded[name] for name in columns}),
            rows,
        )


def _put_texts(connection: Connection, edited: Collection[str], rows: list[dict[str, Any]]) -> None:
    if edited:
        connection.execute(delete(_texts).where(_texts.c.card_id == bindparam("edited")), [{"edited": id} for id in edited])
    if rows:
        connection.execute(insert(_texts), rows)


def _archive(connection: Connection, cards: Collection[str], at: datetime) -> None:
    if cards:
        connection.execute(
            update(_cards).where(_cards.c.id == bindparam("gone")).values(archived_at=at),
            [{"gone": id} for id in cards],
        )


def _number_cards(connection: Connection) -> None:
    """Numbers all cards through, deck after deck, keeping the order inside each."""
    place = (
        select(
            CardRow.id,
            (func.row_number().over(order_by=(DeckRow.position, DeckRow.id, CardRow.position, CardRow.id)) - 1).label("n"),
        )
        .join(DeckRow, DeckRow.id == CardRow.deck_id)
        .where(CardRow.archived_at.is_(None))
        .subquery()
    )
    connection.execute(update(_cards).where(_cards.c.id == place.c.id, _cards.c.position != place.c.n).values(position=place.c.n))
