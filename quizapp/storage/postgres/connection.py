"""Connections to a PostgreSQL database, over SQLAlchemy and psycopg (the extra `postgres`), which are imported when one is opened.

Passwords are libpq's affair: it takes them from PGPASSFILE or ~/.pgpass, PGPASSWORD, or a service file. What leaves this machine goes
through TLS, and the server has to prove its name, unless the address itself says otherwise; the environment cannot weaken that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Engine

CONNECTING = {
    "connect_timeout": "10",
    "application_name": "quizapp",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""Unless the address says otherwise: seconds, but for the last, milliseconds. A line that is dead is given up."""
SESSION = {
    "search_path": "pg_catalog, pg_temp",  # nobody else's functions are found by the names of the built-in ones
    "row_security": "on",
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "default_transaction_isolation": "read committed",
    "timezone": "UTC",
}
_INSTALLING = '`pipx install --force ".[postgres]"`, `uv tool install --force ".[postgres]"`, `.venv/bin/pip install ".[postgres]"`'
"""As README writes the commands."""


def open_engine(address: DatabaseAddress) -> "Engine":
    """An engine over `address`, each connection of which is opened for its user and closed by it. Raises PlaceError without psycopg."""
    try:
        from psycopg import connect
    except ImportError as error:  # also where psycopg is there and libpq is not
        raise PlaceError(
            gettext("a PostgreSQL database needs psycopg, which is not installed"),
            gettext("In your clone of QuizApp, run one of {commands}.", commands=_INSTALLING),
        ) from error
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    parameters: dict[str, Any] = {**CONNECTING, **security(address), **address.parameters, "client_encoding": "utf8"}
    settings = ", ".join(f"pg_catalog.set_config('{name}', '{value}', false)" for name, value in SESSION.items())

    def opened() -> "psycopg.Connection[Any]":
        connection = connect(**parameters)
        connection.execute(f"SELECT {settings}".encode())
        connection.commit()
        return connection

    return create_engine("postgresql+psycopg://", creator=opened, poolclass=NullPool, hide_parameters=True)


def security(address: DatabaseAddress) -> dict[str, str]:
    """How much TLS is asked for where the address does not say: none on this machine, which the traffic does not leave."""
    return {"sslmode": "prefer" if address.local else "verify-full"}


@contextmanager
def explained(address: DatabaseAddress, forbidden: str = "") -> Iterator[None]:
    """Errors of the database as PlaceErrors that name it, without a password; `forbidden` is a hint for one who lacks a right."""
    from psycopg import Error
    from sqlalchemy.exc import DBAPIError

    from quizapp.storage.postgres.errors import explanation

    try:
        yield
    except (Error, DBAPIError) as error:
        raise explanation(error.orig if isinstance(error, DBAPIError) else error, address, forbidden) from error
