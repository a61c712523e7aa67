"""Statements that are compiled once: a grade runs three of them, and somebody waits for it.

They run on the driver's connection inside SQLAlchemy's transaction. SQL and the conversion of values come from the statement and from the
types of the models, so that nothing is described twice.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from quizapp.storage.engine import run

_DIALECT = SQLiteDialect_pysqlite(paramstyle="qmark")
Convert = Callable[[Any], Any]


class Prepared:
    """A SELECT, or an INSERT of all the columns of its table."""

    def __init__(self, statement: Select[Any] | Insert) -> None:
        inserted = None if isinstance(statement, Select) else list(statement.table.columns.keys())
        compiled = statement.compile(dialect=_DIALECT, column_keys=inserted)
        self._sql = str(compiled)
        types = {str(name): bind.type for name, bind in compiled.binds.items()}
        self._binds = [(name, types[name].dialect_impl(_DIALECT).bind_processor(_DIALECT)) for name in compiled.positiontup or ()]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._columns = [(str(each.key), each.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)) for each in columns]

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Runs it with a value for each bound name. Raises StorageError."""
        self._run(connection, values)

    def one(self, connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
        """Its only row, by column. Raises StorageError."""
        row: Sequence[Any] = self._run(connection, values).fetchone()
        return {
            name: value if value is None or convert is None else convert(value)
            for (name, convert), value in zip(self._columns, row, strict=True)
        }

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        bound = [value if (value := values[name]) is None or convert is None else convert(value) for name, convert in self._binds]
        return run(connection, self._sql, bound)
