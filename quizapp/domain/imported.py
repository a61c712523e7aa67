"""What was done to cards in another program, as events of this history: with ids that the same import gives every time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import count
from uuid import UUID

from quizapp.domain.history import CardEvent, event_id


@dataclass(frozen=True, slots=True)
class Imported:
    """Something that was done to a card elsewhere, not yet an event."""

    key: str
    """What it is known by in its source, the same in every import."""
    at: datetime
    """UTC, to the millisecond."""
    card: str
    event: Callable[[UUID], CardEvent]
    """Makes the event from its id."""

    def id(self, attempt: int) -> UUID:
        """Its id: a UUIDv7 of its moment; another one for each `attempt`, 0 first."""
        seed = blake2b(f"{self.key}\n{attempt}".encode(), digest_size=10).digest()
        return event_id(self.at, int.from_bytes(seed), None)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """What is known of an event that is stored already."""

    card: str | None
    stands: bool
    """Whether it was never undone."""


Lookup = Callable[[Collection[UUID]], Mapping[UUID, StoredEvent]]
"""Which of these ids are stored."""


def to_record(found: Sequence[Imported], mine: Collection[UUID], lookup: Lookup) -> tuple[list[CardEvent], set[UUID]]:
    """The events that are not stored yet, and the ids of all that `found` stands for, stored or not.

    `mine` are the ids of earlier imports into the same deck: what one of them is about is not recorded again, even if it was undone since.
    Any other event of the same id that was undone, or is another card's, belongs to an import that was taken back, or into another deck.
    """
    wanted, events, ids, mine = list(found), list[CardEvent](), set[UUID](), frozenset(mine)
    for attempt in count():
        if not wanted:
            return events, ids
        stored = lookup([each.id(attempt) for each in wanted])
        again = list[Imported]()
        for each in wanted:
            id = each.id(attempt)
            there = stored.get(id)
            if there is None:
                events.append(each.event(id))
            elif id not in mine and not (there.stands and there.card == each.card):
                again.append(each)
                continue
            ids.add(id)
        wanted = again
    raise AssertionError("the attempts never end")
