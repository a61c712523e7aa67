"""How a mock interview went. Here its grades may be counted towards the schedule, once."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from quizapp.domain.drawable import one_line
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.services.mock_interviews import MockInterviews
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.page import page
from quizapp.ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from quizapp.export.mock_report import MockReport


class MockReportScreen(CommandScreen[None]):
    """The report as it is saved."""

    CSS_PATH = "mock_report.tcss"
    ACTIONS = (
        commands.GoHome,
        commands.CountGrades,
        commands.RunWeakestDemo,
        commands.Undo,
        commands.Help,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Interview report")

    def __init__(self, report: "MockReport", mocks: MockInterviews) -> None:
        super().__init__()
        self._report = report
        self._mocks = mocks
        self._counted = False
        self._weakest = next((answer for answer in report.weakest if answer.demo), None)

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Interview report"))
        with VerticalScroll():
            yield page(self._mocks.markdown(self._report))
        yield Static("", id="schedule", markup=False)
        yield Static("", id="saved", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        schedule = gettext("Your schedule has not changed.")
        if self._report.answers:
            count = gettext("{key} counts these grades towards it.", key=commands.CountGrades.spoken())
            schedule = f"{schedule} {count}"
        self.query_one("#schedule", Static).update(schedule)
        try:
            self.query_one("#saved", Static).update(one_line(gettext("Saved as {file}.md and .json", file=self._mocks.save(self._report))))
        except QuizAppError as error:
            self.report(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grades are counted once; only then is there something to undo."""
        if action == "count_grades":
            return not self._counted and bool(self._report.answers)
        if action == "undo":
            return self._counted
        return action != "run_weakest_demo" or self._weakest is not None

    def action_count_grades(self) -> None:
        try:
            counted = self._mocks.count(UUID(self._report.id))
        except QuizAppError as error:
            self.report(error)
            return
        self._counted = True
        words = ngettext(
            "{count} grade now counts towards your schedule. {key} undoes it.",
            "{count} grades now count towards your schedule. {key} undoes them one by one.",
            counted,
            key=commands.Undo.spoken(),
        )
        self.query_one("#schedule", Static).update(words)
        self.refresh_bindings()

    def action_run_weakest_demo(self) -> None:
        if self._weakest is not None and self._weakest.demo is not None:
            self.post_message(messages.DemoRequested(self._weakest.demo, card=self._weakest.card))

    @on(Markdown.LinkClicked)
    def _open(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.post_message(messages.LinkFollowed(event.href))

    def action_go_home(self) -> None:
        self.post_message(messages.HomeRequested())
