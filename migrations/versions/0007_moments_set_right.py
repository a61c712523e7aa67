"""An event may stand in the place of another, with the moment set right."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STANDING = """SELECT * FROM events AS e WHERE e.card_id IS NOT NULL AND e.source IS NULL
    AND NOT EXISTS (SELECT 1 FROM events AS u WHERE u.learner_id = e.learner_id AND u.undoes = e.id)
    AND (e.undoes IS NULL OR NOT EXISTS (
        SELECT 1 FROM events AS c WHERE c.learner_id = e.learner_id AND c.undoes = e.undoes AND (c.kind = 'undo' OR c.id > e.id)))"""


def upgrade() -> None:
    op.execute("DROP VIEW standing")
    op.execute(f"CREATE VIEW standing AS {STANDING}")
