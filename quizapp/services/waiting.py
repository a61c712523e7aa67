"""What waits today, looked up without all that a quiz needs: `quizapp due` stands in prompts and status bars."""

from contextlib import closing
from datetime import datetime

from quizapp.domain.today import Today
from quizapp.services.deck_folders import DeckFolders, places_of
from quizapp.services.preferences import Preferences
from quizapp.storage.queue_reader import QueueReader
from quizapp.storage.read_only import writable
from quizapp.storage.upgrade import is_current


def look_up(preferences: Preferences, at: datetime) -> Today | None:
    """What waits at the moment `at`, where nothing has changed since the database was used last. Raises StorageError and DeckError.

    None where something has to be done first, for which all services are opened: the database is to be made, upgraded, copied or scheduled
    by other rules, or a deck is to be read.
    """
    settings = preferences.settings
    path = settings.database
    if not (path.exists() and writable(path) and is_current(path)):
        return None
    with closing(QueueReader(path)) as reader:
        learner = reader.learner()
        if learner is None or learner.basis != preferences.rules.basis or DeckFolders(places_of(settings)).look(reader.fingerprints()):
            return None
        planned = _planned(preferences, at) if settings.interview_date else None
        return planned or reader.today(preferences.calendar.day(at), settings.new_per_day, reviews_per_day=preferences.reviews_per_day)


def _planned(preferences: Preferences, at: datetime) -> Today | None:
    """What is planned for an interview; None once it is over."""
    from quizapp.services.plans import Plans
    from quizapp.storage.quick_reader import QuickReader

    with closing(QuickReader(preferences.settings.database)) as reader:
        return Plans(reader, preferences, lambda: at).today()
