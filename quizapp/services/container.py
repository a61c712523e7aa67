"""All services together, as the composition root hands them out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import UnknownLanguageError
from quizapp.services.backups import Backups
from quizapp.services.catalog import Catalog
from quizapp.services.desk import Desk
from quizapp.services.doctor import Doctor
from quizapp.services.exports import Exports
from quizapp.services.lab import Lab
from quizapp.services.lazy import Lazy
from quizapp.services.library import Library
from quizapp.services.plans import Plans
from quizapp.services.predictions import Predictions
from quizapp.services.preferences import Preferences
from quizapp.services.session import Sessions
from quizapp.services.store import Store
from quizapp.services.study import Study

if TYPE_CHECKING:
    from quizapp.services.history_files import HistoryFiles
    from quizapp.services.imports import Imports
    from quizapp.services.mock_interviews import MockInterviews
    from quizapp.services.optimising import Optimiser
    from quizapp.services.progress import ProgressFigures
    from quizapp.services.sync import Syncing, SyncStatus


@dataclass(frozen=True)
class Services:
    """Everything the command line and the screens can ask for."""

    preferences: Preferences
    catalog: Catalog
    study: Study
    library: Library
    sessions: Sessions
    lab: Lab
    predictions: Predictions
    plans: Plans
    desk: Desk
    progress: Lazy["ProgressFigures"]
    exports: Exports
    doctor: Doctor
    backups: Backups
    store: Store
    mock_interviews: Lazy["MockInterviews"]
    optimising: Lazy["Optimiser"]
    lazy_imports: Lazy["Imports"]
    history_files: Lazy["HistoryFiles"]
    syncing: Lazy["Syncing"]
    """Exchanges with other machines. They are not imported until somebody asks for one."""
    reschedule: Callable[[], None]
    """Computes the schedule afresh where other rules are in force than those it was computed by. Raises StorageError."""
    close: Callable[[], None]
    backup: Path | None = None
    """The copy that was made, where the database had to be upgraded."""

    @property
    def mocks(self) -> "MockInterviews":
        """Mock interviews. They are not imported until somebody asks for them."""
        return self.mock_interviews()

    @property
    def optimiser(self) -> "Optimiser":
        """Learning the weights of the memory model, imported when somebody asks for it."""
        return self.optimising()

    @property
    def imports(self) -> "Imports":
        """Other people's collections. What reads them is not imported until somebody brings one in."""
        return self.lazy_imports()

    def exchange(self) -> "SyncStatus | None":
        """How things stand with the place where machines exchange reviews; None where there is none. Raises PlaceError and StorageError."""
        place = self.preferences.settings.sync
        return self.syncing().glance(place) if place else None

    def language_problem(self) -> str:
        """Says that no deck is written in the language of the settings, and where that stands; empty if one is."""
        wanted = self.preferences.settings.language
        try:
            if wanted and self.catalog.languages():
                self.catalog.language(wanted)
        except UnknownLanguageError as error:
            return f"{self.preferences.place('language')}: {error}"
        return ""

    def copy_deck(self, deck: str) -> Path:
        """Copies the deck into a folder of the learner's own; from now on that is studied. Raises DeckError and SettingsError."""
        self.preferences.reread()  # another window may have added a deck since
        copy = self.library.copy(deck)
        self.preferences.add_deck(copy)
        return copy
