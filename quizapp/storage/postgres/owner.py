"""What the owner of a database does: prepare it, bring it up to date, and add learners.

All of it is also plain SQL. A learner is a role that is a member of `quizapp_learner`; a member of `quizapp_group` reads what is shared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.sharing import DatabasePrepared
from quizapp.storage.postgres.connection import explained, open_engine
from quizapp.storage.postgres.tables import GROUP, HEAD, LEARNERS, SCHEMA

LONGEST_ROLE = 63
"""Bytes: PostgreSQL cuts longer names, without an error."""
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('quizapp sync --init'))")
_ROLE = text("SELECT rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = :role")
MAKE_ROLE = """DO $$ BEGIN CREATE ROLE {} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
"""Roles belong to the server: the owner of another database there may be making the same one."""
_MEMBER = text("SELECT pg_has_role(:role, :group, 'MEMBER')").bindparams(bindparam("group", LEARNERS))
_SCHEMA = text("SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = :schema").bindparams(bindparam("schema", SCHEMA))


def prepare(address: DatabaseAddress, migrations: Path, role: str | None = None) -> DatabasePrepared:
    """Makes or upgrades the tables, and adds the learner `role`. It is all done, or nothing is. Raises PlaceError."""
    with _as_owner(address) as connection:
        _check_encoding(connection, address)
        for each in (LEARNERS, GROUP):
            if connection.execute(_ROLE, {"role": each}).one_or_none() is None:
                connection.exec_driver_sql(MAKE_ROLE.format(each))
        changed = _upgrade(connection, address, migrations)
        added, created = (False, False) if role is None else _add(connection, role)
    return DatabasePrepared(changed, role or "", added, created)


@contextmanager
def _as_owner(address: DatabaseAddress) -> Iterator[Connection]:
    engine = open_engine(address)
    hint = gettext("This takes a role that owns the database and may create roles (CREATEROLE).")
    with explained(address, hint), engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.execute(_ALONE)
        yield connection


def _check_encoding(connection: Connection, address: DatabaseAddress) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise PlaceError(
            gettext("{place} stores text as {encoding}, which cannot hold every letter", place=address.shown, encoding=encoding),
            gettext("Create the database with ENCODING 'UTF8'."),
        )


def _upgrade(connection: Connection, address: DatabaseAddress, migrations: Path) -> bool:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if connection.scalar(_SCHEMA) is False:
        raise PlaceError(gettext("in {place} the schema {schema} belongs to somebody else", place=address.shown, schema=SCHEMA))
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    before = _revision(connection)
    config = Config()
    config.set_main_option("script_location", str(migrations / "postgres").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:  # it knows only the revisions up to this program's own
        raise PlaceError(
            gettext(
                "{place} was prepared by a newer QuizApp (version {newer}; this program has {own})",
                place=address.shown,
                newer=before,
                own=HEAD,
            ),
            gettext("Upgrade QuizApp."),
        ) from error
    return before != HEAD


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('quizapp.alembic_version')")) is None:
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM quizapp.alembic_version"))
    return found


def _add(connection: Connection, role: str) -> tuple[bool, bool]:
    """Whether `role` was added to the learners, and whether it was made for that."""
    if not 0 < len(role.encode(errors="replace")) <= LONGEST_ROLE or not role.isprintable() or role in (LEARNERS, GROUP):
        raise PlaceError(gettext("{role} cannot be the role of a learner", role=repr(role)))
    found = connection.execute(_ROLE, {"role": role}).one_or_none()
    if found is not None and found.unbound:
        raise PlaceError(
            gettext("{role} is a superuser or bypasses row-level security, so it could read every learner", role=repr(role)),
            gettext("Give the learner a role of their own."),
        )
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    if found is None:
        connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN")
    elif connection.scalar(_MEMBER, {"role": role}):
        return False, False
    connection.exec_driver_sql(f"GRANT {LEARNERS} TO {quoted}")
    return True, found is None
