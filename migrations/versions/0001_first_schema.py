"""The first schema: decks, cards, texts, learners, append-only events, schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("archived_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_decks"),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["deck_id"], ["decks.id"], name="fk_cards_deck_id_decks"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
    )
    op.create_index("ix_cards_deck_id", "cards", ["deck_id"])
    op.create_index("ix_cards_archived_at_position", "cards", ["archived_at", "position"])
    op.create_table(
        "texts",
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_texts_card_id_cards"),
        sa.PrimaryKeyConstraint("card_id", "language", name="pk_texts"),
    )
    op.create_table(
        "learners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
        sa.UniqueConstraint("uuid", name="uq_learners_uuid"),
    )
    op.create_table(
        "events",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("card_id", sa.String()),
        sa.Column("rating", sa.Integer()),
        sa.Column("duration_ms", sa.Integer()),
        sa.Column("mode", sa.String()),
        sa.Column("scheduler", sa.String()),
        sa.Column("undoes", sa.Uuid()),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_events_learner_id_learners"),
        sa.PrimaryKeyConstraint("learner_id", "id", name="pk_events"),
    )
    op.create_index("ix_events_learner_id_card_id_id", "events", ["learner_id", "card_id", "id"])
    op.create_index("ix_events_learner_id_at", "events", ["learner_id", "at"])
    op.create_index("ix_events_learner_id_undoes", "events", ["learner_id", "undoes"])
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
    op.execute(  # INSERT OR REPLACE deletes without asking the trigger above
        "CREATE TRIGGER events_refuse_replace BEFORE INSERT ON events "
        "WHEN EXISTS (SELECT 1 FROM events WHERE learner_id = NEW.learner_id AND id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    )
    op.create_table(
        "schedule",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("stability", sa.Float()),
        sa.Column("difficulty", sa.Float()),
        sa.Column("due", sa.Integer()),
        sa.Column("first", sa.Integer()),
        sa.Column("last", sa.Integer()),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("failing", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried", sa.Integer()),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_schedule_learner_id_learners"),
        sa.PrimaryKeyConstraint("learner_id", "card_id", name="pk_schedule"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_schedule_learner_id_due", "schedule", ["learner_id", "due"])
    op.create_index("ix_schedule_learner_id_first", "schedule", ["learner_id", "first"])
