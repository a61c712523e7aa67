"""What machines exchange: events of newer versions as they came, what this installation is called, and how far each exchange is."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFUSED = "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"


def upgrade() -> None:
    op.create_table(
        "wire_events",
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_wire_events_learner_id_learners"),
        sa.PrimaryKeyConstraint("arrived", name="pk_wire_events"),
        sa.UniqueConstraint("learner_id", "id", name="uq_wire_events_learner_id_id"),
    )
    op.create_table(
        "devices",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_devices_learner_id_learners"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_devices"),
    )
    op.create_table(
        "places",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("sent", sa.String(), nullable=False),
        sa.Column("sent_wire", sa.String(), nullable=False),
        sa.Column("last_sent", sa.Uuid()),
        sa.Column("at", sa.BigInteger()),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_places_learner_id_learners"),
        sa.PrimaryKeyConstraint("learner_id", "address", name="pk_places"),
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER wire_events_refuse_{change.lower()} BEFORE {change} ON wire_events {REFUSED}")
    op.execute(
        "CREATE TRIGGER wire_events_refuse_replace BEFORE INSERT ON wire_events "
        f"WHEN EXISTS (SELECT 1 FROM wire_events WHERE learner_id = NEW.learner_id AND id = NEW.id) {REFUSED}"
    )
