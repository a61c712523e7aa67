"""The decks, read again behind the screens: a deck may be edited while it is studied."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any

from textual.app import App

from quizapp.domain.errors import QuizAppError
from quizapp.services.container import Services
from quizapp.ui.notices import report
from quizapp.ui.phrases import renamed_phrase

WATCH_SECONDS = 0.5
WATCH_SHARE = 20
"""The pause between two looks at the decks is at least this many times what a look that finds nothing takes."""
SIGN_SECONDS = 0.3
"""Between two signs of how far a long reading is."""

Changed = Callable[[Sequence[str], Sequence[str]], Awaitable[None]]
"""What is to be done where the decks have changed, given the errors that are new and the sentences about cards that were renamed."""
Reading = Callable[[int, int], None]
"""What shows how many files have been read, and of how many; 0 of 0 where the reading has ended. Short ones are not spoken of."""


class Watching:
    """Looks at the decks on threads of the app's, and calls `changed` on the app's own."""

    def __init__(self, app: App[Any], services: Services, changed: Changed, reading: Reading) -> None:
        self._app = app
        self._services = services
        self._changed = changed
        self._reading = reading
        self._next_sign = 0.0
        self._looking = Lock()

    def begin(self) -> None:
        """Looks now and from time to time."""
        self.look(first=True)
        self._look_again_after(WATCH_SECONDS)

    def look(self, *, first: bool = False) -> None:
        """Looks now. The first time the screens are always shown anew, and what cannot be read is reported."""
        self._app.run_worker(partial(self._look, first=first), group="library", thread=True)

    def _look_again_after(self, pause: float) -> None:
        self._app.set_timer(pause, self._begin_look_again, name="watch")

    def _begin_look_again(self) -> None:
        self._app.run_worker(self._look_again, group="watch", thread=True)

    def _look_again(self) -> None:
        """Where a look takes long, for there are many files, the next one comes so late that it is not felt."""
        start, taken = monotonic(), 0.0
        try:
            if not self._look():
                taken = monotonic() - start
        finally:
            self._app.call_later(self._look_again_after, max(WATCH_SECONDS, WATCH_SHARE * taken))

    def _look(self, *, first: bool = False) -> bool:
        """Read changed decks, from a worker, and have the screens show them. Return whether anything has changed."""
        try:
            with self._looking:  # after an edit two look at once: what one has reported, the other does not report again
                known = self._errors()
                refreshed = self._services.library.refresh(self._progress)
                errors = self._errors()
        except QuizAppError as error:
            if first:
                self._app.call_later(report, self._app, error)
            return False
        finally:
            if self._next_sign:
                self._next_sign = 0.0
                self._app.call_later(self._reading, 0, 0)
        if first:
            self._check_language()
        changed = first or bool(refreshed) or errors != known
        if changed:
            renamed = [renamed_phrase(*pair) for pair in refreshed.renamed]
            self._app.call_later(self._changed, [] if first else [one for one in errors if one not in known], renamed)
        return changed

    def _progress(self, done: int, of: int) -> None:
        """From a worker, or a thread of its own."""
        if (now := monotonic()) >= self._next_sign:
            self._next_sign = now + SIGN_SECONDS
            self._app.call_later(self._reading, done, of)

    def _check_language(self) -> None:
        """Report, from a worker, a language in the settings in which no deck is written."""
        if problem := self._services.language_problem():
            self._app.call_later(report, self._app, problem, "warning")

    def _errors(self) -> list[str]:
        library = self._services.library
        return [*library.unreadable(), *(f"{deck}/{problem}" for deck, problem in library.problems() if problem.is_error)]
