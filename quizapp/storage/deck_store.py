"""Writing decks: what was read from disk becomes rows. Nothing is deleted: what disappears is archived and revives when it returns."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.card import Card, Deck, Problem
from quizapp.domain.card_json import Written, encode
from quizapp.storage.identity import Identity, TextRows
from quizapp.storage.models import CardRow, DeckRow, DoubtRow, FileRow, TextRow, table

_cards, _texts, _decks, _files, _doubts = table(CardRow), table(TextRow), table(DeckRow), table(FileRow), table(DoubtRow)

_MOST_NAMED = 500
"""Cards that a statement names one by one; where there are more, all of the deck are read."""

Pairs: TypeAlias = Sequence[tuple[str, str]]
"""Old id, new id."""


def _written(card: Card) -> Iterator[Written]:
    return (Written(text.language, text.question, encode(text)) for text in card.texts.values())


@dataclass(frozen=True)
class ReadDeck:
    """A deck as it was read from disk."""

    deck: Deck
    problems: Sequence[Problem] = ()
    fingerprint: str = ""
    position: int = 0
    """Its place among the decks."""
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By path of a file that was parsed: its stamp, and what that gave."""
    unchanged: Collection[str] = ()
    """The paths of files that are as they were when the deck was last stored."""
    untouched: Collection[str] = ()
    """Full ids of cards that no other file speaks of, nor did then: what is stored of them is what they say."""
    written: Callable[[Card], Iterable[Written]] = _written
    """The texts of a card as they are stored."""


@dataclass(frozen=True)
class Changes:
    """What a sync did, by full card id."""

    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    archived: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    """Archived cards whose text came back under another id, which has taken over their progress: old id, new id."""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class DeckStore:
    """The decks in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sync(self, read: Sequence[ReadDeck], gone: Collection[str], at: datetime, rename: Callable[[Connection, Pairs], None]) -> Changes:
        """Makes the rows of the decks `read` match what was read and archives the decks `gone`, all in one transaction.

        `rename(connection, pairs)` carries the progress of each old id over to the new one.
        """
        with self._engine.begin() as connection:
            identity = Identity(connection)
            changes = _archive_decks(connection, gone, at)
            for one in read:
                _put_deck(connection, one)
                _put_files(connection, one)
                changes += _put_cards(connection, one, at, identity)
            renamed = identity.follow((*changes.added, *changes.revived))
            if renamed:
                rename(connection, renamed)
            _number_cards(connection)
        return replace(changes, renamed=tuple(renamed))

    def settle(self, learner: int, card: str, source: str, then: Callable[[Connection], object] | None = None) -> None:
        """The learner has told whether `card` is still `source`: it is not asked again, and `then` is done in the same transaction.

        A doubt that has gone meanwhile, for the deck has changed once more, leads to nothing.
        """
        mine = (_doubts.c.learner_id == learner) & (_doubts.c.card_id == card) & (_doubts.c.source_id == source)
        with self._engine.begin() as connection:
            if connection.execute(delete(_doubts).where(mine)).rowcount and then is not None:
                then(connection)


def _archive_decks(connection: Connection, gone: Collection[str], at: datetime) -> Changes:
    if not gone:
        return Changes()
    archived = tuple(connection.scalars(select(CardRow.id).where(CardRow.archived_at.is_(None), CardRow.deck_id.in_(gone))))
    _archive(connection, archived, at)
    connection.execute(update(DeckRow).where(DeckRow.id.in_(gone), DeckRow.archived_at.is_(None)).values(archived_at=at, fingerprint=""))
    connection.execute(delete(_files).where(_files.c.deck_id.in_(gone)))
    return Changes(archived=archived)


def _put_deck(connection: Connection, read: ReadDeck) -> None:
    deck = read.deck
    values = {
        "id": deck.id,
        "position": read.position,
        "language": deck.language,
        "titles": dict(deck.titles),
        "topics": [{"id": topic.id, "titles": dict(topic.titles)} for topic in deck.topics],
        "problems": [asdict(problem) for problem in read.problems],
        "fingerprint": read.fingerprint,
        "archived_at": None,
    }
    statement = upsert(_decks).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _put_files(connection: Connection, read: ReadDeck) -> None:
    of_deck = _files.c.deck_id == read.deck.id
    stored = set(connection.scalars(select(_files.c.path).where(of_deck)))
    if old := stored.difference(read.unchanged):
        connection.execute(delete(_files).where(of_deck, _files.c.path == bindparam("old")), [{"old": path} for path in old])
    rows = [{"deck_id": read.deck.id, "path": path, "stamp": stamp, "parsed": parsed} for path, (stamp, parsed) in read.files.items()]
    if rows:
        connection.execute(insert(_files), rows)


def _put_cards(connection: Connection, read: ReadDeck, at: datetime, identity: Identity) -> Changes:
    deck = read.deck
    places = select(CardRow.id, CardRow.archived_at.is_(None), CardRow.topic, CardRow.position).where(CardRow.deck_id == deck.id)
    stored = {id: (present, topic, position) for id, present, topic, position in connection.execute(places).all()}
    there = {id for id, (present, _, _) in stored.items() if present}
    ids = [card.id for card in deck.cards]
    found = {card.id: _text_rows(card.id, read.written(card)) for card in _perhaps_changed(connection, read, there)}
    before = _stored_texts(connection, deck.id, found)
    changed = [id for id, rows in found.items() if before.get(id) != rows]
    changes = Changes(
        added=tuple(id for id in ids if id not in stored),
        edited=tuple(id for id in changed if id in stored),
        archived=tuple(there.difference(ids)),
        revived=tuple(id for id in ids if id in stored and id not in there),
    )
    _archive(connection, changes.archived, at)
    first = min((position for present, _, position in stored.values() if present), default=0)
    moved = [(card, place) for place, card in enumerate(deck.cards, first) if stored.get(card.id) != (True, card.topic, place)]
    _put(connection, [_card_row(card, deck.id, place) for card, place in moved])
    _put_texts(connection, changes.edited, [row for id in changed for row in found[id]])
    for id in changes.edited:
        identity.edited(id, before.get(id, []), found[id])
    return changes


def _perhaps_changed(connection: Connection, read: ReadDeck, there: Collection[str]) -> list[Card]:
    """The cards whose texts may not be those that are stored."""
    languages: dict[str, set[str]] = {}
    if read.untouched:
        of_deck = (
            select(TextRow.card_id, TextRow.language).join(CardRow, CardRow.id == TextRow.card_id).where(CardRow.deck_id == read.deck.id)
        )
        for id, language in connection.execute(of_deck).all():  # faster than row by row; the deck's language decides on their order
            languages.setdefault(id, set()).add(language)
    return [
        card for card in read.deck.cards if card.id not in read.untouched or card.id not in there or languages.get(card.id) != {*card.texts}
    ]


def _text_rows(card: str, texts: Iterable[Written]) -> TextRows:
    return [{"card_id": card, "rank": rank, **text._asdict()} for rank, text in enumerate(texts)]


def _stored_texts(connection: Connection, deck: str, cards: Collection[str]) -> dict[str, TextRows]:
    of_cards = select(_texts).join(CardRow, CardRow.id == TextRow.card_id).where(CardRow.deck_id == deck)
    if len(cards) <= _MOST_NAMED:
        of_cards = of_cards.where(TextRow.card_id.in_(cards))
    texts: dict[str, TextRows] = {}
    for row in connection.execute(of_cards.order_by(TextRow.card_id, TextRow.rank)):
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
