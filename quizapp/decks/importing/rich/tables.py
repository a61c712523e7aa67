"""Tables: their cells, and rows as Markdown."""

from collections.abc import Iterator, Sequence

from quizapp.decks.grammar.limits import COLUMNS, ROWS
from quizapp.decks.importing.rich.tree import Element


def cells_of(element: Element) -> list[list[Element]]:
    """The rows of a table; the cells of one without a row are one row."""
    rows = [*_rows(element)]
    return [row for row in rows if row]


def _rows(element: Element) -> Iterator[list[Element]]:
    loose = list[Element]()
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.name in ("td", "th"):
            loose.append(child)
        elif child.name == "tr":
            yield [cell for cell in child.children if isinstance(cell, Element) and cell.name in ("td", "th")]
        elif child.name == "caption":
            yield [child]
        elif child.name in ("tbody", "thead", "tfoot"):
            yield from _rows(child)
    yield loose


def outside_cells(element: Element) -> list[Element | str]:
    """What stands in a table though in none of its cells: a browser shows it above the table."""
    found = list[Element | str]()
    for child in element.children:
        if isinstance(child, str):
            found.append(child)
        elif child.name in ("tr", "tbody", "thead", "tfoot", "colgroup"):
            found += outside_cells(child)
        elif child.name not in ("td", "th", "caption"):
            found.append(child)
    return found


def table(rows: Sequence[Sequence[str]]) -> str:
    """The table as Markdown; empty where it is none: with a single column, or larger than a card may hold."""
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if not 1 < width <= COLUMNS or len(rows) > ROWS:
        return ""
    lines = [f"| {' | '.join([cell.replace('|', chr(92) + '|') for cell in row] + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
