"""Reading the decks before a command speaks of them."""

from quizapp.services.container import Services
from quizapp.ui.phrases import renamed_phrase


def refresh(services: Services) -> None:
    """Reads what has changed on disk, and says beside the output which cards have got another id. Raises DeckError."""
    for old, new in services.library.refresh().renamed:
        from quizapp.cli.lines import note

        note(renamed_phrase(old, new))
