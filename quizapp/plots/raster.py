"""A grid of cells to draw on.

Braille dots (2 x 4 in a cell) in ink, over half blocks (1 x 2 in a cell) of ground or shades of one cell, under characters.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from quizapp.demos.figures import Floats
from quizapp.plots import clip
from quizapp.plots.picture import Row, Run, merged, width

_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.uint8)
"""The bit of each dot of a braille cell, by row and column (Unicode 15, chapter 21.1)."""
_NOTHING = -1
SHADES = " ·░░▒▒▓█"
"""From low to high: told apart by density, so that colour is not needed."""
_BLANK = (" ", "")
_DASH = 4
"""Dots of a dash, and of the gap after it."""


class Raster:
    """`columns` x `rows` cells, and `spare` columns on their right for words alone. Places are in dots, (0, 0) at the top left."""

    def __init__(self, columns: int, rows: int, spare: int = 0) -> None:
        self.width, self.height = columns * 2, rows * 4
        self.columns, self.rows = columns + spare, rows
        columns = self.columns
        self._bits = np.zeros((rows, columns), np.uint8)
        self._inks = np.zeros((rows, columns), np.int8)
        self._ground = np.full((rows * 2, columns), _NOTHING, np.int8)
        self._shades = np.full((rows, columns), _NOTHING, np.int8)
        self._roles: list[str] = [""]
        self._marks: dict[tuple[int, int], tuple[str, str]] = {}

    def segments(self, ends: Floats, role: str, *, dashed: bool = False) -> None:
        """Draws lines between pairs of places, clipped; `ends` has shape (n, 2, 2): line, end, (x, y)."""
        ends = clip.clipped(ends, (0, 0, self.width - 1e-6, self.height - 1e-6))
        if not len(ends):
            return
        steps = int(np.ceil(np.abs(ends[:, 1] - ends[:, 0]).max())) + 1
        t = np.linspace(0, 1, steps)
        if dashed:
            t = t[np.arange(steps) // _DASH % 2 == 0]
        t = t[None, :, None]
        places = np.floor(ends[:, None, 0] * (1 - t) + ends[:, None, 1] * t).astype(int).reshape(-1, 2)
        self._dot(places[:, 0], places[:, 1], role)

    def region(self, classes: NDArray[np.int64]) -> None:
        """Fills the ground: `classes` of shape (2 * rows, columns without spare), -1 leaving a half block empty."""
        self._ground[:, : self.width // 2] = classes

    def shade(self, levels: NDArray[np.int64]) -> None:
        """Fills cells with shades: `levels` of shape (rows, columns without spare) index `SHADES`, -1 leaving a cell empty."""
        self._shades[:, : self.width // 2] = levels

    def bar(self, left: float, right: float, top: float, role: str) -> None:
        """Fills from the place `top` down to the bottom."""
        x = np.arange(max(0, round(left)), min(self.width, max(round(right), round(left) + 1)))
        y = np.arange(max(0, round(top)), self.height)
        if len(x) and len(y):
            xx, yy = np.meshgrid(x, y)
            self._dot(xx.ravel(), yy.ravel(), role)

    def mark(self, x: float, y: float, char: str, role: str) -> None:
        """Puts a character of one cell at a place; places outside are left out."""
        if np.isfinite(x) and np.isfinite(y) and 0 <= x < self.width and 0 <= y < self.height:
            self._put(int(y) // 4, int(x) // 2, char, role)

    def text(self, column: int, row: int, words: str, role: str) -> None:
        """Writes words from a cell on, as far as they fit: a wide character takes two cells, a combining one stands on the one before."""
        for char in words:
            size = width(char)
            if not size:
                self._join(row, column - 1, char)
            elif 0 <= row < self.rows and column >= 0 and column + size <= self.columns:
                self._put(row, column, char, role, size)
            column += size

    def _put(self, row: int, column: int, char: str, role: str, size: int = 1) -> None:
        """Fills the cells of a character: its first one, and with nothing what else it takes. What loses a half is blanked out."""
        for half, whole in ((column, column - 1), (column + size, column + size - 1)):
            if self._marks.get((row, half), _BLANK)[0] == "":
                self._marks[row, whole], self._marks[row, half] = _BLANK, _BLANK
        for behind in range(size):
            self._marks[row, column + behind] = ("" if behind else char, role)

    def _join(self, row: int, column: int, char: str) -> None:
        """Adds a combining character to the one that stands there."""
        if self._marks.get((row, column), _BLANK)[0] == "":
            column -= 1
        if (row, column) in self._marks:
            before, role = self._marks[row, column]
            self._marks[row, column] = (before + char, role)

    def free(self, column: int, row: int, size: int) -> bool:
        """Whether `size` cells from this one on are inside and hold no character yet."""
        inside = 0 <= row < self.rows and column >= 0 and column + size <= self.columns
        return inside and all((row, column + i) not in self._marks for i in range(size))

    def rows_of_runs(self) -> list[Row]:
        """The drawing."""
        # plain ints are quick to read one by one
        bits, inks, ground, shades = self._bits.tolist(), self._inks.tolist(), self._ground.tolist(), self._shades.tolist()
        for r, column in self._clearings():
            shades[r][column] = 0
        rows = []
        for r in range(self.rows):
            cells = zip(bits[r], inks[r], ground[2 * r], ground[2 * r + 1], shades[r], strict=True)
            row = [_cell(dots, self._roles[ink], upper, lower, shade) for dots, ink, upper, lower, shade in cells]
            for column in range(self.columns):
                if (r, column) in self._marks:
                    char, role = self._marks[r, column]
                    row[column] = Run(char, role, _ground(ground[2 * r][column]))
            rows.append(merged(row))
        return rows

    def _clearings(self) -> set[tuple[int, int]]:
        """The shaded cells on both sides of a character, which is hard to see among them."""
        around = {(r, column + by) for r, column in self._marks if self._shades[r, column] > 0 for by in (-1, 1)}
        return {(r, column) for r, column in around if 0 <= column < self.columns and self._shades[r, column] > 0}

    def _dot(self, x: NDArray[np.int64], y: NDArray[np.int64], role: str) -> None:
        inside = (x >= 0) & (x < self.width) & (y >= 0) & (y < self.height)
        x, y = x[inside], y[inside]
        if role not in self._roles:
            self._roles.append(role)
        np.bitwise_or.at(self._bits, (y // 4, x // 2), _DOTS[y % 4, x % 2])
        self._inks[y // 4, x // 2] = self._roles.index(role)


@cache
def _cell(dots: int, ink: str, upper: int, lower: int, shade: int) -> Run:
    if dots:
        return Run(chr(0x2800 + dots), ink, _ground(upper))
    if shade >= 0:
        return Run(SHADES[shade], f"heat-{shade}")
    if upper != lower and upper >= 0:
        return Run("▀", f"ground-{_ground(upper)}", _ground(lower))
    if lower > 0 or upper > 0:
        return Run("·", "muted", _ground(lower))  # told apart without colour as well
    return Run(" ", "", _ground(lower))


def _ground(kind: int) -> str:
    return "" if kind < 0 else "abc"[kind % 3]
