"""The statistics of a learner who has studied for a while, for those who show them."""

from datetime import date, timedelta
from math import inf

from quizapp.domain.calibration import Recall, calibration
from quizapp.domain.hardest import HardCard, MissedPoint
from quizapp.domain.mock import Covered
from quizapp.domain.practice import MockOutcome
from quizapp.domain.progress import Misses, TopicCount
from quizapp.domain.retention import Retention
from quizapp.domain.share import Share
from quizapp.domain.statistics import Statistics, TopicFigures
from quizapp.domain.study_days import StudyDay

DAY = date(2026, 3, 1)
"""A Sunday."""


PREDICTED = [Recall(0.1 * tenth + 0.05, bool((tenth + n) % 5), 3, 2, 0) for tenth in range(10) for n in range(12 + 10 * tenth)]
"""Reviews of every prediction."""


def statistics(**names: str) -> Statistics:
    """Figures of every kind; `names` has other words for a "topic", a "question" or a "point"."""
    days = [StudyDay(DAY - timedelta(days=ago), 3 + ago * 7 % 20, (3 + ago * 7 % 20) * 12_000) for ago in range(200, -1, -1) if ago % 3]
    ages = Share(45, 50), Share(38, 40)
    return Statistics(
        day=DAY,
        days=days,
        coming=[12, *(place * 5 % 9 for place in range(1, 30))],
        retention=Retention(
            Share(83, 90),
            tuple((date(2025, month, 1), Share(8 + month % 2, 10)) for month in range(4, 13)),
            *ages,
            ((0.0, 3.0, Share(20, 25)), (3.0, 21.0, Share(25, 25)), (21.0, inf, Share(38, 40))),
        ),
        calibration=calibration(PREDICTED),
        desired=0.9,
        hardest=[HardCard("d/a", 4, Share(5, 9), 8.25, 14), HardCard("d/b", 0, Share(1, 2), 5.0, 3)],
        half_of_lapses=(1, 4),
        missed=[MissedPoint("d/a", names.get("point", "the bias | moves it"), Misses(3, 4))],
        questions={"d/a": names.get("question", "What *is* it?"), "d/b": "What is b?"},
        predictions=[(date(2026, 1, 30), Share(1, 2)), (date(2026, 2, 27), Share(3, 4))],
        mocks=[
            MockOutcome(date(2026, 2, 1), 6, Share(2, 6), Covered(7.5, 15)),
            MockOutcome(date(2026, 2, 20), 6, Share(4, 5), Covered(0, 0)),
        ],
        topics=[
            TopicFigures(TopicCount("d/t", names.get("topic", "Perceptrons | more"), 4, 2, 1, 1, 1), Share(50, 60)),
            TopicFigures(TopicCount("d/u", "Training", 9, 10, 0, 3), Share(29, 30)),
        ],
    )
