"""The app in its terminal: what is pressed there, the way to the shell and back, and how it ends without losing what was typed."""

import asyncio
import sys
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.geometry import Offset
from textual.widgets import Input, TextArea
from textual.worker import WorkerFailed

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.input_method import meant
from quizapp.ui.notices import report
from quizapp.ui.turns import Turns

WAY_OUT = ("ctrl+q", "ctrl+c")
"""Keys that wait for no other, so that they work whatever happens."""
CLICKS = (events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What shows, beside keys, that somebody is there. The mouse alone may move because the table does."""
FINISH_SECONDS = 5.0
"""How long an app that is told to end waits, at most, until what was pressed before is done."""
HUNG_UP = 129
"""Exit code where the terminal has gone away: that of SIGHUP, which tells of it."""


class TerminalApp(App[None]):
    """Takes keys one by one, and keeps what is typed whichever way it ends."""

    ACTIONS: ClassVar[commands.Commands] = (commands.SuspendProcess,)
    BINDINGS: ClassVar[list[BindingType]] = [command.binding(priority=True) for command in ACTIONS]

    def __init__(self) -> None:
        super().__init__()
        self.turns = Turns(self, self._take_key)
        self.unsaved = ""
        """Why what was typed last could not be stored; empty where it was."""
        self._ending: asyncio.Task[None] | None = None

    def get_driver_class(self) -> type[Driver]:
        """Our own in the place of Textual's for Linux and macOS."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from quizapp.ui.driver import TerminalDriver

        return TerminalDriver

    # -- where an input method composes ------------------------------------------------------------------------------

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor is painted: at the caret of what has the focus, wherever that has been laid out by now.

        What is being composed, such as a Korean syllable, is shown there by the terminal.
        """
        match self.screen_stack and self.focused:
            case Input() as field:
                return field.cursor_screen_offset - Offset(int(field.cursor_at_end), 0)  # Textual's is a cell too far there
            case TextArea() as area:
                return area.cursor_screen_offset
        return self._cursor_position

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        """Textual's widgets set it when they get the focus, which may be before they have a place."""
        self._cursor_position = position

    # -- what is pressed ---------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Everything pressed comes by here once, before a binding, a field of text or a link takes it. Keys take turns."""
        if isinstance(event, events.Paste):
            event.text = composed(event.text)  # else the first Backspace would take a letter of a syllable
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and getattr(event, "key", "") not in WAY_OUT:
            self.turns.add(event)
            return
        if isinstance(event, CLICKS) and not event.is_forwarded:
            self._press()
        await super().on_event(event)

    async def _take_key(self, event: events.Event) -> None:
        self._press()
        if isinstance(event, events.Key):
            event, *following = meant(event, self)
            self.turns.add_next(following)
        await super().on_event(event)

    def _press(self) -> None:
        for screen in self.screen_stack[-1:]:
            if isinstance(screen, CommandScreen):
                screen.pressed()

    # -- to the shell and back ---------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command that the learner has put on the key of the way to the shell comes first."""
        if action == "suspend_process":
            return commands.SuspendProcess.has_its_key()
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """Stops the app until the shell continues it; then everything is drawn anew."""
        driver = self._driver
        if driver is None or not driver.can_suspend or sys.platform == "win32":
            return
        from quizapp.ui.driver import TerminalDriver

        if not isinstance(driver, TerminalDriver) or not driver.has_shell:
            self.notify(gettext("There is no shell to return to: this terminal was opened for QuizApp alone."), markup=False)
            return
        self._keep_typed()
        self._suspend_signal()
        driver.stop_job()
        self._resume_signal()
        self.refresh(layout=True)

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        self.refresh(layout=True)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002  (as Textual has it)
        """Open `url` in the learner's browser; if there is none, show the address."""
        from quizapp.ui.visiting import Visiting

        Visiting(self).visit(url)

    # -- the end -----------------------------------------------------------------------------------------------------

    @property
    def crash(self) -> BaseException | None:
        """What ended the app, where it did not end by itself."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _handle_exception(self, error: Exception) -> None:
        """What nobody has caught, also in a worker, is a defect and ends the app. Only what a worker can be expected to meet is said."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, QuizAppError):
            report(self, error.error)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leaves without printing a traceback over the terminal: `run_app` hands the exception to its caller."""
        with suppress(Exception):  # the defect may be there as well; the first one is the one to be told
            self._keep_typed()
        self._close_messages_no_wait()

    def action_help_quit(self) -> None:
        """Say how to quit: Ctrl+C copies in a text field, so it does not quit by itself."""
        self.notify(gettext("Press {key} to quit; nothing is lost.", key="Ctrl+Q"), timeout=4, markup=False)

    async def action_quit(self) -> None:
        """Quit from any screen, by the key or from the palette."""
        self.leave(0)

    def leave(self, code: int) -> None:
        """Ends the app with the exit code `code`, once what was pressed before is done."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._finish(code), name="end")

    def end(self, code: int) -> None:
        """The same from a signal's handler, which runs anywhere. Raises SystemExit where the app does not run yet, or no more."""
        if self._loop is None:
            raise SystemExit(code)
        self._loop.call_soon_threadsafe(self.leave, code)

    async def _finish(self, code: int) -> None:
        with self._context():
            await self.turns.finish(FINISH_SECONDS)
            self.exit(return_code=code)

    def exit(self, result: None = None, return_code: int = 0, message: object = None) -> None:  # noqa: ARG002
        """Ends the app. What is typed is stored before its screens go."""
        self._keep_typed()
        super().exit(return_code=return_code)

    @on(messages.TerminalLost)
    def _end_without_terminal(self) -> None:
        self.leave(HUNG_UP)

    def on_unmount(self) -> None:
        self.turns.close()

    def give_up(self) -> None:
        """Give up waiting for an app that does not end in time, from any thread. At least the terminal gets its line back."""
        if restore := getattr(self._driver, "restore_line", None):
            restore()

    def _keep_typed(self) -> None:
        """Store what is typed, even if messages about it are still on their way."""
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                try:
                    screen.keep_typed()
                except QuizAppError as error:
                    self.unsaved = str(error)
