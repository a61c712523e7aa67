"""How a problem is shown: over the screen, long enough to be read, and as it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from textual.app import App
from textual.widget import Widget

from quizapp.domain.drawable import one_line
from quizapp.domain.errors import GoneError, QuizAppError
from quizapp.ui import messages


def report(where: App[Any] | Widget, error: QuizAppError | str, severity: Literal["information", "warning", "error"] = "error") -> None:
    """Shows what went wrong, or what there is to know; the screen stays as it is."""
    if isinstance(error, GoneError) and error.deleted:
        where.post_message(messages.DatabaseLost())  # its dialog says it, and what can be done
        return
    where.notify(one_line(error), severity=severity, timeout=12, markup=False)


@contextmanager
def reported(where: App[Any] | Widget) -> Iterator[None]:
    """What fails in the block for a reason that we know ends the block, and is shown."""
    try:
        yield
    except QuizAppError as error:
        report(where, error)
