"""The columns of the table of cards: what each shows of a card, and how many cells each gets. Widths are in cells, not characters."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from rich.cells import cell_len, set_cell_size

from quizapp.services.browse import Column, Entry
from quizapp.ui.phrases import interval

WIDTHS: Mapping[Column, int] = {
    Column.TOPIC: 12,
    Column.STATE: 9,
    Column.DUE: 5,
    Column.RECALL: 7,
    Column.LAPSES: 7,
    Column.LANGUAGES: 5,
}
"""The widths of all columns but the question, which gets the rest. Each has room for its name with the mark of the order."""
_RIGHT = (Column.DUE, Column.RECALL, Column.LAPSES)
_GIVE_WAY = (Column.TOPIC, Column.LANGUAGES, Column.DUE, Column.LAPSES, Column.STATE, Column.RECALL)
"""Where there is little room, the first of these goes first: what remains must leave the question readable."""
READABLE = 40
"""Cells within which most questions can be told apart."""
_WHOLE = 72
"""Cells beyond which a question hardly needs any more: topics get some then."""
_LONGEST_TOPIC = 24
GAP = 1
LEECH = "! "
"""Marks the lapses of a card that was forgotten again and again."""


def layout(room: int, wanted: int = READABLE, kept: Collection[Column | None] = ()) -> dict[Column, int]:
    """The columns that have a place in `room` cells, from left to right, with their widths.

    All but those that are `kept` give way until the question has the cells that are `wanted` for it.
    """
    shown = list(Column)
    for name in _GIVE_WAY:
        if _left_for_question(room, shown) >= wanted:
            break
        if name not in kept:
            shown.remove(name)
    spare = _left_for_question(room, shown) - _WHOLE
    widths = {name: WIDTHS.get(name, 0) for name in shown}
    if Column.TOPIC in widths and spare > 0:
        widths[Column.TOPIC] = min(WIDTHS[Column.TOPIC] + spare // 3, _LONGEST_TOPIC)
    widths[Column.QUESTION] = max(room - sum(width + GAP for name, width in widths.items() if name is not Column.QUESTION), 1)
    return widths


def longest(questions: Iterable[str]) -> int:
    """Cells that the longest of `questions` takes, as far as more of them are of use."""
    most = READABLE
    for question in questions:
        if len(question) * 2 > most:  # else it cannot be longer
            most = max(most, cell_len(question))
        if most >= _WHOLE:
            return _WHOLE
    return most


def _left_for_question(room: int, shown: list[Column]) -> int:
    return room - sum(WIDTHS[name] + GAP for name in shown if name is not Column.QUESTION)


def cell(entry: Entry, column: Column, width: int, language: str, today: date) -> str:
    """What `column` tells of a card, in exactly `width` cells."""
    match column:
        case Column.QUESTION:
            text = entry.question(language)
        case Column.TOPIC:
            text = entry.title(language)
        case Column.DUE:
            text = "-" if entry.due is None else interval(max((entry.due - today).days, 0))
        case Column.RECALL:
            text = "-" if entry.recall is None else f"{entry.recall:.0%}"
        case Column.LAPSES:
            text = f"{LEECH if entry.leech else ''}{entry.lapses}"
        case Column.STATE:
            text = entry.state.label
        case Column.LANGUAGES:
            text = entry.languages
    return fitted(text, width, right=column in _RIGHT)


def heading(column: Column, width: int, mark: str) -> str:
    """A column's name in exactly `width` cells; `mark`, where the table is sorted by it, says in which direction."""
    right = column in _RIGHT
    return fitted(f"{mark}{column.label}" if right else f"{column.label}{mark}", width, right=right)


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, cut with an ellipsis where it is longer."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding
