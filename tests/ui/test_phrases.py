"""Numbers and days as a person says them."""

from datetime import date, timedelta

import pytest

from quizapp.domain.today import Today
from quizapp.ui.phrases import interval, waiting_phrase, when, workload_phrase

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("days", "told", "short"),
    [
        (0, "today", "today"),
        (1, "tomorrow", "1d"),
        (9, "in 9 days", "9d"),
        (19, "in 19 days", "19d"),
        (59, "in 59 days", "59d"),
        (60, "in 2 months", "2mo"),
        (364, "in 12 months", "12mo"),
        (800, "in 2.2 years", "2.2y"),
    ],
)
def test_a_day_is_told_as_how_far_it_is_however_far(days: int, told: str, short: str) -> None:
    assert when(TODAY + timedelta(days=days), TODAY) == told
    assert interval(days) == short
    if days:
        assert waiting_phrase(Today(0, 0, TODAY + timedelta(days=days)), TODAY) == f"nothing due, next {told}"


def test_a_workload_is_told_in_percent_also_where_it_hardly_differs() -> None:
    assert workload_phrase(1.5, 0.9) == "about 50% more reviews in a card's first year than at 0.90"
    assert workload_phrase(0.8, 0.9) == "about 20% fewer reviews in a card's first year than at 0.90"
    assert workload_phrase(1.001, 0.9) == "as many reviews in a card's first year as at 0.90"
