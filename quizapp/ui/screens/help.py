"""What every key does, made from the commands themselves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.table import Column, Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.card import CardScreen
from quizapp.ui.screens.demos import DemosScreen
from quizapp.ui.screens.follow_ups import FollowUpsScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.mock import MockScreen
from quizapp.ui.screens.mock_report import MockReportScreen
from quizapp.ui.screens.mock_setup import MockSetupScreen
from quizapp.ui.screens.modes import ModesScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.screens.summary import SummaryScreen
from quizapp.ui.widgets.demo_pane import DemoPane
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar

SCREENS: tuple[type[CommandScreen[None]], ...] = (
    HomeScreen,
    QuizScreen,
    FollowUpsScreen,
    SummaryScreen,
    ModesScreen,
    BrowseScreen,
    CardScreen,
    DemosScreen,
    MockSetupScreen,
    MockScreen,
    MockReportScreen,
    SettingsScreen,
)
ANYWHERE = (
    ("ctrl+p", gettext_noop("Find any action by its name, or choose a theme.")),
    ("ctrl+q", gettext_noop("Leave QuizApp from any screen; nothing is lost.")),
)
KEYS_WIDTH = 10
"""Cells of the column in which the keys stand."""


class HelpScreen(CommandScreen[None]):
    """The keys of every screen, those of `here`, where one came from, first."""

    CSS_PATH = "help.tcss"
    ACTIONS = (commands.Back,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False

    def __init__(self, here: Sequence[commands.Commands]) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Help"))
        with VerticalScroll():
            groups = [*((screen.NAME, screen.ACTIONS) for screen in SCREENS), (gettext_noop("A running demo"), DemoPane.ACTIONS)]
            for name, actions in sorted(
                groups, key=lambda group: self._here.index(group[1]) if group[1] in self._here else len(self._here)
            ):
                yield from _group(gettext(name), _lines(actions))
            yield from _group(gettext("In lists and texts"), _lines(commands.MOVES))
            to_shell = (commands.SuspendProcess,) if commands.SuspendProcess.has_its_key() else ()
            yield from _group(gettext("Anywhere"), [*_lines(to_shell), *((key, gettext(does)) for key, does in ANYWHERE)])
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()


def _lines(actions: commands.Commands) -> list[tuple[str, str]]:
    return [(action.keys(), action.describe()) for action in actions]


def _group(title: str, lines: Iterable[tuple[str, str]]) -> Iterator[Widget]:
    """A title, and below it all its keys in one widget: a widget for each would be hundreds, and take a second."""
    yield Static(title, classes="group", markup=False)
    # Rich strips the blank at the end of a line by letters, not by cells: behind Hangul it stays, and "ellipsis" would cut the last word
    keys_column = Column(width=KEYS_WIDTH, justify="right", style="bold")
    table = Table.grid(keys_column, Column(ratio=1, overflow="fold"), padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    for keys, what in lines:
        table.add_row(Text(keys), Text(what))
    yield Static(table)
