"""A learner's progress in figures, gathered from the whole history in a few queries. It takes a moment: in the app a worker does it."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizapp.domain.calibration import calibration
from quizapp.domain.hardest import half_of_lapses, hardest, most_missed
from quizapp.domain.history import Event, FollowUpAnswered, MockBegun, MockEnded, Practised, Predicted
from quizapp.domain.looking_back import look_back
from quizapp.domain.mock import Interview, interview
from quizapp.domain.practice import mock_outcomes, predictions_by_day
from quizapp.domain.retention import Reviewed, retention, since
from quizapp.domain.schedule import ListedCard
from quizapp.domain.share import share
from quizapp.domain.statistics import Statistics, TopicFigures
from quizapp.domain.study_days import coming, study_days
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.study import Study

if TYPE_CHECKING:
    from quizapp.domain.memory import Memory
    from quizapp.storage.history import History


class ProgressFigures:
    """One learner's progress."""

    def __init__(self, study: Study, history: Lazy["History"], memory: Lazy["Memory"], preferences: Preferences) -> None:
        self._study = study
        self._history = history
        self._memory = memory
        self._preferences = preferences

    def statistics(self, language: str) -> Statistics:
        """All figures as of now, with the words of cards and topics in `language`. Raises StorageError."""
        with _no_collecting():
            return self._statistics(language)

    def _statistics(self, language: str) -> Statistics:
        from quizapp.services.markdown import plain

        day = self._study.day()
        history, memory = self._history(), self._memory()
        answers = history.figures.answers(memory.calendar)
        beside = history.figures.beside()
        listed = {row.id: row for row in self._study.catalog.listing()}
        schedules = {card: row.schedule for card, row in listed.items()}
        found, recalls = look_back(answers, memory)
        hard = hardest(schedules, found)
        missed = most_missed({card: its for card, its in answers.items() if card in listed})
        questions, points = self._words({*(each.card for each in hard), *(each.card for each in missed)}, language)
        return Statistics(
            day=day,
            days=study_days(answers),
            coming=coming(schedules.values(), day),
            retention=retention(found, day),
            calibration=calibration(recalls),
            desired=self._preferences.rules.retention,
            hardest=hard,
            half_of_lapses=half_of_lapses(schedules.values()),
            missed=[each._replace(point=plain(points.get((each.card, each.point), each.point))) for each in missed],
            questions=questions,
            predictions=predictions_by_day((each for each in beside if isinstance(each, Predicted)), memory.calendar),
            mocks=mock_outcomes(_interviews(beside), memory.calendar),
            topics=self._topics(found, listed, language),
        )

    def _words(self, cards: Iterable[str], language: str) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
        """What `cards` ask; and their key points, which are stored in the deck's own language, by card and text."""
        read = [self._study.catalog.card(id) for id in sorted(cards)]
        questions = {card.id: card.text(language).question for card in read}
        return questions, {(card.id, own): point for card in read for own, point in card.points_in(card.text(language)).items()}

    def _topics(self, found: Iterable[Reviewed], listed: Mapping[str, ListedCard], language: str) -> list[TopicFigures]:
        first = since(self._study.day())
        outcomes: dict[str, list[bool]] = {}
        for each in found:
            if each.card in listed and each.day >= first:
                outcomes.setdefault(listed[each.card].topic, []).append(each.recalled)
        return [TopicFigures(topic, share(outcomes.get(topic.id, []))) for topic in self._study.topics(language)]


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Puts off the search for garbage in cycles. A history makes none, and its many objects would be searched again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _interviews(events: Sequence[Event]) -> Iterator[Interview]:
    """Each from what happened in it."""
    held: dict[object, list[Event]] = {}
    for event in events:
        if isinstance(event, Practised | FollowUpAnswered | MockEnded) and event.sitting is not None:
            held.setdefault(event.sitting, []).append(event)
    return (interview(event, held.get(event.id, [])) for event in events if isinstance(event, MockBegun))
