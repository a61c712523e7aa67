"""Textual's table, as our lists need it."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.widgets import DataTable
from textual.widgets._data_table import CellType, RowKey

NUMBER_CELLS = 6
"""The width of a column of numbers."""


def number_heading(word: str) -> str:
    """The heading of a column of numbers, as wide as they are."""
    return " " * (NUMBER_CELLS - cell_len(word)) + word


class ListTable(DataTable[CellType]):
    """Enter is its screen's, whose footer then tells what it does.

    Rows are added first and columns measured when nothing else is to be done. Painted in between, a cell is remembered as wide as its
    column was then, which may be not at all: so what is remembered goes with every new measure.
    """

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "select_cursor"

    def _update_dimensions(self, new_rows: Iterable[RowKey]) -> None:
        super()._update_dimensions(new_rows)
        self._clear_caches()
        self.refresh()
