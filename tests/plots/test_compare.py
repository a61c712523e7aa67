import numpy as np

from quizapp.demos.figures import Bars, Curve, Figure, Plot, Regions, Scatter, Table
from quizapp.plots.compare import over
from quizapp.plots.compose import compose

X = np.linspace(0, 1, 5)
MAP = Regions(np.zeros((2, 2), int))


def plot(title: str, *layers: Curve | Scatter | Bars | Regions) -> Plot:
    return Plot(title, layers, (0, 1), (0, 1))


def test_curves_and_points_of_the_figure_of_the_same_title_lie_under_the_new_ones_and_on_maps() -> None:
    new, old = Curve(X, X, "loss"), Curve(X, X**2, "loss")
    points = Scatter(np.array([[0.1, 0.1], [0.5, 0.5]]), np.array([0, 1]), highlight=1)
    before = [plot("loss", MAP, old, Scatter(np.array([[0.5, 0.5], [0.9, 0.9]]), np.array([1, 0]), highlight=0), Bars(X, ()))]
    (drawn,) = over([plot("loss", MAP, new, points)], before)
    assert isinstance(drawn, Plot)
    ground, curve, scatter, *rest = drawn.layers
    assert ground is MAP
    assert isinstance(curve, Curve)
    assert (curve.faint, curve.y.tolist()) == (True, old.y.tolist())
    assert isinstance(scatter, Scatter)
    assert (scatter.faint, scatter.highlight) == (True, None)
    assert scatter.points.tolist() == [[0.9, 0.9]], "the other one stands in the new picture too"
    assert rest == [new, points]


def test_what_is_equal_is_drawn_once_and_other_figures_are_as_they_were() -> None:
    same = Curve(X, np.array([0, np.nan, 1, 1, 1]))
    table = Table("table", ("a",), [("1",)])
    figures: list[Figure] = [plot("one", same), plot("new", same), table]
    drawn = over(figures, [plot("one", Curve(X.copy(), same.y.copy())), plot("gone", same), Table("table", ("a",), [("2",)])])
    assert [list(figure.layers) for figure in drawn if isinstance(figure, Plot)] == [[same], [same]]
    assert drawn[2] is table


def test_what_a_plot_of_equal_units_cannot_fill_goes_to_the_one_beside_it() -> None:
    square = Plot("square", (), (0, 1), (0, 1), equal=True)
    other = Plot("other", (), (0, 1), (0, 1))
    alone = compose([Plot("square", (), (0, 1), (0, 1)), other], 100, 12).text.split("\n")[0]
    beside = compose([square, other], 100, 12).text.split("\n")[0]
    assert beside.index("other") < alone.index("other")
    assert compose([square, other], 100, 12).columns == 100
