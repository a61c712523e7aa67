"""What a learner can take away: the history as JSON and CSV, and a report on the progress."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from quizapp.domain.history import CardEvent, Event, Graded, Practised, Predicted, by_card, reviews, standing
from quizapp.domain.progress import misses, recalled
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.domain.schedule import Schedule
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.study import Study

if TYPE_CHECKING:
    from quizapp.export.report_markdown import HardCard, MissedPoint
    from quizapp.storage.history import History

HARDEST = 10
MOST_MISSED = 10
COMING_DAYS = 14


class Exports:
    """One learner's history, to take along. `learner` is their uuid and name."""

    def __init__(self, study: Study, history: Lazy["History"], preferences: Preferences, learner: Mapping[str, str]) -> None:
        self._learner = learner
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
        from quizapp.export.report_markdown import Report, report_markdown

        overview = self._study.overview()
        rows = self._study.summary(self._preferences.settings.asked_in)
        asked = [row.asked for row in rows]
        present = self._present()
        schedules = [row for row in self._history().schedules().values() if row.card in present]
        history = list(self._history().events())
        events = standing(history)
        report = Report(
            day=overview.day,
            today=overview.today,
            asked=len(asked),
            recalled=recalled(asked),
            minutes=sum(one.duration_ms for one in asked) / 60_000,
            streak=overview.streak,
            reviews=sum(isinstance(event, Graded) for event in events),
            topics=self._study.topics(self._preferences.settings.asked_in),
            hardest=self._hardest(schedules, present),
            missed=self._missed(history, present),
            predictions=self._predictions(history),
            coming=_coming(schedules, overview.day),
        )
        return report_markdown(report)

    def save(self, path: Path, text: str, *, overwrite: bool) -> None:
        """Writes an export to a file. Raises ExportError."""
        from quizapp.export.files import write_file

        write_file(path, text, overwrite=overwrite)

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

    def _present(self) -> dict[str, str]:
        """What the cards ask that are in a deck, by card id: a report is on what can still be studied."""
        questions, language = self._study.catalog.questions(), self._preferences.settings.asked_in
        return {row.id: _in(questions[row.id], language) for row in self._study.catalog.listing()}

    def _missed(self, events: Iterable[Event], questions: Mapping[str, str]) -> "list[MissedPoint]":
        """The key points that are missed most, with the question they belong to."""
        from quizapp.export.report_markdown import MissedPoint

        rows = [
            MissedPoint(self._point(card, point), questions[card], told.missed, told.asked)
            for card, its in by_card(events).items()
            if card in questions
            for point, told in misses(event.ticks for event in its if _is_attempt(event)).items()
            if told.missed
        ]
        return sorted(rows, key=lambda row: (-row.missed, row.missed / row.asked, row.point))[:MOST_MISSED]

    def _point(self, id: str, point: str) -> str:
        """A key point, which is stored in the deck's own language, in the learner's."""
        card = self._study.catalog.card(id)
        return card.points_in(card.text(self._preferences.settings.asked_in)).get(point, point)

    def _predictions(self, events: Iterable[Event]) -> list[tuple[date, int, int]]:
        """Study days with predictions, how many of them were right, and how many there were."""
        days: dict[date, list[bool]] = {}
        for event in events:
            if isinstance(event, Predicted):
                days.setdefault(self._study.calendar.day(event.at), []).append(event.correct)
        return [(day, sum(outcomes), len(outcomes)) for day, outcomes in sorted(days.items())]

    def _hardest(self, schedules: Iterable[Schedule], questions: Mapping[str, str]) -> "list[HardCard]":
        from quizapp.export.report_markdown import HardCard

        graded = [row for row in schedules if row.difficulty is not None]
        graded.sort(key=lambda row: (-row.lapses, -(row.difficulty or 0), row.card))
        return [HardCard(questions[row.card], row.difficulty or 0.0, row.reviews, row.lapses) for row in graded[:HARDEST]]


def _is_attempt(event: CardEvent) -> TypeGuard[Graded | Practised]:
    """Whether it is an answer; a grade that counts one of a mock interview repeats what was said there."""
    return isinstance(event, Practised) or (isinstance(event, Graded) and event.sitting is None)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))


def _coming(schedules: Iterable[Schedule], today: date) -> list[tuple[date, int]]:
    days = Counter(row.due for row in schedules if row.due is not None and row.due > today and not row.suspended)
    return sorted(days.items())[:COMING_DAYS]
