"""Reading the decks before a command speaks of them."""

from quizapp.cli.lines import note
from quizapp.services.container import Services
from quizapp.ui.phrases import renamed_phrase


def refresh(services: Services) -> None:
    """Reads what has changed on disk, and says beside the output which cards have got another id and which decks cannot be read.

    Raises DeckError where no deck at all can be.
    """
    for old, new in services.library.refresh().renamed:
        note(renamed_phrase(old, new))
    for reason in services.library.unreadable():
        note(reason)
