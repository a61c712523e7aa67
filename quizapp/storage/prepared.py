"""Statements that are compiled once: a grade runs three of them, and somebody waits for it.

They run on the driver's connection inside SQLAlchemy's transaction. SQL and the conversion of values come from the statement and from the
types of the models, so that nothing is described twice.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from quizapp.storage.sqlite_errors import explained

_DIALECT = SQLiteDialect_pysqlite(paramstyle="named")
Convert = Callable[[Any], Any]


class Prepared:
    """A SELECT, or an INSERT of all the columns of its table."""

    def __init__(self, statement: Select[Any] | Insert) -> None:
        inserted = None if isinstance(statement, Select) else list(statement.table.columns.keys())
        compiled = statement.compile(dialect=_DIALECT, column_keys=inserted)
        self._sql = str(compiled)
        binds = {str(name): bind.type.dialect_impl(_DIALECT) for name, bind in compiled.binds.items()}
        self._binds = {name: _before_use(its.bind_processor(_DIALECT)) for name, its in binds.items()}
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._columns = [
            (str(each.key), _before_use(each.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))) for each in columns
        ]

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Runs it with a value for each bound name. Raises StorageError."""
        self._run(connection, values)

    def one(self, connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
        """Its only row, by column. Raises StorageError."""
        row: Sequence[Any] = self._run(connection, values).fetchone()
        return {name: convert(value) for (name, convert), value in zip(self._columns, row, strict=True)}

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        driver = connection.connection.dbapi_connection
        assert driver is not None, "the connection is open"
        with explained(connection.engine.url.database or ""):
            return driver.execute(self._sql, {name: convert(values[name]) for name, convert in self._binds.items()})


def _before_use(convert: Convert | None) -> Convert:
    """None stays None, whatever the type."""
    if convert is None:
        return _as_it_is
    return lambda value: None if value is None else convert(value)


def _as_it_is(value: Any) -> Any:
    return value
