"""Lines and blocks, one below another, as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BULLET = re.compile(r"(?P<indent>\N{NO-BREAK SPACE}*)(?:-|\\\*|\+|[•·▪◦●‣∙–])[ \N{NO-BREAK SPACE}]+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})(?P<mark>[.)])[ \N{NO-BREAK SPACE}]+(?=\S)")
_FEW = 2
"""Lines with a dash or a number that make a list; a single one is text."""


@dataclass(frozen=True)
class Line:
    """A line of text, or where it is a `block`, any Markdown that stands by itself."""

    text: str
    block: bool = False
    apart: bool = False
    """An empty line stands before it."""
    words: str = ""
    """A line of text as it was before it became Markdown."""
    soft: bool = False
    """It goes on with the paragraph: the break before it is only in the source."""


def page(lines: Sequence[Line]) -> str:
    """The lines as Markdown. Those that look like items of a list become one."""
    texts = [line.text for line in lines if not line.block]
    bullets = sum(bool(_BULLET.match(text)) for text in texts) >= _FEW
    numbers = sum(bool(_NUMBER.match(text)) for text in texts) >= _FEW
    out, before = list[str](), "block"
    for line in lines:
        if line.block:
            kind, text = "block", line.text
        elif bullets and (mark := _BULLET.match(line.text)):
            inner = "  " if before == "bullet" and mark["indent"] else ""
            kind, text = "bullet", f"{inner}- {_begun(line.text[mark.end() :])}"
        elif numbers and (mark := _NUMBER.match(line.text)):
            kind, text = "number", f"{int(mark['number'])}{mark['mark']} {_begun(line.text[mark.end() :])}"
        else:
            kind, text = "text", _begun(line.text)
        if out:
            out.append(_between(before, kind, line))
        out.append(text)
        before = kind
    return "".join(out)


def _between(before: str, kind: str, line: Line) -> str:
    if kind == "block" and before == "text" and re.match(r"- |1\. ", line.text) and not line.apart:
        return "\n"
    if line.apart or before != kind or kind == "block":
        return "\n\n"
    if kind == "text":
        return "\n" if line.soft else "<br>\n"
    return "\n"


def _begun(text: str) -> str:
    """`text` so that its beginning is not taken for a heading, a quotation, a list or a rule."""
    if number := _NUMBER.match(text):
        return f"{number['number']}\\{text[number.end('number') :]}"
    if re.match(r"#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[-=]+\s*$|(?:-[ ]*){3,}$|(?:_[ ]*){3,}$|~{3}", text):
        return f"\\{text}"
    return text
