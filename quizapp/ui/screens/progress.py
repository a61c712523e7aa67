"""How the learning goes, in figures: a page for each kind, or four on a page where there is room."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Static
from textual.worker import get_current_worker

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.statistics_tables import FigureTable, tables
from quizapp.domain.statistics_words import Section, meaning
from quizapp.services.lazy import Lazy
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.figure_section import FigureSection
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizapp.demos.figures import Figure
    from quizapp.services.progress import ProgressFigures

TOGETHER = 4
"""Kinds of figures on a page where there is room."""
ROOM = (110, 36)
"""Columns and rows from which on that is so."""


class ProgressScreen(CommandScreen[None]):
    """Draws the statistics, which a worker gathers."""

    CSS_PATH = "progress.tcss"
    ACTIONS = (commands.NextFigures, commands.PreviousFigures, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Progress")

    def __init__(self, progress: "Lazy[ProgressFigures]", language: str) -> None:
        super().__init__()
        self._progress = progress
        self._language = language
        self._first = 0
        """The place of the first kind of figure on the page."""
        self._gathered = False
        """Whether there is something to show."""

    def compose(self) -> ComposeResult:
        yield TopBar("")
        yield Static("", id="waiting", markup=False)
        with Grid():
            for section in Section:
                yield FigureSection(section)
        yield KeyBar()

    def on_mount(self) -> None:
        self._turn_to(0)
        self._gather()

    async def reload(self) -> None:
        """The schedule, a setting or the language has changed."""
        self._gather()

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        """Reads the whole history, and imports what draws."""
        worker = get_current_worker()
        try:
            statistics = self._progress().statistics(self._language)
        except QuizAppError as error:
            self.call_later(self.report, error)
            return
        from quizapp.plots.progress import figures

        shown = {section: (meaning(section, statistics), figures(section, statistics), tables(section, statistics)) for section in Section}
        self.hand_over(worker, self._show, shown)

    def _show(self, shown: "Mapping[Section, tuple[str, Sequence[Figure], Sequence[FigureTable]]]") -> None:
        self._gathered = True
        for section in self.query(FigureSection):
            section.show(*shown[section.section])
        self._turn_to(self._first)

    def on_resize(self) -> None:
        """There may be room for more, or for fewer."""
        super().on_resize()
        self._turn_to(self._first)

    def _turn_to(self, first: int) -> None:
        """Shows the page that has the figures at the place `first`."""
        together = self._together
        self._first = first - first % together
        self.query_one(Grid).set_class(together > 1, "-together")
        self.query_one(Grid).display = self._gathered
        waiting = self.query_one("#waiting", Static)
        waiting.update("" if self._gathered else gettext("Reading your history ..."))
        waiting.display = not self._gathered
        for place, section in enumerate(self.query(FigureSection)):
            section.display = self._first <= place < self._first + together
        page, pages = self._first // together + 1, -(-len(Section) // together)
        self.query_one(TopBar).tell(gettext("Progress"), gettext("{number} of {total}", number=page, total=pages))

    @property
    def _together(self) -> int:
        columns, rows = ROOM
        return TOGETHER if self.size.width >= columns and self.size.height >= rows else 1

    def action_next_figures(self) -> None:
        following = self._first + self._together
        self._turn_to(following if following < len(Section) else 0)

    def action_previous_figures(self) -> None:
        self._turn_to(self._first - self._together if self._first else len(Section) - 1)
