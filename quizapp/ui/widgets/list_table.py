"""Textual's table, which shows its rows also where a row was painted before its columns had been measured."""

from collections.abc import Iterable

from textual.widgets import DataTable
from textual.widgets._data_table import CellType, RowKey


class ListTable(DataTable[CellType]):
    """Rows are added first and columns measured when nothing else is to be done. Painted in between, a cell is remembered as wide as its
    column was then, which may be not at all: so what is remembered goes with every new measure."""

    def _update_dimensions(self, new_rows: Iterable[RowKey]) -> None:
        super()._update_dimensions(new_rows)
        self._clear_caches()
        self.refresh()
