"""Bold words, which most emphasis is: they are read at once where nothing else can be meant."""

import re

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from quizapp.decks.grammar.inline import ENDS_OF_TEXT

_LETTER = r"[^\W_]"
BOLD = re.compile(rf"(?<![^ \n])\*\*(?={_LETTER})([^{re.escape(ENDS_OF_TEXT)}]+)(?<={_LETTER})\*\*(?!\*)")


def strong(state: StateInline, silent: bool) -> bool:
    """Plain text between two `**`: before the first stands a blank, and a letter or digit begins and ends the text.

    So the first can open and not close, and the second can close. Nothing stands between them that could belong to either, and the first
    belongs to none before it: whatever else there is in the paragraph, the two are a pair.
    """
    match = BOLD.match(state.src, state.pos, state.posMax)
    if match is None or silent:
        return False
    if state.pending:
        state.pushPending()
    state.tokens += (
        Token("strong_open", "strong", 1, level=state.level, markup="**"),
        Token("text", "", 0, level=state.level + 1, content=match[1]),
        Token("strong_close", "strong", -1, level=state.level, markup="**"),
    )
    state.pos = match.end()
    return True
