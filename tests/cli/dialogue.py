"""The plain dialogue held in this process, at the tests' clock; what tests of it look for in its lines and in the history."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias
from uuid import UUID

import pytest

from quizapp.cli.plain.opening import hold_mock, hold_quiz
from quizapp.domain.history import Event, FollowUpAnswered, Graded, Mark, MockSetup, Practised, Predicted, Undone, kind_of, standing
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.stored import stored_events

Stored: TypeAlias = tuple[object, ...]

_ELSE = "u undo, b bury, s suspend, p pause, r resume suspended, q quit, ? help."
_GRADES = "Grade it: 1 again today, 2 hard 1d, 3 good 2d, 4 easy 7d, A mark, o links, d demo"
PROMPT = f"Say your answer: Enter show the answer, t type yours, {_ELSE}"
OFFER = f"{_GRADES}, {_ELSE}"
PROMPT_OF_ONE = PROMPT.replace(_ELSE, f"l language, {_ELSE}")
"""The first card is there in two languages."""
OFFER_OF_ONE = OFFER.replace(_ELSE, f"l language, {_ELSE}")
LEFT = "0 due, 4 new left for today"
AT_THE_END = "Nothing left to ask: Enter quit, u undo, r resume suspended, ? help."
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
        monkeypatch.setattr("quizapp.cli.plain.opening.open_services", open_app)

    def __call__(
        self, *lines: str, topic: str | None = None, limit: int | None = None, lang: str | None = None, mode: Mode = Mode.QUIZ
    ) -> list[str]:
        """The lines that were said in answer to `lines` of input."""
        return self._heard(lines, lambda: hold_quiz(self.settings, topic, limit, lang, mode))

    def interview(self, *lines: str, setup: MockSetup = MockSetup(questions=2), lang: str | None = None) -> list[str]:  # noqa: B008  (frozen)
        """The same of a mock interview."""
        return self._heard(lines, lambda: hold_mock(self.settings, setup, lang))

    def _heard(self, lines: Sequence[str], hold: Callable[[], None]) -> list[str]:
        self._monkeypatch.setattr("sys.stdin", Typist(self._clock, *lines))
        hold()
        printed, self.beside = self._capsys.readouterr()
        return printed.splitlines()


def history(services: Services) -> list[Stored]:
    """The stored events without what no two runs share: the moment, the time taken, and ids, which become places in the list."""
    events = stored_events(services)
    places = {event.id: place for place, event in enumerate(events)}
    return [_stored(event, places) for event in events]


def _stored(event: Event, places: dict[UUID, int]) -> Stored:
    if isinstance(event, Undone):
        return ("undo", places[event.target])
    match event:
        case Graded():
            return ("grade", event.card, int(event.rating), event.mode, event.scheduler, event.answer, _marks(event.ticks))
        case Practised():
            sitting = None if event.sitting is None else places[event.sitting]
            return ("practice", event.card, int(event.rating), event.mode, sitting, event.answer, _marks(event.ticks))
        case FollowUpAnswered():
            return ("follow-up", places[event.sitting], places[event.follows], event.question, event.correct)
        case Predicted():
            return ("prediction", event.demo, event.predicted, event.measured, event.correct)
    return (kind_of(event), getattr(event, "card", ""))


def _marks(ticks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    return tuple((tick.point, str(tick.coverage)) for tick in ticks)


def graded(services: Services) -> list[tuple[str, int]]:
    """The grades that stand."""
    return [(event.card.partition("/")[2], int(event.rating)) for event in standing(stored_events(services)) if isinstance(event, Graded)]


def durations(services: Services) -> list[float]:
    """The seconds that each grade has taken, also those that were taken back."""
    return [event.duration_ms / 1000 for event in stored_events(services) if isinstance(event, Graded)]
