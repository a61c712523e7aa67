"""A tree to text: brackets where precedence asks for them, and nowhere else."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from quizapp.decks.math.error import MathError
from quizapp.decks.math.grid import grid
from quizapp.decks.math.layout import Layout, beside, padded, width
from quizapp.decks.math.pieces import (
    Bond,
    Piece,
    bond_of,
    bracket_fractions_and_roots,
    check_groups,
    gap,
    settle_bars,
    settle_signs,
    space,
)
from quizapp.decks.math.scripts import lowered, primes, raised, written_out
from quizapp.decks.math.symbols import Role
from quizapp.decks.math.tree import (
    Accented,
    Application,
    Brace,
    Branch,
    Branches,
    Fenced,
    Gap,
    Group,
    Lines,
    LongArrow,
    Phantom,
    Prose,
    Radical,
    Ratio,
    Scripted,
    Sign,
    Tabular,
)

_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_DIFFERENTIALS = frozenset("d∂Δ")
_APPLIED = frozenset("∂∇Δ")
"""Applied to what follows: ∇f/g could be the gradient of f/g."""
_OVER = frozenset({Bond.PRODUCT, Bond.POWER, Bond.CALL, Bond.INDEXED, Bond.ATOM, Bond.FENCED})
_UNDER = frozenset({Bond.ROOT, Bond.POWER, Bond.CALL, Bond.INDEXED, Bond.ATOM, Bond.FENCED})
_RADICAND = frozenset({Bond.ROOT, Bond.INDEXED, Bond.ATOM})
_FIRM = frozenset({Bond.POWER, Bond.CALL, Bond.INDEXED, Bond.ATOM, Bond.FENCED})


def sequence(branches: Branches, *, tight: bool = False, operand_before: bool = False) -> Piece:
    """Branches in a row as one piece; `tight` in scripts, where no operator has space around it.

    Raises:
        MathError: what is meant cannot be drawn in a row.
    """
    pieces = [_piece(branch, tight=tight) for branch in branches]
    if len(pieces) == 1 and pieces[0].role not in {None, Role.BAR, Role.BINARY}:
        return pieces[0]
    settle_bars(pieces)
    settle_signs(pieces, operand_before=operand_before)
    check_groups(pieces)
    pieces = bracket_fractions_and_roots(pieces)
    layout = beside(list(_spread(pieces, tight=tight)))
    if len(pieces) == 1 and pieces[0].role is not None:
        return replace(pieces[0], layout=layout)
    drawn = [piece for piece in pieces if piece.role is not None] or [Piece(layout)]
    return Piece(layout, bond=bond_of(pieces), word=drawn[0].word, words=drawn[-1].words, scripts=drawn[-1].scripts)


def _spread(pieces: Sequence[Piece], *, tight: bool) -> Iterator[Layout]:
    """The pieces with the space between them; a gap is at least as wide as it says."""
    columns = 0
    last: Piece | None = None
    for piece in pieces:
        if piece.role is None:
            columns += piece.gap
            continue
        if blanks := max(columns, 0 if last is None else space(last, piece, tight=tight)):
            yield Layout((" " * blanks,))
        yield piece.layout
        columns, last = 0, piece
    if columns or last is None:
        yield Layout((" " * columns,))


def _piece(branch: Branch, *, tight: bool) -> Piece:
    piece = _DRAWN[type(branch)](branch, tight)
    piece.spaced = branch.spaced
    return piece


def _sign(branch: Sign, tight: bool) -> Piece:
    return Piece(Layout((branch.text,)), branch.role, word=branch.name, words=branch.name)


def _gap(branch: Gap, tight: bool) -> Piece:
    return gap(branch.columns)


def _phantom(branch: Phantom, tight: bool) -> Piece:
    return gap(_line(branch.body, "\\phantom", tight=tight).layout.columns)


def _prose(branch: Prose, tight: bool) -> Piece:
    """Words as they are; several letters are kept apart from letters beside them."""
    text = branch.text
    several = len(text) > 1
    bond = Bond.RELATION if " " in text.strip() else Bond.ATOM
    return Piece(Layout((text,)), bond=bond, prose=True, word=several and text[0].isalpha(), words=several and text[-1].isalpha())


def _line(branches: Branches, place: str, *, tight: bool = False) -> Piece:
    """Branches on one line. Raises MathError where they have rows."""
    piece = sequence(branches, tight=tight)
    if not piece.layout.flat:
        raise MathError(f"rows cannot be drawn in {place}")
    return piece


def _text(piece: Piece, firm: frozenset[Bond]) -> str:
    """The text of a piece, in brackets unless it holds together as one of `firm`."""
    return piece.text if piece.bond in firm else f"({piece.text})"


def _group(branch: Group, tight: bool) -> Piece:
    body = branch.body
    piece = sequence(body, tight=tight)
    piece.hidden = len(body) > 1
    if isinstance(body[0] if body else None, Sign) and piece.role is not Role.OPERATOR:
        piece.role = Role.ORDINARY
    return piece


# -- scripts -----------------------------------------------------------------------------------------------------------


class _Script(NamedTuple):
    """A script as it is drawn, in letters of Unicode's `own` or written out."""

    text: str = ""
    own: bool = True


