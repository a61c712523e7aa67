"""An address on the web, opened in the learner's browser: in its own window, or in the terminal, which the app makes room for."""

import os
import subprocess
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App, SuspendNotSupported
from textual.worker import get_current_worker

from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import gettext
from quizapp.services.browser import Browser, find_browser
from quizapp.ui.notices import report

LOOK_SECONDS = 0.2
LOOKS = 50
"""A browser that fails later has shown something itself."""


class Visiting:
    """Opens addresses; says so, or shows the address where none can be opened."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def visit(self, address: str) -> None:
        """Opens `address`."""
        browser = find_browser(os.environ, address)
        if browser is None:
            self._show(address, gettext("There is no browser to open it here."))
        elif not browser.takes_terminal:
            self._app.notify(one_line(gettext("Opening {address} in your browser.", address=address)), timeout=4, markup=False)
            self._app.run_worker(partial(self._open_window, browser, address), group="browser", thread=True)
        elif browser.chosen:
            self._open_here(browser)
        else:
            self._show(address, gettext("No browser can open a window here."), browser)

    def _open_window(self, browser: Browser, address: str) -> None:
        """Open it from a worker. The browser gets nothing of the terminal; a failure shows soon, or never."""
        if _failed(browser):
            self._app.call_later(self._show, address, gettext("{browser} could not open it.", browser=browser.name))

    def _open_here(self, browser: Browser) -> None:
        """Steps aside for it, and comes back to the same screen."""
        try:
            with self._app.suspend():
                code = subprocess.run(browser.command, check=False).returncode  # noqa: S603  (the learner's own browser)
        except (OSError, SuspendNotSupported) as error:
            report(self._app, gettext("{program} could not be started: {error}", program=browser.name, error=error))
            return
        if code:
            report(self._app, gettext("{program} ended with exit code {code}.", program=browser.name, code=code), "warning")

    def _show(self, address: str, why: str, browser: Browser | None = None) -> None:
        from quizapp.ui.dialogs.address import AddressDialog

        def visit(agreed: bool | None) -> None:
            if agreed and browser is not None:
                self._open_here(browser)

        self._app.push_screen(AddressDialog(address, why, browser.name if browser else ""), visit)


def _failed(browser: Browser) -> bool:
    """Starts `browser`; whether it has ended with an error. From a worker, which ends with the app."""
    none, worker = subprocess.DEVNULL, get_current_worker()
    try:
        started = subprocess.Popen(browser.command, stdin=none, stdout=none, stderr=none, start_new_session=True)  # noqa: S603
    except OSError:
        return True
    for _ in range(LOOKS):
        if worker.is_cancelled:
            break
        with suppress(subprocess.TimeoutExpired):
            return started.wait(LOOK_SECONDS) != 0
    return False
