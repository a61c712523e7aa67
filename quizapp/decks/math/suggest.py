"""What to write in the place of a macro that is not read: what means the same, or what it is a slip of; where there is neither, nothing."""

from functools import lru_cache

from quizapp.decks.math.subset import macros

_DEFINING = frozenset("def let newcommand renewcommand providecommand DeclareMathOperator newenvironment require gdef edef".split())
_MEANT = {
    **{letter: f"\\mathbb{{{letter}}}" for letter in "CENPQRZ"},
    "bold": "\\mathbf",
    "eps": "\\epsilon",
    "dotsm": "\\cdots",
    "dotsi": "\\cdots",
    "grad": "\\nabla",
    "infinity": "\\infty",
    "and": "\\land",
    "or": "\\lor",
    "lxor": "\\oplus",
    "xor": "\\oplus",
    "given": "\\mid",
    "abs": "\\lvert x \\rvert",
    "norm": "\\lVert x \\rVert",
    "over": "\\frac{a}{b}",
    "choose": "\\binom{n}{k}",
    "cases": "\\begin{cases}",
    "matrix": "\\begin{matrix}",
    "pmatrix": "\\begin{pmatrix}",
    "hspace": "\\quad",
    "hskip": "\\quad",
    "cr": "\\\\",
    "newline": "\\\\",
    "softmax": "\\operatorname{softmax}",
    "sgn": "\\operatorname{sgn}",
    "sign": "\\operatorname{sign}",
    "Var": "\\operatorname{Var}",
    "Cov": "\\operatorname{Cov}",
    "diag": "\\operatorname{diag}",
    "tr": "\\operatorname{tr}",
    "rank": "\\operatorname{rank}",
    "sech": "\\operatorname{sech}",
    "Alpha": "A",
    "Beta": "B",
    "Epsilon": "E",
    "Zeta": "Z",
    "Eta": "H",
    "Iota": "I",
    "Kappa": "K",
    "Mu": "M",
    "Nu": "N",
    "Omicron": "O",
    "Rho": "P",
    "Tau": "T",
    "Chi": "X",
    "_": "\\text{a_b}",
    "\\": "\\begin{aligned} ... \\end{aligned} around rows",
}
"""What means the same as a macro that is not read."""
_OTHERS = frozenset(["subseteqq", "supseteqq", "iiiint", "idotsint", "precsim", "succsim"])
"""Macros of LaTeX that look like a slip of another one."""


@lru_cache(maxsize=256)
def advice(name: str) -> str:
    """A sentence on the macro `name`, which is not read; empty where nothing is known to mean the same."""
    if name in _DEFINING:
        return "A formula cannot define macros."
    if name in _MEANT:
        return f"Write {_MEANT[name]}."
    near = _slips().get(name)
    return f"Did you mean \\{near}?" if near else ""


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Names with a letter typed twice, left out or changed with its neighbour, and the one macro that is meant by each."""
    known = macros()
    meant: dict[str, set[str]] = {}
    for name in known:
        for slip in _slips_of(name) if len(name) >= 4 else ():
            meant.setdefault(slip, set()).add(name)
    return {slip: names.pop() for slip, names in meant.items() if slip not in known | _OTHERS and len(names) == 1}


def _slips_of(name: str) -> set[str]:
    places = range(len(name))
    doubled = {f"{name[:i]}{name[i]}{name[i:]}" for i in places}
    if len(name) == 4:
        return doubled
    missing = {f"{name[:i]}{name[i + 1 :]}" for i in places[1:]}
    swapped = {f"{name[:i]}{name[i + 1]}{name[i]}{name[i + 2 :]}" for i in places[:-1]}
    return doubled | missing | swapped
