"""The database was deleted while the app had it open."""

from pathlib import Path
from typing import ClassVar

from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class LostDialog(Dialog[bool]):
    """Whether to write what is still in memory to a file."""

    ACTIONS = (commands.WriteBack, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "The database is gone"

    def __init__(self, database: Path) -> None:
        super().__init__()
        self._database = database

    def on_mount(self) -> None:
        self.ask(
            self.NAME,
            "Write what is still in memory back to its place?",
            f"{self._database} was deleted or moved while QuizApp had it open. What you did last is not stored. All that was stored "
            "before is still in memory, and is lost once you leave. If you put the file back yourself, QuizApp goes on with it.",
        )

    def action_write_back(self) -> None:
        self.dismiss(True)

    async def action_back(self) -> None:
        self.dismiss(False)
