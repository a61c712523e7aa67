"""Who learns. On one machine there is one learner, added at the first start, which has no time to import SQLAlchemy."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import UUID

from quizapp.domain.day import milliseconds
from quizapp.storage.sqlite_errors import explained

_ADD = """
    INSERT INTO learners (uuid, name, created_at, basis) SELECT :uuid, 'local', :at, :basis WHERE NOT EXISTS (SELECT 1 FROM learners)
"""


def ensure_local_learner(path: Path, uuid: UUID, at: datetime, basis: str) -> None:
    """Adds this machine's learner to the database at `path` under `uuid`, where there is none yet.

    `basis` are the rules in force: a new learner has no history, so that any rules give the schedule there is.
    """
    with explained(path), closing(sqlite3.connect(path, timeout=30)) as connection, connection:
        connection.execute(_ADD, {"uuid": uuid.hex, "at": milliseconds(at), "basis": basis})
