"""What was said: typed answers and ticked key points beside each grade, and practice as a kind of event."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("answer", sa.String()))
    op.add_column("events", sa.Column("ticks", sa.JSON()))
    op.add_column("events", sa.Column("sitting", sa.Uuid()))
    op.create_table(
        "drafts",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_drafts_learner_id_learners"),
        sa.PrimaryKeyConstraint("learner_id", "card_id", name="pk_drafts"),
    )
