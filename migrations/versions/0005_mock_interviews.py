"""Mock interviews: their beginning, their follow-up questions and their end as kinds of events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("setup", sa.JSON()))
    op.add_column("events", sa.Column("follows", sa.Uuid()))
    op.add_column("events", sa.Column("question", sa.String()))
    op.add_column("events", sa.Column("outcome", sa.String()))
    op.create_index(
        "ix_events_learner_id_sitting_id", "events", ["learner_id", "sitting", "id"], sqlite_where=sa.text("sitting IS NOT NULL")
    )
    op.create_index("ix_events_learner_id_kind_id", "events", ["learner_id", "kind", "id"], sqlite_where=sa.text("setup IS NOT NULL"))
