"""What was done lately, read before SQLAlchemy is loaded: how long answers take, on which days there were some, and what was hard."""

from datetime import datetime

from quizapp.domain.costs import TimedGrade
from quizapp.domain.day import milliseconds, moment
from quizapp.domain.progress import Misses
from quizapp.storage.quick_connection import QuickConnection

_TIMES = """
    SELECT e.rating, e.duration_ms, (SELECT p.rating FROM standing AS p WHERE p.learner_id = e.learner_id AND p.card_id = e.card_id
        AND p.kind = 'grade' AND p.id < e.id ORDER BY p.id DESC LIMIT 1)
    FROM standing AS e WHERE e.learner_id = :learner AND e.kind = 'grade' ORDER BY e.id DESC LIMIT :latest
"""
_SINCE = "FROM standing AS e WHERE e.learner_id = :learner AND e.at >= :start"
_GRADED = f"{_SINCE} AND e.kind = 'grade'"
_ANSWERED = f"{_SINCE} AND (e.kind = 'practice' OR (e.kind = 'grade' AND e.sitting IS NULL))"
_HARD = f"""
    SELECT e.card_id, count(*) {_GRADED} AND e.rating = 1
    AND EXISTS (SELECT 1 FROM deck_cards AS c WHERE c.learner_id = e.learner_id AND c.card_id = e.card_id AND NOT ifnull(c.suspended, 0))
    GROUP BY e.card_id ORDER BY count(*) DESC, max(e.id) DESC LIMIT :most
"""  # noqa: S608  (nothing but the pieces above)
_POINTS = "SELECT total(json_extract(t.value, '$.coverage') = 'missing'), count(*) FROM standing AS e, json_each(e.ticks) AS t"
_MISSED = f"{_POINTS} WHERE e.learner_id = :learner AND e.at >= :start AND e.ticks IS NOT NULL"


class LatelyReader(QuickConnection):
    """Reads what one learner did lately."""

    def answers(self, latest: int) -> list[TimedGrade]:
        """The `latest` grades that count, the newest first."""
        return [TimedGrade(rating, duration / 1000, before) for rating, duration, before in self._rows(_TIMES, latest=latest)]

    def studied_for(self, start: datetime, end: datetime) -> float:
        """The seconds that the grades from `start` up to `end` have taken."""
        sql = f"SELECT total(e.duration_ms) {_GRADED} AND e.at < :end"
        return self._number(sql, start=milliseconds(start), end=milliseconds(end)) / 1000

    def moments(self, start: datetime) -> list[datetime]:
        """When each answer since `start` was given, graded or for practice, in order. What counts a practised one is not another."""
        return [moment(at) for (at,) in self._rows(f"SELECT e.at {_ANSWERED} ORDER BY e.at", start=milliseconds(start))]

    def answers_given(self) -> int:
        """How many answers there ever were, counted as `moments` counts them."""
        return int(self._number(f"SELECT count(*) {_ANSWERED}", start=0))

    def failed(self, start: datetime, most: int) -> list[tuple[str, int]]:
        """The cards in decks that were failed since `start`, and how often: up to `most` of those failed most."""
        return [(card, times) for card, times in self._rows(_HARD, start=milliseconds(start), most=most)]

    def missed_points(self, start: datetime) -> Misses:
        """How many key points were gone through since `start`, and how many of them were not said."""
        ((missed, asked),) = self._rows(_MISSED, start=milliseconds(start))
        return Misses(int(missed), asked)
