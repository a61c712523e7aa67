"""Writes formulas.md, the page on the LaTeX that is read, from the table of the subset: `make formulas`."""

from pathlib import Path

from quizapp.decks.math import unicode_math
from quizapp.decks.math.reader import DEEPEST
from quizapp.decks.math.subset import CONSTRUCTS, ENVIRONMENT_EXAMPLES, NOTATION, Construct
from quizapp.decks.math.symbols import GROUPS
from quizapp.decks.math.tokens import LONGEST

PAGE = Path(__file__).with_suffix(".md")
_INTRODUCTION = f"""# Formulas

A card's formulas are LaTeX between `$`, or between `$$` on lines of their own. A terminal shows them as Unicode text. What stands on
this page is read; anything else is an error of `quizapp check`, never another formula. A formula has at most {LONGEST:,} characters, and
braces and the like go at most {DEEPEST} levels deep.

How to read what is drawn:

- A fraction is `a/b`. Round brackets stand wherever one line would otherwise mean something else: `(1/2)x`, `√(x + 1)`, `(−x)²`.
- Where Unicode lacks a letter of a script, `^` or `_` stands before it, and reaches to the end of one letter, number or name, or of
  its bracket: `x^q`, `J_batch`, `∑_(q=1)^Q`.
- An accent stands above a single letter. For anything longer it is a word: `overline(AB)`.
- Braces are not drawn. A group that would read otherwise without them, as in `2{{a + b}}`, is an error.
- Rows (matrices, cases, aligned equations) and braces with a label need a formula between `$$`.

This page is made by `make formulas`.
"""


def page() -> str:
    """The page as Markdown."""
    rows = [_row(construct, example) for construct in (*NOTATION, *CONSTRUCTS) for example in construct.examples if _flat(example)]
    table = ["| construct | is drawn as | note |", "|---|---|---|", *rows]
    blocks = [example for each in CONSTRUCTS for example in each.examples if not _flat(example)]
    blocks = list(dict.fromkeys([*blocks, *ENVIRONMENT_EXAMPLES.values()]))
    drawn = [f"```text\n{example}\n\n{unicode_math(example)}\n```" for example in blocks]
    families = [f"- {construct.name}: {_names(construct.macros)}" for construct in CONSTRUCTS if len(construct.macros) > 1]
    symbols = [f"- {title}: {_signs(text)}" for title, (_, text) in GROUPS.items()]
    parts = [
        _INTRODUCTION,
        "## On one line\n\n" + "\n".join(table),
        "## With rows\n\n" + "\n\n".join(drawn),
        "## Macros that are read alike\n\n" + "\n".join(families),
        "## Symbols\n\n" + "\n".join(symbols),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _flat(example: str) -> bool:
    return "\n" not in unicode_math(example) and "\\begin" not in example


def _row(construct: Construct, example: str) -> str:
    note = construct.note if example == construct.examples[0] else ""
    return f"| {construct.name} {_code(example)} | {_code(unicode_math(example))} | {note} |"


def _code(text: str) -> str:
    """A code span in a table, in which a vertical bar is escaped."""
    return f"`{text}`".replace("|", "\\|")


def _names(macros: tuple[str, ...]) -> str:
    return " ".join(f"`\\{macro}`" for macro in macros if macro != " ")


def _signs(text: str) -> str:
    words = text.split()
    return ", ".join(f"`\\{name}` {'`|`' if sign == '|' else f'`{sign}`'}" for name, sign in zip(words[::2], words[1::2], strict=True))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
