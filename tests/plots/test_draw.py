from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.demos.catalogue import demos
from quizapp.demos.figures import Bars, Boundary, Contour, Curve, Edge, Figure, Frame, Heat, Network, Node, Plot, Regions, Scatter, Table
from quizapp.demos.player import Player
from quizapp.domain.i18n import LANGUAGES
from quizapp.plots.axes import ticks
from quizapp.plots.compose import compose
from quizapp.plots.contours import segments
from quizapp.plots.draw import draw
from quizapp.plots.ink import TEXT_SIZE, Box, Marker, Stroke, Words, length
from quizapp.plots.picture import fitted, width
from quizapp.plots.raster import SHADES
from quizapp.plots.shapes import page, pages
from quizapp.plots.svg import svg
from quizapp.settings.interface import speak
from tests.demos.running import played_anew


def plot(*layers: object) -> Plot:
    return Plot("title", layers, (0, 1), (0, 1), "x", "y")  # type: ignore[arg-type]


def lines_of(figure: Figure, columns: int = 40, rows: int = 12) -> list[str]:
    return draw(figure, columns, rows).text.split("\n")


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


def test_axes_carry_round_numbers_at_their_places_and_their_names() -> None:
    rows = lines_of(Plot("loss", (), (-2, 3), (0, 1.5), "step", "f"), 43, 14)
    assert rows[0].strip() == "f   loss"
    told = {row[:3].strip(): i for i, row in enumerate(rows[1:-2]) if row[4] == "┤"}
    assert list(told) == ["1.5", "1", "0.5", "0"]
    assert told["1.5"] == 0
    assert told["0"] == 10
    assert rows[-2].endswith(" step")
    assert rows[-1].split() == ["-2", "0", "2"]
    assert rows[-1].index("0") - 5 == pytest.approx(2 / 5 * 38, abs=1)


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e6), st.integers(1, 12))
def test_ticks_are_round_evenly_spaced_and_inside(low: float, span: float, most: int) -> None:
    limits = (low, low + span)
    marks = ticks(limits, most)
    values = [value for value, _ in marks]
    assert len(marks) <= most + 1
    assert all(limits[0] - 1e-9 * span <= value <= limits[1] + 1e-9 * span for value in values)
    if len(values) > 1:
        step = values[1] - values[0]
        np.testing.assert_allclose(np.diff(values), step, rtol=1e-6)
        mantissa = step / 10 ** np.floor(np.log10(step * 1.0000001))
        assert min(abs(mantissa - nice) for nice in (1, 2, 5, 10)) < 1e-3


def test_limits_that_are_no_limits_have_no_ticks() -> None:
    assert ticks((1, 1), 4) == ticks((0, np.inf), 4) == ticks((np.nan, 1), 4) == []


def test_a_curve_names_itself_at_its_end_and_names_do_not_collide() -> None:
    x = np.linspace(0, 1, 20)
    curves = [Curve(x, np.full(20, 0.5 + 0.001 * i), name, kind=i) for i, name in enumerate(("train", "valid", "test"))]
    rows = lines_of(plot(*curves))
    found = {name: [i for i, row in enumerate(rows) if row.rstrip().endswith(name)] for name in ("train", "valid", "test")}
    assert all(len(places) == 1 for places in found.values())
    assert max(places[0] for places in found.values()) - min(places[0] for places in found.values()) == 2
    inks = {run.text.strip(): run.ink for row in draw(plot(*curves), 40, 12).rows for run in row if run.text.strip() in found}
    assert inks == {"train": "a", "valid": "b", "test": "c"}


def test_heat_grows_denser_and_leaves_out_what_is_not_known() -> None:
    z = np.array([[0.0, 1.0], [np.nan, 2.0]])
    rows = lines_of(plot(Heat(z, 0, 2)), 44, 13)
    upper, lower = rows[2][6:], rows[-4][6:]
    assert set(upper[:18]) == {" "}
    assert set(upper[20:36]) == {"█"}
    assert SHADES.index(lower[1]) == 0
    assert 0 < SHADES.index(lower[25]) < len(SHADES) - 1


