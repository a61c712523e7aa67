"""How much of a thing a card may hold. Whatever keeps within these limits is read in linear time and drawn within a second."""

NESTING = 6
"""Lists and quotations inside one another."""
COLUMNS = 20
"""Of a table."""
ROWS = 100
"""Of a table, its head included."""
BLOCKS = 400
"""Paragraphs, list items, table cells and blocks of code of a card; each is laid out as a widget of its own."""
STEPS = 420
"""Of laying out a card; see `layout_steps`."""
PARAGRAPH = 10_000
"""Characters of a paragraph."""
WORD = 2_000
"""Characters of a paragraph without a blank among them; a long address is the longest of them."""
CODE = 20_000
"""Characters of a block of code."""
FORMULA = 2_000
"""Characters of a formula."""
FORMULAS = 400
"""Of a card."""
BRACKETS = 200
"""Opening square brackets of a paragraph."""
POINTS = 26
"""Key points of a card: each has a letter as its key."""
CARD = 100_000
"""Characters of a card."""


def beyond(number: int, limit: int, one: str, holder: str = "") -> str | None:
    """What to say where `holder` has more of `one` than the limit; None where it has not."""
    if number <= limit:
        return None
    return f"{holder} {number:,} {one}; the limit is {limit:,}".lstrip()
