"""What the owner of a database does with `quizapp sync --init`, and what everybody is told before and after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.errors import PlaceError
from quizapp.domain.sharing import DatabasePrepared
from quizapp.settings import shipped
from quizapp.storage.postgres.connection import open_engine
from quizapp.storage.postgres.owner import MAKE_ROLE, prepare
from quizapp.storage.postgres.tables import HEAD, SCHEMA, metadata
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask, as_role, machine
from tests.storage.postgres.events import event

MIGRATIONS = shipped("migrations")


def test_it_is_done_once_and_a_learner_is_added_at_any_time(
    empty_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], place: Callable[..., PostgresPlace]
) -> None:
    owner, (first, second) = read_address(empty_database), (name("learner"), name("learner"))
    assert prepare(owner, MIGRATIONS, first) == DatabasePrepared(changed=True, role=first, added=True, created=True)
    place(as_role(empty_database, first)).push(iter([event(1)]))
    assert prepare(owner, MIGRATIONS) == DatabasePrepared(changed=False, role="", added=False, created=False)
    assert prepare(owner, MIGRATIONS, first) == DatabasePrepared(changed=False, role=first, added=False, created=False)
    psql(owner)(f"CREATE ROLE {second} LOGIN")
    assert prepare(owner, MIGRATIONS, second) == DatabasePrepared(changed=False, role=second, added=True, created=False)
    assert place(as_role(empty_database, first), 2).push(iter([event(1), event(2)])) == 1


def test_owners_of_two_databases_of_a_server_do_not_get_in_each_others_way(
    server: str, empty_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str]
) -> None:
    """The roles are the server's: both make them where there are none yet."""
    role = name("group")
    one, other, onlooker = psql(read_address(server)), psql(read_address(empty_database)), psql(read_address(server))
    one("BEGIN")
    one(f"CREATE ROLE {role} NOLOGIN")
    with ThreadPoolExecutor() as pool:
        made = pool.submit(other, MAKE_ROLE.format(role))
        while not made.done() and not onlooker(f"SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ '{role}'"):
            """It waits for the first one."""
        one("COMMIT")
        assert made.result() == []


def test_a_learner_is_added_by_plain_sql_as_well(
    shared_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], place: Callable[..., PostgresPlace]
) -> None:
    role = name("learner")
    psql(read_address(shared_database))(f"CREATE ROLE {role} LOGIN IN ROLE quizapp_learner")
    assert place(as_role(shared_database, role)).push(iter([event(1)])) == 1


@pytest.mark.parametrize("odd", ['we%ird "x"', "한국어", "a;b--", "Upper", "select", "a'b"])
def test_a_role_has_any_name_that_postgresql_knows(
    shared_database: str, name: Callable[[str], str], place: Callable[..., PostgresPlace], odd: str
) -> None:
    from urllib.parse import quote

    role = name(odd)
    prepare(read_address(shared_database), MIGRATIONS, role)
    address = as_role(shared_database, quote(role, safe=""))
    assert address.parameters["user"] == role
    assert place(address).push(iter([event(1)])) == 1
    assert [part.events for part in place(address).pull("")] == [(event(1),)]


@pytest.mark.parametrize("role", ["", "x" * 64, "가" * 22, "quizapp_learner", "quizapp_group", "a\0b", "a\nb"])
def test_some_names_are_no_learners(shared_database: str, role: str) -> None:
    with pytest.raises(PlaceError, match="cannot be the role of a learner"):
        prepare(read_address(shared_database), MIGRATIONS, role)


def test_a_role_that_row_security_does_not_bind_is_no_learner(
    shared_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str]
) -> None:
    role = name("mighty")
    psql(read_address(shared_database))(f"CREATE ROLE {role} LOGIN BYPASSRLS")
    for mighty in (role, "postgres"):
        with pytest.raises(PlaceError, match="so it could read every learner"):
            prepare(read_address(shared_database), MIGRATIONS, mighty)


def test_before_that_the_database_is_not_prepared(empty_database: str) -> None:
    with pytest.raises(PlaceError, match=r"is not prepared for QuizApp. Its owner runs `quizapp sync --init postgresql://postgres@/"):
        PostgresPlace.learners(read_address(empty_database))


