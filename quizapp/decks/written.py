"""What is kept of a card's lines: as they are written, but for comments, blanks that mean nothing, and addresses that stand elsewhere."""

import re
from collections.abc import Iterable, Mapping

_SEPARATOR = re.compile("[\u2028\u2029]")
_SEPARATORS = re.compile("[ ]*[\u2028\u2029][\u2028\u2029 ]*")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?P<blanks> *)")

Cut = tuple[int, int, str]
"""Where something begins and ends in a line, and what takes its place."""


def trimmed(line: str, *, last: bool) -> str:
    """A line of a paragraph without the blanks at its end, which mean nothing.

    Unless it is the paragraph's `last`, the two that break a line stay, and the one after a backslash, which would break it otherwise.
    """
    bare = line.rstrip(" ")
    blanks = len(line) - len(bare)
    kept = 0 if last else 2 if blanks >= 2 else blanks if bare.endswith("\\") else 0
    return bare + " " * kept


def broken(line: str) -> str:
    """A `line` of code with line breaks for its separators of lines; what follows one stands as far in."""
    if not has_separator(line):
        return line
    indent = re.match(r"[ >]*", line)
    assert indent is not None
    return _SEPARATOR.sub(f"\n{indent[0]}", line)


def cut(line: str, cuts: Iterable[Cut]) -> str:
    """`line` with what takes the place of the `cuts`."""
    for start, end, instead in sorted(cuts, reverse=True):
        line = line[:start] + instead + line[end:]
    return _SEPARATORS.sub(" ", line) if has_separator(line) else line


def has_separator(line: str) -> bool:
    """Whether a separator of lines or paragraphs stands in `line`; most hold none, which is quickly seen."""
    return "\u2028" in line or "\u2029" in line


def item(lines: Mapping[int, str], start: int, end: int) -> dict[int, str]:
    """The `lines` from `start` to before `end`, those of a list's item, without its mark and without what indents them as its own."""
    match = _ITEM.match(lines.get(start, ""))
    if match is None:
        return {line: lines[line] for line in range(start, end) if line in lines}
    blanks = len(match["blanks"])
    margin = match.end() if blanks <= 4 else match.end() - blanks + 1
    found = {start: lines[start][margin:]}
    for number in range(start + 1, end):
        if number in lines:
            line = lines[number]
            found[number] = line[min(margin, len(line) - len(line.lstrip(" "))) :]
    return found


def joined(lines: Mapping[int, str], start: int, end: int) -> str:
    """The text of the `lines` that there are from `start` to before `end`."""
    return "\n".join(lines[line] for line in range(start, end) if line in lines).strip("\n")
