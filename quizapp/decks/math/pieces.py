"""Drawn pieces of a formula in a row: which brackets they need beside each other, and what space."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from quizapp.decks.math.error import MathError
from quizapp.decks.math.layout import Layout
from quizapp.decks.math.scripts import GLYPHS, INDICES
from quizapp.decks.math.symbols import Role


class Bond(IntEnum):
    """How firmly a piece holds together, from the loosest."""

    RELATION = 0
    SUM = 1
    FRACTION = 2
    """Also any product with a sign, and a/b on one line."""
    UNCLOSED = 3
    """A product with a root in it that could seem to go on."""
    ROOT = 4
    """A root without brackets."""
    PRODUCT = 5
    POWER = 6
    CALL = 7
    """A word with its arguments, as binom(n, k)."""
    INDEXED = 8
    ATOM = 9
    FENCED = 10


ADDITIVE = frozenset("+−±∓")
_PREFIXES = frozenset("∂∇¬∀∃∄")
WIDE = 2
"""Columns of a gap that keeps apart what is beside it."""


@dataclass(slots=True)
class Piece:
    """A part of a formula as it is drawn; `role` is None for a gap, whose width is `gap`."""

    layout: Layout
    role: Role | None = Role.ORDINARY
    bond: Bond = Bond.ATOM
    spaced: bool = False
    gap: int = 0
    word: bool = False
    """Begins with a word, to be kept apart from letters."""
    words: bool = False
    """Ends with a word."""
    prose: bool = False
    unary: bool = False
    scripts: str = ""
    """How its scripts end: "u" for letters of Unicode's own, "_" or "^" for scripts that are written out."""
    hidden: bool = False
    """Made of a group, whose braces nobody sees."""
    indexed_root: bool = False

    @property
    def text(self) -> str:
        """Its base line."""
        return self.layout.lines[self.layout.base]

    @property
    def slash(self) -> bool:
        """Whether it is a division's."""
        return self.text == "/" and self.role is Role.ORDINARY

    def bracketed(self) -> "Piece":
        """It in round brackets."""
        return Piece(self.layout.wrapped("(", ")"), bond=Bond.FENCED, spaced=self.spaced)


def gap(columns: int) -> Piece:
    """Empty space."""
    return Piece(Layout(("",)), role=None, gap=columns)


def settle_bars(pieces: Sequence[Piece]) -> None:
    """Gives each bar its role: opening, closing, or none where it stands between two things, as in p(x|y)."""
    if not any(piece.role is Role.BAR for piece in pieces):
        return
    levels = list(_levels(pieces))
    left = Counter(level for level, piece in zip(levels, pieces, strict=True) if piece.role is Role.BAR)
    unclosed: Counter[int] = Counter()
    before: Piece | None = None
    for level, piece in zip(levels, pieces, strict=True):
        if piece.role is Role.BAR:
            left[level] -= 1
            after_operand = before is not None and not before.unary and before.role in {Role.ORDINARY, Role.CLOSING}
            if unclosed[level] and (after_operand or piece.scripts):
                piece.role = Role.CLOSING
                unclosed[level] -= 1
            elif left[level] > unclosed[level] and not piece.scripts:
                piece.role = Role.OPENING
                unclosed[level] += 1
            else:
                piece.role = Role.CLOSING if piece.scripts else Role.ORDINARY
        if piece.role is not None:
            before = piece


def _levels(pieces: Sequence[Piece]) -> "Sequence[int]":
    """For each piece, the number of the bracket in which it stands."""
    found, stack, count = [], [0], 0
    for piece in pieces:
        if piece.role is Role.OPENING:
            count += 1
            stack.append(count)
        elif piece.role is Role.CLOSING and len(stack) > 1:
            stack.pop()
        found.append(stack[-1])
    return found


_NO_OPERAND = frozenset({Role.BINARY, Role.OPERATOR, Role.RELATION, Role.OPENING, Role.PUNCTUATION})


