"""The learner's own answer, typed before the card's is shown and standing beside it afterwards."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed
from quizapp.ui import commands


class Typed(Vertical):
    """A text area, read-only once the answer is shown."""

    DEFAULT_CSS = """
    Typed {
        height: 1fr;
        #typed-heading { color: $text-muted; padding: 0 2; height: 1; }
        TextArea { height: 1fr; border: none; padding: 0 2; background: $background; }
        TextArea:focus { border: none; background: $panel; }
    }
    """

    class Begun(Message):
        """The text area has the keys."""

    class Wrote(Message):
        """The text is another one; `number` is what it was meant for."""

        def __init__(self, text: str, number: int) -> None:
            super().__init__()
            self.text = text
            self.number = number

    class Left(Message):
        """The learner has typed enough for now."""

    def __init__(self) -> None:
        super().__init__()
        self._area = AnswerArea(soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self._number = -1

    def compose(self) -> ComposeResult:
        yield Static(gettext("Your answer"), id="typed-heading", markup=False)
        yield self._area

    def respell(self) -> None:
        """Writes its own words in the language of the interface."""
        self.query_one("#typed-heading", Static).update(gettext("Your answer"))

    def show(self, text: str, number: int, *, typing: bool, frozen: bool) -> None:
        """Holds `text`, meant for `number`; for the same number, what stands there is newer.

        While `typing` it has the keys; `frozen`, it stays as it is.
        """
        another, self._number = number != self._number, number
        if another and text != self._area.text:
            with self.prevent(TextArea.Changed):
                self._area.load_text(text)
                self._area.move_cursor(self._area.document.end)
        self._area.read_only = frozen
        self._area.can_focus = not frozen
        if typing and not self._area.has_focus:
            self._area.move_cursor(self._area.document.end)
            self._area.focus()
        elif not typing and self._area.has_focus:
            self.screen.set_focus(None)

    def typed(self) -> tuple[str, int]:
        """What stands there, in composed letters, and the number that it is meant for."""
        return composed(self._area.text), self._number

    @on(TextArea.Changed)
    def _report(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Wrote(*self.typed()))

    @on(events.DescendantFocus)
    def _report_focus(self) -> None:
        """The area gets the focus by its key, or because it was clicked."""
        self.post_message(self.Begun())


class AnswerArea(TextArea):
    """Esc leaves it; every other key is text."""

    ACTIONS = (commands.LeaveTyping,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def action_leave_typing(self) -> None:
        """Hands the keys back to the screen."""
        self.post_message(Typed.Left())
