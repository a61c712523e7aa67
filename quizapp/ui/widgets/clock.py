"""The time taken for an answer and, where there is a limit, a bar that fills until then."""

from textual.content import Content
from textual.widgets import Static

from quizapp.ui.phrases import elapsed

STANDS = "‖"
BAR = 12
"""Cells."""


class Clock(Static):
    """Shows seconds. Its size never changes, so that nothing beside it moves. `limit` is in seconds, 0 for none."""

    DEFAULT_CSS = """
    Clock {
        width: 8; height: 1; text-align: right; text-wrap: nowrap;
        &.-limited { width: 15; height: 2; }
    }
    """

    def __init__(self, limit: float = 0.0) -> None:
        super().__init__("", markup=False, classes="-limited" if limit else "")
        self._limit = limit

    def show(self, seconds: float, *, stands: bool) -> None:
        """`seconds` have been taken; the clock goes on, or `stands`."""
        mark = f"{STANDS} " if stands else ""
        self.update(self._limited(mark, seconds) if self._limit else Content(f"{mark}{elapsed(seconds)}"), layout=False)

    def _limited(self, mark: str, seconds: float) -> Content:
        """Past the limit, say by how much, and draw the bar with another line, for those who see no colours."""
        if seconds >= self._limit:
            over = f"+{elapsed(seconds - self._limit)}"
            return Content.assemble(f"{mark}{elapsed(self._limit)} ", (over, "$warning"), "\n", ("═" * BAR, "$warning"))
        full = int(seconds / self._limit * BAR)
        return Content.assemble(f"{mark}{elapsed(seconds)}\n", ("━" * full, "$accent"), ("─" * (BAR - full), "$rule"))
