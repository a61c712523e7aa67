"""What is wrong in the decks or the settings, each with its place."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from quizapp.domain.i18n import gettext, ngettext
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class ProblemsScreen(CommandScreen[None]):
    """A list to read and leave."""

    CSS_PATH = "problems.tcss"
    ACTIONS = (commands.Back,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Notices"), ngettext("{count:,} notice", "{count:,} notices", len(self._problems)))
        with VerticalScroll():
            for problem in self._problems:
                yield Static(problem, markup=False)
            hint = gettext("A card with an error is left out of the quiz until you fix it. `quizapp check` tells you more.")
            yield Static(hint, id="hint", markup=False)
        yield KeyBar()
