"""Tables and networks together in one place."""

from quizapp.demos.figures import Edge, Network, Node, Table
from quizapp.plots.compose import compose, rows_needed


def test_a_small_network_leaves_the_table_beside_it_the_columns_that_it_does_not_need() -> None:
    network = Network("net", tuple(Node(x, 0.5, ("a 0.25",)) for x in (0.2, 0.8)), (Edge(0, 1),))
    table = Table("t", ("layer", "weights", "bias", "parameters", "activation"), [("1", "2 x 2", "2", "6", "softmax")])
    assert "activation" in compose((network, table), 76, 10).text


def test_a_table_with_no_room_for_its_columns_beside_a_network_stands_below_it_with_all_its_rows() -> None:
    network = Network("net", tuple(Node(x, 0.5, ("a 0.25",)) for x in (0.1, 0.5, 0.9)), (Edge(0, 1), Edge(1, 2)))
    rows = [(str(n), "2 x 2", "2", "6", "softmax") for n in range(3)]
    figures = (network, Table("t", ("layer", "weights", "bias", "parameters", "activation"), rows))
    lines = compose(figures, 56, 20).text.splitlines()
    assert lines[-4].split() == ["layer", "weights", "bias", "parameters", "activation"]
    assert [line.split()[0] for line in lines[-3:]] == ["0", "1", "2"]
    assert rows_needed(figures, 56) == 16
    low = compose(figures, 56, 15).text
    assert "a 0.25" in low.replace("\n", " ")
    assert "layer" in low, "where there are too few rows for that it is beside, without its last columns"
    assert "activation" not in low
