"""A finished drawing: rows of runs of text, each with the role of its ink and of its ground. Themes decide what a role looks like."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias


class Run(NamedTuple):
    """Cells that share a style. Inks: "", "muted", "line", "lit", "a" to "c", "ground-a" to "ground-c", "heat-0" to "heat-7".

    Grounds: "", "a" to "c".
    """

    text: str
    ink: str = ""
    ground: str = ""


Row: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Picture:
    """`columns` cells wide, one `Row` a line."""

    columns: int
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The picture without styles."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows)


def width(text: str) -> int:
    """Cells that `text` takes in a terminal: two for a wide character, none for a combining one."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fitted(text: str, columns: int, *, right: bool = False) -> str:
    """`text` in exactly `columns` cells: cut with an ellipsis, or filled with blanks (on its left with `right`)."""
    if width(text) > columns:
        while text and width(text) > columns - 1:
            text = text[:-1]
        text = f"{text}…" if columns > 0 else ""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def merged(cells: Iterable[Run]) -> Row:
    """Neighbouring runs of one style joined."""
    return tuple(Run("".join([run.text for run in runs]), *style) for style, runs in groupby(cells, key=itemgetter(1, 2)))


def line(text: str, columns: int, ink: str = "") -> Row:
    """One run across the whole width."""
    return (Run(fitted(text, columns), ink),)
