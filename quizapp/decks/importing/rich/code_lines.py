"""Lines that are a program, though nothing says so but their letters or their indentation: a block of code."""

import re
from collections.abc import Sequence

from quizapp.decks.importing.rich.page import Line

_HARD = "\N{NO-BREAK SPACE}"
_ONLY_CODE = re.compile(rf"(?P<indent>{_HARD}*)(?P<fence>`+)(?P<code>[^`]+)(?P=fence)")
_INDENT = 2
"""Hard blanks at its beginning make a line an indented one."""
_FEW = 2
"""Lines of a program, at least; and indented ones among those that nothing else marks."""
_SIGNS = re.compile(r"[=(){};]|^\s*(?:def|class|for|if|while|return|import|from|else|try|public|void|int|SELECT)\b")
_ITEM = re.compile(rf"[{_HARD} ]*(?:[-*+•·▪◦●‣∙–]|\d+[.)]|[a-z][.)])[{_HARD} ]")


def fenced(lines: Sequence[str]) -> str:
    """A block of code."""
    text = "\n".join(lines)
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`+", text)), default=3))
    return f"{fence}\n{text}\n{fence}"


def with_code_joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, with one block in the place of those that are a program."""
    out, place = list[Line](), 0
    while place < len(lines):
        end = _end_of_code(lines, place) or _end_of_indented(lines, place)
        if end - place >= _FEW:
            out.append(Line(fenced([_plain(line) for line in lines[place:end]]), block=True, apart=True))
            place = end
        else:
            out.append(lines[place])
            place += 1
    return out


def _end_of_code(lines: Sequence[Line], place: int) -> int:
    """Where the lines from `place` on are no longer spans of code."""
    end = place
    while end < len(lines) and not lines[end].block and _ONLY_CODE.fullmatch(lines[end].text):
        end += 1
    return end if end > place else 0


def _end_of_indented(lines: Sequence[Line], place: int) -> int:
    """Where a program that begins at `place` ends: with its last indented line, or the bracket below it. 0 where none begins."""
    if place + 1 >= len(lines) or _is_indented(lines[place]) or not _is_indented(lines[place + 1]) or lines[place].block:
        return 0
    end, last = place + 1, place
    while end < len(lines) and not lines[end].block and not _ITEM.match(lines[end].words):
        if _is_indented(lines[end]) or (end == last + 1 and re.fullmatch(r"[\])};,]+", lines[end].words.strip())):
            last = end
        elif end + 1 >= len(lines) or not _is_indented(lines[end + 1]):
            break
        end += 1
    found = lines[place : last + 1]
    indented, signs = sum(map(_is_indented, found)), sum(bool(_SIGNS.search(line.words)) for line in found)
    return last + 1 if indented >= _FEW and 2 * signs >= len(found) else 0


def _is_indented(line: Line) -> bool:
    return not line.block and line.text.startswith(_HARD * _INDENT) and not _ITEM.match(line.words)


def _plain(line: Line) -> str:
    if match := _ONLY_CODE.fullmatch(line.text):
        return f"{' ' * len(match['indent'])}{match['code']}"
    return line.words.replace(_HARD, " ").rstrip()
