"""The lab: every demo, by title."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable, Footer

from quizapp.services.lab import Lab
from quizapp.ui import commands, messages
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.widgets.topbar import TopBar
from quizapp.ui.wording import count


class DemosScreen(CommandScreen[None]):
    """A list to choose from."""

    CSS_PATH = "demos.tcss"
    ACTIONS = (commands.OpenDemo, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Demos"

    def __init__(self, lab: Lab, language: str) -> None:
        super().__init__()
        self._lab = lab
        self._language = language

    def compose(self) -> ComposeResult:
        yield TopBar("Demos")
        yield DataTable(id="demos", cursor_type="row", show_header=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("demo", key="demo")
        demos = self._lab.demos()
        for demo in demos:
            table.add_row(Text.assemble((demo.title_in(self._language), "bold"), "\n", demo.summary, "\n"), key=demo.id, height=3)
        self.query_one(TopBar).tell("Demos", count(len(demos), "demo"))
        table.focus()

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        assert event.row_key.value is not None
        self.post_message(messages.ShowDemo(event.row_key.value))

    def action_open_demo(self) -> None:
        self.query_one(DataTable).action_select_cursor()
