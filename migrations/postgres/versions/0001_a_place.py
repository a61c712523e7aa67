"""The place where the machines of a learner, and a group of learners, exchange events.

Every table is keyed by learner first, and the learner is the role itself: `learner = current_user` is the whole of what may be read and
written. There are no sequences, triggers, foreign keys or functions.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LEARNER = 'learner text COLLATE "C" NOT NULL'
TABLES = f"""
    CREATE TABLE quizapp.learners (
        {LEARNER},
        identity uuid NOT NULL,
        arrivals bigint NOT NULL DEFAULT 0,
        joined timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_learners PRIMARY KEY (learner));

    CREATE TABLE quizapp.events (
        {LEARNER},
        id uuid NOT NULL,
        arrival bigint NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        body text NOT NULL,
        CONSTRAINT pk_events PRIMARY KEY (learner, id),
        CONSTRAINT ck_events_kind CHECK (length(kind) BETWEEN 1 AND 100),
        CONSTRAINT ck_events_size CHECK (octet_length(body) <= 1048576),
        CONSTRAINT ck_events_body CHECK (json_typeof(body::json) = 'object'));
    CREATE INDEX ix_events_learner_arrival_id ON quizapp.events (learner, arrival, id);

    CREATE TABLE quizapp.devices (
        {LEARNER},
        id uuid NOT NULL,
        name text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_devices PRIMARY KEY (learner, id),
        CONSTRAINT ck_devices_name CHECK (length(name) <= 200));

    CREATE TABLE quizapp.shares (
        {LEARNER},
        streak integer,
        reviews bigint,
        readiness text,
        CONSTRAINT pk_shares PRIMARY KEY (learner),
        CONSTRAINT ck_shares_size CHECK (octet_length(readiness) <= 65536),
        CONSTRAINT ck_shares_whole CHECK (num_nulls(streak, reviews, readiness) IN (0, 3)));
"""
OWN = "learner = CURRENT_USER"
RIGHTS = f"""
    REVOKE ALL ON SCHEMA quizapp FROM PUBLIC;
    REVOKE ALL ON ALL TABLES IN SCHEMA quizapp FROM PUBLIC;
    GRANT USAGE ON SCHEMA quizapp TO quizapp_learner, quizapp_group;
    GRANT SELECT ON quizapp.alembic_version TO quizapp_learner, quizapp_group;

    GRANT SELECT, INSERT (learner, identity), UPDATE (arrivals) ON quizapp.learners TO quizapp_learner;
    GRANT SELECT, INSERT ON quizapp.events TO quizapp_learner;
    GRANT SELECT, INSERT, UPDATE (name, at) ON quizapp.devices TO quizapp_learner;
    GRANT SELECT, INSERT, UPDATE (streak, reviews, readiness) ON quizapp.shares TO quizapp_learner;
    GRANT SELECT ON quizapp.shares TO quizapp_group;

    CREATE POLICY own_rows_are_read ON quizapp.learners FOR SELECT TO quizapp_learner USING ({OWN});
    CREATE POLICY own_rows_are_read ON quizapp.events FOR SELECT TO quizapp_learner USING ({OWN});
    CREATE POLICY own_rows_are_read ON quizapp.devices FOR SELECT TO quizapp_learner USING ({OWN});
    CREATE POLICY own_rows_are_read ON quizapp.shares FOR SELECT TO quizapp_learner USING ({OWN});
    CREATE POLICY own_rows_are_added ON quizapp.learners FOR INSERT TO quizapp_learner WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_added ON quizapp.events FOR INSERT TO quizapp_learner WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_added ON quizapp.devices FOR INSERT TO quizapp_learner WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_added ON quizapp.shares FOR INSERT TO quizapp_learner WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_changed ON quizapp.learners FOR UPDATE TO quizapp_learner USING ({OWN}) WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_changed ON quizapp.devices FOR UPDATE TO quizapp_learner USING ({OWN}) WITH CHECK ({OWN});
    CREATE POLICY own_rows_are_changed ON quizapp.shares FOR UPDATE TO quizapp_learner USING ({OWN}) WITH CHECK ({OWN});
    CREATE POLICY the_group_reads_what_is_shared ON quizapp.shares FOR SELECT TO quizapp_group USING (streak IS NOT NULL);
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(RIGHTS)
    for table in ("learners", "events", "devices", "shares"):
        op.execute(f"ALTER TABLE quizapp.{table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE quizapp.{table} FORCE ROW LEVEL SECURITY")
