"""Figures as cells: each plot between axes with round numbers, each network as nodes and edges, each table in aligned columns, tiles."""

import math
from itertools import pairwise

import numpy as np

from quizapp.demos.figures import Figure, Floats, Network, Node, Plot, Table, Tiles
from quizapp.plots.picture import Picture, Run, fitted, line, merged, width
from quizapp.plots.plot_cells import plot_cells
from quizapp.plots.raster import Raster
from quizapp.plots.tile_cells import tile_cells


def draw(figure: Figure, columns: int, rows: int) -> Picture:
    """The figure in exactly `columns` x `rows` cells; too small a place shows its title alone."""
    match figure:
        case Table():
            return _table(figure, columns, rows)
        case Network():
            return _network(figure, columns, rows)
        case Tiles():
            return tile_cells(figure, columns, rows) or _only_title(figure.title, columns, rows)
        case Plot():
            return plot_cells(figure, columns, rows) or _only_title(figure.title, columns, rows)


def _network(network: Network, columns: int, rows: int) -> Picture:
    """Edges under nodes; a negative weight is dashed, and written on its edge where there is room."""
    if columns < 12 or rows < 4:
        return _only_title(network.title, columns, rows)
    raster = Raster(columns, rows - 1)
    boxes = [_box(node, raster) for node in network.nodes]
    for node, (column, row, size) in zip(network.nodes, boxes, strict=True):
        for i, words in enumerate(node.lines):
            raster.text(column + (size - width(words)) // 2, row + i, words, "lit" if node.lit else "")
    for edge in network.edges:
        ends = _edge_ends(boxes[edge.start], boxes[edge.end])
        weight = edge.weight or 0.0
        role = "muted" if edge.weight is None else "b" if weight >= 0 else "a"
        raster.segments(ends[None], role, dashed=weight < 0)
        if edge.weight is not None:
            _weigh(raster, ends, f"{edge.weight:+.2f}", role)
    drawn = [line(network.title, columns, "muted"), *raster.rows_of_runs()]
    return Picture(columns, tuple(drawn))


def network_columns(network: Network) -> int:
    """Cells that a network needs for its nodes not to touch, nor to cover the weights between them."""
    gap = 9 if any(edge.weight is not None for edge in network.edges) else 3
    sizes: dict[float, int] = {}
    for node in network.nodes:
        sizes[node.x] = max(sizes.get(node.x, 0), *map(width, node.lines), 0)
    places = sorted(sizes)
    needs = [((sizes[x] + sizes[y]) / 2 + gap) / (y - x) for x, y in pairwise(places)]
    return math.ceil(max(needs, default=max(sizes.values(), default=0)))


def _box(node: Node, raster: Raster) -> tuple[int, int, int]:
    """The column and row at which the node's words begin, and the columns they take."""
    size = max((width(words) for words in node.lines), default=0)
    column = round(node.x * raster.columns - size / 2)
    row = round((1 - node.y) * raster.rows - len(node.lines) / 2)
    return max(0, min(column, raster.columns - size)), max(0, min(row, raster.rows - len(node.lines))), size


def _edge_ends(start: tuple[int, int, int], end: tuple[int, int, int]) -> Floats:
    """From the near side of one node's first line to the near side of the other's, in dots: (2, 2)."""
    (c0, r0, s0), (c1, r1, s1) = start, end
    if c1 >= c0 + s0:
        x0, x1 = c0 + s0, c1
    elif c0 >= c1 + s1:
        x0, x1 = c0, c1 + s1
    else:
        x0, x1 = c0 + s0 // 2, c1 + s1 // 2
    return np.array([[x0 * 2, r0 * 4 + 2], [x1 * 2 - 1, r1 * 4 + 2]], float)


def _weigh(raster: Raster, ends: Floats, words: str, role: str) -> None:
    """Writes an edge's weight on it, at the first of a few places that is free together with a cell on either side."""
    for t in (0.3, 0.7, 0.5, 0.2, 0.8):
        x, y = ends[0] * (1 - t) + ends[1] * t
        column, row = int(x) // 2 - len(words) // 2, int(y) // 4
        if raster.free(column - 1, row, len(words) + 2):
            raster.text(column, row, words, role)
            return


def column_widths(table: Table) -> list[int]:
    """Cells that each column's name and widest entry take."""
    return [max(width(name), *(width(str(row[i])) for row in table.rows), 1) for i, name in enumerate(table.columns)]


def _table(table: Table, columns: int, rows: int) -> Picture:
    """Columns aligned to the right; the last rows that fit, and as many columns as fit."""
    cells = [list(map(str, row)) for row in table.rows]
    widths = column_widths(table)
    while len(widths) > 1 and sum(widths) + len(widths) - 1 > columns - 2 * (len(widths) < len(table.columns)):
        widths.pop()
    cut = " …" if len(widths) < len(table.columns) else ""
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= columns else " "

    def laid_out(row: list[str]) -> str:
        return gap.join(fitted(cell, size, right=True) for cell, size in zip(row, widths, strict=False))

    room = max(rows - 2, 0)
    shown = range(max(0, len(cells) - room), len(cells))
    drawn = [line(table.title, columns, "muted"), line(laid_out(list(table.columns)) + cut, columns, "muted")]
    drawn += [line(laid_out(cells[i]), columns, "lit" if i == table.lit else "") for i in shown]
    drawn += [line("", columns)] * (rows - len(drawn))
    return Picture(columns, tuple(drawn[:rows]))


def _only_title(title: str, columns: int, rows: int) -> Picture:
    return Picture(columns, tuple(line(title if i == 0 else "", columns, "muted") for i in range(rows)))


def beside(pictures: list[Picture], gap: int = 2) -> Picture:
    """Pictures of one height next to each other."""
    between = Run(" " * gap)
    rows = []
    for parts in zip(*(picture.rows for picture in pictures), strict=True):
        runs = [run for part in parts for run in (*part, between)]
        rows.append(merged(runs[:-1]))
    return Picture(sum(picture.columns for picture in pictures) + gap * (len(pictures) - 1), tuple(rows))


def below(pictures: list[Picture]) -> Picture:
    """Pictures of one width under each other."""
    return Picture(pictures[0].columns, tuple(row for picture in pictures for row in picture.rows))