def settle_signs(pieces: Sequence[Piece], *, operand_before: bool) -> None:
    """Binary operators that have nothing on one side are signs: -x, x^+ (The TeXbook, page 170)."""
    drawn = [piece for piece in pieces if piece.role is not None]
    for place, piece in enumerate(drawn):
        if piece.role is not Role.BINARY:
            continue
        before = drawn[place - 1] if place else None
        after = drawn[place + 1] if place + 1 < len(drawn) else None
        if (before is None and not operand_before) or (before is not None and (before.role in _NO_OPERAND or before.unary)):
            piece.role, piece.unary = Role.ORDINARY, True
        elif before is not None and (after is None or after.role in {Role.RELATION, Role.CLOSING, Role.PUNCTUATION}):
            piece.role = Role.ORDINARY


def bracket_fractions_and_roots(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with brackets around those that a neighbour would otherwise be read into."""
    if not any(piece.bond <= Bond.ROOT or piece.indexed_root or piece.text[:1] == "√" or piece.scripts in {"^", "_"} for piece in pieces):
        return list(pieces)
    nearest = _neighbours(pieces)
    return [piece.bracketed() if _needs_brackets(piece, *nearest[i]) else piece for i, piece in enumerate(pieces)]


def _needs_brackets(piece: Piece, before: Piece | None, after: Piece | None) -> bool:
    joined_after = after is not None and after.role is not Role.BINARY and _touches(after, last=False)
    joined_before = before is not None and before.role is not Role.BINARY and _touches(before, last=True)
    if piece.indexed_root and joined_before:
        return True
    if piece.text[:1] == "√" and before is not None and before.text[-1:] in INDICES:
        return True
    if piece.scripts in {"^", "_"} and after is not None and after.text == "!":
        return True
    if piece.role is not Role.ORDINARY:
        return False
    if piece.bond is Bond.FRACTION and not piece.hidden:
        return _touches(before, last=True) or _touches(after, last=False)
    return piece.bond in {Bond.UNCLOSED, Bond.ROOT} and joined_after


def _neighbours(pieces: Sequence[Piece]) -> list[tuple[Piece | None, Piece | None]]:
    """What stands before and after each piece; narrow gaps are nothing."""
    near = [piece.role is not None or piece.gap >= WIDE for piece in pieces]
    before: list[Piece | None] = []
    last: Piece | None = None
    for piece, counts in zip(pieces, near, strict=True):
        before.append(last)
        last = piece if counts else last
    after: list[Piece | None] = []
    last = None
    for piece, counts in zip(reversed(pieces), reversed(near), strict=True):
        after.append(last)
        last = piece if counts else last
    return list(zip(before, reversed(after), strict=True))


def _touches(piece: Piece | None, *, last: bool) -> bool:
    """Whether what stands before (`last`: it is its last part that is near) or after a fraction could be read into it."""
    if piece is None or piece.role in {None, Role.RELATION, Role.PUNCTUATION} or piece.unary:
        return False
    if piece.role is Role.BINARY:
        return piece.text not in ADDITIVE
    if piece.prose:
        return not (piece.text.endswith(" ") if last else piece.text.startswith(" "))
    if last:
        return piece.role is not Role.OPENING
    return piece.role is not Role.CLOSING or piece.text == "!" or bool(piece.scripts)


def check_groups(pieces: Sequence[Piece]) -> None:
    """Braces are not drawn. Raises MathError where a group would therefore be read as something else, as in 2{a + b}."""
    if not any(piece.hidden for piece in pieces):
        return
    for piece, (before, after) in zip(pieces, _neighbours(pieces), strict=True):
        if not piece.hidden or piece.role is not Role.ORDINARY or piece.bond > Bond.FRACTION:
            continue
        left, right = _pull(before), _pull(after)
        chained = before is None or before.role is not Role.BINARY or before.text in "+·×"
        if left > piece.bond or right > piece.bond or (left == piece.bond and not chained):
            raise MathError("braces are not drawn, so that this group would read otherwise; write brackets, or leave the braces out")


def _pull(piece: Piece | None) -> int:
    """How firmly a neighbour holds what stands beside it."""
    bracket = piece is not None and piece.role in {Role.OPENING, Role.CLOSING} and not piece.scripts and piece.text != "!"
    if piece is None or piece.role is None or bracket:
        return -1
    if piece.role in {Role.RELATION, Role.PUNCTUATION}:
        return Bond.RELATION
    if piece.role is Role.BINARY:
        return Bond.SUM if piece.text in ADDITIVE else Bond.FRACTION
    return Bond.SUM if piece.unary else Bond.PRODUCT


def bond_of(pieces: Sequence[Piece]) -> Bond:
    """How firmly pieces in a row hold together."""
    drawn = [piece for piece in pieces if piece.role is not None]
    if not drawn:
        return Bond.ATOM
    if len(drawn) == 1:
        return drawn[0].bond if drawn[0].role in {Role.ORDINARY, Role.OPERATOR} and not drawn[0].unary else Bond.ATOM
    if _fenced(drawn):
        return Bond.FENCED
    if (
        drawn
        and drawn[0].role is Role.OPERATOR
        and drawn[0].words
        and (_fenced(drawn[1:]) or [each.bond for each in drawn[1:]] == [Bond.FENCED])
    ):
        return Bond.CALL
    bonds = [bond for bond in map(_loosening, _outside_brackets(drawn)) if bond is not None]
    loosest = min(bonds, default=Bond.PRODUCT)
    return Bond.UNCLOSED if loosest is Bond.ROOT else loosest


def _loosening(piece: Piece) -> Bond | None:
    if piece.role in {Role.RELATION, Role.PUNCTUATION} or piece.gap >= WIDE:
        return Bond.RELATION
    if piece.role is Role.BINARY:
        return Bond.SUM if piece.text in ADDITIVE else Bond.FRACTION
    if piece.unary:
        return Bond.SUM
    if piece.role is Role.OPERATOR or piece.slash or piece.prose:
        return Bond.FRACTION
    return piece.bond if piece.bond <= Bond.ROOT else None


def _outside_brackets(pieces: Sequence[Piece]) -> list[Piece]:
    depth, found = 0, []
    for piece in pieces:
        depth -= piece.role is Role.CLOSING
        if depth <= 0:
            found.append(piece)
        depth += piece.role is Role.OPENING
    return found


def _fenced(pieces: Sequence[Piece]) -> bool:
    """Whether one pair of brackets goes around all of it."""
    if (
        not pieces
        or pieces[0].role is not Role.OPENING
        or pieces[-1].role is not Role.CLOSING
        or pieces[-1].scripts
        or pieces[-1].text == "!"
    ):
        return False
    depth = 0
    for piece in pieces[:-1]:
        depth += (piece.role is Role.OPENING) - (piece.role is Role.CLOSING)
        if depth <= 0:
            return False
    return depth == 1


def space(left: Piece, right: Piece, *, tight: bool) -> int:
    """Columns between two neighbours; `tight` in scripts."""
    a, b = left.role, right.role
    if _apart(left, right):
        return 1
    if tight:
        return 0
    if a is Role.OPENING or b in {Role.CLOSING, Role.PUNCTUATION}:
        return 0
    if a is Role.PUNCTUATION:
        return 1
    if Role.RELATION in {a, b}:
        return int(a is not b)
    if Role.BINARY in {a, b}:
        return 1
    if left.unary or left.text in _PREFIXES or left.slash or right.slash:
        return 0
    if a is Role.OPERATOR:
        return int(not (left.words and _opens(right) and left.scripts not in {"_", "^"}))
    if b is Role.OPERATOR:
        return 1
    return int(right.spaced or (left.spaced and right.unary)) if not (left.text.endswith(" ") or right.text.startswith(" ")) else 0


def _opens(piece: Piece) -> bool:
    return piece.text[:1] in {"(", "[", "{", "⟨", "|", "‖"}


def _apart(left: Piece, right: Piece) -> bool:
    """Whether two pieces would run into each other, whatever their roles are."""
    if not left.text or not right.text:
        return False
    end, start = left.text[-1], right.text[0]
    if start.isdecimal() and (left.scripts or end.isdecimal()):
        return True
    if left.scripts in {"_", "^"} and (start.isalnum() or right.word or (left.scripts == "^" and start == "(" and left.text[-1] != "∗")):
        return True
    if start in GLYPHS and left.role in {Role.ORDINARY, Role.CLOSING} and not left.unary:
        return True
    letters = start.isalnum() or right.word
    if left.words and (letters or start in GLYPHS):
        return True
    return right.word and (end.isalnum() or left.role is Role.CLOSING or bool(left.scripts) or end in ")]")
