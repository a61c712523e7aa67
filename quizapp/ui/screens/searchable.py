"""A list that typing narrows: what such screens share."""

from typing import ClassVar, TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Input

from quizapp.ui.command_screen import CommandScreen

Result = TypeVar("Result")


class SearchableScreen(CommandScreen[Result]):
    """A field to find in over a table. `list_found` fills the table with what matches."""

    LIST: ClassVar[type[Widget]] = DataTable
    """What the table is."""

    def list_matches(self, wanted: str) -> None:
        """Lists what matches `wanted`, words in any order."""
        raise NotImplementedError

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.list_matches(event.value)

    @on(Input.Submitted)
    def _to_the_list(self) -> None:
        self.query_one(self.LIST).focus()

    def action_find(self) -> None:
        self.query_one(Input).focus()

    async def action_back(self) -> None:
        """Go from the field to the list, and from the list to where the learner came from."""
        if self.query_one(Input).has_focus:
            self.query_one(self.LIST).focus()
        else:
            await super().action_back()
