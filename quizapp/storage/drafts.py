"""Attempts being made. One goes into the event once its card is graded; until then it outlives a restart."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizapp.domain.history import Draft
from quizapp.storage.models import DraftRow, table

_drafts = table(DraftRow)
_MINE = (_drafts.c.learner_id == bindparam("learner")) & (_drafts.c.card_id == bindparam("card"))
_DROP = delete(_drafts).where(_MINE)
_PUT = upsert(_drafts)
_RESTORE = _PUT.on_conflict_do_nothing()
_PUT = _PUT.on_conflict_do_update(index_elements=["learner_id", "card_id"], set_={name: _PUT.excluded[name] for name in ("text", "marks")})
_MOVE = update(_drafts).prefix_with("OR IGNORE").where(_MINE).values(card_id=bindparam("new"))


class DraftTable:
    """The drafts of `learner`, in a transaction that somebody else owns."""

    def __init__(self, learner: int) -> None:
        self._learner = learner

    def put(self, connection: Connection, card: str, draft: Draft) -> None:
        """Keeps `draft`; an empty one is forgotten."""
        if draft:
            connection.execute(_PUT, self._row(card, draft))
        else:
            self.drop(connection, card)

    def drop(self, connection: Connection, card: str) -> None:
        """Forgets what was typed and marked."""
        connection.execute(_DROP, {"learner": self._learner, "card": card})

    def restore(self, connection: Connection, card: str, draft: Draft) -> None:
        """Keeps `draft`, unless it is empty or there is another one already, which is worth more."""
        if draft:
            connection.execute(_RESTORE, self._row(card, draft))

    def move(self, connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
        """Each pair is an old and a new id of a card."""
        if pairs:
            connection.execute(_MOVE, [{"learner": self._learner, "card": old, "new": new} for old, new in pairs])

    def _row(self, card: str, draft: Draft) -> dict[str, Any]:
        return {"learner_id": self._learner, "card_id": card, "text": draft.text, "marks": draft.marks}
