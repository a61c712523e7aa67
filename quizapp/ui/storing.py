"""What the app does about its database behind the screens: the backup of the day, the turn of the day, and a wait for another program."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext
from quizapp.services.container import Services
from quizapp.ui.notices import report

DAY_SECONDS = 30.0
"""Between two looks at the clock."""
WORD_SECONDS = 1.0
"""How long a wait may last until a word is said about it."""
MOST_WAITS = 12
"""Waits of some seconds until it is given up: a minute."""


class Storing:
    """Works on threads of the app's. `turned` is called on the app's own where another study day or another time zone has begun."""

    def __init__(self, app: App[Any], services: Services, turned: Callable[[], object]) -> None:
        self._app = app
        self._services = services
        self._turned = turned
        self._day = services.study.day()
        self._waiting = False
        self._backed_up = True
        """Whether there is a backup of the day, or one is being made. On the very first day there is nothing to back up at first."""

    def begin(self) -> None:
        """Once the first screen has been painted: makes the backup of the day, and looks at the clock from time to time."""
        self._back_up()
        self._app.set_interval(DAY_SECONDS, self.look)

    def look(self) -> None:
        """A night may have passed, a laptop slept, a border been crossed."""
        moved = self._services.preferences.follow_the_zone()
        day = self._services.study.day()
        if moved or day != self._day:
            self._day = day
            self._turned()
            self._back_up()
        elif not self._backed_up:
            self._back_up()

    def _back_up(self) -> None:
        self._backed_up = True
        self._app.run_worker(self._make_backup, group="backup", thread=True)

    def _make_backup(self) -> None:
        try:
            self._backed_up = self._services.backups.of_the_day()
        except QuizAppError as error:
            self._app.call_later(report, self._app, gettext("Today's backup could not be made: {error}", error=error), "warning")

    def wait(self, then: Callable[[bool], object]) -> None:
        """Waits for a program that has the database, says so after a second, and calls `then` with whether it is free."""
        self._waiting = True
        self._app.set_timer(WORD_SECONDS, self._say_that_it_waits)
        self._app.run_worker(partial(self._wait, then), group="storing", thread=True)

    def _say_that_it_waits(self) -> None:
        if self._waiting:
            what = gettext("Another program is writing to the database. Your last action will be saved as soon as it has finished.")
            self._app.notify(what, severity="warning", timeout=5, markup=False)

    def _wait(self, then: Callable[[bool], object]) -> None:
        free = False
        try:
            free = any(self._services.store.wait() for _ in range(MOST_WAITS))
        except QuizAppError as error:
            self._app.call_later(report, self._app, error)
        finally:
            self._waiting = False
            self._app.call_later(then, free)
