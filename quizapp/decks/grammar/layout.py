"""How much work a card is for those who lay it out. A step is what a plain paragraph of a few words takes: a good millisecond."""

from collections.abc import Sequence
from itertools import pairwise

from markdown_it.token import Token

_LETTERS_A_STEP, _BREAKS_A_STEP = 128, 8
_CODE_A_STEP, _LINES_A_STEP = 64, 16
"""Letters and lines of code, each of which is coloured."""


def layout_steps(tokens: Sequence[Token]) -> int:
    """The steps of laying `tokens` out. Whatever stands in lists and quotations is measured by each of them, more than once."""
    return round(sum(_steps(before, token) for before, token in pairwise([Token("", "", 0), *tokens])))


def _steps(before: Token, token: Token) -> float:
    depth = 0 if before.type in ("td_open", "th_open") else token.level - (token.type == "inline")
    about = (1 + depth / 2) ** 2
    match token.type:
        case "inline":
            children = token.children or []
            breaks = sum(child.type == "hardbreak" for child in children)
            return about + sum(len(child.content) for child in children) / _LETTERS_A_STEP + breaks / _BREAKS_A_STEP
        case "fence" | "code_block":
            return 4 * about + len(token.content) / _CODE_A_STEP + token.content.count("\n") / _LINES_A_STEP
        case "hr":
            return about
    return 0
