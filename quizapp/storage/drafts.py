"""Answers being typed. One goes into the event once its card is graded; until then it outlives a restart."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.storage.models import DraftRow, table

_drafts = table(DraftRow)
_MINE = (_drafts.c.learner_id == bindparam("learner")) & (_drafts.c.card_id == bindparam("card"))
_DROP = delete(_drafts).where(_MINE)
_PUT = upsert(_drafts)
_RESTORE = _PUT.on_conflict_do_nothing()
_PUT = _PUT.on_conflict_do_update(index_elements=["learner_id", "card_id"], set_={"text": _PUT.excluded.text})
_MOVE = update(_drafts).prefix_with("OR IGNORE").where(_MINE).values(card_id=bindparam("new"))


class DraftTable:
    """The drafts of `learner`, in a transaction that somebody else owns."""

    def __init__(self, learner: int) -> None:
        self._learner = learner

    def put(self, connection: Connection, card: str, text: str) -> None:
        """Keeps `text`; an empty one is forgotten."""
        if text:
            connection.execute(_PUT, {"learner_id": self._learner, "card_id": card, "text": text})
        else:
            self.drop(connection, card)

    def drop(self, connection: Connection, card: str) -> None:
        """Forgets what was being typed."""
        connection.execute(_DROP, {"learner": self._learner, "card": card})

    def restore(self, connection: Connection, card: str, text: str) -> None:
        """Keeps `text` unless something is being typed anew, which is worth more."""
        connection.execute(_RESTORE, {"learner_id": self._learner, "card_id": card, "text": text})

    def move(self, connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
        """Each pair is an old and a new id of a card."""
        if pairs:
            connection.execute(_MOVE, [{"learner": self._learner, "card": old, "new": new} for old, new in pairs])
