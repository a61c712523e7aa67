"""Code in few columns: a line that is too long goes on below, behind a sign, so that it can be read to its end."""

from collections.abc import Iterator

from rich.cells import get_character_cell_size
from textual.content import Content

SIGN = "↳ "
"""Where a line goes on; no code looks like it."""
_LEAST = 8
"""Columns for code beside indentation and sign."""
_TAB = 4


def wrapped(line: Content, columns: int) -> Iterator[Content]:
    """`line` in rows of at most `columns` cells, broken at a blank where there is one. What goes on keeps the indentation."""
    line = line.expand_tabs(_TAB)
    if columns <= 0 or line.cell_length <= columns:
        yield line
        return
    indent = len(line.plain) - len(line.plain.lstrip())
    margin = " " * min(indent, max(0, columns - len(SIGN) - _LEAST)) + SIGN
    before, room = Content(), columns
    while len(line):
        end = _end(line.plain, room, indent)
        yield before + line[:end]
        line, before, room, indent = line[end:], Content.styled(margin, "$text-muted"), max(columns - len(margin), 2), 0


def _end(text: str, room: int, indent: int) -> int:
    """How many characters go into `room` cells: up to the last blank but for its first third, else as many as fit."""
    cells = 0
    for fits, character in enumerate(text):
        cells += get_character_cell_size(character)
        if cells > room:
            blank = text.rfind(" ", max(fits // 3, indent), fits)
            return blank + 1 if blank >= 0 else max(fits, 1)
    return len(text)