def test_a_role_that_was_not_added_is_told_who_adds_it(
    shared_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str]
) -> None:
    role = name("stranger")
    psql(read_address(shared_database))(f"CREATE ROLE {role} LOGIN")
    with pytest.raises(PlaceError, match=r"permission denied .* Its owner adds a learner with `quizapp sync --init .* --role NAME`"):
        PostgresPlace.learners(as_role(shared_database, role))


def test_nobody_else_prepares_it_and_nothing_is_left_behind(
    empty_database: str, psql: Callable[[DatabaseAddress], Ask], learner: Callable[[], DatabaseAddress]
) -> None:
    role = learner().parameters["user"]
    with pytest.raises(PlaceError, match=r"permission denied .* may create roles"):
        prepare(as_role(empty_database, role), MIGRATIONS)
    assert psql(read_address(empty_database))("SELECT to_regnamespace('quizapp')") == [(None,)]


def test_a_schema_of_somebody_elses_is_left_alone(
    empty_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str]
) -> None:
    """Who made it could add functions and tables to it, and read what is written there."""
    squatter, owner = name("squatter"), name("owner")
    superuser = psql(read_address(empty_database))
    for role in (squatter, owner):
        superuser(f"CREATE ROLE {role} LOGIN CREATEROLE")
        superuser(f"GRANT CREATE ON DATABASE {read_address(empty_database).parameters['dbname']} TO {role}")
    psql(as_role(empty_database, squatter))("CREATE SCHEMA quizapp")
    with pytest.raises(PlaceError, match="the schema quizapp belongs to somebody else"):
        prepare(as_role(empty_database, owner), MIGRATIONS)


def test_a_database_that_does_not_keep_every_letter_is_refused(
    server: str, name: Callable[[str], str], psql: Callable[[DatabaseAddress], Ask]
) -> None:
    other = name("latin")
    psql(read_address(server))(f"CREATE DATABASE {other} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(PlaceError, match=r"stores text as LATIN1, .* ENCODING 'UTF8'"):
        prepare(read_address(server.replace("/postgres?", f"/{other}?")), MIGRATIONS)


@pytest.mark.parametrize(("revision", "sentence"), [("9999", "a newer QuizApp"), ("0000", "an older QuizApp")])
def test_another_version_is_named(
    empty_database: str, psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], revision: str, sentence: str
) -> None:
    owner, role = read_address(empty_database), name("learner")
    prepare(owner, MIGRATIONS, role)
    psql(owner)("UPDATE quizapp.alembic_version SET version_num = %s", revision)
    with pytest.raises(PlaceError, match=sentence):
        PostgresPlace.open(as_role(empty_database, role), UUID(int=1), machine(1))
    if revision > HEAD:
        with pytest.raises(PlaceError, match=f"newer QuizApp .version {revision}; this program has {HEAD}.*Upgrade QuizApp"):
            prepare(owner, MIGRATIONS)


def test_the_migrations_make_what_the_program_speaks_of(empty_database: str) -> None:
    owner = read_address(empty_database)
    prepare(owner, MIGRATIONS)
    with open_engine(owner).connect() as connection:
        options = {"include_schemas": True, "version_table_schema": SCHEMA, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    (newest,) = [path.name[:4] for path in sorted((MIGRATIONS / "postgres" / "versions").glob("0*.py"))][-1:]
    assert newest == HEAD


def test_nothing_hinders_that_the_tables_are_distributed_by_learner(shared_database: str, psql: Callable[[DatabaseAddress], Ask]) -> None:
    """Citus asks of a distributed table that its key and every unique index hold the learner, and has trouble with all else named here."""
    run = psql(read_address(shared_database))
    unique = run(
        "SELECT indexrelid::regclass::text, (SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = indkey[0])"
        " FROM pg_index JOIN pg_class c ON c.oid = indrelid"
        " WHERE c.relnamespace = 'quizapp'::regnamespace AND c.relname <> 'alembic_version'"
    )
    assert len(unique) == 5
    assert {first for _, first in unique} == {"learner"}, "every index, unique or not, begins with the learner"
    for kind in ("f", "t", "x"):
        assert run("SELECT count(*) FROM pg_constraint WHERE connamespace = 'quizapp'::regnamespace AND contype = %s", kind) == [(0,)]
    volatile = run(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_class c ON c.oid = adrelid WHERE relnamespace = 'quizapp'::regnamespace"
    )
    assert sorted(volatile) == [("0",), ("now()",)], "no default of the learner, and none that counts"
