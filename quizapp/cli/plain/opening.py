"""Holds the plain quiz or a plain mock interview over a learner's services, from their opening to their closing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from quizapp.bootstrap import open_services
from quizapp.cli.lines import EndOfInputError, note, say
from quizapp.cli.plain.quiz import QuizDialogue
from quizapp.cli.reading import refresh
from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import MockSetup
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.modes import Mode
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future


def hold_quiz(settings: Settings, topic: str | None, limit: int | None, lang: str | None, mode: Mode = Mode.QUIZ) -> None:
    """Asks what `mode` asks. Raises StorageError, DeckError where no deck was ever read, UnknownTopicError and UnknownLanguageError."""
    with _opened(settings) as (services, back_up):
        wanted = services.catalog.topic(topic) if topic else None
        language = services.catalog.language(lang) if lang else settings.asked_in
        dialogue = QuizDialogue(services, wanted, limit, language, mode)
        try:
            dialogue.hold(back_up)
        except EndOfInputError:
            dialogue.leave_at_end_of_input()


def hold_mock(settings: Settings, setup: MockSetup, lang: str | None) -> None:
    """Goes on with the interview that was interrupted, or holds one such as `setup`, its topics as a person writes them.

    Raises as `hold_quiz` does, and MockError where there is no card to ask.
    """
    from quizapp.cli.plain.mock import KEPT, BeginDialogue, hold_and_report

    with _opened(settings) as (services, back_up), suppress(EndOfInputError):
        wanted = services.mocks.named(setup, lang)
        titles = services.catalog.topic_titles(wanted.language)
        begin = BeginDialogue(services.mocks, wanted, [titles[topic] for topic in wanted.topics])
        begin.hold(back_up)
        if begin.interview is None:
            return
        try:
            hold_and_report(services.mocks, services.study, begin.interview)
        except EndOfInputError:
            if begin.interview.session.state is not State.DONE:
                say(gettext(KEPT))


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Services, Callable[[], None]]]:
    """The services, and what begins the backup of the day: while the first question is read. A defect in it is raised at the end."""
    services = open_services(settings)
    begun: list[Future[None]] = []

    def back_up() -> None:
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(1, "backup")
        begun.append(pool.submit(_back_up, services))
        pool.shutdown(wait=False)

    try:
        _refresh(services)
        _tell_problems(services)
        yield services, back_up
    finally:
        defects = [backup.exception() for backup in begun]  # which waits for it
        services.close()
    for defect in filter(None, defects):
        raise defect


def _back_up(services: Services) -> None:
    try:
        services.backups.of_the_day()
    except QuizAppError as error:
        note(gettext("Today's backup could not be made. {reason}", reason=error))


def _refresh(services: Services) -> None:
    """Read the decks before the first question: a printed line cannot be changed. If no file has changed, this imports nothing."""
    try:
        refresh(services)
    except QuizAppError as error:
        if services.library.empty():
            raise
        note(str(error))


def _tell_problems(services: Services) -> None:
    if broken := sum(problem.is_error for _, problem in services.library.problems()):
        note(
            ngettext(
                "{count:,} error in the decks: `quizapp check` shows it.",
                "{count:,} errors in the decks: `quizapp check` lists them.",
                broken,
            )
        )
    if services.backup:
        note(gettext("The database was upgraded. A copy of the old one is at {path}.", path=services.backup))
