"""What stands in braces and is no formula: words, names of operators, labels, environments, lengths, columns."""

import re

from quizapp.decks.math.error import MathError
from quizapp.decks.math.tokens import Cursor

_ESCAPED = {f"\\{char}": char for char in "%$#&_{}"} | {"\\ldots": "…", "\\dots": "…", "\\textbackslash": "∖"}
_SPACES = frozenset({"~", "\\ ", "\\,", "\\;", "\\:", "\\quad"})
_TRANSPARENT = frozenset({"\\text", "\\textrm", "\\textit", "\\textnormal", "\\emph", "\\mbox"})
"""Macros within words that change how they look, which a terminal does not show."""
_LENGTH = re.compile(r"\s*[+-]?\d*\.?\d+\s*(?:pt|em|ex|mm|cm|in|mu|px|pc|bp|sp)\s*")


def words(cursor: Cursor, macro: str, blank: str = " ") -> str:
    """The words in the braces behind `macro`, `blank` standing for each blank between them."""
    cursor.expect_brace(macro)
    open_braces, parts = 1, list[str]()
    while (token := cursor.take()) is not None:
        open_braces += (token == "{") - (token == "}")
        if not open_braces:
            return re.sub(r" +", " ", "".join(parts))
        if token not in {"{", "}"} and token not in _TRANSPARENT:
            parts.append(blank if token.isspace() else _word(token, macro))
    raise MathError("'{' is never closed")


def _word(token: str, macro: str) -> str:
    if token in _SPACES:
        return " "
    if token in _ESCAPED:
        return _ESCAPED[token]
    if token.startswith("\\") or token[0] in "&^":
        raise MathError(f"{token!r} in {macro}{{...}}, where only words stand".replace("\\\\", "\\"))
    if token in {"$", "#", "%"}:
        raise MathError(f"{token!r} in {macro}{{...}}; write \\{token}")
    return token


def operator_name(cursor: Cursor) -> str:
    """The name in the braces behind `\\operatorname`."""
    name = words(cursor, "\\operatorname", blank="").strip()
    if not name or not all(char.isalnum() or char in "-_ '" for char in name):
        raise MathError("\\operatorname needs a name, of letters and digits")
    return name


def environment_name(cursor: Cursor, macro: str) -> str:
    """The name in the braces behind `\\begin` or `\\end`."""
    cursor.expect_brace(macro)
    return "".join(_up_to(cursor, "}")).strip()


def columns(cursor: Cursor) -> str:
    """The columns of an array: l, c and r, and | where a line is drawn between two."""
    cursor.expect_brace("\\begin{array}")
    found = "".join(_up_to(cursor, "}")).replace(" ", "")
    if not re.fullmatch(r"[lcr](?:\|?[lcr])*", found):
        raise MathError("the columns of an array are l, c and r, with | between two of them for a line")
    return found


def skip_position(cursor: Cursor) -> None:
    """Moves past the `[t]` of an environment, which says where it stands on its line."""
    if [cursor.ahead(place) for place in (0, 2)] == ["[", "]"] and cursor.ahead(1) in {"t", "c", "b"}:
        cursor.skip(3)


def skip_length(cursor: Cursor) -> None:
    """Moves past what may stand behind the end of a row: a star and a length in brackets."""
    if cursor.next == "*":
        cursor.skip(1)
    blank = int((token := cursor.next) is not None and token.isspace())
    if cursor.ahead(blank) != "[":
        return
    inside = [cursor.ahead(blank + place) or "" for place in range(1, 14)]
    if "]" in inside and _LENGTH.fullmatch("".join(inside[: inside.index("]")])):
        cursor.skip(blank + inside.index("]") + 2)
    elif not blank:
        raise MathError("'[' behind the end of a row needs a length, such as [4pt]; put a blank before a bracket")


def _up_to(cursor: Cursor, closer: str) -> list[str]:
    found = list[str]()
    while (token := cursor.take()) != closer:
        if token is None:
            raise MathError("'{' is never closed")
        found.append(token)
    return found
