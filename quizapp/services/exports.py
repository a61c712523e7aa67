"""What a learner can take away: the history as JSON and CSV, and a report on the progress."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.history import reviews
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.progress import Progress
from quizapp.services.study import Study

if TYPE_CHECKING:
    from quizapp.storage.history import History


class Exports:
    """One learner's history, to take along. `learner` is their uuid and name."""

    def __init__(
        self, study: Study, history: Lazy["History"], progress: Progress, preferences: Preferences, learner: Mapping[str, str]
    ) -> None:
        self._learner = learner
        self._progress = progress
        self._study = study
        self._history = history
        self._preferences = preferences

    def json(self) -> str:
        """The whole history, without loss."""
        from quizapp.export.history_json import history_json

        return history_json(
            self._study.now(),
            self._learner,
            self._settings_fields(),
            self._history().events(),
            self._history().schedules().values(),
            self._study.catalog.questions(),
        )

    def csv(self) -> str:
        """The reviews that count, for FSRS's tools."""
        from quizapp.export.reviews_csv import reviews_csv

        language = self._preferences.settings.asked_in
        questions = {card: _in(texts, language) for card, texts in self._study.catalog.questions().items()}
        return reviews_csv(reviews(self._history().events()), questions)

    def markdown(self) -> str:
        """A progress report."""
        from quizapp.export.report_markdown import StudyToday, report_markdown

        language, overview = self._preferences.settings.asked_in, self._study.overview()
        asked = [row.asked for row in self._study.summary(language)]
        return report_markdown(StudyToday(overview.today, asked, overview.streak), self._progress.statistics(language))

    def statistics(self) -> str:
        """All figures of the progress, for scripts."""
        from quizapp.export.statistics_json import statistics_json

        return statistics_json(self._progress.statistics(self._preferences.settings.asked_in))

    def save(self, path: Path, text: str, *, overwrite: bool) -> None:
        """Writes an export to a file. Raises ExportError."""
        from quizapp.export.files import write_file

        write_file(path, text, overwrite=overwrite)

    def _settings_fields(self) -> dict[str, object]:
        settings = self._preferences.settings
        return {
            "new_per_day": settings.new_per_day,
            "desired_retention": settings.desired_retention,
            "time_zone": str(settings.zone()),
            "rollover_hour": settings.rollover_hour,
            "language": settings.language,
            "scheduler": SCHEDULER_VERSION,
        }


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))
