"""HTML in Markdown becomes Markdown, or text: what a card may hold stays, scripts and the like go, a tag that is none stays as it is.

Tags are looked for outside code and formulas only. Nothing is executed or fetched.
"""

import re
from html import unescape
from urllib.parse import unquote_plus

from quizapp.decks.importing.note import Alteration, Altered
from quizapp.decks.importing.protect import Protected

_ATTRIBUTE = r"""(?:\s+[\w:.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?"""
_GONE = ("script", "style", "iframe", "video", "audio", "object", "embed", "svg", "form", "noscript", "template", "canvas")
_EMPTY = ("link", "meta", "input", "source", "button", "picture", "track", "col", "wbr")
_BLOCKS = (
    "div",
    "p",
    "section",
    "article",
    "center",
    "figure",
    "figcaption",
    "header",
    "footer",
    "main",
    "details",
    "nav",
    "aside",
    "dl",
    "dt",
    "dd",
)
_INLINE = ("span", "font", "small", "big", "mark", "ins", "label", "abbr", "cite", "q", "a", "time", "tbody", "thead", "colgroup")
_PAIRS = {"strong": "**", "b": "**", "em": "*", "i": "*", "u": "*", "s": "~~", "del": "~~", "strike": "~~"}
_COMMENT_WITH_FORMULA = re.compile("<!--\\s*(?P<formula>\ue000\\d+\ue001)\\s*-->\\s*<img\\b[^>]*math[^>]*>", re.IGNORECASE)
_ANGLED = re.compile(r"\]\(<[^<>\n]*>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_JSX = re.compile(r"^(?:import|export)\s.*(?:from\s+['\"].*|\{.*\}.*|default\s.*)$", re.MULTILINE)
_DROPPED = re.compile(
    rf"<({'|'.join(_GONE)})\b{_ATTRIBUTE}>.*?</\1\s*>|</?(?:{'|'.join(_GONE)}|{'|'.join(_EMPTY)})\b{_ATTRIBUTE}>", re.DOTALL | re.IGNORECASE
)
_IMAGE = re.compile(rf"<img\b({_ATTRIBUTE})>", re.IGNORECASE)
_LINK = re.compile(rf"<a\b({_ATTRIBUTE})>((?:(?!<a\b).)*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_VALUE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_HEADING = re.compile(rf"\n?[ ]*<h([1-6])\b{_ATTRIBUTE}>(.*?)</h\1\s*>[ ]*\n?", re.DOTALL | re.IGNORECASE)
_SUMMARY = re.compile(rf"[ ]*<summary\b{_ATTRIBUTE}>(.*?)</summary\s*>[ ]*", re.DOTALL | re.IGNORECASE)
_LABEL_OF_DETAILS = re.compile(
    r"\W*(?:(?:view|show|see|reveal|toggle|click|hide|open|expand|tap|here|to|the|me|for|full|more) *)*"
    r"(?:answers?|solution|details|code)?\W*|"
    r"\W*(?:(?:답변?|정답|해답|코드|내용|자세히|자세한|전체|더|여기를?|눌러서?) *)*(?:(?:펼쳐 *)?보기|펼치기|접기|클릭)?\W*",
    re.IGNORECASE | re.DOTALL,
)
_PAIR = re.compile(rf"<({'|'.join(_PAIRS)})\b{_ATTRIBUTE}>(\s*)((?:(?!<\1\b).)*?)(\s*)</\1\s*>", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(rf"<(code|kbd|tt|samp|var)\b{_ATTRIBUTE}>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_SCRIPT = re.compile(rf"<(/?)(sub|sup)\b{_ATTRIBUTE}>", re.IGNORECASE)
_BREAK = re.compile(rf"<\s*/?\s*br\b{_ATTRIBUTE}>", re.IGNORECASE)
_RULE = re.compile(rf"^[ ]*<hr\b{_ATTRIBUTE}>[ ]*$", re.IGNORECASE | re.MULTILINE)
_BLOCK_ALONE = re.compile(rf"^[ ]*(?:</?(?:{'|'.join(_BLOCKS)})\b{_ATTRIBUTE}>[ ]*)+$", re.IGNORECASE | re.MULTILINE)
_BLOCK_AT_AN_END = re.compile(
    rf"^(?P<indent>[ ]*)</?(?:{'|'.join(_BLOCKS)})\b{_ATTRIBUTE}>[ ]*|[ ]*</?(?:{'|'.join(_BLOCKS)})\b{_ATTRIBUTE}>[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(rf"(?:[ ]*</?(?:{'|'.join(_BLOCKS)})\b{_ATTRIBUTE}>[ ]*)+", re.IGNORECASE)
_TRANSPARENT = re.compile(rf"</?(?:{'|'.join(_INLINE)})\b{_ATTRIBUTE}>", re.IGNORECASE)
_LIST_TAG = re.compile(rf"\s*<(/?)(ul|ol|li)\b{_ATTRIBUTE}>[ ]*", re.IGNORECASE)
_TABLE = re.compile(rf"<table\b{_ATTRIBUTE}>(.*?)</table\s*>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(rf"<tr\b{_ATTRIBUTE}>(.*?)(?:</tr\s*>|(?=<tr\b)|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(rf"<t[dh]\b{_ATTRIBUTE}>(.*?)(?:</t[dh]\s*>|(?=<t[dh]\b)|\Z)", re.DOTALL | re.IGNORECASE)
_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rf"</?[A-Za-z][\w-]*{_ATTRIBUTE}>|<!--")
_MATH_IMAGE = re.compile(r"(?:[?&]math=|latex\.codecogs\.com/[\w.]+[?]|latex\.codecogs\.com/[\w.]+\.latex\?|[?]tex=)(.+)", re.DOTALL)


def without_html(text: str) -> tuple[str, list[Alteration]]:
    """`text` with its HTML as Markdown, and what was changed."""
    if "<" not in text:
        return text, []
    if "<pre" in text.lower():
        text = _PRE.sub(_fenced, text)
    protected = Protected(text)
    before = protected.text
    if not _TAG.search(before):
        return text, []
    lost = sorted({match[1].lower() for match in _DROPPED.finditer(_COMMENT.sub("", before)) if match[1]})
    protected.change(lambda prose: _converted(prose, protected))
    if protected.text == before:
        return text, []
    return protected.restored(), [Alteration(Altered.HTML, ", ".join(f"<{name}>" for name in lost))]


def attributes(written: str) -> dict[str, str]:
    """The attributes of a tag, by their names in small letters."""
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _VALUE.finditer(written)}


def formula_of_picture(address: str) -> str:
    """The formula, between dollars, of which `address` is a picture that a web service draws; empty where it is no such thing."""
    match = _MATH_IMAGE.search(unescape(address))
    source = re.sub(r"\\(?:inline|dpi\{\d+\}|large|bg_\w+)\s*", "", unquote_plus(match[1].replace("+", "%2B"))) if match else ""
    return f"${' '.join(source.split())}$" if source.strip() and "$" not in source else ""


def _converted(prose: str, protected: Protected) -> str:
    prose = _ANGLED.sub(lambda match: protected.keep(match[0]), prose)  # the address of a link is no tag
    prose = _COMMENT_WITH_FORMULA.sub(lambda match: match["formula"], prose)
    prose = _JSX.sub("", _COMMENT.sub("", prose))
    prose = _DROPPED.sub("", prose)
    prose = _IMAGE.sub(_picture, prose)
    prose = _CODE.sub(lambda match: protected.keep(_span(unescape(protected.restored(match[2])))), prose)
    prose = _LINK.sub(_link, prose)
    for _ in range(4):  # pairs inside pairs
        prose = _PAIR.sub(_pair, prose)
    prose = _HEADING.sub(lambda match: f"\n\n{'#' * int(match[1])} {' '.join(match[2].split())}\n\n", prose)
    prose = _SUMMARY.sub(_summary, prose)
    prose = _TABLE.sub(_table, prose)
    prose = _lists(prose)
    prose = _SCRIPT.sub(lambda match: f"<{match[1]}{match[2].lower()}>", prose)
    prose = _RULE.sub("\n---\n", prose)
    prose = _BREAK.sub("<br>", prose)
    prose = re.sub(r"^[ ]*(?:<br>[ ]*)+$", "", prose, flags=re.MULTILINE)
    prose = _BLOCK_ALONE.sub("", prose)
    prose = _BLOCK_AT_AN_END.sub(lambda match: match["indent"] or "", prose)
    prose = _BLOCK.sub(" <br> ", prose)
    return _TRANSPARENT.sub("", prose)


def _fenced(match: re.Match[str]) -> str:
    code = unescape(re.sub(r"<[^<>]*>", "", match[1])).strip("\n")
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n\n{fence}\n{code}\n{fence}\n\n"


def _span(code: str) -> str:
    code = " ".join(code.split())
    fence = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    edge = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{edge}{code}{edge}{fence}" if code else ""


def _picture(match: re.Match[str]) -> str:
    values = attributes(match[1])
    source = values.get("src", "").strip()
    if formula := formula_of_picture(source):
        return formula
    return f"![{_label(values.get('alt', ''))}]({_address(source)})" if source else ""


def _link(match: re.Match[str]) -> str:
    address, words = attributes(match[1]).get("href", "").strip(), match[2].strip()
    if not address or not words or "](" in words.replace("![", "", 1) or address.startswith("#"):
        return match[2]
    return f"[{words}]({_address(address)})"


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) and not re.search(r"[<>\n]", address) else re.sub(r"[\s<>]", "", address)


def _label(text: str) -> str:
    return " ".join(re.sub(r"[\[\]\\<>`]", " ", text).split())


def _pair(match: re.Match[str]) -> str:
    mark, inner = _PAIRS[match[1].lower()], match[3]
    if not inner or "\n\n" in inner or inner.startswith(mark[0]) or inner.endswith(mark[0]):
        return f"{match[2]}{inner}{match[4]}"
    return f"{match[2]}{mark}{inner}{mark}{match[4]}"


def _summary(match: re.Match[str]) -> str:
    words = " ".join(re.sub(r"<[^>]*>", "", match[1]).split()).strip("*_ ")
    return "\n" if not words or _LABEL_OF_DETAILS.fullmatch(words) else f"\n**{words}**\n\n"


def _table(match: re.Match[str]) -> str:
    rows = [[" ".join(_BREAK.sub(" ", cell).split()).replace("|", "\\|") for cell in _CELL.findall(row)] for row in _ROW.findall(match[1])]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if width < 2:
        return "\n\n" + "\n\n".join(cell for row in rows for cell in row) + "\n\n"
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) + "\n\n"


def _lists(prose: str) -> str:
    """Lists with an item a line, further in for each list that they are in."""
    kinds: list[str] = []

    def turned(match: re.Match[str]) -> str:
        closes, name = match[1], match[2].lower()
        if name != "li":
            if closes and kinds:
                kinds.pop()
            elif not closes:
                kinds.append(name)
            return "\n\n" if not kinds or (len(kinds) == 1 and not closes) else ""
        if closes:
            return ""
        mark = "1. " if kinds and kinds[-1] == "ol" else "- "
        return "\n" + "   " * max(0, len(kinds) - 1) + mark

    return _LIST_TAG.sub(turned, prose)