def test_a_network_shows_values_on_nodes_and_signed_weights_on_edges() -> None:
    nodes = (Node(0.1, 0.5, ("x 1.00",)), Node(0.9, 0.9, ("a 0.25",)), Node(0.9, 0.1, ("b 0.75",), lit=True))
    picture = draw(Network("net", nodes, (Edge(0, 1, 0.5), Edge(0, 2, -1.25))), 60, 14)
    text = picture.text
    assert all(words in text for words in ("net", "x 1.00", "a 0.25", "b 0.75", "+0.50", "-1.25"))
    inks = [(run.ink, run.text) for row in picture.rows for run in row]
    for words, ink in (("+0.50", "b"), ("-1.25", "a"), ("b 0.75", "lit"), ("a 0.25", "")):
        assert [found for found, run in inks if words in run] == [ink]
    dots = {
        ink: sum(ord(char).bit_count() for row in picture.rows for run in row if run.ink == ink for char in run.text if char > "\u2800")
        for ink in "ab"
    }
    assert dots["a"] < 0.8 * dots["b"], "a negative weight is dashed"


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12), st.integers(1, 80), st.integers(1, 30))
def test_a_network_fits_exactly_into_any_place(places: list[tuple[float, float]], columns: int, rows: int) -> None:
    nodes = tuple(Node(x, y, ("node", "0.12")) for x, y in places)
    edges = tuple(Edge(0, i, (-1.0) ** i) for i in range(len(nodes)))
    picture = draw(Network("net", nodes, edges), columns, rows)
    assert len(picture.rows) == rows
    assert {sum(width(run.text) for run in row) for row in picture.rows} == {columns}


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


@cache
def frames_of(id: str, language: str) -> Sequence[Frame]:
    """A demo under way and at its end: drawn in many places, computed once."""
    speak(language)
    moments, _ = played_anew(demos()[id], demos()[id].parsed({}))
    speak("en")
    return [moments[place].frame for place in (2, len(moments) // 2, -1)]


every_demo = pytest.mark.parametrize("id", [pytest.param(id, marks=pytest.mark.xdist_group(id)) for id in sorted(demos())])
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_demo
@every_language
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (8, 3), (20, 5), (54, 18), (76, 9), (100, 30), (300, 90)])
def test_every_demo_fits_exactly_into_any_place(id: str, language: str, columns: int, rows: int) -> None:
    for frame in frames_of(id, language):
        picture = compose(frame.figures, columns, rows)
        assert len(picture.rows) == rows
        assert {sum(width(run.text) for run in row) for row in picture.rows} == {columns}


Z = np.hypot(*np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9)))
EVERYTHING: tuple[Figure, ...] = (
    plot(
        Regions(np.eye(3, dtype=int)),
        Heat(np.array([[0.0, np.nan], [1.0, 2.0]]), 0, 2),
        Contour(Z, np.array([0.5])),
        Curve(np.array([0.0, 1.0, np.inf]), np.array([0.0, 1.0, np.nan]), name="<name>", arrow=True, kind=1),
        Boundary(np.array([1.0, 1.0]), -1.0),
        Scatter(np.array([[0.1, 0.1], [0.2, 0.2], [0.3, 0.3], [9.0, 9.0]]), np.array([0, 1, 2, 0])),
        Bars(np.array([0.5, np.nan]), ("a", "b")),
    ),
    Network("net", (Node(0, 0, ("one",)), Node(1, 1, ("two",))), (Edge(0, 1, -0.5),)),
    Table("t", ("a",), [("1",)], lit=0),
)


def test_an_svg_holds_every_layer_as_well_formed_xml() -> None:
    from xml.etree import ElementTree

    document = ElementTree.fromstring(svg(EVERYTHING, "caption & more"))
    tags = {element.tag.rpartition("}")[2] for element in document.iter()}
    assert {"circle", "path", "rect", "text"} <= tags
    words = [element.text for element in document.iter()]
    assert {"caption & more", "<name>", "-0.50", "two"} <= set(words)
    assert any(element.get("stroke-dasharray") for element in document.iter())


def test_nothing_on_a_page_lies_outside_it() -> None:
    drawn = page(EVERYTHING, "a caption " * 30)
    for shape in drawn.shapes:
        match shape:
            case Stroke():
                assert not len(shape.ends) or (shape.ends.min() >= 0 and shape.ends[..., 0].max() <= drawn.width)
            case Box():
                assert 0 <= shape.x <= shape.x + shape.width <= drawn.width
                assert 0 <= shape.y <= shape.y + shape.height <= drawn.height
            case Marker() | Words():
                assert 0 <= shape.x <= drawn.width
                assert 0 <= shape.y <= drawn.height


