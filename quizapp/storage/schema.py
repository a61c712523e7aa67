"""What the models alone do not say: the triggers that keep events append-only, and the views in which a rule stands once.

The views are read by the quick reader and by SQLAlchemy alike, so that no query spells a rule a second time. A view takes no parameter:
where a rule depends on the study day, a column has the first day (its ordinal) from which on it holds. Migrations keep frozen copies of
these texts; a test holds a database that was migrated to one that was made from here.
"""

REFUSED = ("UPDATE", "DELETE")

APPEND_ONLY = ("events", "wire_events")

TRIGGERS = {
    f"{table}_refuse_{change.lower()}": f"BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for table in APPEND_ONLY
    for change in REFUSED
} | {
    # INSERT OR REPLACE deletes without asking the triggers above
    f"{table}_refuse_replace": f"BEFORE INSERT ON {table} "
    f"WHEN EXISTS (SELECT 1 FROM {table} WHERE learner_id = NEW.learner_id AND id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for table in APPEND_ONLY
}

ASKED_FROM = "CASE WHEN {0}suspended THEN NULL ELSE ifnull({0}buried + 1, 0) END"
"""The first study day on which a card may be asked at all; none while it is suspended."""
WAITS_FROM = "CASE WHEN {0}suspended THEN NULL ELSE max(ifnull({0}due, 0), ifnull({0}buried + 1, 0)) END"
"""The first study day that asks a card of its own accord; 0 for a new card that is not put aside. It is indexed in this very form."""
NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM events AS u WHERE u.learner_id = e.learner_id AND u.undoes = e.id)"

COUNTS = """(e.undoes IS NULL OR NOT EXISTS (
            SELECT 1 FROM events AS c WHERE c.learner_id = e.learner_id AND c.undoes = e.undoes AND (c.kind = 'undo' OR c.id > e.id)))"""
"""What names another event in `undoes` and is no undo stands in its place: the last one that does, unless that event was undone."""

VIEWS = {
    "deck_cards": f"""
        SELECT l.id AS learner_id, c.id AS card_id, c.deck_id, c.deck_id || '/' || c.topic AS topic_id, c.position,
               s.stability, s.difficulty, s.due, s.first, s.last, s.reviews, s.lapses, s.failing, s.suspended, s.buried,
               {ASKED_FROM.format("s.")} AS asked_from,
               {WAITS_FROM.format("s.")} AS waits_from
        FROM learners AS l JOIN cards AS c LEFT JOIN schedule AS s ON s.learner_id = l.id AND s.card_id = c.id
        WHERE c.archived_at IS NULL""",
    "new_cards": "SELECT * FROM deck_cards WHERE first IS NULL",
    "reviews": "SELECT * FROM deck_cards WHERE first IS NOT NULL",
    "standing": f"SELECT * FROM events AS e WHERE e.card_id IS NOT NULL AND e.source IS NULL AND {NOT_UNDONE} AND {COUNTS}",
    "renames": f"SELECT * FROM events AS e WHERE e.source IS NOT NULL AND {NOT_UNDONE}",
}
"""
deck_cards   every card in a deck, for every learner, with its schedule (columns empty for one never asked) and when it may be asked
new_cards    those never graded, or reset since
reviews      those that were graded
standing     the events of cards that count: neither undone nor an undo, and with their moment set right where a clock was wrong
renames      the renames that count: what happened to `source` counts for `card_id`
"""


def statements() -> list[str]:
    """What creates the triggers and the views, once the tables are there."""
    return [f"CREATE TRIGGER {name} {body}" for name, body in TRIGGERS.items()] + [
        f"CREATE VIEW {name} AS {body.strip()}" for name, body in VIEWS.items()
    ]