def _scripted(branch: Scripted, tight: bool) -> Piece:
    """Scripts in letters of Unicode's own come first: those that are written out go on to the end of their name or bracket."""
    base = _script_base(branch, tight=tight)
    sub, sup, ticks = _script("_", branch.sub), _script("^", branch.sup), primes(branch.primes)
    if not base.text and not (sub.own and sup.own):
        raise MathError("a script that Unicode has no letters for needs something to stand on")
    if not base.layout.flat:
        layout = _at_the_corners(base.layout, sub.text, f"{ticks}{sup.text}")
    elif sub.own or sup.own:
        own = f"{sub.text if sub.own else ''}{ticks}{sup.text if sup.own else ''}"
        layout = Layout((f"{base.text}{own}{'' if sub.own else sub.text}{'' if sup.own else sup.text}",))
    elif base.role is Role.ORDINARY:
        layout = Layout((f"({base.text}{ticks}{sub.text}){sup.text}",))
    else:
        limit = sub.text if sub.text[1] == "(" else f"_({sub.text[1:]})"
        layout = Layout((f"{base.text}{ticks}{limit}{sup.text}",))
    ends = "^" if not sup.own else "_" if not sub.own else "u" if sub.text or sup.text or ticks else base.scripts
    firm = sub.own and not ticks and not sup.text
    return Piece(layout, base.role, Bond.INDEXED if firm else Bond.POWER, word=base.word, words=base.words, scripts=ends)


def _script_base(branch: Scripted, *, tight: bool) -> Piece:
    """What the scripts stand on, in brackets where they would seem to belong to its last part only."""
    if branch.base is None:
        return Piece(Layout(("",)))
    base = _piece(branch.base, tight=tight)
    if base.role is None:
        raise MathError("a script stands on empty space")
    if base.bond is not Bond.FENCED and (isinstance(branch.base, Tabular) or not base.layout.flat):
        raise MathError("a script on rows needs brackets around them")
    firm = base.bond in {Bond.ATOM, Bond.FENCED} or (base.bond is Bond.INDEXED and branch.sub is None)
    return base if firm or base.role is not Role.ORDINARY else base.bracketed()


def _script(mark: str, branches: Branches | None) -> _Script:
    if branches is None:
        return _Script()
    own = raised(branches) if mark == "^" else lowered(branches)
    if own is not None:
        return _Script(own)
    piece = _line(branches, "a script", tight=True)
    if piece.bond is Bond.FENCED and (len(piece.text) == 3 or piece.text[0] in "[{⟨⌊⌈"):
        return _Script(f"{mark}{piece.text}", own=False)
    simple = piece.bond is Bond.ATOM or (piece.bond is Bond.PRODUCT and mark == "_")
    return _Script(written_out(mark, piece.text, simple=simple), own=False)


def _at_the_corners(block: Layout, sub: str, sup: str) -> Layout:
    """Scripts to the right of rows, at the top and at the bottom."""
    columns = max(width(sub), width(sup))
    ends = [sup, *[""] * (len(block.lines) - 2), sub]
    return Layout(tuple(f"{line}{padded(end, columns)}" for line, end in zip(block.lines, ends, strict=True)), block.base)


# -- fractions, roots, accents -----------------------------------------------------------------------------------------


def _ratio(branch: Ratio, tight: bool) -> Piece:
    over, under = _line(branch.over, "a fraction"), _line(branch.under, "a fraction")
    if not over.text or not under.text:
        raise MathError("a fraction needs something above and below")
    if _is_differential(branch.under, branch.over):
        under.bond = Bond.ATOM
    elif over.text[0] in _APPLIED and len(over.text) > 1:
        over.bond = Bond.FRACTION
    return Piece(Layout((f"{_text(over, _OVER)}/{_text(under, _UNDER)}",)), bond=Bond.FRACTION)


def _is_differential(under: Branches, over: Branches) -> bool:
    """Whether it is the denominator of a derivative, such as dx below dy, which needs no brackets."""
    if len(under) != 2 or not isinstance(under[0], Sign):
        return False
    variable = under[1].base if isinstance(under[1], Scripted) else under[1]
    begins = over[0].base if isinstance(over[0], Scripted) else over[0]
    same = isinstance(begins, Sign) and begins.text == under[0].text
    return same and under[0].text in _DIFFERENTIALS and isinstance(variable, Sign) and variable.role is Role.ORDINARY


