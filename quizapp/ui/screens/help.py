"""What every key does, made from the commands themselves."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from quizapp.ui import commands
from quizapp.ui.commands import Commands
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.widgets.topbar import TopBar


class HelpScreen(CommandScreen[None]):
    """A list of keys for each screen, that of the screen one came from first."""

    CSS_PATH = "help.tcss"
    ACTIONS = (commands.Back,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def __init__(self, groups: Sequence[tuple[str, Commands]]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        yield TopBar("Help")
        with VerticalScroll():
            for title, actions in self._groups:
                yield Static(title, classes="group", markup=False)
                for action in actions:
                    yield Static(Content.assemble((f"{action.keys():>8}  ", "bold"), action.describe()))
            yield Static("Anywhere", classes="group", markup=False)
            yield Static(Content.assemble(("  ctrl+p  ", "bold"), "Every action by name, and the themes."))
            yield Static(Content.assemble(("  ctrl+q  ", "bold"), "Leave QuizApp from any screen; nothing is lost."))
        yield Footer(show_command_palette=False)

    def action_back(self) -> None:
        self.dismiss()
