"""The end of a sitting: what was asked today, how it went, when each comes next. Or, when nothing was due, what to do instead."""

from datetime import date
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import DataTable, Footer, Static

from quizapp.domain.errors import QuizAppError
from quizapp.domain.progress import recalled
from quizapp.services.study import Study, SummaryRow
from quizapp.ui import commands, messages
from quizapp.ui.commands import meanwhile
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.widgets.topbar import TopBar
from quizapp.ui.wording import count, elapsed, when


class SummaryScreen(CommandScreen[None]):
    """Today so far."""

    CSS_PATH = "summary.tcss"
    ACTIONS = (commands.GoHome, commands.ShowDemos, commands.ShowCards, commands.Undo, commands.Help)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Summary"

    def __init__(self, study: Study, language: str) -> None:
        super().__init__()
        self._study = study
        self._language = language

    def compose(self) -> ComposeResult:
        yield TopBar("Today")
        yield Static("", id="headline", markup=False)
        yield Static("", id="detail", markup=False)
        yield DataTable(id="asked-today", cursor_type="row")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        try:
            rows = self._study.summary(self._language)
            overview = self._study.overview()
        except QuizAppError as error:
            self.report(error)
            return
        day, today = overview.day, overview.today
        seconds = sum(row.asked.duration_ms for row in rows) / 1000
        asked = [row.asked for row in rows]
        headline = "Done for now" if rows else "Nothing is due"
        if today.waiting:
            headline = f"{count(today.waiting, 'card')} still waiting today"
        said = f"{count(len(rows), 'card')} asked, {recalled(asked)} recalled at first try, {elapsed(seconds)} in all. " if rows else ""
        if today.waiting:
            following = f"{commands.GoHome.spoken()} leads home, where you can go on."
        else:
            following = f"The next questions come {when(today.next, day)}. " if today.next else ""
            following += f"Meanwhile: {meanwhile()}"
        self.query_one("#headline", Static).update(headline)
        self.query_one("#detail", Static).update(f"{said}{following}")
        self._list(rows, day)

    def _list(self, rows: list[SummaryRow], day: date) -> None:
        table = self.query_one(DataTable)
        table.display = bool(rows)
        table.add_column("grades", key="grades")
        table.add_column("next", key="next")
        table.add_column("question", key="question")
        for row in rows:
            grades = " ".join(rating.label for rating in row.asked.ratings[-4:])
            following = "suspended" if row.suspended else when(row.next, day)
            table.add_row(Text(grades), Text(following), Text(row.question), key=row.asked.card)
        table.focus()

    def action_go_home(self) -> None:
        self.post_message(messages.GoHome())

    def on_data_table_row_selected(self) -> None:
        """Enter means home, also while the table has the focus."""
        self.post_message(messages.GoHome())
