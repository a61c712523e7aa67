"""What questions to the learner share: a sentence that asks, one that explains, and keys that answer."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from quizapp.domain.i18n import gettext
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar

Result = TypeVar("Result")


class Dialog(CommandScreen[Result]):
    """A screen of its own, so that no key meant for the one below answers it unseen."""

    CSS_PATH = "dialog.tcss"
    KEEPS = False

    def compose(self) -> ComposeResult:
        yield TopBar("")
        yield Static("", id="asked", markup=False)
        yield Static("", id="explained", markup=False)
        yield KeyBar()

    def ask(self, asked: str, explained: str, *, where: str = "", progress: str = "") -> None:
        """Show a question. `where` is what the top line says, the dialog's name by default."""
        self.query_one(TopBar).tell(where or gettext(self.NAME), progress)
        self.query_one("#asked", Static).update(asked)
        self.query_one("#explained", Static).update(explained)
