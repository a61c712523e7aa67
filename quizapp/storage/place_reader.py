"""How things stand with the place where machines exchange events, read before SQLAlchemy is loaded."""

import json
from datetime import datetime

from quizapp.domain.day import moment
from quizapp.storage.quick_connection import QuickConnection

_LAST = "SELECT at, seen, problems FROM places WHERE learner_id = :learner AND address = :address"


class PlaceReader(QuickConnection):
    """Reads what the last exchange has left."""

    def last_exchange(self, address: str) -> tuple[datetime | None, list[tuple[str, datetime]], list[str]]:
        """When it was completed, the other devices then and when they had last written, and what needs the learner, a sentence each."""
        for at, seen, problems in self._rows(_LAST, address=address):
            others = [(each["name"], datetime.fromisoformat(each["at"])) for each in json.loads(seen)]
            return None if at is None else moment(at), others, json.loads(problems)
        return None, [], []
