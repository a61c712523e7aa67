"""Formulas between `$` and `$$`, wherever text may stand. What is drawn is their Unicode form; a wrong one stands as it is written."""

import re
from typing import cast

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from quizapp.decks.grammar.inline import ParagraphState, is_cjk
from quizapp.decks.grammar.limits import FORMULA, FORMULAS, beyond
from quizapp.decks.grammar.reading import Fault, of
from quizapp.decks.math import MathError, unicode_math

_DISPLAY = re.compile(r"\$\$((?:\\.|\$(?!\$)|[^$\\])+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"\$(?![\s$])((?:\\.|[^$\\])+)\$", re.DOTALL)
_GROUP = re.compile(r"\\(?:text|mathrm|mathsf|mathit|textbf|textit|operatorname\*?)\s*\{[^{}]*\}")
_MACRO = re.compile(r"\\[A-Za-z]+")
_PROSE = re.compile(r"[\w.,;:?!)] +[^\W\d_]{2,}[.,;:?!]? +[\w(]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")


def formula(state: StateInline, silent: bool) -> bool:
    """A formula inside a paragraph."""
    place = state.pos
    if state.src[place] != "$":
        return False
    assert isinstance(state, ParagraphState)
    display = state.src.startswith("$$", place)
    match = _display(state, place) if display else _inline(state, place)
    if match is None:
        return _dollars(state, place, display=display, silent=silent)
    if not silent:
        token = state.push("formula", "", 0)
        token.info = "display" if display else ""
        token.meta = {"place": place}
        token.markup = match[0]
        token.meta["source"] = match[1]
        token.content, token.meta["fault"] = drawn(match[1], state, match[0], inline=not display)
    state.pos = match.end()
    return True


def display_formula(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula on lines of its own: from a line that begins with `$$` to one that ends with it, without an empty line between."""
    first = _line(state, start_line)
    if state.is_code_block(start_line) or not first.startswith("$$") or _in_formula(state, start_line):
        return False
    inner = first[2:].rstrip()
    if "$$" in inner and not (inner.endswith("$$") and inner.count("$$") == 1 and inner != "$$"):
        return False  # something stands behind it
    if silent:
        return True
    lines = [inner.removesuffix("$$")]
    line, closed = start_line + 1, inner.endswith("$$")
    while not closed and line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        inner = _line(state, line)
        lines.append(inner.rstrip().removesuffix("$$"))
        closed, line = "$$" in inner, line + 1
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = "text", "$$", [start_line, line]
    source = "\n".join(lines).strip()
    if not closed:
        _refuse(state, token, lines, "'$$' opens a formula that is never closed in its paragraph")
    elif "$$" in source:
        _refuse(state, token, lines, "there is text after the '$$' that closes a formula; put it on a line of its own")
    else:
        token.content, fault = drawn(source, state, f"$${source}$$", inline=False)
        token.content = token.content.strip("\n") + "\n"
        if fault:
            of(state.env).faults.append(Fault(token, 0, fault))
        else:
            token.meta["source"] = source
    state.line = line
    return True


def drawn(source: str, state: StateInline | StateBlock, written: str, *, inline: bool) -> tuple[str, str]:
    """What is drawn of the formula `source`, and what is wrong with it: then it stands there as it is `written`."""
    reading = of(state.env)
    reading.formulas += 1
    wrong = beyond(len(source), FORMULA, "characters", "it has")
    if reading.formulas > FORMULAS:
        return written, f"too many formulas; the limit is {FORMULAS} in a card" if reading.formulas == FORMULAS + 1 else ""
    if wrong is None:
        try:
            return unicode_math(source, inline=inline), ""
        except MathError as error:
            wrong = str(error)
    return written, f"formula {_short(written)}: {wrong}"


def within_a_line(source: str, written: str) -> tuple[str, str]:
    """What is drawn of a formula between `$$` where there can be no block, and what is wrong with it."""
    try:
        return unicode_math(source, inline=True), ""
    except MathError as error:
        return written, f"formula {_short(written)}: {error}"


def _refuse(state: StateBlock, token: Token, lines: list[str], message: str) -> None:
    token.content = "$$" + "\n".join(lines) + "\n"
    of(state.env).faults.append(Fault(token, 0, message))


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _in_formula(state: StateBlock, line: int) -> bool:
    """Whether a `$$` before `line`, in the paragraph being read, is still open: then this one closes it. Each line is looked at once."""
    begun = state.line
    if begun >= line or state.parentType != "paragraph":
        return False
    known, until, odd = cast("tuple[int, int, bool]", state.env.get("dollars", (-1, -1, False)))
    if (known, until <= line) != (begun, True):
        until, odd = begun, False
    text = "\n".join(_line(state, each) for each in range(until, line))
    odd ^= _CODE.sub("", text).count("$$") % 2 == 1
    state.env["dollars"] = (begun, line, odd)
    return odd


def _display(state: ParagraphState, place: int) -> "re.Match[str] | None":
    if _joins(state, place) or not state.ends_after("$$", place + 1):
        return None
    match = _DISPLAY.match(state.src, place, state.posMax)
    if match is None and state.posMax == len(state.src):
        state.ends["$$"] = -1  # those that follow are escaped
    return match


def _inline(state: ParagraphState, place: int) -> "re.Match[str] | None":
    """The formula from the `$` at `place` to the next one, if that can close it, and if what is between is no prose."""
    if _joins(state, place) or not state.ends_after("$", place):
        return None
    match = _INLINE.match(state.src, place, state.posMax)
    if match is None or match[1][-1].isspace() or _is_word(state.src[match.end() : match.end() + 1]):
        return None
    return None if _is_prose(match[1]) else match


def _joins(state: ParagraphState, place: int) -> bool:
    """Whether the dollar at `place` follows a letter or digit."""
    return place > 0 and _is_word(state.src[place - 1])


def _is_word(char: str) -> bool:
    return char.isalnum() and not is_cjk(char)


def _is_prose(source: str) -> bool:
    """Whether an everyday word stands between others: then two prices or two shell variables enclose a piece of a sentence."""
    return _PROSE.search(_MACRO.sub(r"\\", _GROUP.sub("", source))) is not None


def _dollars(state: ParagraphState, place: int, *, display: bool, silent: bool) -> bool:
    """Dollars that are just that; two of them are likely to be meant otherwise."""
    if not display:
        return False
    if not silent:
        token = state.push("fault", "", 0)
        token.content = "$$"
        token.meta = {"place": place, "fault": "'$$' opens a formula that is never closed in its paragraph"}
    state.pos = place + 2
    return True


def _short(source: str) -> str:
    source = " ".join(source.split())
    return source if len(source) <= 40 else f"{source[:37]}..."
