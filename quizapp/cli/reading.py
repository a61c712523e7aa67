"""Reading the decks before a command speaks of them."""

from quizapp.services.bundle import Services


def refresh(services: Services) -> None:
    """Reads what has changed on disk, and says beside the output which cards have got another id. Raises DeckError."""
    for old, new in services.library.refresh().renamed:
        from quizapp.cli.lines import note
        from quizapp.ui.wording import renamed_told

        note(renamed_told(old, new))
