"""The database was deleted while the app had it open."""

from pathlib import Path
from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class LostDialog(Dialog[bool]):
    """Whether to write what is still in memory to a file."""

    ACTIONS = (commands.WriteBack, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("The database is gone")

    def __init__(self, database: Path) -> None:
        super().__init__()
        self._database = database

    def on_mount(self) -> None:
        self.ask(
            gettext("Write the database back to where it was?"),
            gettext(
                "{database} was deleted or moved while QuizApp had it open. Your last action was not saved. Everything saved before it is "
                "still in memory until you quit. If you put the file back yourself, QuizApp carries on with it.",
                database=self._database,
            ),
        )

    def action_write_back(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
