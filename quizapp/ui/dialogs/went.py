"""The day of the interview is over: how did it go?"""

from datetime import date
from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.interviews import Went
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class WentDialog(Dialog[Went]):
    """How the interview on `day` went. It is asked once, whatever is answered."""

    ACTIONS = (commands.WentWell, commands.WentMixed, commands.WentBadly, commands.NotHeld, commands.RatherNotSay)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Your interview")

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day

    def on_mount(self) -> None:
        self.ask(
            gettext("How did the interview on {day} go?", day=self._day.isoformat()),
            gettext(
                "From now on, cards come when they are due again, as before you set a date. "
                "For another interview, set its date in the settings ({key}).",
                key=commands.ShowSettings.spoken(),
            ),
        )

    def action_went_well(self) -> None:
        self.dismiss(Went.WELL)

    def action_went_mixed(self) -> None:
        self.dismiss(Went.MIXED)

    def action_went_badly(self) -> None:
        self.dismiss(Went.BADLY)

    def action_not_held(self) -> None:
        self.dismiss(Went.NOT_HELD)

    def action_rather_not_say(self) -> None:
        self.dismiss(Went.UNSAID)
