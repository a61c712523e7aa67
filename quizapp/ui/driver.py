"""The terminal on Linux and macOS, left as it was found: at the end, when the shell takes over, and when it goes away itself.

Textual's driver does most of that. Here stands what it leaves out: it draws on standard output, which the app has made sure is the
terminal; a terminal that has gone away ends the app instead of stopping it in the middle of a write; Ctrl-Z stops the whole job, as
other programs do; and being continued without having been stopped by Ctrl-Z does not take the raw terminal for the one it found.
"""

import os
import signal
import sys
import termios
import tty
from asyncio import TimerHandle
from collections.abc import Callable
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from quizapp.ui.messages import TerminalLost

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

LOOK_SECONDS = 1.0
"""Between two looks whether the terminal is still there. Reading from one that has gone away never waits."""


class TerminalDriver(LinuxDriver):
    """Posts TerminalLost once, when there is no terminal any more."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = _open_output(self._lose)
        self._lost = False
        self._away = False
        """Whether the shell, or another program, has the terminal."""
        self._look: TimerHandle | None = None

    def start_application_mode(self) -> None:
        """Takes the terminal, once it is this job's turn."""
        while not _in_front(self.fileno):
            os.kill(os.getpid(), signal.SIGSTOP)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._away = False
        self._look = self._loop.call_later(LOOK_SECONDS, self._look_at_terminal)

    def stop_application_mode(self) -> None:
        """Gives the terminal back as it was."""
        if self._look is not None:
            self._look.cancel()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")  # else the next program that wants a mouse gets pixels for cells
        super().stop_application_mode()
        self._away = True

    def restore_line(self) -> None:
        """Gives back the line discipline alone, where nothing can be written."""
        if self.attrs_before is not None:
            try:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            except termios.error:
                return  # there is no terminal any more

    # -- the shell's turn --------------------------------------------------------------------------------------------

    @property
    def has_shell(self) -> bool:
        """Whether somebody could continue this job: a window's or a connection's only program has no shell to go back to."""
        return os.getpgrp() != os.getsid(0)

    def stop_job(self) -> None:
        """Gives the terminal to the shell, and returns when the job has been continued in the foreground, with the terminal taken again."""
        self.suspend_application_mode()
        os.killpg(os.getpgrp(), signal.SIGTSTP)  # also whoever has started us and waits, else the shell would wait as well
        os.kill(os.getpid(), signal.SIGSTOP)
        self.resume_application_mode()

    def _sigtstp_application(self, *_: object) -> None:
        """Stops as by the key, asked from outside. While another program has the terminal, there is nothing to give back."""
        if not self._auto_restart:
            os.kill(os.getpid(), signal.SIGSTOP)
        elif not self._away:
            self._loop.call_soon_threadsafe(self._app.call_later, self._app.action_suspend_process)

    def _sigcont_application(self, *_: object) -> None:
        """Continued after SIGSTOP, which nobody can see coming: the shell has had the terminal meanwhile."""
        if self._auto_restart and not self._away:
            self._loop.call_soon_threadsafe(self._take_again)

    def _take_again(self) -> None:
        """The thread that reads goes on as it is: it may be waiting for a key. Nor is the keyboard's protocol begun twice."""
        if self._away:
            return
        while not _in_front(self.fileno):
            os.kill(os.getpid(), signal.SIGSTOP)
        self._make_raw()
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._app.post_message(self.SignalResume())

    def _make_raw(self) -> None:
        """As Textual does when it starts."""
        try:
            line = termios.tcgetattr(self.fileno)
            line[tty.LFLAG], line[tty.IFLAG] = self._patch_lflag(line[tty.LFLAG]), self._patch_iflag(line[tty.IFLAG])
            line[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, line)
        except termios.error:
            self._lose()

    # -- a terminal that goes away -----------------------------------------------------------------------------------

    def _look_at_terminal(self) -> None:
        if os.isatty(self.fileno):
            self._look = self._loop.call_later(LOOK_SECONDS, self._look_at_terminal)
        else:
            self._lose()

    def _lose(self) -> None:
        """Report, from any thread, that the terminal is gone."""
        if not self._lost:
            self._lost = True
            self.send_message(TerminalLost())


class _TerminalOutput(FileIO):
    """Standard output; what cannot be written, for the terminal has gone away, is `lost`."""

    def __init__(self, fileno: int, lost: Callable[[], None]) -> None:
        super().__init__(fileno, "w", closefd=False)
        self._report_lost = lost

    def write(self, data: "ReadableBuffer", /) -> int:
        """All of it, whatever became of it: else the app would wait for a writer that has failed."""
        try:
            return super().write(data)
        except OSError:
            self._report_lost()
            return memoryview(data).nbytes


def _open_output(lost: Callable[[], None]) -> TextIOWrapper:
    stdout = sys.__stdout__
    assert stdout is not None, "the app is started at a terminal only"
    return TextIOWrapper(BufferedWriter(_TerminalOutput(stdout.fileno(), lost)), stdout.encoding, stdout.errors)


def _in_front(fileno: int) -> bool:
    """Whether this job may use the terminal now. One that is not the session's own is nobody else's either."""
    try:
        return os.tcgetpgrp(fileno) == os.getpgrp()
    except OSError:
        return True
