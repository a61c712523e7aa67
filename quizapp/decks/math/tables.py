"""Environments, which are rows of cells, and lines below an operator."""

from quizapp.decks.math.error import MathError
from quizapp.decks.math.reader import Reader
from quizapp.decks.math.subset import ALIGNED, ENVIRONMENTS
from quizapp.decks.math.tree import Branch, Branches, Lines, Row, Tabular
from quizapp.decks.math.words import columns, environment_name, skip_length, skip_position

DEEPEST_ROWS = 4
"""Environments inside environments."""
MOST_ROWS = 50
"""Rows of an environment."""
_MOST_CELLS = {"cases": 2, "dcases": 2, "rcases": 2, **dict.fromkeys(("gather", "gather*", "gathered", "equation", "equation*"), 1)}


def environment(reader: Reader, macro: str) -> Branch:
    """What stands between `\\begin{...}` and its `\\end{...}`."""
    cursor = reader.cursor
    name = environment_name(cursor, "\\begin")
    if name not in ENVIRONMENTS:
        raise MathError(f"the environment {name!r} is not in the subset; there are: {', '.join(ENVIRONMENTS)}")
    skip_position(cursor)
    setting = columns(cursor) if name == "array" else ""
    reader.environments += 1
    if reader.environments > DEEPEST_ROWS:
        raise MathError(f"environments stand inside environments; the limit is {DEEPEST_ROWS} levels")
    rows = _rows(reader, name)
    reader.environments -= 1
    most = len(setting.replace("|", "")) or _MOST_CELLS.get(name)
    if most and any(len(row.cells) > most for row in rows):
        raise MathError(f"a row of {name!r} has more than {most} {'cell' if most == 1 else 'cells'}")
    return Tabular(rows=rows, fences=ENVIRONMENTS[name], columns=setting, aligned=name in ALIGNED)


def _rows(reader: Reader, name: str) -> tuple[Row, ...]:
    """Rows up to and with the `\\end`. A font or a tag within is the row's own."""
    outer_tag, font = reader.tag, reader.font
    rows: list[Row] = []
    cells: list[Branches] = []
    while True:
        reader.font = font
        cells.append(reader.nested())
        token = reader.cursor.take()
        if token == "&":
            continue
        if token not in {"\\\\", "\\end"}:
            raise MathError(f"\\begin{{{name}}} is never closed")
        rows.append(Row(cells=tuple(cells), tag=reader.tag))
        cells, reader.tag = [], ""
        if len(rows) > MOST_ROWS:
            raise MathError(f"{name!r} has more than {MOST_ROWS} rows")
        if token == "\\end":
            break
        skip_length(reader.cursor)
    if environment_name(reader.cursor, "\\end") != name:
        raise MathError(f"\\begin{{{name}}} is closed by another \\end")
    reader.tag, reader.font = outer_tag, font
    return tuple(row for row in rows if any(row.cells))


def substack(reader: Reader, macro: str) -> Branch:
    """The lines in the braces behind `\\substack`."""
    reader.cursor.expect_brace("\\substack")
    rows = []
    while True:
        rows.append(reader.nested())
        token = reader.cursor.take()
        if token == "}":
            return Lines(rows=tuple(row for row in rows if row))
        if token != "\\\\":
            raise MathError("\\substack{...} holds lines, with \\\\ between them")
        skip_length(reader.cursor)
