"""The table of cards. It draws the lines that are on screen and no others, so that ten thousand cards are listed as fast as ten."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from quizapp.domain.schedule import CardState
from quizapp.services.browse import Column, Entry, View
from quizapp.ui.phrases import DIRECTIONS
from quizapp.ui.widgets.columns import GAP, READABLE, cell, heading, layout, longest

CURSOR = "▸ "
"""Marks the line under the cursor, also where there is no colour; the other lines begin with as many blanks."""
_HEADER_ROWS = 1
_OF = {column: Style.from_meta({"column": column}) for column in Column}
"""Part of the style of each column's cells, so that a click knows where it is."""


class CardTable(ScrollView, can_focus=True):
    """Lists cards under a line of headings, and reports where its cursor is and what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "card-table--heading",
        "card-table--sorted",
        "card-table--muted",
        "card-table--failing",
        "card-table--cursor",
        "card-table--cursor-blurred",
    }
    DEFAULT_CSS = """
    CardTable {
        overflow-x: hidden; scrollbar-gutter: stable;
        & > .card-table--heading { color: $text-muted; }
        & > .card-table--sorted { color: $accent; text-style: bold; }
        & > .card-table--muted { color: $ink-muted; }
        & > .card-table--failing { color: $warning; }
        & > .card-table--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
        }
        & > .card-table--cursor-blurred { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    }
    """

    class Moved(Message):
        """The cursor is on another card, or on none."""

    class Chosen(Message):
        """The card under the cursor was clicked."""

    class SortAsked(Message):
        """A heading was clicked."""

        def __init__(self, column: Column) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._cursor = 0
        self._view = View()
        self._today = date.min
        self._beside = False
        self._longest = READABLE
        """Cells that questions want beside their card."""

    @property
    def row(self) -> int:
        """Where the cursor is, from 0."""
        return self._cursor

    @property
    def current(self) -> Entry | None:
        """The card under the cursor; None where nothing is listed."""
        return self._entries[self._cursor] if self._entries else None

    def make_room(self, *, beside: bool) -> None:
        """Gives questions the room of what is told of the card under the cursor, if it stands `beside` the list."""
        if beside is not self._beside:
            self._beside = beside
            self._measure()
            self.refresh()

    def show(self, entries: Sequence[Entry], cursor: int, view: View, today: date) -> None:
        """Lists `entries`, which are what `view` wants on the study day `today`, with the cursor on one of them."""
        self._entries, self._view, self._today = entries, view, today
        self._measure()
        self._go(cursor)
        self.refresh()

    def _measure(self) -> None:
        if self._beside:
            self._longest = longest(entry.question(self._view.language) for entry in self._entries)
        self.virtual_size = Size(self.size.width, len(self._entries) + _HEADER_ROWS)

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._measure()
        self._scroll_to_cursor()

    # -- drawing -----------------------------------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def render_line(self, y: int) -> Strip:
        """The headings, which never scroll away, or a card."""
        widths = self._widths()
        if y < _HEADER_ROWS:
            return self._headings(widths)
        row = self.scroll_offset.y + y - _HEADER_ROWS
        if row >= len(self._entries):
            return Strip.blank(self.size.width, self.rich_style)
        return self._card(self._entries[row], widths, under_cursor=row == self._cursor)

    def _widths(self) -> dict[Column, int]:
        """Beside the card under the cursor, which tells the rest, whole questions come before all but their states and their order."""
        room = self._room - len(CURSOR) - GAP
        return layout(room, self._longest, (Column.STATE, self._view.column)) if self._beside else layout(room)

    def _headings(self, widths: dict[Column, int]) -> Strip:
        plain, lit = (self.get_component_rich_style(f"card-table--{name}") for name in ("heading", "sorted"))
        segments = [Segment(" " * len(CURSOR), plain)]
        for column, width in widths.items():
            is_sorted = column is self._view.column
            text = heading(column, width, DIRECTIONS[self._view.descending] if is_sorted else "")
            segments += [Segment(text, (lit if is_sorted else plain) + _OF[column]), Segment(" " * GAP, plain)]
        return self._strip(segments, plain)

    def _card(self, entry: Entry, widths: dict[Column, int], *, under_cursor: bool) -> Strip:
        ink = self._cursor_style() if under_cursor else self.rich_style
        muted = ink if under_cursor else self.get_component_rich_style("card-table--muted")
        segments = [Segment(CURSOR if under_cursor else " " * len(CURSOR), ink)]
        for column, width in widths.items():
            style = ink if column is Column.QUESTION else muted
            if column is Column.STATE and entry.state is CardState.FAILING and not under_cursor:
                style = self.get_component_rich_style("card-table--failing")
            text = cell(entry, column, width, self._view.language, self._today)
            segments += [Segment(text, style + _OF[column]), Segment(" " * GAP, muted)]
        return self._strip(segments, ink)

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _cursor_style(self) -> Style:
        return self.get_component_rich_style("card-table--cursor" if self.has_focus else "card-table--cursor-blurred")

    # -- moving ------------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> int:
        """Cards that fit on the screen."""
        return max(self.size.height - _HEADER_ROWS, 1)

    def _go(self, row: int) -> None:
        before, self._cursor = self._cursor, max(0, min(row, len(self._entries) - 1))
        self._scroll_to_cursor()
        for changed in {before, self._cursor}:
            if 0 <= changed - self.scroll_offset.y < self._page:
                self.refresh_line(changed + _HEADER_ROWS)
        self.post_message(self.Moved())

    def _scroll_to_cursor(self) -> None:
        top = self.scroll_offset.y
        if not top <= self._cursor < top + self._page:
            self.scroll_to(y=self._cursor if self._cursor < top else self._cursor - self._page + 1, animate=False)

    def action_move(self, by: int) -> None:
        """Up or down by some cards."""
        self._go(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Up or down by as many cards as are on screen."""
        self._go(self._cursor + by * self._page)

    def action_first(self) -> None:
        """Go to the first card."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last card."""
        self._go(len(self._entries) - 1)

    def on_click(self, event: events.Click) -> None:
        """A heading sorts, a card takes the cursor, the card under the cursor is chosen."""
        if event.y < _HEADER_ROWS:
            if column := event.style.meta.get("column"):
                self.post_message(self.SortAsked(column))
            return
        row = self.scroll_offset.y + event.y - _HEADER_ROWS
        if row == self._cursor:
            self.post_message(self.Chosen())
        elif row < len(self._entries):
            self._go(row)
