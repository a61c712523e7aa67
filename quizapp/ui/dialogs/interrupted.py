"""A mock interview was interrupted: it goes on, or is discarded."""

from typing import ClassVar

from quizapp.services.mock_interviews import Open
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog
from quizapp.ui.phrases import minutes_left


class InterruptedDialog(Dialog[bool]):
    """Whether to go on with it (True) or to discard it (False); None leaves it as it is."""

    ACTIONS = (commands.ResumeMock, commands.DiscardMock, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "An interview was interrupted"

    def __init__(self, interrupted: Open) -> None:
        super().__init__()
        self._interrupted = interrupted

    def on_mount(self) -> None:
        found = self._interrupted
        self.ask(
            self.NAME,
            f"Go on with the interview of {found.begun:%Y-%m-%d %H:%M}?",
            f"{found.answered} of {found.questions} questions are answered, and stay so. The others are the ones that were drawn. "
            f"There is as much time left as the answers have not used: {minutes_left(found.seconds_left).strip()}. "
            "Discarded, it ends without a report; what you answered stays in your history as practice.",
        )

    def action_resume_mock(self) -> None:
        self.dismiss(True)

    def action_discard_mock(self) -> None:
        self.dismiss(False)

    async def action_back(self) -> None:
        self.dismiss(None)
