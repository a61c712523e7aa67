r"""LaTeX formulas as Unicode text, for a documented subset; anything outside it is an error, never a wrong formula.

The subset: Greek letters, the relations, operators and arrows of `SYMBOLS`, named functions (`\log`), `\frac`, `\sqrt`, `^` and `_`,
accents (`\hat`), alphabets (`\mathbf`, `\mathrm`, `\mathbb`, `\mathcal`), `\text`, `\left` and `\right`, spaces, and the environments
`matrix`, `bmatrix`, `pmatrix`, `cases` and `aligned`.
"""

import re
import unicodedata
from collections.abc import Iterator

from quizapp.domain.errors import suggestion

SYMBOLS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}") for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "mu", "nu", "xi",
        "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega")},
    **{name: unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper()}") for name in (
        "Gamma", "Delta", "Theta", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega")},
    "lambda": "λ", "Lambda": "Λ", "varepsilon": "ε", "varphi": "φ", "ell": "ℓ", "partial": "∂", "nabla": "∇",
    "infty": "∞", "emptyset": "∅", "top": "ᵀ", "prime": "′", "sum": "Σ", "prod": "Π", "int": "∫",
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "circ": "∘",
    "ast": "∗", "star": "⋆", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "equiv": "≡", "sim": "∼", "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈", "notin": "∉", "subset": "⊂",
    "subseteq": "⊆", "cup": "∪", "cap": "∩", "setminus": "∖", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←",
    "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔", "mapsto": "↦", "forall": "∀", "exists": "∃", "neg": "¬",
    "land": "∧", "lor": "∨", "wedge": "∧", "vee": "∨", "mid": "|", "vert": "|", "Vert": "‖", "|": "‖",
    "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "{": "{", "}": "}", "%": "%",
    "&": "&", "#": "#", "$": "$", "_": "_",
}  # fmt: skip
SPACES = {"quad": "  ", "qquad": "    ", ",": " ", ";": " ", ":": " ", " ": " ", "!": ""}
FUNCTIONS = frozenset(
    [
        "arg",
        "argmax",
        "argmin",
        "cos",
        "cosh",
        "det",
        "dim",
        "exp",
        "inf",
        "lim",
        "ln",
        "log",
        "max",
        "min",
        "Pr",
        "sin",
        "sinh",
        "sup",
        "tan",
        "tanh",
    ]
)
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7", "overline": "\u0304"}
ALPHABETS = frozenset({"mathbf", "mathrm", "mathcal", "mathbb", "mathit", "boldsymbol", "operatorname", "text"})
ENVIRONMENTS = {
    "matrix": ("", ""),
    "bmatrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "cases": ("{ ", ""),
    "aligned": ("", ""),
}
_BLACKBOARD = dict(zip("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼", strict=True))
_SUPER = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφ ᵀ′∗",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠ ᵀ′*", strict=True)
)  # fmt: skip
_SUB = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ ", strict=True))
_RELATIONS = frozenset("=≤≥≠≈≡∼∝<>∈∉⊂⊆→←⇒⇔↦≪≫+×÷±∓⊙⊕⊗")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.DOTALL)
_SPACED_BEFORE = FUNCTIONS | {"sum", "prod", "int"}
_LONGEST = 2000
_DEEPEST = 40
"""Groups inside groups; no formula that a person can read comes near."""


class MathError(ValueError):
    """A formula outside the subset. The message says what is wrong in it."""


def unicode_math(latex: str) -> str:
    """`latex` as one line of text, or (environments with rows, in display math) several. Raises MathError."""
    if len(latex) > _LONGEST:
        raise MathError(f"it has {len(latex):,} characters; the limit is {_LONGEST:,}")
    formula = _Formula(_TOKEN.findall(latex.strip()))
    text = formula.sequence(0)
    if formula.next is not None:
        raise MathError(f"{formula.next!r} has nothing to close")
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


class _Fraction(str):
    """A fraction on one line: what stands beside it decides whether it needs brackets."""

    __slots__ = ()


