import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.catalogue import demos
from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Figure, Plot, Regions, Scatter, Table
from quizapp.demos.player import Player
from quizapp.plots.compose import compose
from quizapp.plots.contours import segments
from quizapp.plots.draw import draw
from quizapp.plots.picture import fitted, width
from quizapp.plots.raster import Raster
from quizapp.plots.svg import svg


def plot(*layers: object) -> Plot:
    return Plot("title", layers, (0, 1), (0, 1), "x", "y")  # type: ignore[arg-type]


def lines_of(figure: Figure, columns: int = 40, rows: int = 12) -> list[str]:
    return draw(figure, columns, rows).text.split("\n")


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


def test_what_is_not_finite_leaves_the_picture() -> None:
    drawn = lines_of(plot(Curve(np.array([0.0, np.nan, np.inf, 1.0]), np.array([0.0, 1.0, 0.5, -np.inf]), arrow=True)))
    assert len(drawn) == 12
    draw(plot(Boundary(np.array([np.inf, np.nan]), 1.0), Bars(np.array([np.nan, 0.5]), ("a", "b"))), 40, 12)


def test_classes_differ_by_marker() -> None:
    drawn = "\n".join(lines_of(plot(Scatter(np.array([[0.1, 0.5], [0.5, 0.5], [0.9, 0.5]]), np.array([0, 1, 2]), highlight=1))))
    assert "○" in drawn
    assert "[●]" in drawn
    assert "▲" in drawn


def test_regions_differ_without_colour_and_lie_under_points() -> None:
    classes = np.zeros((10, 10), int)
    classes[:, 5:] = 1
    rows = lines_of(plot(Regions(classes), Scatter(np.array([[0.9, 0.5]]), np.array([0]))))
    left, right = rows[3][6:16], rows[3][28:38]
    assert "·" not in left
    assert set(right) == {"·"}
    assert any("○" in row for row in rows)


def test_a_boundary_crosses_where_the_formula_says() -> None:
    """x1 = 0.5 is the middle column of the picture, from top to bottom."""
    rows = lines_of(plot(Boundary(np.array([1.0, 0.0]), -0.5)), 43, 13)
    places = {row.index(next(char for char in row[3:] if "\u2800" < char <= "\u28ff")) for row in rows[1:-2]}
    assert len(places) == 1
    assert abs(places.pop() - 3 - (43 - 3) / 2) <= 1


def test_axes_carry_their_limits_and_names() -> None:
    rows = lines_of(Plot("loss", (), (-2, 3), (0, 1.5), "step", "f"))
    assert rows[0].strip() == "f   loss"
    assert rows[1].startswith("1.5 │")
    assert rows[-3].startswith("  0 │")
    assert rows[-1].split() == ["-2", "step", "3"]


def test_a_table_aligns_korean_with_latin_and_keeps_its_last_rows() -> None:
    table = Table("표", ("이름", "n"), [("가나", "1"), ("ab", "22"), ("last", "333")], lit=2)
    rows = draw(table, 20, 4).rows
    assert ["".join(run.text for run in row).split() for row in rows[1:]] == [
        ["이름", "n"],
        ["ab", "22"],
        ["last", "333"],
    ]
    assert {width("".join(run.text for run in row)) for row in rows} == {20}
    assert rows[-1][0].ink == "lit"


@given(st.text(max_size=20), st.integers(0, 12), st.booleans())
def test_fitted_text_takes_exactly_its_cells(text: str, columns: int, right: bool) -> None:
    assert width(fitted(text, columns, right=right)) == columns


def test_contours_of_a_cone_are_circles() -> None:
    x, y = np.meshgrid(np.linspace(-1, 1, 81), np.linspace(-1, 1, 81))
    ends = segments(np.hypot(x, y), 0.5).reshape(-1, 2) / 40 - 1
    assert len(ends) > 100
    np.testing.assert_allclose(np.hypot(ends[:, 0], ends[:, 1]), 0.5, atol=2e-3)


@pytest.mark.parametrize("id", sorted(demos()))
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (8, 3), (20, 5), (54, 18), (76, 9), (100, 30), (300, 90)])
def test_every_demo_fits_exactly_into_any_place(id: str, columns: int, rows: int) -> None:
    demo = demos()[id]
    player = Player(demo, demo.parsed({}))
    for _ in range(3):
        player.forward()
    assert player.now is not None
    picture = compose(player.now.frame.figures, columns, rows)
    assert len(picture.rows) == rows
    assert {sum(width(run.text) for run in row) for row in picture.rows} == {columns}


def test_an_svg_holds_every_layer_as_well_formed_xml() -> None:
    from xml.etree import ElementTree

    z = np.hypot(*np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9)))
    layers = (
        Regions(np.eye(3, dtype=int)),
        Contour(z, np.array([0.5])),
        Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), name="<name>"),
        Boundary(np.array([1.0, 1.0]), -1.0),
        Scatter(np.array([[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]]), np.array([0, 1, 2])),
        Bars(np.array([0.5]), ("a",)),
    )
    document = ElementTree.fromstring(svg([plot(*layers), Table("t", ("a",), [("1",)], lit=0)], "caption & more"))
    tags = {element.tag.rpartition("}")[2] for element in document.iter()}
    assert {"polyline", "circle", "path", "rect", "text"} <= tags
    assert "caption & more" in [element.text for element in document.iter()]
