"""Bold words, as most emphasis is: they are read at once where nothing else can be meant, in a fifth of the steps of emphasis in general."""

import re

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from quizapp.decks.grammar.inline import ENDS_OF_TEXT, ParagraphState

_BOLD = re.compile(rf"\*\*([^{re.escape(ENDS_OF_TEXT)}]+)\*\*")


def strong(state: StateInline, silent: bool) -> bool:
    """Plain text between `**` that can only open and `**` that can close.

    No other mark stands between them, and such an opening one can belong to none before it: whatever else there is in the paragraph, these
    two are a pair.
    """
    assert isinstance(state, ParagraphState)
    match = _BOLD.match(state.src, state.pos, state.posMax)
    if match is None or silent:
        return False
    opening, closing = state.scanDelims(state.pos, True), state.scanDelims(match.end(1), True)
    if not opening.can_open or opening.can_close or not closing.can_close or closing.length != 2:
        return False
    if state.pending:
        state.pushPending()
    state.tokens += (
        Token("strong_open", "strong", 1, markup="**"),
        Token("text", "", 0, content=match[1]),
        Token("strong_close", "strong", -1, markup="**"),
    )
    state.bold = True
    state.pos = match.end()
    return True