def test_a_gif_plays_every_page_and_rests_on_the_last() -> None:
    from io import BytesIO

    from PIL import Image

    from quizapp.plots.gif import FRAME_MS, LAST_MS, gif

    image = Image.open(BytesIO(gif(page(EVERYTHING, f"caption {n}") for n in range(4))))
    assert getattr(image, "n_frames") == 4  # noqa: B009  (Pillow's stubs do not know it of every image)
    durations = []
    for n in range(4):
        image.seek(n)
        durations.append(image.info["duration"])
    assert durations == [FRAME_MS, FRAME_MS, FRAME_MS, LAST_MS]
    assert image.size == (440 * 3, 404)


def test_a_table_leaves_out_columns_that_do_not_fit_whole() -> None:
    table = Table("t", ("node", "value", "gradient"), [("w1", "2.0000", "0.423017")])
    assert lines_of(table, 14, 3)[1:] == ["node   value …", "  w1  2.0000"]
    assert lines_of(table, 24, 3)[1:] == ["node   value  gradient", "  w1  2.0000  0.423017"]


@pytest.mark.parametrize("columns", [70, 76, 100])
def test_a_network_beside_a_table_keeps_room_for_its_nodes(columns: int) -> None:
    demo = demos()["backprop"]
    player = Player(demo, demo.parsed({}))
    player.last()
    assert player.now is not None
    figures = player.now.frame.figures
    text = compose(figures, columns, 15).text
    network = next(figure for figure in figures if isinstance(figure, Network))
    assert all(words in text for node in network.nodes for words in node.lines)


def test_a_font_that_knows_latin_alone_gets_latin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's own font draws a box for every character that it does not know."""
    from PIL import Image

    from quizapp.plots import gif

    monkeypatch.setattr(gif, "_MONOSPACED", ())
    font, known = gif._font()
    assert not known
    drawn, latin = (gif._image(page((), text), font, known=False) for text in ("∂L is σ²", "dL is sigma^2"))
    assert isinstance(drawn, Image.Image)
    assert drawn.tobytes() == latin.tobytes()


def test_a_name_in_hangul_moves_nothing_that_stands_beside_it() -> None:
    latin, hangul = (lines_of(plot(Curve(np.linspace(0, 1, 9), np.full(9, 0.5), name)), 40, 9) for name in ("abcd", "가나"))
    assert [width(row) for row in latin] == [width(row) for row in hangul]
    assert [row.replace("가나", "abcd") for row in hangul] == latin


def test_names_stand_in_the_order_in_which_the_curves_end() -> None:
    x = np.linspace(0, 1, 20)
    curves = [Curve(x, np.full(20, y), name) for y, name in ((0.98, "second"), (0.97, "third"), (0.99, "first"))]
    rows = lines_of(plot(*curves), 40, 9)
    assert [row.split()[-1] for row in rows[1:4]] == ["first", "second", "third"]
    low = [Curve(x, np.full(20, y), name) for y, name in ((0.01, "below"), (0.02, "above"))]
    found = [row.split()[-1] for row in lines_of(plot(*low), 40, 9) if row.endswith(("above", "below"))]
    assert found == ["above", "below"]


def test_a_path_on_a_page_ends_in_an_arrow_and_the_point_spoken_of_is_framed() -> None:
    path = Curve(np.array([0.1, 0.9]), np.array([0.5, 0.5]), arrow=True)
    drawn = page([plot(path, Scatter(np.array([[0.2, 0.2], [0.8, 0.8]]), np.array([0, 1]), highlight=1))], "")
    strokes = [shape.ends for shape in drawn.shapes if isinstance(shape, Stroke)]
    tip = strokes[0][-1][1]
    (head,) = [ends for ends in strokes[1:] if len(ends) == 2]
    np.testing.assert_allclose(head[:, 0], [tip, tip])
    assert (head[:, 1, 0] < tip[0]).all(), "it opens backwards"
    marks = [shape for shape in drawn.shapes if isinstance(shape, Marker)]
    frames = [ends for ends in strokes if len(ends) == 4 and np.ptp(ends[..., 0]) < 30]
    assert len(frames) == 1
    np.testing.assert_allclose(frames[0].reshape(-1, 2).mean(axis=0), [marks[1].x, marks[1].y])


