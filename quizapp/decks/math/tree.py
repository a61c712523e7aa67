"""A formula as a tree: what the reader makes and the writer draws."""

from dataclasses import dataclass

from quizapp.decks.math.symbols import Role


@dataclass(slots=True, eq=False)
class Branch:
    """A part of a formula."""

    spaced: bool = False
    """Whether a blank stands before it in the source."""


@dataclass(slots=True, kw_only=True, eq=False)
class Sign(Branch):
    """A letter, a number, a sign, or the name of a function or a quantity."""

    text: str
    role: Role = Role.ORDINARY
    name: bool = False
    """Several letters that are one name: kept apart from letters beside it."""


@dataclass(slots=True, kw_only=True, eq=False)
class Prose(Branch):
    """Words in `\\text`, drawn as they are."""

    text: str


@dataclass(slots=True, kw_only=True, eq=False)
class Gap(Branch):
    """Empty space, in columns."""

    columns: int


@dataclass(slots=True, kw_only=True, eq=False)
class Group(Branch):
    """`{...}`: braces are not drawn, but scripts apply to all that is in them."""

    body: "Branches"


@dataclass(slots=True, kw_only=True, eq=False)
class Scripted(Branch):
    """Scripts on a base; without a base where none is written."""

    base: Branch | None
    sub: "Branches | None" = None
    sup: "Branches | None" = None
    primes: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Ratio(Branch):
    """A fraction."""

    over: "Branches"
    under: "Branches"


@dataclass(slots=True, kw_only=True, eq=False)
class Radical(Branch):
    """A root; `index` is the 3 of a cube root."""

    body: "Branches"
    index: "Branches | None" = None


@dataclass(slots=True, kw_only=True, eq=False)
class Accented(Branch):
    """An accent above or below: `mark` combines with one letter, `word` says it of anything longer."""

    body: "Branches"
    mark: str
    word: str


@dataclass(slots=True, kw_only=True, eq=False)
class Application(Branch):
    """Drawn as a function of its arguments, as in binom(n, k)."""

    word: str
    arguments: "tuple[Branches, ...]"


@dataclass(slots=True, kw_only=True, eq=False)
class Fenced(Branch):
    """`\\left` to `\\right`; a delimiter that is not drawn is empty."""

    left: str
    body: "Branches"
    right: str


@dataclass(slots=True, kw_only=True, eq=False)
class LongArrow(Branch):
    """An arrow with words above it, and below."""

    ends: tuple[str, str]
    above: "Branches"
    below: "Branches | None" = None


@dataclass(slots=True, kw_only=True, eq=False)
class Lines(Branch):
    """Conditions under a big operator, one a line."""

    rows: "tuple[Branches, ...]"


@dataclass(slots=True, kw_only=True, eq=False)
class Brace(Branch):
    """A brace below or above a part of the formula, with its label."""

    body: "Branches"
    label: "Branches"
    below: bool


@dataclass(slots=True, kw_only=True, eq=False)
class Phantom(Branch):
    """Space as wide as what is in it."""

    body: "Branches"


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """Cells, and the tag at the row's end."""

    cells: "tuple[Branches, ...]"
    tag: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Tabular(Branch):
    """Rows of cells between brackets. `columns` says how each is set: l, c, r, and | between two."""

    rows: tuple[Row, ...]
    fences: tuple[str, str] = ("", "")
    columns: str = ""
    aligned: bool = False
    """Cells come in pairs that are one formula, as `a &= b`."""


Branches = tuple[Branch, ...]
