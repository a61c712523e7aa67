"""The columns of the table of cards: what each shows of a card, and how many cells each gets. Widths are in cells, not characters."""

from collections.abc import Mapping
from datetime import date

from rich.cells import cell_len, set_cell_size

from quizapp.services.browse import COLUMNS, Entry
from quizapp.ui.phrases import interval

WIDTHS: Mapping[str, int] = {"topic": 12, "state": 9, "due": 5, "recall": 7, "lapses": 7, "languages": 5}
"""Of all but the question, which gets the rest. Each has room for its name with the mark of the order."""
NAMES: Mapping[str, str] = {name: name for name in COLUMNS} | {"languages": "lang"}
_RIGHT = ("due", "recall", "lapses")
_GIVE_WAY = ("topic", "languages", "lapses", "due", "state", "recall")
"""Where there is little room, the first of these goes first: what remains must leave the question readable."""
_READABLE = 24
_LONGEST_TOPIC = 24
GAP = 1
LEECH = "! "
"""Marks the lapses of a card that was forgotten again and again."""


def layout(room: int) -> dict[str, int]:
    """The columns that have a place in `room` cells, from left to right, with their widths."""
    shown = list(COLUMNS)
    for name in _GIVE_WAY:
        if _left_for_question(room, shown) >= _READABLE:
            break
        shown.remove(name)
    spare = _left_for_question(room, shown) - 2 * _READABLE
    widths = {name: WIDTHS.get(name, 0) for name in shown}
    if "topic" in widths and spare > 0:
        widths["topic"] = min(WIDTHS["topic"] + spare // 3, _LONGEST_TOPIC)
    widths["question"] = max(room - sum(width + GAP for name, width in widths.items() if name != "question"), 1)
    return widths


def _left_for_question(room: int, shown: list[str]) -> int:
    return room - sum(WIDTHS[name] + GAP for name in shown if name != "question")


def cell(entry: Entry, column: str, width: int, language: str, today: date) -> str:
    """What `column` tells of a card, in exactly `width` cells."""
    match column:
        case "question":
            text = entry.question(language)
        case "topic":
            text = entry.title(language)
        case "due":
            text = "-" if entry.due is None else interval(max((entry.due - today).days, 0))
        case "recall":
            text = "-" if entry.recall is None else f"{entry.recall:.0%}"
        case "lapses":
            text = f"{LEECH if entry.leech else ''}{entry.lapses}"
        case _:
            text = str(getattr(entry, column))
    return fitted(text, width, right=column in _RIGHT)


def heading(column: str, width: int, mark: str) -> str:
    """A column's name in exactly `width` cells; `mark`, where the table is sorted by it, says in which direction."""
    right = column in _RIGHT
    return fitted(f"{mark}{NAMES[column]}" if right else f"{NAMES[column]}{mark}", width, right=right)


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, cut with an ellipsis where it is longer."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding
