"""One demo on the whole screen."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Footer

from quizapp.services.lab import Lab
from quizapp.ui import commands
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.widgets.demo_pane import DemoPane


class DemoScreen(CommandScreen[None]):
    """A demo, without a card around it."""

    ACTIONS = (commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "A demo"

    def __init__(self, lab: Lab, demo: str, settings: Mapping[str, str]) -> None:
        super().__init__()
        self._lab = lab
        self._demo = demo
        self._settings = settings

    def compose(self) -> ComposeResult:
        yield DemoPane(self._lab, self._demo, self._settings)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(DemoPane).focus()
