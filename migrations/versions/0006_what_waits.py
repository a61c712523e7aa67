"""What waits, what is new and what stands, as views; indexes that they are read by. Marks of key points are kept with what is typed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ASKED_FROM = "CASE WHEN s.suspended THEN NULL ELSE ifnull(s.buried + 1, 0) END"
WAITS_FROM = "CASE WHEN {0}suspended THEN NULL ELSE max(ifnull({0}due, 0), ifnull({0}buried + 1, 0)) END"
NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM events AS u WHERE u.learner_id = e.learner_id AND u.undoes = e.id)"

VIEWS = {
    "deck_cards": f"""
        SELECT l.id AS learner_id, c.id AS card_id, c.deck_id, c.deck_id || '/' || c.topic AS topic_id, c.position,
               s.stability, s.difficulty, s.due, s.first, s.last, s.reviews, s.lapses, s.failing, s.suspended, s.buried,
               {ASKED_FROM} AS asked_from,
               {WAITS_FROM.format("s.")} AS waits_from
        FROM learners AS l JOIN cards AS c LEFT JOIN schedule AS s ON s.learner_id = l.id AND s.card_id = c.id
        WHERE c.archived_at IS NULL""",
    "new_cards": "SELECT * FROM deck_cards WHERE first IS NULL",
    "reviews": "SELECT * FROM deck_cards WHERE first IS NOT NULL",
    "standing": f"SELECT * FROM events AS e WHERE e.card_id IS NOT NULL AND e.source IS NULL AND {NOT_UNDONE}",
    "renames": f"SELECT * FROM events AS e WHERE e.source IS NOT NULL AND {NOT_UNDONE}",
}


def upgrade() -> None:
    op.add_column("drafts", sa.Column("marks", sa.JSON()))
    op.execute("DROP INDEX ix_events_learner_id_source")
    op.execute("CREATE INDEX ix_events_learner_id_source_id ON events (learner_id, source, id) WHERE source IS NOT NULL")
    op.execute("DROP INDEX ix_events_learner_id_undoes")
    op.execute("CREATE INDEX ix_events_learner_id_undoes ON events (learner_id, undoes) WHERE undoes IS NOT NULL")
    op.execute("DROP INDEX ix_schedule_learner_id_due")
    op.execute(f"CREATE INDEX ix_schedule_learner_id_waits_from ON schedule (learner_id, {WAITS_FROM.format('')})")
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select.strip()}")
