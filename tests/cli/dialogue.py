"""The plain dialogue held in this process, at the tests' clock; what tests of it look for in its lines and in the history."""

from collections.abc import Callable, Iterator
from typing import TypeAlias
from uuid import UUID

import pytest

from quizapp.cli.plain import hold_quiz
from quizapp.domain.history import Event, Graded, Undone, kind_of, standing
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.stored import stored_events

Stored: TypeAlias = tuple[object, ...]

OFFER = "1 again today, 2 hard 1d, 3 good 2d, 4 easy 7d"
PROMPT = "Enter shows the answer, ? tells the keys."
LEFT = "0 due, 4 new still waiting today"
SECONDS = 10
"""Between two lines of input."""


class Typist:
    """Standard input: a line every ten seconds, and then its end."""

    def __init__(self, clock: Clock, *lines: str) -> None:
        self._clock = clock
        self._lines: Iterator[str] = iter(lines)

    def readline(self) -> str:
        line = next(self._lines, None)
        if line is None:
            return ""
        self._clock.tick(seconds=SECONDS)
        return f"{line}\n"


class Conversation:
    """Holds the plain quiz as often as a test likes, each time as another run of the program."""

    def __init__(
        self,
        settings: Settings,
        open_app: Callable[..., Services],
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.beside = ""
        """What the last run has said beside the dialogue."""
        monkeypatch.setattr("quizapp.cli.plain.open_services", open_app)

    def __call__(
        self, *lines: str, topic: str | None = None, limit: int | None = None, lang: str | None = None, mode: Mode = Mode.QUIZ
    ) -> list[str]:
        """The lines that were said in answer to `lines` of input."""
        self._monkeypatch.setattr("sys.stdin", Typist(self._clock, *lines))
        hold_quiz(self.settings, topic, limit, lang, mode)
        said, self.beside = self._capsys.readouterr()
        return said.splitlines()


def history(services: Services) -> list[Stored]:
    """The stored events without what no two runs share: the moment, the time taken, and ids, which become places in the list."""
    events = stored_events(services)
    places = {event.id: place for place, event in enumerate(events)}
    return [_stored(event, places) for event in events]


def _stored(event: Event, places: dict[UUID, int]) -> Stored:
    if isinstance(event, Undone):
        return ("undo", places[event.target])
    if isinstance(event, Graded):
        return ("grade", event.card, int(event.rating), event.mode, event.scheduler)
    return (kind_of(event), getattr(event, "card", ""))


def graded(services: Services) -> list[tuple[str, int]]:
    """The grades that stand."""
    return [(event.card.partition("/")[2], int(event.rating)) for event in standing(stored_events(services)) if isinstance(event, Graded)]


def durations(services: Services) -> list[float]:
    """The seconds that each grade has taken, also those that were taken back."""
    return [event.duration_ms / 1000 for event in stored_events(services) if isinstance(event, Graded)]
