"""The command palette, and lists that survive a page key while they have no room."""

from typing import Literal

from textual.command import CommandList, CommandPalette
from textual.theme import ThemeProvider
from textual.widgets import OptionList

__all__ = ["PagedOptionList", "Palette", "ThemeProvider"]


class Palette(CommandPalette):
    """Textual's own, but for the keys that turn pages: while its list is hidden or empty, they looked for lines that are not there."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


class PagedOptionList(OptionList):
    """Textual's own; page keys do nothing while it has no room for a line."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)
