"""What each construct of the subset reads behind its macro."""

from dataclasses import replace

from quizapp.decks.math.accents import ACCENTS
from quizapp.decks.math.error import MathError
from quizapp.decks.math.fonts import FONTS, in_font
from quizapp.decks.math.reader import NAME, Reader
from quizapp.decks.math.symbols import DELIMITERS, FUNCTIONS, Role
from quizapp.decks.math.tables import environment, substack
from quizapp.decks.math.tree import (
    Accented,
    Application,
    Brace,
    Branch,
    Branches,
    Fenced,
    Gap,
    Group,
    LongArrow,
    Phantom,
    Prose,
    Radical,
    Ratio,
    Scripted,
    Sign,
)
from quizapp.decks.math.words import operator_name, words

_COLUMNS = {"quad": 2, "qquad": 4, "!": 0, "negthinspace": 0}
_DELIMITER_ROLES = dict.fromkeys("([{⟨⌊⌈⟦", Role.OPENING) | dict.fromkeys(")]}⟩⌋⌉⟧", Role.CLOSING) | dict.fromkeys("|‖", Role.BAR)
_SIDES = {"l": Role.OPENING, "r": Role.CLOSING, "m": Role.RELATION}
_ARROWS = {"xrightarrow": ("─", "→"), "xleftarrow": ("←", "─")}


def _fraction(reader: Reader, macro: str) -> Branch:
    return Ratio(over=reader.argument(f"\\{macro}"), under=reader.argument(f"\\{macro}"))


def _root(reader: Reader, macro: str) -> Branch:
    index = reader.option()
    return Radical(index=index, body=reader.argument("\\sqrt"))


def _binomial(reader: Reader, macro: str) -> Branch:
    return Application(word="binom", arguments=(reader.argument(f"\\{macro}"), reader.argument(f"\\{macro}")))


def _function(reader: Reader, macro: str) -> Branch:
    return Sign(text=FUNCTIONS[macro], role=Role.OPERATOR, name=True)


def _operator(reader: Reader, macro: str) -> Branch:
    if reader.cursor.next == "*":
        reader.cursor.skip(1)
    return Sign(text=operator_name(reader.cursor), role=Role.OPERATOR, name=True)


def _font(reader: Reader, macro: str) -> Branch | None:
    return _set_in(reader, FONTS[macro], macro)


def _name(reader: Reader, macro: str) -> Branch | None:
    return _set_in(reader, NAME, macro)


def _set_in(reader: Reader, font: str, macro: str) -> Branch | None:
    """The argument in `font`; an old macro of two letters changes the font for the rest of the group."""
    if len(macro) == 2 and macro != "bm":
        reader.font = font
        return None
    before, reader.font = reader.font, font
    found = reader.argument(f"\\{macro}")
    reader.font = before
    return found[0] if len(found) == 1 else Group(body=found)


def _words(reader: Reader, macro: str) -> Branch:
    text = words(reader.cursor, f"\\{macro}")
    return Prose(text=in_font(text, FONTS[macro]) if macro in FONTS else text)


def _accent(reader: Reader, macro: str) -> Branch:
    accent = ACCENTS[macro]
    body = reader.argument(f"\\{macro}")
    letter = body[0] if len(body) == 1 else None
    if isinstance(letter, Scripted) and letter.base is not None and letter.sup is None and not letter.primes and not accent.wide:
        return replace(
            letter, base=Accented(body=(letter.base,), mark=accent.mark, word=accent.word)
        )  # it stands on the letter, not on the index
    return Accented(body=body, mark=accent.mark, word=accent.word)


def _fence(reader: Reader, macro: str) -> Branch:
    if macro == "right":
        raise MathError("\\right without \\left")
    sign = _delimiter(reader, macro)
    if macro == "middle":
        return Sign(text=sign, role=Role.RELATION)
    body = reader.nested()
    if reader.cursor.take() != "\\right":
        raise MathError("\\left is never closed by \\right")
    return Fenced(left=sign, body=body, right=_delimiter(reader, "right"))


