import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quizapp.plots.picture import width
from quizapp.plots.raster import Raster


def test_a_dot_is_the_bit_that_unicode_gives_it() -> None:
    raster = Raster(1, 1)
    raster.segments(np.array([[[1.0, 3.0], [1.0, 3.0]]]), "line")
    assert raster.rows_of_runs()[0][0].text == "⢀"
    raster.segments(np.array([[[0.0, 0.0], [0.0, 3.0]]]), "line")
    assert raster.rows_of_runs()[0][0].text == "⣇"


@given(st.lists(st.tuples(*[st.floats(-1e9, 1e9)] * 4), max_size=20))
def test_lines_from_anywhere_are_clipped_to_the_picture(ends: list[tuple[float, float, float, float]]) -> None:
    raster = Raster(6, 4)
    raster.segments(np.array(ends, float).reshape(-1, 2, 2), "line")
    assert all(sum(width(run.text) for run in row) == 6 for row in raster.rows_of_runs())


def test_a_long_line_through_the_picture_is_drawn_from_edge_to_edge() -> None:
    raster = Raster(10, 2)
    raster.segments(np.array([[[-1e6, 4.0], [1e6, 4.0]]]), "line")
    assert all(run.text.strip() == "⠉" * 10 for run in raster.rows_of_runs()[1])


@given(st.lists(st.tuples(st.integers(-3, 12), st.text("a가か\u0301", max_size=5)), max_size=6), st.integers(0, 22))
def test_wide_letters_take_their_two_cells_whatever_is_written_over_them(words: list[tuple[int, str]], x: int) -> None:
    raster = Raster(9, 1, spare=2)
    for column, text in words:
        raster.text(column, 0, text, "")
    raster.mark(x, 0, "●", "")
    (row,) = raster.rows_of_runs()
    assert sum(width(run.text) for run in row) == 11


def test_a_letter_of_which_a_half_is_overwritten_is_gone_and_a_combining_one_stands_on_the_one_before() -> None:
    raster = Raster(9, 1)
    raster.text(0, 0, "가나다", "")
    raster.mark(6, 0, "●", "")
    raster.text(6, 0, "a\u0301", "")
    (row,) = raster.rows_of_runs()
    assert "".join(run.text for run in row) == "가 ●다a\u0301  "
