"""The line that says what of a list is shown and in which order. Each of its words names its key, and can be clicked instead."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.ui import commands


class Filters(Horizontal):
    """Commands in a row, each with the value that it changes."""

    DEFAULT_CSS = """
    Filters {
        height: 1;
        Filter { width: auto; max-width: 34%; margin-right: 3; text-wrap: nowrap; text-overflow: ellipsis; }
        Filter:hover { background: $panel; }
    }
    """

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: type[commands.Command]) -> None:
            super().__init__()
            self.command = command

    def __init__(self, *shown: type[commands.Command]) -> None:
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        """Nothing is set yet."""
        for command in self._shown:
            yield Filter(command)

    def show(self, *values: tuple[str, bool] | None) -> None:
        """Each command's value, and whether it is another than the usual one; None for a command that has nothing to do."""
        for filter, value in zip(self.query(Filter), values, strict=True):
            filter.display = value is not None
            if value is not None:
                filter.show(*value)


class Filter(Static):
    """A command with its value."""

    def __init__(self, command: type[commands.Command]) -> None:
        super().__init__("", markup=False)
        self.command = command
        self._shown: tuple[str, bool] | None = None
        self.respell()

    def respell(self) -> None:
        """Describes what its key does, in the language of the interface; the next `show` writes the rest."""
        self.tooltip = self.command.describe()
        self._shown = None

    def show(self, value: str, is_set: bool) -> None:
        """Shows another value, lit where it `is_set`."""
        if self._shown == (value, is_set):
            return  # it would have the whole screen laid out anew
        self._shown = value, is_set
        key, label = self.command.keys(), self.command.words().lower()
        self.update(Content.assemble((key, "bold $accent"), (f" {label} ", "$ink-muted"), (value, "bold" if is_set else "$ink-muted")))

    def on_click(self, event: events.Click) -> None:
        """As its key does."""
        event.stop()
        self.post_message(Filters.Pressed(self.command))
