"""Which keys the footer names where not all have room. Those that lead on to everything else, the help and the way back, always do."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rich.cells import cell_len
from textual.binding import ActiveBinding, Binding

from quizapp.ui import commands

KEPT = {command.action() for command in (commands.Help, commands.Back, commands.Quit, commands.LeaveTyping)}
_BLANKS = 3
"""Cells before a key, between it and its word, and behind the word."""


def fitted(active: Mapping[str, ActiveBinding], columns: int, written: Callable[[Binding], str]) -> dict[str, ActiveBinding]:
    """`active` with those hidden that do not fit into `columns`, the last first; `written` is a key as it stands in the footer."""
    first = {
        each.binding.action: each.binding for each in reversed(list(active.values())) if each.binding.show
    }  # of several keys the first is shown
    room = columns - sum(cells(written(binding), binding.description) for action, binding in first.items() if action in KEPT)
    shown, full = set(KEPT), False
    for action, binding in reversed(first.items()):
        if action not in KEPT and not full:
            room -= cells(written(binding), binding.description)
            full = room < 0
            if not full:
                shown.add(action)
    return {key: each if each.binding.action in shown else hidden(each) for key, each in active.items()}


def hidden(each: ActiveBinding) -> ActiveBinding:
    """The same key, which the footer does not name."""
    return each._replace(binding=replace(each.binding, show=False)) if each.binding.show else each


def cells(written: str, word: str) -> int:
    """How wide a key and its word are, with the blanks around them."""
    return cell_len(written) + cell_len(word) + _BLANKS
