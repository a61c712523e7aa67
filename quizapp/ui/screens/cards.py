"""The list of cards: find one, read it, put it aside or take it back."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable, Footer, Input, Static

from quizapp.domain.errors import QuizAppError
from quizapp.services.library import Entry, Library
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.screens.found import FoundScreen
from quizapp.ui.widgets.topbar import TopBar
from quizapp.ui.wording import count, when

SHOWN_AT_MOST = 500
"""Rows that are listed at once; typing narrows a longer list."""


class CardsScreen(FoundScreen[None]):
    """Every card of every deck."""

    CSS_PATH = "cards.tcss"
    ACTIONS = (commands.OpenCard, commands.Find, commands.ToggleSuspended, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Cards"

    def __init__(self, study: Study, library: Library, language: str) -> None:
        super().__init__()
        self._study = study
        self._library = library
        self._language = language
        self._entries: list[Entry] = []

    def compose(self) -> ComposeResult:
        yield TopBar("Cards")
        yield Input(placeholder="Find in questions and topics", id="find", compact=True)
        yield DataTable(id="cards", cursor_type="row")
        yield Static("", id="more", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for column in ("state", "next", "question"):
            table.add_column(column, key=column)
        self._read()
        table.focus()

    def _read(self) -> None:
        try:
            self._entries = self._library.entries()
        except QuizAppError as error:
            self.report(error)
        self.list_found(self.query_one(Input).value)

    def list_found(self, wanted: str) -> None:
        table = self.query_one(DataTable)
        place = table.cursor_row
        table.clear()
        found = [entry for entry in self._entries if self._matches(entry, wanted.casefold())]
        day = self._study.day()
        for entry in found[:SHOWN_AT_MOST]:
            row = entry.listed
            table.add_row(Text(row.state), Text(when(row.due, day)), Text(self._question(entry)), key=row.id)
        table.move_cursor(row=place)
        hidden = len(found) - SHOWN_AT_MOST
        self.query_one(TopBar).tell("Cards", count(len(found), "card"))
        self.query_one("#more", Static).update(f"and {hidden:,} more: type {commands.Find.keys()} to narrow the list" if hidden > 0 else "")

    def _question(self, entry: Entry) -> str:
        return entry.questions.get(self._language) or next(iter(entry.questions.values()))

    def _matches(self, entry: Entry, wanted: str) -> bool:
        texts = (entry.listed.id, entry.listed.topic, *entry.questions.values())
        return all(any(word in text.casefold() for text in texts) for word in wanted.split())

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        assert event.row_key.value is not None
        self.post_message(messages.ShowCard(event.row_key.value))

    def action_open_card(self) -> None:
        self.query_one(DataTable).action_select_cursor()

    def action_toggle_suspended(self) -> None:
        table = self.query_one(DataTable)
        if not table.row_count:
            return
        card = table.ordered_rows[table.cursor_row].key.value
        entry = next(entry for entry in self._entries if entry.listed.id == card)
        try:
            if entry.listed.state == "suspended":
                self._study.resume(entry.listed.id)
            else:
                self._study.suspend(entry.listed.id)
        except QuizAppError as error:
            self.report(error)
        self._read()
