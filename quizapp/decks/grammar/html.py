"""HTML that says no more than Markdown can: it is read as Markdown. Comments are left out. Any other HTML is a fault that names it."""

import re
from bisect import bisect_left, bisect_right
from html import unescape

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from quizapp.decks.grammar.inline import ParagraphState
from quizapp.decks.grammar.reading import of
from quizapp.domain.drawable import brief

EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "em", "s": "s", "del": "s"}
"""What a tag inside a line is in Markdown."""
SCRIPTS = {"sub": "_", "sup": "^"}
"""And those that Unicode has letters for, with the mark that stands before what it has none for."""
CODE = ("code", "kbd")
LISTS = {"ul": "bullet_list", "ol": "ordered_list"}
BLOCKS = (*LISTS, "li", "p", "details", "summary", "blockquote", "hr")
"""Tags that begin or end a paragraph."""
_KNOWN = (*EMPHASIS, *SCRIPTS, *CODE, *BLOCKS, "br")
_NAME = re.compile(r"</?\s*([A-Za-z][\w-]*)")
_ATTRIBUTE = re.compile(r"""\s([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_HARMLESS = frozenset({"align", "class", "dir", "id", "lang", "open", "start", "title", "type"})
_INNER_TAG = re.compile(r"</?[A-Za-z!?]")
_COMMENT_END = re.compile("-->")


def comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment, or several, on lines of their own."""
    place = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("<!--", place):
        return False
    while state.src.startswith("<!--", place):
        end = _comment_end(state, place)
        line = bisect_right(state.bMarks, end - 1) - 1
        if end < 0 or line >= end_line:
            return False
        place = state.skipSpaces(end)
    if place < state.eMarks[line]:
        return False  # text follows
    if not silent:
        of(state.env).comments.append((start_line, line + 1))
        state.line = line + 1
    return True


def tag(state: StateInline, silent: bool) -> bool:
    """A tag or a comment inside a paragraph."""
    place = state.pos
    if state.src[place] != "<":
        return False
    assert isinstance(state, ParagraphState)
    if state.src.startswith("<!--", place):
        return _comment(state, place, silent=silent)
    if not state.ends_after(">", place):
        return False
    match = HTML_TAG_RE.match(state.src, place, state.posMax)
    if match is None:
        return False
    name = found[1].lower() if (found := _NAME.match(match[0])) else ""
    if name in CODE and not match[0].startswith("</"):
        return _code(state, name, match[0], silent=silent)
    if not silent:
        if name == "br":
            state.pending = state.pending.rstrip(" ")
        kind = "hardbreak" if name == "br" else "tag" if name in _KNOWN else "text_special"
        token = state.push(kind, "", 0)
        token.meta = {"place": place}
        token.content, token.markup = "" if name == "br" else match[0], match[0]
        token.tag = name
        token.info = "close" if match[0].startswith("</") else ""
        if wrong := _wrong(name, match[0]):
            token.type, token.content, token.meta["fault"] = "fault", match[0], wrong
    state.pos = match.end()
    while name == "br" and state.pos < state.posMax and state.src[state.pos] in " \n":
        state.pos += 1  # blanks mean nothing where a line begins or ends
    return True


def unclosed(written: str) -> str:
    """What to say of a tag without its other half."""
    return f"an HTML tag without its partner: {brief(written)}; write it in Markdown, or between backticks"


def _wrong(name: str, written: str) -> str:
    if name not in _KNOWN and written.startswith("</"):
        return ""  # what it closes has been told of
    if name not in _KNOWN:
        advice = "; write ![what it shows](file.png)" if name == "img" else "; write it in Markdown, or between backticks"
        return f"HTML is not drawn: {brief(written)}{advice}"
    for attribute in _ATTRIBUTE.findall(written):
        if attribute.lower() not in _HARMLESS:
            return f"HTML with {brief(attribute)} is not supported: {brief(written)}; leave that out"
    return ""


def _code(state: ParagraphState, name: str, written: str, *, silent: bool) -> bool:
    """A span of code, in which nothing else is read."""
    start = state.pos + len(written)
    close = f"</{name}>"
    end = state.src.find(close, start, state.posMax) if state.ends_after(close, start - 1) else -1
    text = state.src[start:end] if end >= 0 else ""
    wrong = _wrong(name, written) or (unclosed(written) if end < 0 or _INNER_TAG.search(text) else "")
    if not silent:
        token = state.push("fault" if wrong else "code_inline", "code", 0)
        token.meta = {"place": state.pos, "fault": wrong}
        token.content = written if wrong else unescape(" ".join(text.split()))
        token.markup = "`"
    state.pos = start if wrong else end + len(close)
    return True


def _comment(state: ParagraphState, place: int, *, silent: bool) -> bool:
    end = state.src.find("-->", place + 4, state.posMax) if state.ends_after("-->", place + 3) else -1
    if not silent:
        token = state.push("fault" if end < 0 else "comment", "", 0)
        token.meta = {"place": place, "end": end + 3}
        if end < 0:
            token.content, token.meta["fault"] = "<!--", "a comment is never closed in its paragraph; end it with '-->'"
    state.pos = place + 4 if end < 0 else end + 3
    return True


def _comment_end(state: StateBlock, place: int) -> int:
    """Where the comment that begins at `place` ends; -1 where it does not."""
    if "comment ends" not in state.env:
        state.env["comment ends"] = [match.end() for match in _COMMENT_END.finditer(state.src)]
    ends: list[int] = state.env["comment ends"]
    following = bisect_left(ends, place + 7)
    return ends[following] if following < len(ends) else -1
