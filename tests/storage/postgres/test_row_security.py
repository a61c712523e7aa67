"""A learner who turns against the others: nothing of theirs is read, changed, locked or guessed at."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import pytest

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.settings import shipped
from quizapp.storage.postgres.owner import prepare
from quizapp.storage.postgres.tables import GROUP, LARGEST, LARGEST_SHARE, LEARNERS, metadata
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask, as_role
from tests.storage.postgres.events import event, id_of

EVERY_ROW = "ARRAY(SELECT format('(%s,%s)', p, t)::tid FROM generate_series(0, 9) p, generate_series(1, 60) t)"
TABLES = ("learners", "events", "devices", "shares")
SECRET = "what bob typed"


class Village:
    """Bob, who has studied and shares; Mallory, who has studied too; and the superuser, who looks on."""

    def __init__(self, bob: DatabaseAddress, mallory: Ask, name: str, owner: Ask) -> None:
        self.address = bob
        self.bob: str = bob.parameters["user"]
        self.mallory = mallory
        self.name = name
        self.owner = owner

    def of_bob(self) -> Sequence[Any]:
        """All that the database has of him."""
        return [self.owner(f"SELECT t.*, t.xmin FROM quizapp.{table} t WHERE learner = %s ORDER BY 2", self.bob) for table in TABLES]


@pytest.fixture
def village(
    learner: Callable[[], DatabaseAddress],
    place: Callable[..., PostgresPlace],
    psql: Callable[[DatabaseAddress], Ask],
    shared_database: str,
) -> Village:
    bob, mallory = learner(), learner()
    owner = psql(read_address(shared_database))
    place(bob).push(iter([event(number, f'{{"answer":"{SECRET} {number}"}}') for number in range(1, 20)]))
    place(mallory).push(iter([event(100)]))
    owner("INSERT INTO quizapp.shares VALUES (%s, 3, 40, '[]')", bob.parameters["user"])
    return Village(bob, psql(mallory), mallory.parameters["user"], owner)


def refused(ask: Ask, sql: str, *values: object, code: str = "42501") -> str:
    """The sentence with which a statement is refused."""
    with pytest.raises(psycopg.Error) as caught:
        ask(sql, *values)
    assert caught.value.sqlstate == code, caught.value
    return str(caught.value)


def test_every_table_is_guarded_and_the_guard_holds_for_its_owner_too(village: Village) -> None:
    found = village.owner(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'quizapp'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'alembic_version' ORDER BY 1"
    )
    assert found == [(name, True, True) for name in sorted(TABLES)]
    assert sorted(table.name for table in metadata.tables.values()) == sorted(TABLES)


def test_there_is_nothing_that_runs_with_the_owners_rights_and_nothing_for_everybody(village: Village) -> None:
    for catalog, namespace in (("pg_proc", "pronamespace"), ("pg_trigger t JOIN pg_class c ON c.oid = tgrelid", "c.relnamespace")):
        assert village.owner(f"SELECT count(*) FROM {catalog} WHERE {namespace} = 'quizapp'::regnamespace") == [(0,)]
    kinds = village.owner("SELECT DISTINCT relkind::text FROM pg_class WHERE relnamespace = 'quizapp'::regnamespace ORDER BY 1")
    assert kinds == [("i",), ("r",)], "no views and no sequences"
    assert (
        village.owner("SELECT grantee FROM information_schema.table_privileges WHERE table_schema = 'quizapp' AND grantee = 'PUBLIC'") == []
    )
    assert village.owner("SELECT has_schema_privilege('public', 'quizapp', 'USAGE')") == [(False,)]
    assert village.owner("SELECT has_schema_privilege('quizapp_learner', 'quizapp', 'CREATE')") == [(False,)]


@pytest.mark.parametrize("table", TABLES)
def test_only_ones_own_rows_are_seen_however_one_asks(village: Village, table: str) -> None:
    ask, bob = village.mallory, village.bob
    for sql in (
        f"SELECT learner FROM quizapp.{table}",
        f"SELECT learner FROM ONLY quizapp.{table}",
        f"TABLE quizapp.{table}",
        f"SELECT learner FROM quizapp.{table} WHERE learner = '{bob}' OR true",
        f"SELECT b.learner FROM quizapp.{table} a RIGHT JOIN quizapp.{table} b ON true",
        f"WITH all_of_them AS MATERIALIZED (SELECT * FROM quizapp.{table}) SELECT learner FROM all_of_them",
        f"SELECT learner FROM quizapp.{table} TABLESAMPLE SYSTEM (100)",
        f"SELECT learner FROM quizapp.{table} WHERE ctid = ANY ({EVERY_ROW})",
    ):
        assert {row[0] for row in ask(sql)} <= {village.name}, sql
    assert ask(f"SELECT count(*) FROM quizapp.{table} WHERE learner = %s", bob) == [(0,)]
    ask("BEGIN")
    ask("CREATE TEMP VIEW mine AS SELECT * FROM quizapp." + table)
    assert {row[0] for row in ask("SELECT learner FROM mine")} <= {village.name}
    ask("ROLLBACK")


@pytest.mark.parametrize("table", TABLES)
def test_a_copy_holds_no_more(village: Village, table: str) -> None:
    with psycopg.connect(**as_role_parameters(village), autocommit=True) as connection:  # type: ignore[arg-type]
        with connection.cursor().copy(f"COPY quizapp.{table} TO STDOUT".encode()) as copy:
            assert village.bob.encode() not in b"".join(bytes(each) for each in copy)
        with pytest.raises(psycopg.Error) as caught, connection.cursor().copy(f"COPY quizapp.{table} FROM STDIN".encode()) as copy:
            copy.write_row((village.bob, str(id_of(500)), "1", "2026-01-01", "grade", "{}")[: {"events": 6, "devices": 4}.get(table, 4)])
    assert caught.value.sqlstate in ("0A000", "42501"), "with row security there is no COPY FROM"


def as_role_parameters(village: Village) -> dict[str, str]:
    return {**village.address.parameters, "user": village.name}


def test_the_guard_is_not_switched_off(village: Village) -> None:
    ask = village.mallory
    ask("SET row_security = off")
    refused(ask, "SELECT * FROM quizapp.events")
    ask("RESET row_security")
    for sql in (
        "ALTER TABLE quizapp.events DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE quizapp.events NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_rows_are_read ON quizapp.events",
        "ALTER POLICY own_rows_are_read ON quizapp.events USING (true)",
        "CREATE POLICY everybody ON quizapp.events USING (true)",
        f"ALTER ROLE {village.name} BYPASSRLS",
        f"ALTER ROLE {village.bob} PASSWORD 'mine'",
        f"GRANT {village.bob} TO {village.name}",
        f"GRANT {GROUP} TO {village.name}",
        "CREATE RULE r AS ON INSERT TO quizapp.events DO INSTEAD NOTHING",
        "CREATE TRIGGER t BEFORE INSERT ON quizapp.events FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE INDEX ON quizapp.events (body)",
        "CREATE TABLE quizapp.mine (x int)",
        "CREATE FUNCTION quizapp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE mine_too () INHERITS (quizapp.events)",
    ):
        refused(ask, sql)
    ask("GRANT SELECT ON quizapp.events TO PUBLIC")  # a warning, and no error
    assert village.owner("SELECT has_table_privilege('public', 'quizapp.events', 'SELECT')") == [(False,)]


def test_one_does_not_become_another(village: Village) -> None:
    ask = village.mallory
    for role in (village.bob, "postgres", "pg_read_all_data"):
        refused(ask, f"SET ROLE {role}")
        refused(ask, f"SET SESSION AUTHORIZATION {role}")
        refused(ask, f"SELECT set_config('role', '{role}', false)")
        refused(ask, f"SELECT set_config('session_authorization', '{role}', false)")
    ask("SET ROLE quizapp_learner")  # of which one is a member: the role is nobody's
    assert ask("SELECT learner FROM quizapp.events") == []


def test_a_role_that_a_learner_may_take_on_is_one_learner_at_a_time(village: Village) -> None:
    """What the owner grants beside this is the owner's to answer for; it still is one learner's rows that are seen."""
    village.owner(f"GRANT {village.bob} TO {village.name}")
    assert {row[0] for row in village.mallory("SELECT learner FROM quizapp.events")} == {village.name}
    village.mallory(f"SET ROLE {village.bob}")
    assert {row[0] for row in village.mallory("SELECT learner FROM quizapp.events")} == {village.bob}
    village.mallory("RESET ROLE")
    village.owner(f"REVOKE {village.bob} FROM {village.name}")


ROWS = {
    "learners": "(learner, identity) VALUES (%s, gen_random_uuid())",
    "events": "(learner, id, arrival, at, kind, body) VALUES (%s, gen_random_uuid(), 1, now(), 'grade', '{}')",
    "devices": "(learner, id, name, at) VALUES (%s, gen_random_uuid(), 'x', now())",
    "shares": "(learner, streak, reviews, readiness) VALUES (%s, 9, 9, '[]')",
}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_put_in_under_anothers_name(village: Village, table: str) -> None:
    before = village.of_bob()
    for name in (village.bob, "nobody", village.name.upper(), f"{village.name} "):
        message = refused(village.mallory, f"INSERT INTO quizapp.{table} {ROWS[table]}", name)
        assert "violates row-level security policy" in message
        refused(village.mallory, f"INSERT INTO quizapp.{table} {ROWS[table]} ON CONFLICT DO NOTHING", name)
    assert village.of_bob() == before


def test_a_refusal_does_not_say_whether_another_has_the_event(village: Village) -> None:
    """Nor how large it is, or whether it would be one."""
    sql = "INSERT INTO quizapp.events (learner, id, arrival, at, kind, body) VALUES (%s, %s, 1, now(), 'grade', %s)"
    sayings = {
        refused(village.mallory, sql + ending, village.bob, id, body).partition("\n")[0]
        for ending in ("", " ON CONFLICT DO NOTHING")
        for id in (id_of(1), id_of(500))
        for body in ("{}", "no json", '{"":"' + "x" * LARGEST + '"}')
    }
    assert len({saying.replace(" (USING expression)", "") for saying in sayings}) == 1, sayings
    village.mallory(sql, village.name, id_of(1), "{}")  # the same id is no conflict: the key begins with the learner


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_anothers_is_changed_or_deleted(village: Village, table: str) -> None:
    ask, before = village.mallory, village.of_bob()
    columns = {"learners": "arrivals = 0", "devices": "name = 'x'", "shares": "streak = 0", "events": "body = '{}'"}
    if table == "events":
        refused(ask, f"UPDATE quizapp.events SET {columns[table]}")
    else:
        ask(f"UPDATE quizapp.{table} SET {columns[table]} WHERE learner = %s", village.bob)
        ask(f"UPDATE quizapp.{table} SET {columns[table]}")
    for sql in (
        f"DELETE FROM quizapp.{table}",
        f"TRUNCATE quizapp.{table}",
        f"UPDATE quizapp.{table} SET learner = '{village.bob}'",
        f"MERGE INTO quizapp.{table} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
        f"DROP TABLE quizapp.{table}",
        f"ALTER TABLE quizapp.{table} RENAME TO x",
    ):
        refused(ask, sql)
    assert village.of_bob() == before


def test_events_only_grow_whoever_they_belong_to(village: Village) -> None:
    ask = village.mallory
    own = ask("SELECT * FROM quizapp.events")
    for sql in (
        "UPDATE quizapp.events SET body = '{}'",
        "DELETE FROM quizapp.events",
        "TRUNCATE quizapp.events",
        "INSERT INTO quizapp.events SELECT * FROM quizapp.events ON CONFLICT (learner, id) DO UPDATE SET body = '{}'",
        "SELECT * FROM quizapp.events FOR UPDATE",
    ):
        refused(ask, sql)
    assert ask("SELECT * FROM quizapp.events") == own


@pytest.mark.parametrize("table", TABLES)
def test_nobody_locks_the_others_out(village: Village, table: str) -> None:
    for mode in ("ACCESS EXCLUSIVE", "EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE", "SHARE UPDATE EXCLUSIVE"):
        village.mallory("BEGIN")
        refused(village.mallory, f"LOCK TABLE quizapp.{table} IN {mode} MODE")
        village.mallory("ROLLBACK")


LEAK = """CREATE FUNCTION pg_temp.leak(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000001 AS
    $$ BEGIN RAISE NOTICE 'leaked %%', value; RETURN true; END $$"""


def test_a_function_in_a_condition_meets_no_row_of_anothers(village: Village) -> None:
    notices: list[str] = []
    with psycopg.connect(**as_role_parameters(village), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.add_notice_handler(lambda notice: notices.append(notice.message_primary or ""))
        connection.execute(LEAK.replace("%%", "%").encode())
        for column in ("body", "learner", "kind", "id::text"):
            connection.execute(f"SELECT 1 FROM quizapp.events WHERE pg_temp.leak({column})".encode())
        for sql in (
            "SELECT 1 FROM quizapp.events WHERE (body::json ->> 'answer')::int = 1",
            "SELECT 1 FROM quizapp.events WHERE 1 / (length(body) - length(body)) = 1",
            "SELECT * FROM quizapp.events e JOIN quizapp.shares s ON pg_temp.leak(e.body) AND pg_temp.leak(s.readiness)",
        ):
            try:
                connection.execute(sql.encode())
            except psycopg.Error as error:
                notices.append(str(error))
    assert notices
    assert not [notice for notice in notices if SECRET in notice or village.bob in notice]


def test_no_function_of_ours_is_called_by_a_name_that_somebody_else_can_take(village: Village, place: Callable[..., PostgresPlace]) -> None:
    """In `public` too, where an old database lets everybody create functions: a better match by type would win over the built-in one."""
    owner = village.owner
    owner("GRANT CREATE ON SCHEMA public TO PUBLIC")
    notices = []
    try:
        ask = village.mallory
        for function in (
            "unnest(value uuid[]) RETURNS SETOF uuid",
            "same(text, varchar) RETURNS boolean",
            "now() RETURNS timestamptz",
        ):
            ask(f"CREATE FUNCTION public.{function} LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'mine'; END $$")
        ask("CREATE OPERATOR public.= (FUNCTION = public.same, LEFTARG = text, RIGHTARG = varchar)")
        theirs = place(village.address)
        assert theirs.push(iter([event(50)])) == 1
        assert len([each for part in theirs.pull("") for each in part.events]) == 20
        notices = [each.name for each in theirs.seen()]
    finally:
        for signature in ("unnest(uuid[])", "same(text, varchar)", "now()"):
            owner(f"DROP FUNCTION IF EXISTS public.{signature} CASCADE")
        owner("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert notices == ["pc-1"]


def test_the_statistics_show_nobodys_values(village: Village) -> None:
    village.owner("ANALYZE quizapp.events")
    assert village.mallory("SELECT * FROM pg_stats WHERE schemaname = 'quizapp'") == []
    refused(village.mallory, "SELECT stavalues1 FROM pg_statistic")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"":"' + "x" * (LARGEST - 6) + '"}', "23514"),
        ("no json", "22P02"),
        ('{"a":1', "22P02"),
        ("[]", "23514"),
        ("1", "23514"),
        ("null", "23514"),
        ("", "22P02"),
        ("[" * 100_000, "54001"),
    ],
)
def test_a_body_is_an_object_of_bounded_size(village: Village, body: str, code: str) -> None:
    sql = "INSERT INTO quizapp.events (learner, id, arrival, at, kind, body) VALUES (%s, %s, 1, now(), 'grade', %s)"
    refused(village.mallory, sql, village.name, id_of(700), body, code=code)


def test_what_else_a_learner_writes_is_bounded(village: Village) -> None:
    ask, name = village.mallory, village.name
    kinds = "INSERT INTO quizapp.events (learner, id, arrival, at, kind, body) VALUES (%s, %s, 1, now(), %s, '{}')"
    for kind in ("", "k" * 101):
        refused(ask, kinds, name, id_of(700), kind, code="23514")
    refused(ask, "INSERT INTO quizapp.devices VALUES (%s, gen_random_uuid(), %s, now())", name, "n" * 201, code="23514")
    refused(ask, "INSERT INTO quizapp.shares VALUES (%s, 1, 1, %s)", name, "x" * (LARGEST_SHARE + 1), code="23514")
    refused(ask, "INSERT INTO quizapp.shares VALUES (%s, 1, NULL, NULL)", name, code="23514")


def test_a_role_that_is_no_learner_gets_nothing(
    village: Village, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], shared_database: str
) -> None:
    stranger = name("stranger")
    village.owner(f"CREATE ROLE {stranger} LOGIN")
    for table in TABLES:
        refused(psql(as_role(shared_database, stranger)), f"SELECT * FROM quizapp.{table}")


def test_the_group_reads_what_is_shared_and_nothing_else(
    village: Village, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], shared_database: str
) -> None:
    teacher = name("teacher")
    village.owner(f"CREATE ROLE {teacher} LOGIN IN ROLE {GROUP}")
    their = psql(as_role(shared_database, teacher))
    village.mallory("INSERT INTO quizapp.shares VALUES (%s, NULL, NULL, NULL)", village.name)
    shown = {row[0]: row[1:] for row in their("TABLE quizapp.shares")}
    assert shown[village.bob] == (3, 40, "[]")
    assert village.name not in shown, "who shares nothing any more is not there"
    for table in ("learners", "events", "devices"):
        refused(their, f"SELECT * FROM quizapp.{table}")
    refused(their, "UPDATE quizapp.shares SET streak = 0")
    refused(their, "DELETE FROM quizapp.shares")
    refused(their, "INSERT INTO quizapp.shares VALUES (%s, 1, 1, '[]')", teacher)


def test_the_owner_of_the_tables_sees_no_events_without_saying_so(
    shared_database: str,
    empty_database: str,
    psql: Callable[[DatabaseAddress], Ask],
    name: Callable[[str], str],
    place: Callable[..., PostgresPlace],
) -> None:
    """A superuser, and a role that bypasses row security, see everything: nothing in a database can keep that from them."""
    owner, learner = name("owner"), name("learner")
    superuser = psql(read_address(empty_database))
    superuser(f"CREATE ROLE {owner} LOGIN CREATEROLE")
    superuser(f"GRANT {LEARNERS} TO {owner} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
    superuser(f"GRANT CREATE ON DATABASE {read_address(empty_database).parameters['dbname']} TO {owner}")
    prepare(as_role(empty_database, owner), shipped("migrations"), learner)
    place(as_role(empty_database, learner)).push(iter([event(1)]))
    its = psql(as_role(empty_database, owner))
    assert its("SELECT * FROM quizapp.events") == []
    assert its("DELETE FROM quizapp.events") == []
    refused(its, f"INSERT INTO quizapp.events {ROWS['events']}", learner)
    assert superuser("SELECT count(*) FROM quizapp.events") == [(1,)]
