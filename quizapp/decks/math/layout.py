"""Blocks of text side by side and on top of each other, in terminal columns."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines; `base` is the index of the one on which its neighbours stand."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def flat(self) -> bool:
        """Whether it is one line."""
        return len(self.lines) == 1

    @property
    def columns(self) -> int:
        """Its width."""
        return max(map(width, self.lines))

    def wrapped(self, before: str, after: str) -> "Layout":
        """It with something before and after each of its lines, which end at the same column."""
        most = self.columns
        return Layout(tuple(f"{before}{padded(line, most)}{after}" for line in self.lines), self.base)


def width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int, side: str = "l") -> str:
    """`text` with blanks to `columns`: at its end, or before it (r), or on both sides (c)."""
    missing = max(columns - width(text), 0)
    before = {"l": 0, "c": missing // 2, "r": missing}[side]
    return f"{' ' * before}{text}{' ' * (missing - before)}"


def beside(blocks: Sequence[Layout]) -> Layout:
    """The blocks from left to right, their base lines on one line."""
    if all(block.flat for block in blocks):
        return Layout(("".join(block.lines[0] for block in blocks),))
    above = max(block.base for block in blocks)
    below = max(len(block.lines) - block.base for block in blocks)
    rows: list[list[str]] = [[] for _ in range(above + below)]
    for block in blocks:
        columns, top = block.columns, above - block.base
        for place, row in enumerate(rows):
            row.append(padded(block.lines[place - top], columns) if top <= place < top + len(block.lines) else " " * columns)
    return Layout(tuple("".join(row) for row in rows), above)


def stacked(blocks: Sequence[Layout]) -> Layout:
    """The blocks from top to bottom; the base line is that of the middle one, or the upper of two in the middle."""
    middle = (len(blocks) - 1) // 2
    before = sum(len(block.lines) for block in blocks[:middle])
    return Layout(tuple(line for block in blocks for line in block.lines), before + blocks[middle].base)


def trimmed(layout: Layout) -> str:
    """Its lines as text, without blanks at their ends and without those before all of them."""
    lines = [line.rstrip() for line in layout.lines]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return unicodedata.normalize("NFC", "\n".join(line[indent:] for line in lines)).strip("\n")
