"""An address that cannot be opened in a window: to be copied, or opened in a browser that draws in the terminal."""

from typing import ClassVar

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class AddressDialog(Dialog[bool]):
    """Shows `address`, and whether to open it in the `browser` that is named; None or False where not."""

    ACTIONS = (commands.VisitAddress, commands.CopyAddress, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("An address")

    def __init__(self, address: str, why: str, browser: str = "") -> None:
        super().__init__()
        self._address = address
        self._why = why
        self._browser = browser

    def on_mount(self) -> None:
        ways = [self._why]
        if self._browser:
            ways.append(gettext("{key} opens it here in {browser}.", key=commands.VisitAddress.spoken(), browser=self._browser))
        ways.append(gettext("{key} copies it if your terminal allows that.", key=commands.CopyAddress.spoken()))
        ways.append(gettext("You can also select it with the mouse while holding Shift."))
        self.ask(self._address, " ".join(ways))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Opening is offered where something can."""
        return action != "visit_address" or bool(self._browser)

    def action_visit_address(self) -> None:
        self.dismiss(True)

    def action_copy_address(self) -> None:
        """Copy it by the terminal's own clipboard sequence, which works over ssh as well."""
        self.app.copy_to_clipboard(self._address)
        self.notify(gettext("Copied, if your terminal allows it."), timeout=3, markup=False)

    async def action_back(self) -> None:
        self.dismiss(False)
