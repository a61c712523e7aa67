r"""Commands that the formulas of a note define for themselves, `\newcommand{\E}{\operatorname{E}}`, written out where they are used."""

import re
from collections.abc import Mapping
from html import unescape

Macros = Mapping[str, tuple[int, str]]
"""By name: how many arguments a command takes, and what stands for it."""
NO_MACROS: Macros = {}
_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_DEFINITION = re.compile(
    rf"\\(?:re|provide)?newcommand\s*\{{?\s*(\\[A-Za-z]+)\s*\}}?\s*(?:\[(\d)\])?\s*{_GROUP}|\\DeclareMathOperator\*?\s*\{{?(\\[A-Za-z]+)\}}?\s*{_GROUP}"
)
_MOST = 100
_ROUNDS = 4
_LONGEST = 4_000
"""Characters of a formula; one that would become longer keeps its commands."""


def defined(html: str) -> Macros:
    """What is defined anywhere in `html`."""
    if "\\newcommand" not in html and "\\renewcommand" not in html and "\\DeclareMathOperator" not in html:
        return NO_MACROS
    found: dict[str, tuple[int, str]] = {}
    for match in _DEFINITION.finditer(unescape(html)):
        name, arguments, body, operator, letters = match.groups()
        if len(found) < _MOST:
            found[name or operator] = (int(arguments or 0), body if name else rf"\operatorname{{{letters}}}")
    return found


def expanded(formula: str, macros: Macros) -> str:
    """`formula` without definitions and with `macros` written out."""
    if not macros:
        return formula
    formula = _DEFINITION.sub("", formula)
    for _ in range(_ROUNDS):
        before = formula
        for name, (arguments, body) in macros.items():
            if name in formula:
                formula = _applied(formula, name, arguments, body)
        if formula == before or len(formula) > _LONGEST:
            return before if len(formula) > _LONGEST else formula
    return formula


def _applied(formula: str, name: str, arguments: int, body: str) -> str:
    pattern = re.compile(re.escape(name) + r"(?![A-Za-z])" + rf"\s*(?:{_GROUP}|(\S))" * arguments)

    def filled(match: re.Match[str]) -> str:
        given = [match[2 * number + 1] or match[2 * number + 2] or "" for number in range(arguments)]
        text = re.sub(r"#(\d)", lambda place: given[int(place[1]) - 1] if 0 < int(place[1]) <= arguments else "", body)
        return (
            f"{text} " if text[-1:].isalpha() and "\\" in text and match.end() < len(formula) and formula[match.end()].isalpha() else text
        )

    return pattern.sub(filled, formula)
