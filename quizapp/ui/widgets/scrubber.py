"""Where a run is between its first frame and its last: a bar to click and to drag along."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Scrubber(Widget):
    """A bar over the frames seen so far."""

    DEFAULT_CSS = "Scrubber { height: 1; width: 1fr; min-width: 6; }"

    class Moved(Message):
        """The learner points at a frame."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first, self._now, self._last = 1, 1, 1
        self._ended = False

    def show(self, first: int, now: int, last: int, *, ended: bool) -> None:
        """The frames kept, from `first` to `last`, and the one being looked at; the bar is open while the run has not `ended`."""
        self._first, self._now, self._last, self._ended = first, now, last, ended
        self.refresh()

    def render(self) -> Content:
        """A line with a knob."""
        cells = max(self.size.width - 1, 1)
        knob = round((self._now - self._first) / self._span() * (cells - 1))
        end = "┤" if self._ended else "╌"
        return Content.assemble(("━" * knob, "$primary"), ("●", "bold $accent"), ("─" * (cells - 1 - knob) + end, "$ink-muted"))

    def _span(self) -> int:
        """Frames from end to end of the bar: while the run goes on there is room for more."""
        seen = self._last - self._first
        return max(seen if self._ended else seen + max(seen // 2, 10), 1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Goes there, and follows until the button is let go."""
        self.capture_mouse()
        self._go(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follows a drag."""
        if self.app.mouse_captured is self:
            self._go(event.x)

    def on_mouse_up(self) -> None:
        """Ends a drag."""
        self.release_mouse()

    def _go(self, x: int) -> None:
        share = min(max(x / max(self.size.width - 2, 1), 0), 1)
        self.post_message(self.Moved(min(self._first + round(share * self._span()), self._last)))