def _radical(branch: Radical, tight: bool) -> Piece:
    body = _line(branch.body, "a root")
    if not body.text:
        raise MathError("a root needs something below it")
    index = "2" if branch.index is None else _line(branch.index, "the index of a root", tight=True).text
    sign = _ROOTS.get(index) or _with_index(branch.index or ())
    bare = body.bond in _RADICAND and not body.indexed_root and not (body.word or body.prose)
    fenced = body.bond is Bond.FENCED and body.text.startswith("(")
    text = body.text if bare or body.bond is Bond.FENCED else f"({body.text})"
    return Piece(Layout((f"{sign}{text}",)), bond=Bond.CALL if fenced or text != body.text else Bond.ROOT, indexed_root=index not in _ROOTS)


def _with_index(index: Branches) -> str:
    letters = raised(index)
    if not letters:
        raise MathError("the index of this root has no superscript to draw it with; write the root as a power")
    return f"{letters}√"


def _accented(branch: Accented, tight: bool) -> Piece:
    body = _line(branch.body, f"\\{branch.word}")
    letters = sum(not unicodedata.combining(char) for char in body.text)
    if not letters:
        raise MathError("an accent needs a letter below it")
    if letters > 1 or body.bond is not Bond.ATOM or body.role in {Role.OPENING, Role.CLOSING, Role.BAR}:
        return _call(branch.word, body.text)
    return replace(body, layout=Layout((f"{body.text}{branch.mark}",)), hidden=False)


def _application(branch: Application, tight: bool) -> Piece:
    return _call(branch.word, ", ".join(_line(each, branch.word).text for each in branch.arguments))


def _call(word: str, arguments: str) -> Piece:
    return Piece(Layout((f"{word}({arguments})",)), bond=Bond.CALL, word=True)


# -- brackets, arrows, braces, tables ----------------------------------------------------------------------------------


def _fenced(branch: Fenced, tight: bool) -> Piece:
    body = sequence(branch.body)
    left, right = branch.left, branch.right
    if left and right:
        gapped = "" if body.layout.flat else " "
        layout = body.layout.wrapped(left + (gapped if left == "{" else ""), (gapped if right == "}" else "") + right)
        return Piece(layout, bond=Bond.FENCED)
    if body.layout.flat and (not (left or right) or {left, right} & {"|", "‖"}):
        inner = body if body.bond in _FIRM else body.bracketed()
        return Piece(inner.layout.wrapped(left, right), bond=Bond.FENCED, scripts="")
    layout = body.layout.wrapped(f"{left} " if left == "{" else left, f" {right}" if right == "}" else right)
    return Piece(layout, bond=Bond.RELATION)


def _long_arrow(branch: LongArrow, tight: bool) -> Piece:
    start, end = branch.ends
    above = _line(branch.above, "an arrow", tight=True).text
    below = _script("_", branch.below)
    return Piece(Layout((f"{start}{above}{end}{below.text}",)), Role.RELATION, scripts="u" if below.own else "_")


def _lines(branch: Lines, tight: bool) -> Piece:
    return Piece(Layout((", ".join(_line(row, "\\substack", tight=tight).text for row in branch.rows),)), bond=Bond.RELATION)


def _brace(branch: Brace, tight: bool) -> Piece:
    body, label = _line(branch.body, "\\underbrace"), _line(branch.label, "a label")
    columns = max(body.layout.columns, label.layout.columns, 1)
    brace = _brace_line(max(body.layout.columns, 1), below=branch.below)
    rows = [padded(text, columns, "c") for text in (body.text, brace, label.text)]
    return Piece(Layout(tuple(rows)) if branch.below else Layout(tuple(reversed(rows)), 2), bond=Bond.FENCED)


def _brace_line(columns: int, *, below: bool) -> str:
    start, middle, end = "└┬┘" if below else "┌┴┐"
    if columns < 3:
        return middle * columns
    before = (columns - 3) // 2
    return f"{start}{'─' * before}{middle}{'─' * (columns - 3 - before)}{end}"


def _table(branch: Tabular, tight: bool) -> Piece:
    rows = [
        [
            sequence(cell, operand_before=branch.aligned and place % 2 == 1).layout
            for place, cell in enumerate(row.cells)
        ]
        for row in branch.rows
    ]  # fmt: skip
    layout = grid(rows, [row.tag for row in branch.rows], branch.columns, aligned=branch.aligned)
    before, after = branch.fences
    return Piece(layout.wrapped(before, after), bond=Bond.FENCED if before.strip() and after.strip() else Bond.RELATION)


_DRAWN: dict[type[Branch], Callable[[Any, bool], Piece]] = {
    Sign: _sign,
    Prose: _prose,
    Gap: _gap,
    Group: _group,
    Scripted: _scripted,
    Ratio: _ratio,
    Radical: _radical,
    Accented: _accented,
    Application: _application,
    Fenced: _fenced,
    LongArrow: _long_arrow,
    Lines: _lines,
    Brace: _brace,
    Phantom: _phantom,
    Tabular: _table,
}
"""What draws each kind of branch; the flag says whether it is in a script."""
