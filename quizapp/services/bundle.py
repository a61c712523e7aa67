"""All services together, as the composition root hands them out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quizapp.services.lab import Lab
from quizapp.services.library import Library
from quizapp.services.predictions import Predictions
from quizapp.services.preferences import Preferences
from quizapp.services.records import Records
from quizapp.services.study import Study


@dataclass(frozen=True)
class Services:
    """Everything the command line and the screens can ask for."""

    preferences: Preferences
    study: Study
    library: Library
    lab: Lab
    predictions: Predictions
    records: Records
    close: Callable[[], None]
    backup: Path | None = None
    """The copy that was made, where the database had to be upgraded."""
