"""Tiles: as many of the last columns as there is room for, told apart without colour."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.figures import Bars, Plot, Tiles
from quizapp.domain.statistics_words import Section
from quizapp.domain.study_days import StudyDay
from quizapp.plots.axes import axes
from quizapp.plots.compose import compose
from quizapp.plots.draw import draw
from quizapp.plots.ink import TEXT_SIZE, Box, Words
from quizapp.plots.progress import calendar, figures
from quizapp.plots.shapes import chart
from quizapp.plots.tile_cells import GLYPHS
from tests.figures import statistics

TODAY = date(2026, 3, 4)
"""A Wednesday."""
TILES = Tiles("title", ("Mon", "Tue"), ("Jan", "", "Feb", "Mar"), ((0, 1, 2, 3), (4, -1, 0, 4)), "few", "many")


def test_each_level_has_its_own_glyph_and_what_is_not_there_has_none() -> None:
    rows = draw(TILES, 40, 5).text.splitlines()
    assert rows[0] == "title".ljust(23) + "few ░░▒▒▓▓██ many"
    assert rows[2] == "Mon ·  ░░ ▒▒ ▓▓"
    assert rows[3] == "Tue ██    ·  ██"
    assert len(set(GLYPHS)) == 5


def test_where_there_is_little_room_the_last_columns_are_shown_without_gaps() -> None:
    rows = draw(TILES, 10, 4).text.splitlines()
    assert rows[1:] == ["      Feb", "Mon ░░▒▒▓▓", "Tue   · ██"]


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 300)), st.integers(1, 53))
def test_a_calendar_has_each_day_in_its_week_and_busier_days_are_never_paler(ago: dict[int, int], weeks: int) -> None:
    days = sorted(StudyDay(TODAY - timedelta(days=back), answers, 0) for back, answers in ago.items())
    tiles = calendar(days, TODAY, weeks)
    monday = TODAY - timedelta(days=2, weeks=weeks - 1)
    levels = {monday + timedelta(weeks=week, days=day): tiles.levels[day][week] for week in range(weeks) for day in range(7)}
    answers = {each.day: each.answers for each in days}
    assert all((level == -1) == (day > TODAY) for day, level in levels.items())
    assert all((level > 0) == (day in answers) for day, level in levels.items() if day <= TODAY)
    busiest = [level for _, level in sorted((answers[day], level) for day, level in levels.items() if day in answers)]
    assert busiest == sorted(busiest)


def test_a_plot_below_tiles_gets_the_rows_that_they_leave() -> None:
    bars = Plot("bars", [Bars(np.array([1.0, 2.0]), ("a", "b"))], (-0.5, 1.5), (0, 2))
    rows = compose([TILES, bars], 40, 16).text.splitlines()
    assert rows[3].startswith("Tue")
    assert rows[4].strip() == "bars"
    assert len(rows) == 16


def test_a_page_shows_the_last_weeks_within_its_width() -> None:
    shown = chart(calendar([StudyDay(TODAY, 1, 0)], TODAY))
    boxes = [shape for shape in shown.shapes if isinstance(shape, Box)]
    assert all(box.x >= 0 and box.x + box.width <= shown.width and box.y + box.height <= shown.height for box in boxes)
    assert min(box.width for box in boxes) >= 12


@given(st.integers(1, 53))
def test_the_names_of_days_never_touch_on_a_page_and_all_are_there_where_there_is_room(weeks: int) -> None:
    shown = chart(calendar([StudyDay(TODAY, 1, 0)], TODAY, weeks))
    days = [shape for shape in shown.shapes if isinstance(shape, Words) and shape.text in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}]
    assert all(below.y - above.y >= 1.25 * TEXT_SIZE for above, below in pairwise(days))
    tiles = [shape for shape in shown.shapes if isinstance(shape, Box) and shape.height >= 16]
    assert {"Mon", "Sun"} <= {day.text for day in days}
    assert len(days) == (7 if tiles else 4)


@given(st.integers(0, 12).flatmap(lambda busiest: st.lists(st.integers(0, busiest), min_size=30, max_size=30)), st.integers(1, 5))
def test_an_axis_of_counts_names_no_half(reviews: list[int], most: int) -> None:
    (plot,) = figures(Section.COMING, replace(statistics(), coming=reviews))
    assert isinstance(plot, Plot)
    _, y = axes(plot)
    assert all(value == round(value) for value, _ in y.ticks(most))
    assert y.high > max(reviews)
