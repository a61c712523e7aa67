"""The lab: every demo, by title."""

from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import DataTable, Input

from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui import commands, messages
from quizapp.ui.phrases import score_phrase
from quizapp.ui.screens.searchable import SearchableScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.list_table import ListTable
from quizapp.ui.widgets.topbar import TopBar


class DemosScreen(SearchableScreen[None]):
    """A list to choose from, narrowed by typing."""

    CSS_PATH = "demos.tcss"
    ACTIONS = (commands.OpenDemo, commands.Find, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Demos")

    def __init__(self, lab: Lab, predictions: Predictions) -> None:
        super().__init__()
        self._lab = lab
        self._predictions = predictions

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Demos"))
        yield Input(placeholder=gettext("Find in titles and summaries"), id="find", compact=True)
        yield ListTable(id="demos", cursor_type="row", show_header=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """NumPy and the demos take a moment to import: the screen comes first."""
        table = self.query_one(DataTable)
        table.add_column("demo", key="demo")
        table.focus()
        self._import()

    @work(thread=True)
    def _import(self) -> None:
        self._lab.demos()
        self.call_later(self.list_matches, "")
        for problem in self._lab.problems():
            self.call_later(self.notify, problem, severity="warning", timeout=12, markup=False)

    def on_screen_resume(self) -> None:
        """A demo that was run in between may have changed the score."""
        if self.query_one(DataTable).row_count:
            self._tell()

    def list_matches(self, wanted: str) -> None:
        words = wanted.casefold().split()
        table = self.query_one(DataTable)
        table.clear()
        for demo in self._lab.demos():
            told = f"{demo.id} {demo.english_title} {demo.title} {demo.summary}".casefold()
            if all(word in told for word in words):
                table.add_row(Text.assemble((demo.title, "bold"), "\n", demo.summary, "\n"), key=demo.id, height=3)
        self._tell()

    async def reload(self) -> None:
        if self.query_one(DataTable).row_count:
            self.list_matches(self.query_one(Input).value)

    def _tell(self) -> None:
        score = score_phrase(self._predictions.score())
        number = ngettext("{count} demo", "{count} demos", self.query_one(DataTable).row_count)
        self.query_one(TopBar).tell(gettext("Demos"), f"{score} · {number}" if score else number)

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        assert event.row_key.value is not None
        self.post_message(messages.DemoRequested(event.row_key.value))

    def action_open_demo(self) -> None:
        self.query_one(DataTable).action_select_cursor()
