from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.history import Buried, Graded, Rating
from quizapp.domain.progress import asked, recalled, streak

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def grade(number: int, card: str, rating: Rating) -> Graded:
    return Graded(UUID(int=number), AT, card, rating, 1500, "quiz", "fsrs-6")


def test_cards_are_told_once_in_the_order_first_asked_with_their_grades_and_time() -> None:
    rows = asked(
        [
            grade(1, "b", Rating.AGAIN),
            Buried(UUID(int=2), AT, "x"),
            grade(3, "a", Rating.GOOD),
            grade(4, "b", Rating.HARD),
        ]
    )
    assert [(row.card, row.ratings, row.duration_ms) for row in rows] == [
        ("b", (Rating.AGAIN, Rating.HARD), 3000),
        ("a", (Rating.GOOD,), 1500),
    ]
    assert recalled(rows) == 1


@given(st.sets(st.integers(0, 30)))
def test_a_streak_counts_days_in_a_row_and_today_may_still_come(days_ago: set[int]) -> None:
    studied = {TODAY - timedelta(days=ago) for ago in days_ago}
    start = 0 if 0 in days_ago else 1
    expected = next(n for n in range(40) if start + n not in days_ago)
    assert streak(TODAY, studied.__contains__) == expected
