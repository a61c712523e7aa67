"""Reading the decks before a command speaks of them."""

import sys

from quizapp.cli.lines import note, show_progress
from quizapp.services.container import Services
from quizapp.ui.phrases import reading_phrase, renamed_phrase


def refresh(services: Services) -> None:
    """Reads what has changed on disk, and says beside the output which cards have got another id and which decks cannot be read, and if no
    deck is written in the language of the settings.

    Raises DeckError where no deck at all can be.
    """
    for old, new in services.library.refresh(progress).renamed:
        note(renamed_phrase(old, new))
    for reason in services.library.unreadable():
        note(reason)
    if problem := services.language_problem():
        note(problem)


def progress(done: int, of: int) -> None:
    """Tells a person who waits how far reading thousands of files is."""
    if sys.stderr.isatty():
        show_progress(reading_phrase(done, of), done=done == of)
