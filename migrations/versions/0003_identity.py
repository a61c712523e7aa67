"""What keeps a card's progress with it: renames as a kind of event, doubts to settle, and a cache of parsed files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("source", sa.String()))
    op.create_index("ix_events_learner_id_source", "events", ["learner_id", "source"], sqlite_where=sa.text("source IS NOT NULL"))
    op.create_table(
        "files",
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("parsed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["deck_id"], ["decks.id"], name="fk_files_deck_id_decks"),
        sa.PrimaryKeyConstraint("deck_id", "path", name="pk_files"),
    )
    op.create_table(
        "doubts",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_doubts_learner_id_learners"),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_doubts_card_id_cards"),
        sa.ForeignKeyConstraint(["source_id"], ["cards.id"], name="fk_doubts_source_id_cards"),
        sa.PrimaryKeyConstraint("learner_id", "card_id", name="pk_doubts"),
    )
