"""How an interview went that was planned for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("interview", sa.Integer()))
    op.add_column("events", sa.Column("went", sa.String()))
    op.create_index("ix_events_learner_id_interview", "events", ["learner_id", "interview"], sqlite_where=sa.text("interview IS NOT NULL"))
