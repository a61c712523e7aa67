"""An address that cannot be opened in a window: to be copied, or opened in a browser that draws in the terminal."""

from typing import ClassVar

from quizapp.ui import commands
from quizapp.ui.dialogs.base import Dialog


class AddressDialog(Dialog[bool]):
    """Shows `address`, and whether to open it in the `browser` that is named; None or False where not."""

    ACTIONS = (commands.VisitAddress, commands.CopyAddress, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "An address"

    def __init__(self, address: str, why: str, browser: str = "") -> None:
        super().__init__()
        self._address = address
        self._why = why
        self._browser = browser

    def on_mount(self) -> None:
        copy = (
            f"{commands.CopyAddress.spoken()} copies it, where your terminal lets programs do so; or mark it with the mouse, holding Shift."
        )
        visit = f"{commands.VisitAddress.spoken()} opens it here in {self._browser}. " if self._browser else ""
        self.ask(self.NAME, self._address, f"{self._why} {visit}{copy}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Opening is offered where something can."""
        return action != "visit_address" or bool(self._browser)

    def action_visit_address(self) -> None:
        self.dismiss(True)

    def action_copy_address(self) -> None:
        """By the terminal's own clipboard sequence, which works over ssh as well."""
        self.app.copy_to_clipboard(self._address)
        self.notify("Copied, if your terminal allows it.", timeout=3, markup=False)

    async def action_back(self) -> None:
        self.dismiss(False)
