import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Coverage
from quizapp.domain.grading import suggested
from quizapp.domain.history import Rating

NAMES = {"y": Coverage.SAID, "p": Coverage.PERHAPS, "n": Coverage.MISSING}
points = st.lists(st.sampled_from(Coverage), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("said", "rating", "reason"),
    [
        ("yyyyy", Rating.GOOD, "5/5 said"),
        ("yyyyn", Rating.GOOD, "4/5 said"),
        ("yyyn", Rating.HARD, "3/4 said"),
        ("yypnn", Rating.HARD, "2/5 said, 1 perhaps"),
        ("yynnn", Rating.AGAIN, "2/5 said"),
        ("nnn", Rating.AGAIN, "0/3 said"),
        ("y", Rating.GOOD, "1/1 said"),
    ],
)
def test_the_share_of_points_said_suggests_a_rating_and_says_why(said: str, rating: Rating, reason: str) -> None:
    suggestion = suggested([NAMES[point] for point in said])
    assert suggestion is not None
    assert (suggestion.rating, suggestion.reason) == (rating, reason)


def test_a_card_without_key_points_suggests_nothing() -> None:
    assert suggested([]) is None


@given(points)
def test_easy_is_never_suggested(points: list[Coverage]) -> None:
    """A text does not show how little effort it took."""
    suggestion = suggested(points)
    assert suggestion is not None
    assert suggestion.rating is not Rating.EASY


@given(points, st.data())
def test_ticking_one_point_more_never_lowers_the_suggestion(points: list[Coverage], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(points) - 1))
    better = [*points[:place], Coverage.SAID, *points[place + 1 :]]
    before, after = suggested(points), suggested(better)
    assert before is not None
    assert after is not None
    assert after.rating >= before.rating
