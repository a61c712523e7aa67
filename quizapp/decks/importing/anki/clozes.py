"""Gaps in a field: `{{c1::text::hint}}`, within one another too. Each number is a card of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_MARK = re.compile(r"\{\{c\d+(?:,\d+)*::|\}\}")
_DEEPEST = 20
"""Gaps within one another."""
_MOST = 500
"""Gaps of a field; the others stay as they are written."""


@dataclass
class Cloze:
    """A gap: its numbers, its text and gaps within it, and a hint."""

    numbers: frozenset[int]
    parts: list["str | Cloze"] = field(default_factory=list)
    hint: str = ""


def parsed(text: str) -> list["str | Cloze"]:
    """`text` with its gaps; one that is never closed is text."""
    root = Cloze(frozenset())
    open_, place, count = [(root, 0)], 0, 0
    for match in _MARK.finditer(text):
        gap = open_[-1][0]
        if match[0] != "}}" and count < _MOST and len(open_) < _DEEPEST:
            gap.parts.append(text[place : match.start()])
            numbers = frozenset(int(each[:6]) for each in match[0][3:-2].split(","))
            open_.append((Cloze(numbers), match.start()))
            place, count = match.end(), count + 1
        elif match[0] == "}}" and len(open_) > 1:
            gap.parts.append(text[place : match.start()])
            _take_hint(gap)
            open_.pop()
            open_[-1][0].parts.append(gap)
            place = match.end()
    unclosed = open_[1][1] if len(open_) > 1 else len(text)
    if len(open_) > 1:
        return [*root.parts, text[unclosed:]]
    return [*root.parts, text[place:]]


def numbers(text: str) -> list[int]:
    """The numbers of the gaps in `text`, in order."""
    return sorted(_numbers(parsed(text)) - {0})


def _numbers(parts: "list[str | Cloze]") -> set[int]:
    gaps = [part for part in parts if isinstance(part, Cloze)]
    return {number for gap in gaps for number in gap.numbers | _numbers(gap.parts)}


def filled(text: str, number: int, gap: Callable[[str], str]) -> str:
    """`text` with every gap filled but those of `number`, in whose place stands what `gap` makes of their hint."""
    return _filled(parsed(text), number, gap)


def missing(text: str, number: int) -> list[str]:
    """What is in the gaps of `number`, in order."""
    found = list[str]()

    def look(parts: "list[str | Cloze]") -> None:
        for part in parts:
            if isinstance(part, Cloze):
                if number in part.numbers:
                    found.append(_filled(part.parts, 0, str))
                else:
                    look(part.parts)

    look(parsed(text))
    return found


def _filled(parts: "list[str | Cloze]", number: int, gap: Callable[[str], str]) -> str:
    out = list[str]()
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        else:
            out.append(gap(part.hint) if number in part.numbers else _filled(part.parts, number, gap))
    return "".join(out)


def _take_hint(gap: Cloze) -> None:
    last = gap.parts[-1]
    if isinstance(last, str) and "::" in last:
        gap.parts[-1], _, gap.hint = last.partition("::")
