"""The end of a session: what was asked today, how it went, when each comes next. Or, when nothing was due, what to do instead."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from quizapp.domain.card import Card
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext, pgettext
from quizapp.domain.schedule import CardState
from quizapp.services.desk import Desk
from quizapp.services.study import Overview, Study, SummaryRow
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.desk_phrases import interview_summary
from quizapp.ui.phrases import asked_phrase, when
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.list_table import ListTable
from quizapp.ui.widgets.topbar import TopBar


class SummaryScreen(CommandScreen[None]):
    """Today so far."""

    CSS_PATH = "summary.tcss"
    ACTIONS = (
        commands.GoHome,
        commands.ShowModes,
        commands.ShowDemos,
        commands.ShowCards,
        commands.FollowUps,
        commands.Undo,
        commands.Help,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Summary")
    AUTO_FOCUS = ""
    """A table without lines would take Enter and do nothing."""

    def __init__(self, study: Study, desk: Desk, language: str, ended: messages.QuizFinished) -> None:
        super().__init__()
        self._study = study
        self._desk = desk
        self._language = language
        self._missed: dict[str, tuple[str, ...]] = {}
        """The key points not said today, by card."""
        self._graded: tuple[Card, str] | None = (ended.graded, ended.language) if ended.graded else None
        """The card graded last, and the language it was shown in."""

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Today"))
        yield Static("", id="headline", markup=False)
        yield Static("", id="detail", markup=False)
        yield Static("", id="plan", markup=False)
        yield ListTable(id="asked-today", cursor_type="row")
        yield Static("", id="missed", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        names = {"grades": pgettext("a column", "grades"), "next": pgettext("a column", "next"), "question": gettext("question")}
        for key, name in names.items():
            table.add_column(name, key=key)

    def on_screen_resume(self) -> None:
        """Something may have been taken back, or put aside, since this screen was last seen."""
        try:
            rows = self._study.summary(self._language)
            practised = self._study.practised()
            overview = self._study.overview() if self._study.plans.at_hand else None
        except QuizAppError as error:
            self.report(error)
            return
        asked = [asked_phrase([row.asked for row in rows])] if rows else []
        if practised:
            asked.append(gettext("Practice: {summary}", summary=asked_phrase(practised)))
        if overview:
            self._tell(overview, asked)
        self._list(rows, self._study.day())
        self._look_ahead(None if overview else asked)

    def _tell(self, overview: Overview, asked: Sequence[str]) -> None:
        """Says what still waits, and what was `asked`."""
        day, today = overview.day, overview.today
        headline = gettext("Done for now") if asked else gettext("Nothing is due")
        if today.waiting:
            headline = ngettext("{count:,} card still waiting today", "{count:,} cards still waiting today", today.waiting)
            rest = [gettext("{key} takes you home, where you can continue.", key=commands.GoHome.spoken())]
        else:
            rest = [gettext("The next questions come {when}.", when=when(today.next, day))] if today.next else []
            rest.append(commands.meanwhile())
        self.query_one("#headline", Static).update(headline)
        self.query_one("#detail", Static).update(" ".join([*asked, *rest]))

    @work(thread=True, exclusive=True)
    def _look_ahead(self, asked: Sequence[str] | None) -> None:
        """What the session has done for an interview ahead; also what still waits, after what was `asked`, where that is not said yet."""
        show = partial(self.hand_over, get_current_worker())
        try:
            if asked is not None:
                show(self._tell, self._study.overview(), asked)
            words = interview_summary(self._desk.view(self._language), self._study.plans.outlook())
            show(self.query_one("#plan", Static).update, words)
        except QuizAppError as error:
            self.call_later(self.report, error)

    def _list(self, rows: list[SummaryRow], day: date) -> None:
        self._missed = {row.asked.card: row.asked.missed for row in rows}
        table = self.query_one(DataTable)
        table.display = bool(rows)
        self.set_focus(table if rows else None)
        table.clear()
        for row in rows:
            grades = ", ".join(rating.label for rating in row.asked.ratings[-4:])
            following = CardState.SUSPENDED.label if row.suspended else when(row.next, day)
            table.add_row(Text(grades), Text(following), Text(row.question), key=row.asked.card)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """What was missed in the answer under the cursor."""
        missed = self._missed.get(event.row_key.value or "", ())
        lines = [Content(gettext("Not said:")), *(Content.assemble("\n  · ", inline(point)) for point in missed)]
        self.query_one("#missed", Static).update(Content("").join(lines) if missed else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Follow-ups are offered where there are any."""
        if action != "follow_ups":
            return True
        return self._graded is not None and bool(self._graded[0].text(self._graded[1]).follow_ups)

    def action_follow_ups(self) -> None:
        if self._graded is not None:
            self.post_message(messages.FollowUpsRequested(*self._graded))

    def action_go_home(self) -> None:
        self.post_message(messages.HomeRequested())

    def on_data_table_row_selected(self) -> None:
        """Enter means home, also while the table has the focus."""
        self.post_message(messages.HomeRequested())
