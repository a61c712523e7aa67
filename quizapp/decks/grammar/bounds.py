"""Blocks that are bounded: what is larger than its limit is a fault that names it, and is drawn as it is written."""

import re
from collections.abc import Callable
from typing import TypeAlias

from markdown_it.rules_block import StateBlock, blockquote, list_block, reference, table
from markdown_it.rules_block.table import escapedSplit

from quizapp.decks.grammar.limits import COLUMNS, NESTING, ROWS, beyond
from quizapp.decks.grammar.reading import Fault, of

Rule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]

_LINES_OF_A_DEFINITION = 4
BELOW_A_HEAD = re.compile("[|:]|-[-|:]")
"""How the line below the head of a table begins; a list's item begins with a blank behind its '-'."""


def nested(rule: Rule) -> Rule:
    """`rule`, that of a list or a quotation, unless there are too many about it."""

    def nesting(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        reading = of(state.env)
        if silent or reading.depth < NESTING:
            reading.depth += not silent
            try:
                return rule(state, start_line, end_line, silent)
            finally:
                reading.depth -= not silent
        if not rule(state, start_line, end_line, True):
            return False
        message = f"lists and quotations are nested too deeply; the limit is {NESTING}: flatten them"
        return _as_written(state, start_line, end_line, message)

    return nesting


bounded_list = nested(list_block)
bounded_quotation = nested(blockquote)


def bounded_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A table. Cells that a row lacks are made up, so that a row of one letter may be as many cells as the table has columns."""
    below = state.bMarks[start_line + 1] + state.tShift[start_line + 1]
    if not BELOW_A_HEAD.match(state.src, below) or not table(state, start_line, end_line, True):
        return False
    if silent:
        return True
    columns = len([name for name in escapedSplit(_line(state, start_line + 1)) if name.strip()])
    end = start_line + 2
    while end < end_line and not state.isEmpty(end) and state.sCount[end] >= state.blkIndent:
        end += 1
    message = beyond(columns, COLUMNS, "columns", "the table has") or beyond(end - start_line - 1, ROWS, "rows", "the table has")
    return _as_written(state, start_line, end, f"{message}: split it") if message else table(state, start_line, end_line, False)


def bounded_reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The definition of a link's address. It takes a few lines: each one might be sought to the end of the file otherwise."""
    last, state.lineMax = state.lineMax, min(state.lineMax, start_line + _LINES_OF_A_DEFINITION)
    try:
        return reference(state, start_line, end_line, silent)
    finally:
        state.lineMax = last


def _as_written(state: StateBlock, start_line: int, end_line: int, message: str) -> bool:
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start_line, end_line, state.blkIndent, True)
    token.map = [start_line, end_line]
    of(state.env).faults.append(Fault(token, None, message))
    state.line = end_line
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
