"""Cells in rows and columns."""

from collections.abc import Sequence

from quizapp.decks.math.layout import Layout, beside, padded, stacked

_BETWEEN = "  "
_WITHIN_A_PAIR = " "
_BETWEEN_PAIRS = "   "
_BEFORE_A_TAG = "    "


def grid(rows: Sequence[Sequence[Layout]], tags: Sequence[str], setting: str, *, aligned: bool) -> Layout:
    """The cells as a block. `setting` is that of an array, such as "lc|r"; `aligned` cells come in pairs that are one formula."""
    if not rows:
        return Layout(("",))
    count = max(map(len, rows))
    columns = [max((row[i].columns for row in rows if i < len(row)), default=0) for i in range(count)]
    sides = ["rl"[i % 2] if aligned else "l" for i in range(count)]
    gaps = ["", *((_WITHIN_A_PAIR if i % 2 else _BETWEEN_PAIRS) if aligned else _BETWEEN for i in range(1, count))]
    if setting:
        sides, gaps = _set(setting)
    lines = [_row(row, columns, sides, gaps) for row in rows]
    if any(tags):
        lines = [_tagged(line, tag) for line, tag in zip(_even(lines), tags, strict=True)]
    return stacked(_even(lines))


def _set(setting: str) -> tuple[list[str], list[str]]:
    """The side on which each column of an array is set, and what stands before it."""
    sides, gaps, line = list[str](), list[str](), False
    for char in setting:
        if char == "|":
            line = True
            continue
        gaps.append(" │ " if line else _BETWEEN if sides else "")
        sides.append(char)
        line = False
    return sides, gaps


def _row(cells: Sequence[Layout], columns: Sequence[int], sides: Sequence[str], gaps: Sequence[str]) -> Layout:
    blocks = []
    height = max((len(cell.lines) for cell in cells), default=1)
    for i, room in enumerate(columns):
        cell = cells[i] if i < len(cells) else Layout(("",))
        gap = Layout((gaps[i],) * height, 0 if height == 1 else max(cell.base for cell in cells))
        blocks += [gap, Layout(tuple(padded(line, room, sides[i]) for line in _square(cell)), cell.base)]
    return beside(blocks)


def _square(cell: Layout) -> list[str]:
    """Its lines, all as wide as the widest: they move together."""
    return [padded(line, cell.columns) for line in cell.lines]


def _tagged(line: Layout, tag: str) -> Layout:
    return beside([line, Layout((f"{_BEFORE_A_TAG}{tag}" if tag else "",))])


def _even(blocks: Sequence[Layout]) -> list[Layout]:
    """The blocks, all as wide as the widest."""
    room = max(block.columns for block in blocks)
    return [Layout(tuple(padded(line, room) for line in block.lines), block.base) for block in blocks]