def _delimiter(reader: Reader, macro: str) -> str:
    token = reader.cursor.past_blanks()
    if token not in DELIMITERS:
        raise MathError(f"\\{macro} needs a bracket behind it")
    reader.cursor.skip(1)
    return DELIMITERS[token]


def _size(reader: Reader, macro: str) -> Branch | None:
    sign = _delimiter(reader, macro)
    role = _SIDES.get(macro[-1]) or _DELIMITER_ROLES.get(sign, Role.ORDINARY)
    return Sign(text=sign, role=role) if sign else None


def _negation(reader: Reader, macro: str) -> Branch:
    (sign,) = reader.argument("\\not") or (None,)
    if not isinstance(sign, Sign) or not (sign.role is Role.RELATION or sign.text == "∃"):
        raise MathError("\\not stands before a relation, such as =, \\in or \\subset")
    return replace(sign, text="∤" if sign.text == "|" else f"{sign.text}\u0338")


def _stack(reader: Reader, macro: str) -> Branch:
    above, on = reader.argument(f"\\{macro}"), _carrier(reader.argument(f"\\{macro}"))
    if on is None:
        raise MathError(f"\\{macro} is read above a relation, an operator or a function only")
    return Scripted(base=on, sup=above)


def _understack(reader: Reader, macro: str) -> Branch:
    below, on = reader.argument("\\underset"), _carrier(reader.argument("\\underset"))
    if on is None:
        raise MathError("\\underset is read below a relation, an operator or a function only")
    return Scripted(base=on, sub=below)


def _carrier(branches: Branches) -> Sign | None:
    """A sign that can have something above or below it without its being read as a power or an index. Functions in a row are one."""
    signs = [each for each in branches if isinstance(each, Sign) and each.role in {Role.RELATION, Role.OPERATOR, Role.BINARY}]
    branches = tuple(each for each in branches if not isinstance(each, Gap))
    if len(signs) != len(branches) or not signs or (len(signs) > 1 and not all(each.name for each in signs)):
        return None
    return replace(signs[0], text=" ".join(each.text for each in signs))


def _long_arrow(reader: Reader, macro: str) -> Branch:
    below = reader.option()
    return LongArrow(ends=_ARROWS[macro], above=reader.argument(f"\\{macro}"), below=below)


def _brace(reader: Reader, macro: str) -> Branch:
    below = macro == "underbrace"
    body, mark, label = reader.argument(f"\\{macro}"), "_" if below else "^", Branches()
    if reader.cursor.past_blanks() == mark:
        reader.cursor.skip(1)
        label = reader.argument(mark)
    return Brace(body=body, label=label, below=below)


def _phantom(reader: Reader, macro: str) -> Branch:
    return Phantom(body=reader.argument(f"\\{macro}"))


def _modulus(reader: Reader, macro: str) -> Branch:
    if macro == "pmod":
        return Fenced(left="(mod ", body=reader.argument("\\pmod"), right=")", spaced=True)
    return Sign(text="mod", role=Role.BINARY, name=True)


def _space(reader: Reader, macro: str) -> Branch:
    return Gap(columns=_COLUMNS.get(macro, 1))


def _style(reader: Reader, macro: str) -> None:
    return None


def _label(reader: Reader, macro: str) -> None:
    words(reader.cursor, "\\label")


def _tag(reader: Reader, macro: str) -> None:
    starred = reader.cursor.next == "*"
    reader.cursor.skip(starred)
    text = words(reader.cursor, "\\tag")
    reader.tag = text if starred else f"({text})"


CONSTRUCTS = {
    "fraction": _fraction,
    "root": _root,
    "binomial": _binomial,
    "function": _function,
    "operator": _operator,
    "font": _font,
    "name": _name,
    "words": _words,
    "accent": _accent,
    "fence": _fence,
    "size": _size,
    "negation": _negation,
    "stack": _stack,
    "understack": _understack,
    "long arrow": _long_arrow,
    "lines": substack,
    "brace": _brace,
    "phantom": _phantom,
    "modulus": _modulus,
    "space": _space,
    "style": _style,
    "label": _label,
    "tag": _tag,
    "environment": environment,
}
"""By the construct's name in the table of the subset."""
