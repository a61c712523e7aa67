import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.figures import Bars, Contour, Curve, Heat, Plot, Scatter
from quizapp.plots.axes import Axis, ticks
from quizapp.plots.draw import draw
from quizapp.plots.ink import Box, Stroke, Words
from quizapp.plots.shapes import page


def test_a_logarithmic_axis_names_whole_powers_by_the_numbers_themselves() -> None:
    assert [name for _, name in Axis(16, 2048, 2).ticks(8)] == ["16", "32", "64", "128", "256", "512", "1024", "2048"]
    assert [name for _, name in Axis(16, 2048, 2).ticks(4)] == ["16", "64", "256", "1024"]
    assert [name for _, name in Axis(1e-6, 1e3, 10).ticks(10)] == [
        "1e-6",
        "1e-5",
        "0.0001",
        "0.001",
        "0.01",
        "0.1",
        "1",
        "10",
        "100",
        "1000",
    ]


@given(st.floats(1e-6, 1e6), st.floats(100, 1e9), st.sampled_from([2, 10]), st.integers(1, 12))
def test_ticks_of_a_logarithmic_axis_are_inside_and_few(low: float, times: float, base: int, most: int) -> None:
    axis = Axis(low, low * times, base)
    marks = axis.ticks(most)
    assert len(marks) <= most + 1
    assert all(low * (1 - 1e-9) <= value <= low * times * (1 + 1e-9) for value, _ in marks)
    shares = axis.share([value for value, _ in marks])
    if len(shares) > 2:
        np.testing.assert_allclose(np.diff(shares), shares[1] - shares[0], rtol=1e-6, atol=1e-9)


def test_a_power_is_as_far_from_the_next_as_every_other() -> None:
    np.testing.assert_allclose(Axis(1, 1000, 10).share([1, 10, 100, 1000]), [0, 1 / 3, 2 / 3, 1])
    assert not np.isfinite(Axis(1, 1000, 10).share([0, -1])).any(), "they have no logarithm, and no place"


def test_a_logarithmic_axis_with_limits_that_have_no_logarithm_is_even() -> None:
    assert Axis(0, 10, 10).ticks(5) == ticks((0, 10), 5)
    np.testing.assert_allclose(Axis(0, 10, 10).share([5]), [0.5])


def test_a_power_law_is_a_straight_line_on_two_logarithmic_axes() -> None:
    n = np.array([1.0, 3, 10, 100, 1000])
    plot = Plot("variance", (Curve(n, 100 / n),), (1, 1000), (0.1, 100), "B", xlog=10, ylog=10)
    curve = next(
        shape.ends for shape in page([plot], "").shapes if isinstance(shape, Stroke) and len(shape.ends) == 4 and shape.width == 1.5
    )
    slopes = (curve[:, 1, 1] - curve[:, 0, 1]) / (curve[:, 1, 0] - curve[:, 0, 0])
    np.testing.assert_allclose(slopes, slopes[0])
    drawn = draw(plot, 60, 20).text.split("\n")
    assert drawn[-1].split() == ["1", "10", "100", "1000"]
    assert [row[:3].strip() for row in drawn if "┤" in row] == ["100", "10", "1", "0.1"]


def test_bars_without_a_natural_beginning_are_marks_at_their_heights() -> None:
    """From what power would a bar begin?"""
    plot = Plot("left", (Bars(np.array([1.0, 0.01]), ("a", "b")),), (-0.5, 1.5), (1e-4, 10), ylog=10)
    shapes = page([plot], "").shapes
    assert not [shape for shape in shapes if isinstance(shape, Box)]
    marks = [shape.ends[0] for shape in shapes if isinstance(shape, Stroke) and shape.width > 2]
    assert [np.ptp(ends[:, 1]) for ends in marks] == [0, 0]
    assert "⣿" not in draw(plot, 40, 16).text


def test_where_units_are_to_be_equal_a_circle_is_round_in_every_place() -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-1, 1, 41))
    plot = Plot("ring", (Contour(np.hypot(x, y), np.array([0.8])),), (-2, 2), (-1, 1), equal=True)
    ends = next(shape.ends for shape in page([plot], "").shapes if isinstance(shape, Stroke) and len(shape.ends) > 8)
    assert np.ptp(ends[..., 0]) == pytest.approx(np.ptp(ends[..., 1]), rel=0.02)
    for columns, rows in ((40, 30), (90, 12), (60, 20)):
        drawn = draw(plot, columns, rows).text.split("\n")
        dots = [(r, c) for r, row in enumerate(drawn) for c, char in enumerate(row) if "\u2800" < char <= "\u28ff"]
        high = max(r for r, _ in dots) - min(r for r, _ in dots) + 1
        wide = max(c for _, c in dots) - min(c for _, c in dots) + 1
        assert wide / 2 == pytest.approx(high, abs=1.5), (columns, rows)


def test_classes_with_names_have_a_key_with_marker_and_name() -> None:
    points = Scatter(np.array([[0.2, 0.2], [0.8, 0.8]]), np.array([0, 1]), names=("sick", "well"))
    plot = Plot("clouds", (points,), (0, 1), (0, 1), "x", "y")
    rows = draw(plot, 60, 12)
    assert rows.text.split("\n")[0].endswith("○ sick  ● well")
    assert [run.ink for run in rows.rows[0] if run.text in ("○", "●")] == ["a", "b"]
    narrow = draw(plot, 24, 12).text.split("\n")
    assert "○ sick" not in narrow[0]
    assert narrow[1].strip() == "○ sick  ● well"
    assert {"sick", "well"} <= {shape.text for shape in page([plot], "").shapes if isinstance(shape, Words)}


def test_a_heat_map_has_a_scale_and_its_marks_stand_out() -> None:
    hot = Heat(np.ones((4, 4)), 0, 1)
    plot = Plot("accuracy", (hot, Scatter(np.array([[0.5, 0.5]]), np.array([1]))), (0, 1), (0, 1))
    rows = draw(plot, 60, 12).text.split("\n")
    assert rows[0].endswith("0 ·░░▒▒▓█ 1")
    marked = next(row for row in rows[1:] if "●" in row)
    assert marked[marked.index("●") - 1 :][:3] == " ● "
    shapes = page([plot], "").shapes
    assert {"0", "1"} <= {shape.text for shape in shapes if isinstance(shape, Words)}
    assert len([shape for shape in shapes if isinstance(shape, Box) and shape.width == 12]) == 24
