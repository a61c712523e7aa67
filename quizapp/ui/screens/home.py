"""The home screen: what waits today, and everything else one can do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext, pgettext
from quizapp.domain.progress import TopicCount
from quizapp.services.desk import Desk, DeskView
from quizapp.services.library import Library
from quizapp.services.plans import Outlook, Target
from quizapp.services.study import Overview, Study
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.desk_phrases import desk_phrase, strip_phrase
from quizapp.ui.phrases import interrupted_phrase, reading_phrase, when
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.lately_pane import LatelyPane
from quizapp.ui.widgets.list_table import NUMBER_CELLS, ListTable, number_heading
from quizapp.ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from quizapp.services.sync import SyncStatus

SIDE_BY_SIDE = 110
"""Columns from which on the last weeks stand beside the topics."""
EVERYTHING = "everything"
"""Row key of the first line, which starts all topics."""
READY = "ready"
"""Column key of the expected recall on the day of the interview."""


class HomeScreen(CommandScreen[None]):
    """The first screen."""

    CSS_PATH = "home.tcss"
    ACTIONS = (
        commands.Start,
        commands.ShowModes,
        commands.ShowDemos,
        commands.ShowCards,
        commands.ShowProgress,
        commands.ShowSuspended,
        commands.ShowMock,
        commands.ShowImport,
        commands.ShowSettings,
        commands.ShowProblems,
        commands.ShowWrongDates,
        commands.Undo,
        commands.Help,
        commands.Quit,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Home")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]

    def __init__(
        self,
        study: Study,
        library: Library,
        desk: Desk,
        language: str,
        problems: Callable[[], Sequence[str]],
        exchange: "Callable[[], SyncStatus | None]",
    ) -> None:
        """`problems` says what is wrong in settings and decks, `exchange` how things stand with other machines."""
        super().__init__()
        self._study = study
        self._library = library
        self._desk = desk
        self._outlook: Outlook | None = None
        """For an interview ahead, once a worker has looked."""
        self._language = language
        self._problems = problems
        self._exchange = exchange
        self._stuck = ""
        """What keeps machines from exchanging reviews."""
        self._problem_count = 0
        self._misdated = 0
        self._suspended = 0
        self._interrupted = ""
        """What is said of an interview that was not finished."""
        self._reading = ""
        """How far a long reading of the decks is; until it ends the counts are those from before it."""
        self._planning = True
        """Whether it is still to be found out what waits today."""
        self._wanted: str | None = None
        """The row whose quiz is to start as soon as that is known and there is something to ask."""

    def compose(self) -> ComposeResult:
        yield TopBar("QuizApp")
        yield Static("", id="headline", markup=False)
        yield Static("", id="detail", markup=False)
        yield Static("", id="plan", markup=False)
        with Horizontal(id="desk"):
            yield ListTable(id="topics", cursor_type="row", show_header=True)
            yield LatelyPane()
        yield Static("", id="strip", markup=False)
        yield Static("", id="in-step", markup=False)
        yield Static("", id="notice", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("", key="title")
        names = {"due": pgettext("a column", "due"), "unseen": pgettext("a column", "unseen"), "cards": pgettext("a column", "cards")}
        for key, name in names.items():
            table.add_column(number_heading(name), key=key)
        table.focus()

    def on_screen_resume(self) -> None:
        """Counts may have changed since this screen was last seen."""
        self.refresh_counts()

    def show_reading(self, done: int, of: int) -> None:
        """Says how far a long reading of the decks is; 0 of 0 where it has ended."""
        self._reading = reading_phrase(done, of) if of else ""
        if self.query("#notice"):
            self._notify_below()

    def show_exchange(self) -> None:
        self._look_at_exchange()

    async def reload(self) -> None:
        self.refresh_counts()

    def refresh_counts(self) -> None:
        """Reads again what waits: at once, or by a worker where it has to be planned, and meanwhile no old number is shown."""
        try:
            self._problem_count = len(self._problems())
            overview = self._study.overview() if self._study.plans.at_hand else None
            mock = self._study.open_mock()
            over = self._study.plans.over()
            self._drop_outlook(self._study.plans.interview())
        except QuizAppError as error:
            self.report(error)
            return
        self._interrupted = self._told_of(mock)
        self._tell(overview)
        self._look_around(planning=self._planning)
        self._look_at_exchange()
        if over is not None and self.is_current:
            self.post_message(messages.InterviewOver(over))

    def _told_of(self, interview: tuple[datetime, int, int] | None) -> str:
        """Says that an interview was interrupted; empty where none was."""
        if interview is None:
            return ""
        begun, answered, questions = interview
        return interrupted_phrase(begun.astimezone(self._study.calendar.zone), answered, questions, commands.ShowMock.spoken())

    def _tell(self, overview: Overview | None) -> None:
        """Says what waits; nothing where that is not known yet."""
        self._planning = overview is None
        headline, detail = self._words(overview) if overview else (" ", " ")
        self.query_one("#headline", Static).update(headline)
        self.query_one("#detail", Static).update(detail)
        if overview:
            self._misdated = overview.misdated
            streak = ngettext("{count:,} day in a row", "{count:,} days in a row", overview.streak) if overview.streak else ""
            self.query_one(TopBar).tell("QuizApp", streak)
            self._start_wanted()
        self._notify_below()

    def _drop_outlook(self, interview: Target | None) -> None:
        """What was said of another interview than the one ahead is wrong by now."""
        if self._outlook and self._outlook.target != interview:
            self._outlook = None
            self.query_one("#plan", Static).update("")

    def _notify_below(self) -> None:
        """Shows, below the topics, what wants the learner's attention."""
        notices = [each for each in (self._reading, self._interrupted, self._stuck) if each]
        if self._misdated:
            notices.append(
                ngettext(
                    "{count:,} event is dated in the future, which puts its card off. {key} corrects it.",
                    "{count:,} events are dated in the future, which puts their cards off. {key} corrects them.",
                    self._misdated,
                    key=commands.ShowWrongDates.spoken(),
                )
            )
        if self._suspended:
            notices.append(
                ngettext(
                    "{count:,} card is suspended. {key} lists it.",
                    "{count:,} cards are suspended. {key} lists them.",
                    self._suspended,
                    key=commands.ShowSuspended.spoken(),
                )
            )
        if self._problem_count:
            notices.append(
                ngettext(
                    "{count:,} notice about decks or settings. {key} shows it.",
                    "{count:,} notices about decks or settings. {key} shows them.",
                    self._problem_count,
                    key=commands.ShowProblems.spoken(),
                )
            )
        self.query_one("#notice", Static).update("\n".join(notices))
        self.refresh_bindings()

    def _words(self, overview: Overview) -> tuple[str, str]:
        today = overview.today
        said = [ngettext("{count:,} card done today.", "{count:,} cards done today.", overview.passed)] if overview.passed else []
        if today.waiting:
            if today.beyond:
                more = ngettext(
                    "{count:,} more is due beyond the daily limit.", "{count:,} more are due beyond the daily limit.", today.beyond
                )
                said.append(more)
            minutes = ceil(overview.seconds / 60)
            said.append(ngettext("About {count} minute.", "About {count} minutes.", minutes))
            said.append(gettext("Press {key} to start.", key=commands.Start.spoken()))
            return gettext("{due} due · {new} new", due=today.due, new=today.new), " ".join(said)
        if self._library.empty():
            soon = gettext("The first question comes as soon as it has been read.")
            return gettext("Reading the deck ..."), soon if self._wanted else ""
        if today.next:
            said.append(gettext("The next questions come {when}.", when=when(today.next, overview.day)))
        return gettext("Nothing is due"), " ".join([*said, commands.meanwhile()])

    @work(thread=True, exclusive=True)
    def _look_around(self, *, planning: bool) -> None:
        """Counts that a newer reading has overtaken are not shown: they would stay."""
        show = partial(self.hand_over, get_current_worker())
        try:
            if planning:
                show(self._tell, self._study.overview())
            topics, decks = self._study.topics(self._language), self._study.catalog.deck_titles(self._language)
            show(self._show_topics, topics, decks)
            view = self._desk.view(self._language)
            show(self._show_desk, view)
            show(self._show_outlook, self._study.plans.outlook(), view, topics, decks)
        except QuizAppError as error:
            self.call_later(self._give_up, error)

    @work(thread=True, exclusive=True, group="exchange-line")
    def _look_at_exchange(self) -> None:
        """A folder may be slow to say where it is."""
        try:
            status = self._exchange()
        except QuizAppError as error:
            self.call_later(self.report, error)
        else:
            self.call_later(self._show_status, status)

    def _show_status(self, status: "SyncStatus | None") -> None:
        if status is None:
            in_step, self._stuck = "", ""
        else:
            from quizapp.ui.sync_phrases import in_step_phrase, problems_phrase

            in_step, self._stuck = in_step_phrase(status, self._study.now()), problems_phrase(status.problems)
        line = self.query_one("#in-step", Static)
        line.update(in_step)
        line.display = bool(in_step)
        self._notify_below()

    def _give_up(self, error: QuizAppError) -> None:
        """Who starts a quiz from now on is told by itself what is wrong."""
        self._planning = False
        self.report(error)

    def _show_desk(self, view: DeskView) -> None:
        self.query_one("#strip", Static).update(strip_phrase(view))
        self.query_one(LatelyPane).show(view)

    def _show_outlook(self, outlook: Outlook | None, view: DeskView, topics: list[TopicCount], decks: Mapping[str, str]) -> None:
        self._outlook = outlook
        self.query_one("#plan", Static).update(desk_phrase(view, outlook))
        self._show_topics(topics, decks)

    def _show_topics(self, topics: list[TopicCount], decks: Mapping[str, str]) -> None:
        """Where there are several decks, each is a heading over its topics, and can be started as they can.

        Where an interview is ahead, the first line is what it is about.
        """
        table = self.query_one(DataTable)
        place = table.cursor_row
        table.clear()
        ready = self._readiness(table)
        planned = [topic for topic in topics if topic.planned]
        if topics:
            title = gettext("For the interview") if 0 < len(planned) < len(topics) else gettext("Everything")
            _add(table, EVERYTHING, title, planned or topics, ready)
        by_deck = {deck: list(its) for deck, its in groupby(topics, lambda topic: topic.id.partition("/")[0])}
        for deck, its in by_deck.items():
            if len(by_deck) > 1:
                _add(table, deck, decks.get(deck, deck), its, ready, style="bold")
            for topic in its:
                _add(table, topic.id, f"  {topic.title}" if len(by_deck) > 1 else topic.title, [topic], ready)
        table.move_cursor(row=place)
        self._suspended = sum(topic.suspended for topic in topics)
        self._notify_below()

    def _readiness(self, table: "DataTable[Text]") -> Mapping[str, float] | None:
        """The expected recall on the day of the interview by topic, for which `table` gets a column; None where there is none ahead."""
        outlook = self._outlook
        if outlook is None:
            if READY in table.columns:
                table.remove_column(READY)
            return None
        if READY not in table.columns:
            table.add_column(gettext("on the day"), key=READY)
        ready = {topic.topic: topic.on_the_day.expected for topic in outlook.forecast.by_topic}
        return {EVERYTHING: outlook.forecast.on_the_day.expected, **ready}

    @on(DataTable.RowSelected)
    def _row_selected(self, event: DataTable.RowSelected) -> None:
        self._wanted = event.row_key.value
        self._start_wanted()

    def _start_wanted(self) -> None:
        """Starts what was chosen, if it is known what waits; a screen that was opened since is left alone."""
        if self._wanted is None or self._planning or self._library.empty():
            return
        wanted, self._wanted = self._wanted, None
        if self.is_active:
            self.post_message(messages.QuizRequested(None if wanted == EVERYTHING else wanted))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Notices, wrong dates and suspended cards are offered where there are any."""
        offered = {"show_problems": self._problem_count, "show_wrong_dates": self._misdated, "show_suspended": self._suspended}
        return offered.get(action, 1) > 0

    def action_start(self) -> None:
        """While the decks are read for the first time, or the day is planned, as soon as there is something to ask."""
        self._wanted = self._chosen()
        if self._library.empty():
            self.refresh_counts()
        self._start_wanted()

    def action_show_suspended(self) -> None:
        self.post_message(messages.CardsRequested(suspended=True))

    def action_show_modes(self) -> None:
        chosen = self._chosen()
        self.post_message(messages.ModesRequested(None if chosen == EVERYTHING else chosen))

    def _chosen(self) -> str:
        """The key of the row under the cursor."""
        table = self.query_one(DataTable)
        key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value if table.row_count else None
        return key or EVERYTHING

    def action_show_progress(self) -> None:
        self.post_message(messages.ProgressRequested())

    def action_show_mock(self) -> None:
        self.post_message(messages.MockRequested())

    def action_show_import(self) -> None:
        self.post_message(messages.ImportRequested())

    def action_show_problems(self) -> None:
        self.post_message(messages.ProblemsRequested())

    def action_show_wrong_dates(self) -> None:
        self.post_message(messages.WrongDatesRequested())

    def action_quit(self) -> None:
        self.post_message(messages.QuitRequested())


def _add(
    table: "DataTable[Text]", key: str, title: str, topics: Iterable[TopicCount], ready: Mapping[str, float] | None, *, style: str = ""
) -> None:
    """Adds a line with the counts of `topics`, added up, and where there is such a column, how `ready` one will be."""
    columns = zip(*((topic.due, topic.unseen, topic.cards) for topic in topics), strict=True)
    cells = [f"{number:,}" if number else "·" for number in map(sum, columns)]
    if ready is not None:
        cells.append(f"{ready[key]:.0%}" if key in ready else "·")
    table.add_row(Text(title, style=style), *(Text(cell.rjust(NUMBER_CELLS)) for cell in cells), key=key)
