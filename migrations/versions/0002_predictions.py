"""Predictions of demos, as a kind of event."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("demo", sa.String()))
    op.add_column("events", sa.Column("predicted", sa.String()))
    op.add_column("events", sa.Column("measured", sa.String()))
    op.add_column("events", sa.Column("correct", sa.Boolean()))
