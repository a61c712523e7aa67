"""What a learner can take away: the history as JSON and CSV, cards for Anki, and reports on the progress."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.history import Graded, Practised, by_card, reviews
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.study import Study
from quizapp.settings.interface import interface_language

if TYPE_CHECKING:
    from quizapp.export.html_report import GivenAnswer
    from quizapp.services.anki_cards import AnkiCards
    from quizapp.services.progress import ProgressFigures
    from quizapp.storage.history import History


class Exports:
    """One learner's history, to take along. `learner` is their uuid and name."""

    def __init__(
        self,
        study: Study,
        history: Lazy["History"],
        progress: Lazy["ProgressFigures"],
        preferences: Preferences,
        learner: Mapping[str, str],
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
            self._history().exchange.events(),
            self._history().schedules().values(),
            self._study.catalog.questions(),
        )

    def csv(self) -> str:
        """The reviews that count, for FSRS's tools."""
        from quizapp.export.reviews_csv import reviews_csv

        return reviews_csv(reviews(self._history().events()), self._questions())

    def spreadsheet(self) -> bytes:
        """The same as a file that Excel reads with all its letters."""
        from quizapp.export.reviews_csv import spreadsheet_csv

        return spreadsheet_csv(reviews(self._history().events()), self._questions())

    def _questions(self) -> dict[str, str]:
        """What each card asks in the language of the questions, by card id."""
        language = self._preferences.settings.asked_in
        return {card: _in(texts, language) for card, texts in self._study.catalog.questions().items()}

    def anki_text(self, language: str = "") -> str:
        """The cards in every language, or in one, as notes for Anki's text import. Raises UnknownLanguageError."""
        return self._anki().text(language)

    def anki_package(self, language: str = "") -> bytes:
        """The cards with their reviews, in `language` or in that of the questions, as a package for Anki. Raises UnknownLanguageError."""
        return self._anki().package(language)

    def _anki(self) -> "AnkiCards":
        from quizapp.services.anki_cards import AnkiCards

        return AnkiCards(self._study, self._history(), self._preferences)

    def markdown(self) -> str:
        """A progress report."""
        from quizapp.export.report_markdown import StudyToday, report_markdown

        language, overview = self._preferences.settings.asked_in, self._study.overview()
        asked = [row.asked for row in self._study.summary(language)]
        return report_markdown(StudyToday(overview.today, asked, overview.streak), self._progress().statistics(language))

    def html(self, *, with_answers: bool = False) -> str:
        """A page to keep or to send, with what the learner typed only where asked for."""
        from quizapp.domain.statistics_words import Section
        from quizapp.export.html_report import html_report
        from quizapp.plots.progress import figures
        from quizapp.plots.svg import inline_svg

        settings = self._preferences.settings
        statistics = self._progress().statistics(settings.asked_in)
        charts = {section: [inline_svg(figure) for figure in figures(section, statistics)] for section in Section}
        given = self._given(settings.asked_in) if with_answers else []
        return html_report(statistics, charts, interface_language(settings), given)

    def _given(self, language: str) -> "list[GivenAnswer]":
        """The answers that were typed to cards in a deck, in deck order, those to a card in the order given."""
        from quizapp.export.html_report import GivenAnswer

        by_its_card, calendar = by_card(self._history().events()), self._study.calendar
        questions = self._study.catalog.questions()
        return [
            GivenAnswer(_in(questions[row.id], language), calendar.day(event.at), event.rating.label, event.answer)
            for row in self._study.catalog.listing()
            for event in by_its_card.get(row.id, [])
            if isinstance(event, Graded | Practised) and event.answer.strip()
        ]

    def statistics(self) -> str:
        """All figures of the progress, for scripts."""
        from quizapp.export.statistics_json import statistics_json

        return statistics_json(self._progress().statistics(self._preferences.settings.asked_in))

    def check(self, path: Path, *, overwrite: bool) -> None:
        """Raises ExportError if an export cannot be saved as that file, before anything is computed."""
        from quizapp.export.files import check_place

        check_place(path, overwrite=overwrite)

    def save(self, path: Path, content: str | bytes, *, overwrite: bool) -> None:
        """Writes an export to a file. Raises ExportError."""
        from quizapp.export.files import write_file

        write_file(path, content, overwrite=overwrite)

    def _settings_fields(self) -> dict[str, object]:
        settings = self._preferences.settings
        return {
            "new_per_day": settings.new_per_day,
            "desired_retention": settings.desired_retention,
            "parameters": list(settings.parameters),
            "time_zone": str(settings.zone()),
            "rollover_hour": settings.rollover_hour,
            "language": settings.language,
            "scheduler": SCHEDULER_VERSION,
        }


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))
