"""What all screens share: their commands, the help, and the way a problem is told."""

from typing import ClassVar, TypeVar

from textual.screen import Screen

from quizapp.domain.errors import QuizAppError
from quizapp.ui import messages
from quizapp.ui.commands import Commands

Result = TypeVar("Result")


class CommandScreen(Screen[Result]):
    """A screen whose keys, footer, palette and help come from `ACTIONS`. A subclass sets BINDINGS = bindings(ACTIONS).

    What several screens do alike stands here; a key works only where `ACTIONS` names its command.
    """

    ACTIONS: ClassVar[Commands] = ()
    NAME: ClassVar[str] = ""
    """What the help calls it."""

    def report(self, error: QuizAppError) -> None:
        """Tells what went wrong; the screen stays as it is."""
        self.notify(str(error), severity="error", timeout=12, markup=False)

    def pressed(self) -> None:
        """Somebody is there: a key, a click or a turn of the wheel, whatever it was meant for. Comes before what it does."""

    def action_help(self) -> None:
        self.post_message(messages.ShowHelp())

    def action_show_demos(self) -> None:
        self.post_message(messages.ShowDemos())

    def action_show_cards(self) -> None:
        self.post_message(messages.ShowCards())

    def action_open_link(self) -> None:
        """Where a screen has an answer, the mouse can follow its links; this is for the keyboard."""
        from quizapp.ui.widgets.answer import Answer

        if links := [link for answer in self.query(Answer) for link in answer.links()]:
            self.post_message(messages.ChooseLink(links))
        else:
            self.notify("This answer has no links.", markup=False)

    def action_show_modes(self) -> None:
        self.post_message(messages.ShowModes())

    async def action_undo(self) -> None:
        self.post_message(messages.UndoLast())

    async def action_back(self) -> None:
        self.dismiss()

    async def reload(self) -> None:
        """The decks have changed on disk."""
