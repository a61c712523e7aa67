"""One demo on the whole screen."""

from typing import ClassVar

from textual.app import ComposeResult

from quizapp.domain.i18n import gettext_noop
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.demo_pane import DemoPane
from quizapp.ui.widgets.key_bar import KeyBar


class DemoScreen(CommandScreen[None]):
    """A demo, without a card around it. `alone`: it is all that was asked for, so going back is leaving."""

    ACTIONS = (commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("A demo")

    def __init__(self, lab: Lab, predictions: Predictions, asked: messages.DemoRequested, *, alone: bool = False) -> None:
        super().__init__()
        self._pane = DemoPane(lab, predictions, asked.demo, asked.settings, asked.seed)
        self._alone = alone

    def compose(self) -> ComposeResult:
        yield self._pane
        yield KeyBar()

    def on_mount(self) -> None:
        self._pane.focus()

    async def action_back(self) -> None:
        if self._alone:
            self.post_message(messages.QuitRequested())
        else:
            await super().action_back()
