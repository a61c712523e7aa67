"""A mock interview was interrupted: it goes on, or is discarded."""

from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.services.mock_interviews import Open
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog
from quizapp.ui.phrases import minutes_left


class InterruptedDialog(Dialog[bool]):
    """Whether to go on with it (True) or to discard it (False); None leaves it as it is."""

    ACTIONS = (commands.ResumeMock, commands.DiscardMock, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("An interview was interrupted")

    def __init__(self, interrupted: Open) -> None:
        super().__init__()
        self._interrupted = interrupted

    def on_mount(self) -> None:
        found = self._interrupted
        self.ask(
            gettext("Continue the interview of {begun:%Y-%m-%d %H:%M}?", begun=found.begun),
            gettext(
                "You have answered {answered} of {questions} questions. The rest are the ones drawn at the start. {time}. "
                "If you discard it, there is no report; your answers stay in your history as practice.",
                answered=found.answered,
                questions=found.questions,
                time=minutes_left(found.seconds_left).strip(),
            ),
        )

    def action_resume_mock(self) -> None:
        self.dismiss(True)

    def action_discard_mock(self) -> None:
        self.dismiss(False)

    async def action_back(self) -> None:
        self.dismiss(None)
