"""The place of a card's demo, beside its answer or in its stead: open, put away as it stands, or closed."""

from typing import TYPE_CHECKING

from textual.containers import Vertical

from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions

if TYPE_CHECKING:
    from quizapp.domain.card import DemoLink


class DemoSide(Vertical):
    """Holds at most one demo. Nothing is imported before one is opened."""

    def __init__(self, lab: Lab, predictions: Predictions, *, id: str) -> None:
        super().__init__(id=id)
        self._lab = lab
        self._predictions = predictions
        self._open: DemoLink | None = None
        """What the demo, shown or put away, was opened with."""
        self.shown = False

    async def open(self, link: "DemoLink", seed: int) -> None:
        """Shows the demo of `link`: one that was put away as it stands, any other from its beginning, with `seed`."""
        from quizapp.ui.widgets.demo_pane import DemoPane

        if self._open is None or (link.demo, link.settings) != (self._open.demo, self._open.settings):
            await self.remove_children()
            await self.mount(DemoPane(self._lab, self._predictions, link.demo, dict(link.settings), seed))
            self._open = link
        self.shown = self.display = True
        self.query_one(DemoPane).focus()

    def put_away(self) -> None:
        """Hides the demo; it can be gone on with."""
        self.shown = self.display = False

    def close(self) -> None:
        """The next card has another one."""
        if self._open is not None:
            self._open = None
            self.put_away()
            self.remove_children()
