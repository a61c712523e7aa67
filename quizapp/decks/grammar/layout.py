"""How much work a card is for those who lay it out. A step is what a plain paragraph of a few words takes: a good millisecond."""

from collections.abc import Sequence

from markdown_it.token import Token

_LETTERS_A_STEP, _BREAKS_A_STEP = 128, 8
_CODE_A_STEP, _LINES_A_STEP = 64, 16
"""Letters and lines of code, each of which is coloured."""
_LAID_OUT = frozenset({"inline", "fence", "code_block", "hr", "table_open"})


def layout_steps(tokens: Sequence[Token]) -> int:
    """The steps of laying `tokens` out. Whatever stands in lists and quotations is measured by each of them, more than once."""
    steps, before = 0.0, ""
    for token in tokens:
        if token.type in _LAID_OUT:
            depth = 0 if before in ("td_open", "th_open") else token.level - (token.type == "inline")
            steps += _steps(token, (1 + depth / 2) ** 2)
        before = token.type
    return round(steps)


def _steps(token: Token, about: float) -> float:
    """Those of one token; `about` is the share of what stands about it."""
    if token.type == "hr":
        return about
    if token.type == "table_open":
        return 4 * about
    if token.type != "inline":
        return 4 * about + len(token.content) / _CODE_A_STEP + token.content.count("\n") / _LINES_A_STEP
    letters = breaks = 0
    for child in token.children or ():
        letters += len(child.content)
        breaks += child.type == "hardbreak"
    return about + letters / _LETTERS_A_STEP + breaks / _BREAKS_A_STEP
