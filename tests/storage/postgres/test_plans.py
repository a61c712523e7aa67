"""However many learners and events a database holds, nothing is searched from end to end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event as happenings

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.sharing import Shared
from quizapp.settings import shipped
from quizapp.storage.postgres.owner import prepare
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask, as_role, machine
from tests.storage.postgres.events import event

CROWD = """
    INSERT INTO quizapp.learners (learner, identity) SELECT 'l' || n, gen_random_uuid() FROM generate_series(1, 4000) n;
    INSERT INTO quizapp.devices SELECT 'l' || n, gen_random_uuid(), 'pc', now() FROM generate_series(1, 4000) n;
    INSERT INTO quizapp.shares SELECT 'l' || n, 1, 1, '[]' FROM generate_series(1, 4000) n;
    INSERT INTO quizapp.events (learner, id, arrival, at, kind, body)
        SELECT who, gen_random_uuid(), n / 20, now(), 'grade', '{{"card":"small/one","rating":3}}'
        FROM generate_series(1, 8000) n, unnest(ARRAY['l1', '{0}']) who;
    ANALYZE
"""


@pytest.fixture
def statements(
    empty_database: str, name: Callable[[str], str], psql: Callable[[DatabaseAddress], Ask], place: Callable[..., PostgresPlace]
) -> list[tuple[str, Any, list[str]]]:
    """Every statement that a place makes, in a crowded database, with its plan for the learner."""
    role, owner = name("learner"), read_address(empty_database)
    prepare(owner, shipped("migrations"), role)
    mine = place(as_role(empty_database, role))
    for statement in CROWD.format(role).split(";"):
        psql(owner)(statement)
    made: list[tuple[str, Any]] = []
    happenings.listen(
        mine._connection, "before_cursor_execute", lambda _, __, statement, parameters, *___: made.append((statement, parameters))
    )
    mine.push(iter([event(1), event(2)]))
    cursor = list(mine.pull(""))[-1].cursor
    mine.push(iter([event(3)]))
    list(mine.pull(cursor))
    mine.seen()
    mine.share(Shared(1, 1, ()))
    mine.share(None)
    mine._begin(UUID(int=1))
    mine._device = {"device": machine(2).id, "name": "pc-2"}
    mine.push(iter([event(4)]))
    driver: Any = mine._connection.connection.driver_connection
    return [(sql, values, [row[0] for row in driver.execute("EXPLAIN " + sql, values)]) for sql, values in made]


def test_no_table_is_read_from_end_to_end(statements: list[tuple[str, Any, list[str]]]) -> None:
    kinds = {sql.split()[0] for sql, _, _ in statements}
    assert kinds == {"SELECT", "INSERT", "UPDATE"}
    assert len({sql for sql, _, _ in statements}) == 8
    for sql, _, plan in statements:
        assert not [line for line in plan if "Seq Scan" in line], "\n".join([sql, *plan])


def test_what_is_new_is_found_by_learner_and_arrival_alone(statements: list[tuple[str, Any, list[str]]]) -> None:
    plans = ["\n".join(plan) for sql, values, plan in statements if "AS ahead" in sql and values["arrival"] > 0]
    assert plans
    for plan in plans:
        (condition,) = [line for line in plan.splitlines() if "Index Cond: " in line]
        assert "ix_events_learner_arrival_id" in plan
        assert "(learner = CURRENT_USER)" in condition
        assert "ROW(arrival, id) >= ROW(" in condition
