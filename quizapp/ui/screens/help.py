"""What every key does, made from the commands themselves."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Static

from quizapp.ui import commands
from quizapp.ui.commands import Commands
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.screens.card import CardScreen
from quizapp.ui.screens.cards import CardsScreen
from quizapp.ui.screens.demo import DemoScreen
from quizapp.ui.screens.demos import DemosScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.summary import SummaryScreen
from quizapp.ui.widgets.topbar import TopBar

SCREENS: tuple[type[CommandScreen[None]], ...] = (
    HomeScreen,
    QuizScreen,
    SummaryScreen,
    CardsScreen,
    CardScreen,
    DemosScreen,
    DemoScreen,
)
ANYWHERE = (
    ("ctrl+p", "Every action by name, and the themes."),
    ("ctrl+q", "Leave QuizApp from any screen; nothing is lost."),
)


class HelpScreen(CommandScreen[None]):
    """The keys of every screen, those of `here`, where one came from, first."""

    CSS_PATH = "help.tcss"
    ACTIONS = (commands.Back,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def __init__(self, here: Commands) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        yield TopBar("Help")
        with VerticalScroll():
            for screen in sorted(SCREENS, key=lambda screen: screen.ACTIONS != self._here):
                yield from _group(screen.NAME, [(action.keys(), action.describe()) for action in screen.ACTIONS])
            yield from _group("Anywhere", ANYWHERE)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        self.dismiss()


def _group(title: str, lines: Iterable[tuple[str, str]]) -> Iterator[Widget]:
    yield Static(title, classes="group", markup=False)
    for keys, what in lines:
        yield Static(Content.assemble((f"{keys:>8}  ", "bold"), what))
