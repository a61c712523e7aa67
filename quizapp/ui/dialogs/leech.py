"""A card has been forgotten again and again: it can be written otherwise, or put aside."""

from enum import Enum, auto
from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class LeechChoice(Enum):
    """What is to be done with a leech."""

    EDIT = auto()
    SUSPEND = auto()


class LeechDialog(Dialog[LeechChoice]):
    """What to do with the card that the last grade has made a leech, or (None) go on with it as it is."""

    ACTIONS = (commands.GoOn, commands.EditLeech, commands.SuspendLeech)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("A card that does not stay")

    def __init__(self, question: str, lapses: int) -> None:
        super().__init__()
        self._question = question
        self._lapses = lapses

    def on_mount(self) -> None:
        self.ask(
            self._question,
            ngettext(
                "You have learned this card and forgotten it again {count} time. It is a leech: it costs more time than it is worth.",
                "You have learned this card and forgotten it again {count} times. It is a leech: it costs more time than it is worth.",
                self._lapses,
            )
            + " "
            + gettext("Splitting it into two smaller cards often helps.")
            + "\n\n"
            + gettext("Back in the quiz, {key} undoes the grade.", key=commands.Undo.spoken()),
        )

    def action_edit_leech(self) -> None:
        self.dismiss(LeechChoice.EDIT)

    def action_suspend_leech(self) -> None:
        self.dismiss(LeechChoice.SUSPEND)

    def action_go_on(self) -> None:
        self.dismiss(None)