class _Formula:
    """A recursive descent over tokens. Every method returns text."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def next(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def sequence(self, depth: int, closers: tuple[str, ...] = ("}",)) -> str:
        """Atoms with their scripts, up to (not including) a closer or the end."""
        if depth > _DEEPEST:
            raise MathError("it is nested too deeply")
        parts: list[str] = []
        while (token := self.next) is not None and token not in closers:
            if token in ("}", "&", "\\\\", "\\end"):
                break
            self._place += 1
            if token in ("^", "_"):
                parts.append(self._script(token, depth))
            elif token.isspace():
                parts.append(" ")
            elif token in _RELATIONS and parts:
                parts.append(f" {token} ")
            else:
                if token[1:] in _SPACED_BEFORE and parts and parts[-1][-1:].isalnum():
                    parts.append(" ")
                parts.append(self._atom(token, depth))
        return _joined(parts)

    def _atom(self, token: str, depth: int) -> str:
        if token == "{":
            return self._group(depth)
        if token == "'":
            return "′"
        if token == "-":
            return "−"
        if token == "*":
            return "∗"
        if token == "$":
            raise MathError("'$' inside a formula; write \\$")
        return self._macro(token[1:], depth) if token.startswith("\\") and len(token) > 1 else token

    def _macro(self, name: str, depth: int) -> str:
        if name in ("partial", "nabla"):
            self._skip_space()
        if name in SYMBOLS:
            symbol = SYMBOLS[name]
            return f" {symbol} " if symbol in _RELATIONS else symbol
        if name in SPACES:
            return SPACES[name]
        if name in FUNCTIONS:
            return name if self.next in ("(", "_", "^", "{", None) else f"{name} "
        if name in ("frac", "dfrac", "tfrac"):
            return _Fraction(f"{_grouped(self._argument(depth))}/{_grouped(self._argument(depth))}")
        if name == "sqrt":
            return f"√{_grouped(self._argument(depth))}"
        if name in ACCENTS:
            return "".join(f"{char}{ACCENTS[name]}" for char in self._argument(depth))
        if name in ALPHABETS:
            return self._styled(name, depth)
        if name in ("left", "right", "big", "Big"):
            return self._delimiter(depth)
        if name == "begin":
            return self._environment(depth)
        raise MathError(f"\\{name} is not in the subset. {suggestion(name, _known()) or 'CONTRIBUTING.md lists it.'}")

    def _styled(self, name: str, depth: int) -> str:
        if name == "text":
            return self._words()
        text = self._argument(depth)
        return "".join(_BLACKBOARD.get(char, char) for char in text) if name == "mathbb" else text

    def _words(self) -> str:
        if self.next != "{":
            raise MathError("\\text needs its words in braces")
        end = next((i for i in range(self._place, len(self._tokens)) if self._tokens[i] == "}"), None)
        if end is None:
            raise MathError("'{' is never closed")
        words, self._place = self._tokens[self._place + 1 : end], end + 1
        return "".join(words)

    def _delimiter(self, depth: int) -> str:
        token = self.next
        if token is None:
            raise MathError("\\left or \\right needs a bracket")
        self._place += 1
        return "" if token == "." else self._atom(token, depth) if token != "{" else "{"

    def _script(self, mark: str, depth: int) -> str:
        text = _script(mark, self._argument(depth))
        follows = self.next is not None and (self.next.isalnum() or self.next[0] == "\\")
        return f"{text} " if text.startswith(mark) and follows else text

    def _skip_space(self) -> None:
        while self.next is not None and self.next.isspace():
            self._place += 1

    def _argument(self, depth: int) -> str:
        self._skip_space()
        token = self.next
        if token is None or token in ("}", "&", "\\\\", "^", "_"):
            raise MathError("something is missing after a macro, '^' or '_'")
        self._place += 1
        if depth >= _DEEPEST:
            raise MathError("it is nested too deeply")
        return self._atom(token, depth + 1)

    def _group(self, depth: int) -> str:
        text = self.sequence(depth + 1)
        if self.next != "}":
            raise MathError("'{' is never closed")
        self._place += 1
        return text

    def _environment(self, depth: int) -> str:
        name = self._words()
        if name not in ENVIRONMENTS:
            raise MathError(f"the environment {name!r} is not in the subset. {suggestion(name, ENVIRONMENTS)}")
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.sequence(depth + 1).strip())
            token = self.next
            self._place += 1
            if token == "\\\\":
                rows.append([])
            elif token == "\\end":
                if self._words() != name:
                    raise MathError(f"\\begin{{{name}}} is closed by another \\end")
                return _laid_out(rows, *ENVIRONMENTS[name])
            elif token != "&":
                raise MathError(f"\\begin{{{name}}} is never closed")


def _laid_out(rows: list[list[str]], before: str, after: str) -> str:
    """Rows in aligned columns, between brackets on each line."""
    rows = [row for row in rows if any(row)]
    widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(max(map(len, rows), default=0))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows)
    return "\n".join(f"{before}{line}{after}" for line in lines)


def _script(mark: str, text: str) -> str:
    text = text.strip()
    letters = _SUPER if mark == "^" else _SUB
    plain = text.replace("−", "-").replace(" ", "")
    if all(char in letters for char in plain):
        return "".join(letters[char] for char in plain)
    return f"{mark}{text}" if len(text) == 1 or (text.isalnum() and mark == "_") else f"{mark}({text})"


_BRACKETS_NOT_NEEDED_BESIDE = frozenset("=≤≥≠≈≡∼∝<>∈→←⇒⇔↦+−±∓,;:([{⟨‖)]}⟩|")
_SIMPLE = re.compile(
    r"[∂∇d]?(?:\d+(?:\.\d+)?|\w)[′\u0300-\u036f\u2070-\u209c\u1d2c-\u1dbf\u2c7c\u2c7d\u00b2\u00b3\u00b9]*|∂|[(‖|][^()‖|]*[)‖|]"
)


def _joined(parts: list[str]) -> str:
    """The parts of a sequence in a row; a fraction in brackets where its neighbours would otherwise be read into it."""
    if len(parts) == 1 and isinstance(parts[0], _Fraction):
        return parts[0]
    shown = []
    for i, part in enumerate(parts):
        before = "".join(parts[:i]).rstrip()[-1:]
        after = "".join(parts[i + 1 :]).lstrip()[:1]
        apart = all(not beside or beside in _BRACKETS_NOT_NEEDED_BESIDE for beside in (before, after))
        shown.append(part if apart or not isinstance(part, _Fraction) else f"({part})")
    text = "".join(shown)
    return text if "\n" in text else re.sub(r" +", " ", text)


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) and not isinstance(text, _Fraction) else f"({text})"


def _known() -> Iterator[str]:
    for names in (SYMBOLS, FUNCTIONS, ACCENTS, ALPHABETS, ("frac", "sqrt", "left", "right", "begin")):
        yield from (name for name in names if name.isalpha())
