"""The exchange with other machines, behind the screens: soon after the start, from time to time, and once the app is left."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any

from textual.app import App

from quizapp.domain.errors import OutOfReachError, PlaceError, QuizAppError, UnknownLearnerError
from quizapp.services.container import Services
from quizapp.ui.notices import report

SOON_SECONDS = 1.0
"""From the first screen to the first exchange: what the first question needs comes before it."""
PAUSE_SECONDS = 300.0
"""Between two exchanges."""
LEAVING_SECONDS = 4.0
"""How long leaving the app may wait for the last one."""
STEP_SECONDS = 1.0
"""How long it then waits for a step that is being stored."""


class Exchanging:
    """Works on threads of the app's. `come` is called on the app's own after each exchange, with whether anything was received."""

    def __init__(self, app: App[Any], services: Services, come: Callable[[bool], object]) -> None:
        self._app = app
        self._services = services
        self._come = come
        self._alone = Lock()
        self._ended = Event()
        self._place = services.preferences.settings.sync

    def begin(self) -> None:
        """Once the first screen has been painted."""
        self._app.set_timer(SOON_SECONDS, self.look)
        self._app.set_interval(PAUSE_SECONDS, self.look)

    def look(self) -> None:
        """Exchanges now, where there is a place to do so."""
        if self._services.preferences.settings.sync:
            self._app.run_worker(self._exchange, group="exchange", thread=True)

    def follow(self) -> None:
        """Exchanges where the settings name another place than before."""
        if self._services.preferences.settings.sync != self._place:
            self._place = self._services.preferences.settings.sync
            self.look()

    def end(self) -> None:
        """What is under way ends with the step that it is at."""
        self._ended.set()

    def _exchange(self) -> None:
        """What needs the learner is kept with the place, and shown from there. A place out of reach is tried again."""
        if not self._alone.acquire(blocking=False):
            return
        received = False
        try:
            synced = self._services.syncing().sync(self._services.preferences.settings.sync, stop=self._ended.is_set)
            received = bool(synced.received)
        except (PlaceError, UnknownLearnerError):
            pass
        except QuizAppError as error:
            self._app.call_later(report, self._app, error)
        finally:
            self._alone.release()
            self._app.call_later(self._come, received)


def exchange_at_the_end(services: Services) -> tuple[bool, str]:
    """Sends what the place lacks, for some seconds at most, or until Ctrl-C.

    Returns whether nobody works with `services` any more, and what needs the learner, if anything does.
    """
    problems: list[str] = []
    stop = Event()

    def exchange() -> None:
        try:
            if services.syncing().status(place).waiting:
                services.syncing().sync(place, stop=stop.is_set)
        except OutOfReachError:  # it is made up for next time
            return
        except QuizAppError as error:
            problems.append(str(error))

    place = services.preferences.settings.sync
    if not place:
        return True, ""
    thread = Thread(target=exchange, daemon=True)
    thread.start()
    with suppress(KeyboardInterrupt):  # the learner has waited long enough
        thread.join(LEAVING_SECONDS)
    stop.set()
    thread.join(STEP_SECONDS)
    return not thread.is_alive(), " ".join(problems)
