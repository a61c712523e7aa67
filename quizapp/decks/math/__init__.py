"""LaTeX formulas as Unicode text, for a documented subset; anything outside it is an error, never another formula.

`subset` holds the table of what is read; docs/formulas.md shows it. `tokens`, `reader`, `constructs` and `tables` make a tree of a
formula, `writer` makes text of the tree: what belongs together is known from the tree, and brackets stand where one line would
otherwise read as something else.
"""

from functools import lru_cache

from quizapp.decks.math.constructs import CONSTRUCTS
from quizapp.decks.math.error import MathError
from quizapp.decks.math.layout import Layout, beside, trimmed
from quizapp.decks.math.reader import Reader
from quizapp.decks.math.tokens import Cursor, tokens
from quizapp.decks.math.writer import sequence

__all__ = ["MathError", "unicode_math"]


def unicode_math(source: str, *, inline: bool = False) -> str:
    """The formula `source` as text: one line, or several where it has rows.

    Raises:
        MathError: it is outside the subset; or it has rows and stands `inline`, within a sentence.
    """
    text = _drawn(source)
    if inline and "\n" in text:
        raise MathError("rows need a formula of their own, between $$ and $$")
    return text


@lru_cache(maxsize=2048)
def _drawn(source: str) -> str:
    """The formula as text. A deck repeats its formulas, in translations and from card to card."""
    reader = Reader(Cursor(tokens(source)), CONSTRUCTS)
    layout = sequence(reader.formula()).layout
    if reader.tag:
        layout = beside([layout, Layout((f"    {reader.tag}",))])
    return trimmed(layout)
