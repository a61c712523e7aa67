"""Who learns. On one machine there is one learner, made when the database is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, insert, select

from quizapp.storage.models import LearnerRow


def ensure_local_learner(engine: Engine, uuid: UUID, at: datetime, basis: str) -> int:
    """The id of this machine's learner, added under `uuid` where there is none yet.

    `basis` are the rules in force: a new learner has no history, so that any rules give the schedule there is.
    """
    with engine.begin() as connection:
        known = connection.scalar(select(LearnerRow.id).order_by(LearnerRow.id).limit(1))
        if known is not None:
            return known
        row = {"uuid": uuid, "name": "local", "created_at": at, "basis": basis}
        added = connection.execute(insert(LearnerRow).values(row).returning(LearnerRow.id))
        return added.scalar_one()
