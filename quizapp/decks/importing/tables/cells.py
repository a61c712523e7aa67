"""A cell as Markdown: what it says in plain text is said literally, HTML keeps its tags for `html`, and Markdown stays as it is."""

import re
from collections.abc import Iterator
from html import unescape

from quizapp.domain.markdown_text import as_markdown

_TAG = re.compile(
    r"</?(?:br|b|i|u|s|em|strong|div|p|span|ul|ol|li|img|font|a|code|pre|sub|sup|h[1-6]|table|tr|td|th|hr|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_IS_HTML = re.compile(
    r"<br\s*/?>|&nbsp;|<(b|i|u|em|strong|div|p|span|ul|ol|li|font|code|pre|sub|sup|h[1-6]|table)\b[^<>]*>(?:(?!</\1).)*</\1\s*>|<img\b[^<>]*src",
    re.IGNORECASE | re.DOTALL,
)
_IS_MARKDOWN = re.compile(
    r"^[ ]{0,3}(?:```|~~~)|\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*|(?<![`\\])`[^`\n]+`(?!`)|!?\[[^\[\]\n]+\]\([^()\s]+\)|^\|(?:[ ]*:?-+:?[ ]*\|)+"
    r"|^(?:[-*] .*\n)+[-*] .|^\d{1,2}[.)] .*\n\d{1,2}[.)] .|\$\$[^$]+\$\$"
    r"|(?<![\w\\$])\$(?![\s$])[^$\n]*[\\^_={][^$\n]*(?<!\s)\$(?![\w$])",
    re.MULTILINE,
)
_MATH = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\[\$\](?P<old>.+?)\[/\$\]|\[\$\$\](?P<block>.+?)\[/\$\$\]|\[latex\](?P<latex>.+?)\[/latex\]",
    re.DOTALL | re.IGNORECASE,
)
_CODE = re.compile(r"<(pre|code)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CLOZE = re.compile(r"\{\{c(?P<group>\d{1,4})::(?P<text>(?:(?!\{\{c|\}\}).)*?)(?:::(?P<hint>(?:(?!\}\}).)*?))?\}\}", re.DOTALL)
_PRE = re.compile(r"<pre\b", re.IGNORECASE)


def is_html(cell: str) -> bool:
    """Whether a cell is clearly HTML."""
    return bool(_IS_HTML.search(cell))


def has_gaps(cell: str) -> bool:
    """Whether it has Anki's gaps, `{{c1::text}}`."""
    return bool(_CLOZE.search(cell))


def gap_marks(text: str) -> Iterator[re.Match[str]]:
    """Those gaps, with the groups "group", "text" and "hint"."""
    return _CLOZE.finditer(text)


def cell_markdown(cell: str, *, html: bool | None, question: bool = False) -> str:
    """`cell` as Markdown that may hold HTML tags. `html`: whether the file says that it is HTML, None where it may be some."""
    text = cell.strip("\n ")
    if html or (html is None and _TAG.search(text)):
        return _rich(text if html is None or _PRE.search(text) else " ".join(text.split("\n")), lines=html is None)
    if _IS_MARKDOWN.search(text):
        return text
    return _as_written(text, question=question)


def _rich(text: str, *, lines: bool) -> str:
    """HTML whose text is escaped; where `lines`, a new line in it is one."""
    out, place = list[str](), 0
    for match in _CODE.finditer(text):
        out += [_pieces(text[place : match.start()], lines=lines), match[0]]
        place = match.end()
    return "".join([*out, _pieces(text[place:], lines=lines)])


def _pieces(text: str, *, lines: bool) -> str:
    out, place = list[str](), 0
    for match in re.finditer(f"{_TAG.pattern}|<!--.*?-->", text, re.IGNORECASE | re.DOTALL):
        out += [_prose(text[place : match.start()], lines=lines), match[0]]
        place = match.end()
    return "".join([*out, _prose(text[place:], lines=lines)])


def _prose(text: str, *, lines: bool) -> str:
    out, place = list[str](), 0
    text = unescape(text).replace("\xa0", " ")
    for match in _MATH.finditer(text):
        source = " ".join(next(group for group in match.groups() if group is not None).strip().strip("$").split())
        mark = "$$" if match["display"] or match["block"] else "$"
        out += [
            _escaped(text[place : match.start()], lines=lines),
            f"{mark}{source}{mark}" if source and "$" not in source else as_markdown(match[0]),
        ]
        place = match.end()
    return "".join([*out, _escaped(text[place:], lines=lines)])


def _escaped(text: str, *, lines: bool) -> str:
    """Text between tags, with the blanks around it."""
    if not text.strip():
        return re.sub(r"\n+", "<br>\n", text) if lines and "\n" in text and text.strip(" ") else text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    broken = "<br>\n" if lines else " "
    return (" " if lead else "") + broken.join(as_markdown(line) for line in text.strip().split("\n")) + (" " if trail else "")


def _as_written(text: str, *, question: bool) -> str:
    """Plain text: each line is one, and lines that are indented are code."""
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(_block(block.strip("\n"), question=question) for block in blocks if block.strip())


def _block(block: str, *, question: bool) -> str:
    lines = block.split("\n")
    if len(lines) > 1 and any(line.startswith(("  ", "\t")) for line in lines):
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", block)), 3)
        return f"{fence}\n{block}\n{fence}"
    return (" " if question else "\\\n").join(as_markdown(line) for line in lines if line.strip())
