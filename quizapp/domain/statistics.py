"""A learner's progress in figures: what `quizapp stats`, the progress screen and the report show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizapp.domain.calibration import Calibration
from quizapp.domain.hardest import HardCard, MissedPoint
from quizapp.domain.practice import MockOutcome
from quizapp.domain.progress import TopicCount
from quizapp.domain.retention import Retention
from quizapp.domain.share import Share
from quizapp.domain.study_days import Lately, StudyDay, lately


@dataclass(frozen=True)
class TopicFigures:
    """A topic: what it holds, and how much of it is recalled."""

    count: TopicCount
    retention: Share
    """True retention in the last twelve months."""


@dataclass(frozen=True)
class Statistics:
    """All figures, as of a study day. Of cards, those count that are in a deck; of days and answers, all do."""

    day: date
    days: Sequence[StudyDay]
    coming: Sequence[int]
    """Reviews by the day on which they fall due, from today on."""
    retention: Retention
    calibration: Calibration
    """How the predictions of the schedule came true."""
    desired: float
    """The recall that the schedule aims at, 0 to 1."""
    hardest: Sequence[HardCard]
    half_of_lapses: tuple[int, int]
    """The smallest number of cards that have half of all lapses between them, and the number of lapses in all."""
    missed: Sequence[MissedPoint]
    questions: Mapping[str, str]
    """What the cards ask that are named here, by their ids."""
    predictions: Sequence[tuple[date, Share]]
    mocks: Sequence[MockOutcome]
    topics: Sequence[TopicFigures]

    @property
    def lately(self) -> Lately:
        """The last four weeks."""
        return lately(self.days, self.day)

    @property
    def predicted(self) -> Share:
        """All predictions of demos together."""
        return Share(sum(each.part for _, each in self.predictions), sum(each.whole for _, each in self.predictions))
