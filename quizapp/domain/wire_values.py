"""The values in an event that has come from outside: each is made what its field holds, or refused.

Every function raises WireError for what it cannot be.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from quizapp.domain.card import Coverage
from quizapp.domain.estimates import LONGEST_INTERVAL, ForeignState
from quizapp.domain.history import Mark, MockSetup, Outcome, Rating, named
from quizapp.domain.interviews import Went
from quizapp.domain.modes import Mode

LONGEST = 2**53
"""Milliseconds that an answer can have taken: what every database and every JSON reader can hold."""


class WireError(ValueError):
    """What has come is not an event. The text says what is wrong with it."""


def text(value: object) -> str:
    """A text that can be stored."""
    if not isinstance(value, str):
        raise WireError(f"{value!r:.60} is no text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise WireError(f"{value!r:.60} is no text that can be stored") from error
    return value


def _name(value: object) -> str:
    if not text(value):
        raise WireError("it is empty")
    return text(value)


def number(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WireError(f"{value!r:.60} is no number")
    return value


def _duration(value: object) -> int:
    if not 0 <= number(value) <= LONGEST:
        raise WireError(f"{value!r:.60} is no number of milliseconds")
    return number(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise WireError(f"{value!r:.60} is neither true nor false")
    return value


def uuid(value: object) -> UUID:
    """An id."""
    try:
        return UUID(text(value))
    except ValueError as error:
        raise WireError(f"{value!r:.60} is no id") from error


def instant(value: object) -> datetime:
    """A moment in UTC, to the millisecond."""
    try:
        at = datetime.fromisoformat(text(value)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WireError(f"{value!r:.60} is no moment") from error
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(text(value))
    except ValueError as error:
        raise WireError(f"{value!r:.60} is no day") from error


def _rating(value: object) -> Rating:
    try:
        return Rating(number(value))
    except ValueError as error:
        raise WireError(f"{value!r:.60} is no rating") from error


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise WireError(f"{value!r:.60} is no list")
    return value


def _mark(value: object) -> Mark:
    if not isinstance(value, dict):
        raise WireError(f"{value!r:.60} is no mark")
    try:
        return Mark(text(value.get("point")), Coverage(text(value.get("coverage"))))
    except ValueError as error:
        raise WireError(f"{value!r:.60} is no mark") from error


def _setup(value: object) -> MockSetup:
    if not isinstance(value, dict):
        raise WireError(f"{value!r:.60} is no set-up of an interview")
    numbers = {name: number(value[name]) for name in ("questions", "minutes", "seed") if name in value}
    names = {name: tuple(map(_name, _list(value[name]))) for name in ("topics", "cards") if name in value}
    return MockSetup(**numbers, **names, language=text(value.get("language", "")))  # type: ignore[arg-type]


def _state(value: object) -> ForeignState:
    if not isinstance(value, dict):
        raise WireError(f"{value!r:.60} is no state of a memory")
    state = ForeignState(_day(value.get("due")), number(value.get("interval")), number(value.get("ease")))
    if not 0 <= state.interval <= LONGEST_INTERVAL or not 0 <= state.ease <= LONGEST or state.interval >= state.due.toordinal():
        raise WireError(f"{value!r:.60} is no state of a memory")
    return state


FIELDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("target", "corrects", "sitting", "follows"), uuid),
    **dict.fromkeys(("card", "source", "demo"), _name),
    **dict.fromkeys(("scheduler", "answer", "predicted", "measured", "question"), text),
    "rating": _rating,
    "duration_ms": _duration,
    "mode": lambda value: named(Mode, _name(value)),
    "outcome": lambda value: named(Outcome, _name(value)),
    "went": lambda value: named(Went, _name(value)),
    "interview": _day,
    "correct": _truth,
    "ticks": lambda value: tuple(map(_mark, _list(value))),
    "setup": _setup,
    "state": _state,
}
"""How the value of a field is made from what JSON has; whatever cannot be of its kind is refused."""
