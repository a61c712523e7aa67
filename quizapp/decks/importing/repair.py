"""What our grammar would refuse in an imported card is written so that it does not: no formula and no tag is ever drawn as another one.

A formula outside the subset stands as code; a tag that is no HTML, such as `List<String>`, is text.
"""

import re

from quizapp.decks.grammar import lines_of, read
from quizapp.decks.grammar.reading import Fault
from quizapp.decks.importing.note import Alteration, Altered
from quizapp.decks.places import Spots
from quizapp.domain.drawable import one_line

_FORMULA = re.compile(r"\$\$(?:(?!\n[ ]*\n)[^$])+\$\$|\$(?:\\.|[^$\\])+\$", re.DOTALL)
_MOST = 12
"""Rounds: mending one thing may bring another to light."""


def repaired(text: str) -> tuple[str, list[Alteration]]:
    """The card `text` without what can be written so that it is accepted, and what was changed."""
    changes: list[Alteration] = []
    for _ in range(_MOST):
        lines = text.split("\n")
        reading = read(text)
        spots = Spots(reading.tokens, lines)
        found = [(_place(fault, spots), fault) for fault in reading.faults if fault.place is not None]
        found.sort(key=lambda each: each[0], reverse=True)  # what is changed then lies behind what is still to be looked at
        if not sum(_mend(fault, *place, lines, changes) for place, fault in found):
            break
        text = "\n".join(lines)
    return text, list(dict.fromkeys(changes))


def _place(fault: Fault, spots: Spots) -> tuple[int, int]:
    """The 0-based line of a fault, and the place in it."""
    return (lines_of(fault.block)[0], 0) if _is_display(fault) else spots.of(fault.block, fault.place or 0)


def _is_display(fault: Fault) -> bool:
    return fault.block.type == "fence" and fault.block.markup == "$$"


def _mend(fault: Fault, line: int, place: int, lines: list[str], changes: list[Alteration]) -> bool:
    """Whether what is wrong could be written otherwise; then it is, in `lines`."""
    if _is_display(fault):
        return _display(fault, lines, changes)
    rest = lines[line][place:] if place >= 0 else ""
    if rest.startswith("$"):
        return _formula(line, place, lines, changes)
    if rest.startswith("<"):
        lines[line] = f"{lines[line][:place]}\\{rest}"
        changes.append(Alteration(Altered.HTML, one_line(rest[:40].partition(">")[0] + ">")))
        return True
    return False


def _display(fault: Fault, lines: list[str], changes: list[Alteration]) -> bool:
    """A formula on lines of its own becomes a block of code."""
    start, end = lines_of(fault.block)
    indent = re.match(r"[ >]*(?:[-*+] |\d+[.)] )?", lines[start])
    lead = indent[0] if indent else ""
    margin = re.sub(r"[^ >]", " ", lead)
    inner = "\n".join(line.strip(" >") for line in lines[start:end])[len(lead.strip(" >")) :].strip()
    source = inner.removeprefix("$$").removesuffix("$$").strip("\n")
    changes.append(Alteration(Altered.FORMULAS, one_line(source[:60])))
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`+", source)), default=3))
    body = [f"{lead}{fence}latex", *(f"{margin}{line}" for line in source.split("\n")), f"{margin}{fence}"]
    lines[start:end] = body
    return True


def _formula(line: int, place: int, lines: list[str], changes: list[Alteration]) -> bool:
    text = "\n".join(lines[line:])
    match = _FORMULA.match(text, place)
    if match is None:
        lines[line] = lines[line][:place] + lines[line][place:].replace("$$", r"\$\$", 1)
        return r"\$\$" in lines[line][place:]
    source = " ".join(match[0].split())
    mark = "`" * (max((len(run) for run in re.findall("`+", source)), default=0) + 1)
    changes.append(Alteration(Altered.FORMULAS, one_line(source[:60])))
    lines[line:] = f"{text[:place]}{mark}{source}{mark}{text[match.end() :]}".split("\n")
    return True


def with_fences_closed(text: str) -> str:
    """A fence that is never closed would take the rest of the card for code; it ends with the text that it stands in."""
    mark = ""
    for line in text.split("\n"):
        match = re.match(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$", line)
        if match and not mark:
            mark = match["mark"]
        elif match and not match["info"].strip() and match["mark"].startswith(mark):
            mark = ""
    return f"{text}\n{mark}" if mark else text