def place_of(words: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom."""
    long = length(words.text) * words.size / TEXT_SIZE
    left = words.x - {"start": 0, "middle": long / 2, "end": long}[words.anchor]
    return left, words.y - 0.8 * words.size, left + long, words.y + 0.1 * words.size


def check_words(figures: Sequence[Figure], caption: str) -> None:
    drawn = page(figures, caption)
    places = [(place_of(shape), shape.text) for shape in drawn.shapes if isinstance(shape, Words) and shape.text]
    for (left, top, right, bottom), text in places:
        assert -1 <= left <= right <= drawn.width + 1, text
        assert 0 <= top <= bottom <= drawn.height, text
    for ((left, top, right, bottom), text), ((left2, top2, right2, bottom2), other) in combinations(places, 2):
        across, down = min(right, right2) - max(left, left2), min(bottom, bottom2) - max(top, top2)
        assert across < 2 or down < 2, f"{text!r} lies over {other!r}"


@every_demo
@every_language
def test_no_words_on_a_page_lie_over_others_or_leave_it(id: str, language: str) -> None:
    for frame in frames_of(id, language):
        check_words(frame.figures, frame.caption * 4)


def test_long_words_on_a_page_lie_nowhere_over_others() -> None:
    x = np.linspace(0, 1, 20)
    names = ("with f", "without f", "validation loss of the net")
    curves = [Curve(x, np.full(20, 0.5 + 0.001 * i), name, kind=i) for i, name in enumerate(names)]
    bars = Bars(np.array([0.2, 0.4, 0.6, 0.8]), ("logistic regression", "forest of trees", "a net of two layers", "rule"))
    heat = Heat(np.eye(3), 0.123456, 100000)
    long = Plot("A title that takes more room than there is beside another figure", curves, (0, 1), (-12345, 12345), "x" * 50, "y" * 40)
    points = Scatter(np.array([[0.1, 0.1]]), np.array([0]), names=("the first of the classes", "the second"))
    columns = ("node", "value", "gradient", "difference", "error", "activation", "weight", "bias", "sum")
    check_words(
        [
            long,
            Plot("bars", (bars,), (-0.5, 3.5), (0, 1), "learner", "test accuracy"),
            Plot("heat", (heat, points), (0, 1), (0, 1), "learning rate", "hidden units of the one layer"),
            Table("t", columns, [("-12.345678",) * 9] * 30),
        ],
        "",
    )


def test_names_of_curves_that_end_elsewhere_stay_at_their_ends() -> None:
    here = Curve(np.linspace(0, 1, 9), np.full(9, 0.5), "to the end", kind=0)
    there = Curve(np.linspace(0, 0.2, 9), np.full(9, 0.5), "short", kind=1)
    rows = lines_of(plot(here, there), 60, 12)
    assert any("short" in row and "to the end" in row for row in rows)


def test_what_was_there_before_is_drawn_back_dashed_and_without_its_name() -> None:
    x = np.linspace(0, 1, 20)
    before = Curve(x, np.full(20, 0.8), "loss", kind=1, faint=True)
    points = Scatter(np.array([[0.5, 0.2]]), np.array([1]), highlight=0, names=("no", "yes"), faint=True)
    picture = draw(plot(before, points), 40, 12)
    assert "loss" not in picture.text
    assert "yes" not in picture.text
    assert not {"●", "["} & set(picture.text)
    assert {run.ink for row in picture.rows for run in row if set(run.text) & set("◦⠒⠉⠤⣀")} == {"muted"}
    shapes = page([plot(before, points)], "").shapes
    assert [shape.dashed for shape in shapes if isinstance(shape, Stroke)].count(True) == 1
    assert [shape.faint for shape in shapes if isinstance(shape, Marker)] == [True]


def test_pages_of_one_run_are_of_one_size() -> None:
    frames = [Frame("short", figures=EVERYTHING[:1]), Frame("a caption that goes on " * 20, figures=EVERYTHING[:2]), Frame("none")]
    assert len({(each.width, each.height) for each in pages(frames)}) == 1


def test_where_not_all_figures_fit_the_first_ones_are_shown() -> None:
    figures = [Plot(f"figure {i}", (), (0, 1), (0, 1)) for i in range(4)]
    shown = {columns: [i for i in range(4) if f"figure {i}" in compose(figures, columns, 12).text] for columns in (40, 78, 90, 120)}
    assert shown == {40: [0], 78: [0, 1], 90: [0, 1, 2], 120: [0, 1, 2, 3]}
