"""What a drawn formula means, read back by an evaluator that shares no code with the writer.

It is strict: where a person could read a line in two ways (a/bc, √xy, 2^10x), it refuses to read it.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.decks.math import unicode_math

NAMES = {"x": 1.7, "y": 0.6, "b": 2.3, "q": 1.2, "n": 3.0}
FUNCTIONS: dict[str, Callable[[float], float]] = {"exp": math.exp, "sin": math.sin, "cos": math.cos}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵇⁿˣʸ", "0123456789+−=()bnxy", strict=True))


@dataclass(frozen=True)
class Expression:
    """LaTeX, and its value. `level`: 0 sum, 1 product, 2 sign, 3 one thing."""

    latex: str
    value: float
    level: int

    def within(self, level: int) -> str:
        return self.latex if self.level >= level else rf"\left({self.latex}\right)"


def rooted(value: float, degree: float) -> float:
    """A root that every number has: only which number it is taken of matters here."""
    return math.copysign(abs(value) ** (1 / degree), value)


def raised(value: float, exponent: float) -> float:
    """A power that every number but 0 has, for the same reason."""
    return math.pow(abs(value), exponent) * (1 if value > 0 else 1.7)


def number(value: int) -> Expression:
    return Expression(str(value), value, 3)


def name(letter: str) -> Expression:
    return Expression(letter, NAMES[letter], 3)


def add(a: Expression, b: Expression, sign: str) -> Expression:
    return Expression(f"{a.within(0)} {sign} {b.within(1)}", a.value + b.value if sign == "+" else a.value - b.value, 0)


def times(a: Expression, b: Expression, sign: str) -> Expression:
    touching = not sign.strip() and a.latex[-1].isdigit() and b.latex[0].isdigit()
    between = r" \cdot " if touching else sign
    return Expression(f"{a.within(1)}{between}{b.within(3)}", a.value * b.value, 1)


def over(a: Expression, b: Expression) -> Expression:
    assume(abs(b.value) > 1e-6)
    return Expression(rf"\frac{{{a.latex}}}{{{b.latex}}}", a.value / b.value, 3)


def slash(a: Expression, b: Expression) -> Expression:
    assume(abs(b.value) > 1e-6)
    return Expression(f"({a.latex})/({b.latex})", a.value / b.value, 0)


def power(base: Expression, exponent: Expression, braces: bool) -> Expression:
    assume(1e-6 < abs(base.value) < 1e3 and abs(exponent.value) < 5)
    on = f"{{{base.latex}}}" if braces else base.within(4) if base.level < 3 or len(base.latex) > 1 else base.latex
    return Expression(f"{on}^{{{exponent.latex}}}", raised(base.value, exponent.value), 3)


def root(body: Expression, index: str) -> Expression:
    assume(abs(body.value) > 1e-6)
    degree = {"": 2, "[3]": 3, "[4]": 4, "[n]": NAMES["n"]}[index]
    return Expression(rf"\sqrt{index}{{{body.latex}}}", rooted(body.value, degree), 3)


def minus(a: Expression) -> Expression:
    return Expression(f"-{a.within(2)}", -a.value, 0)


def function(word: str, a: Expression) -> Expression:
    assume(abs(a.value) < 5)
    return Expression(rf"\{word}({a.latex})", FUNCTIONS[word](a.value), 3)


leaves = st.one_of(st.integers(1, 12).map(number), st.sampled_from(sorted(NAMES)).map(name))
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(add, inner, inner, st.sampled_from("+-")),
        st.builds(times, inner, inner, st.sampled_from([" ", "", r" \cdot ", r" \times "])),
        st.builds(over, inner, inner),
        st.builds(slash, inner, inner),
        st.builds(power, inner, inner, st.booleans()),
        st.builds(root, inner, st.sampled_from(["", "[3]", "[4]", "[n]"])),
        st.builds(minus, inner),
        st.builds(function, st.sampled_from(sorted(FUNCTIONS)), inner),
    ),
    max_leaves=8,
)


class Ambiguous(Exception):
    """A person could read the line in two ways."""


class Evaluator:
    """Reads a line from left to right: + and −, then · × / and products without a sign, then signs, powers, roots."""

    def __init__(self, text: str) -> None:
        self.tokens = re.findall(r"\d+(?:\.\d+)?|exp|sin|cos|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵇⁿˣʸ]+|\S", text)
        self.place = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        assert token
        assert wanted in {"", token}, f"{wanted} expected, not {token}"
        self.place += 1
        return token

    def all(self) -> float:
        value = self.sum()
        assert not self.next, f"{self.next} is left over"
        return value

    def sum(self) -> float:
        value = self.product()
        while self.next in {"+", "−"}:
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> float:
        if self.next == "−":
            self.take()
            return -self.product()
        value, divided = self.factor(), False
        while self.next and self.next not in {"+", "−", ")"}:
            sign = self.take() if self.next in {"·", "×", "/"} else ""
            if divided and not sign:
                raise Ambiguous("a/bc")
            factor = self.factor()
            value = value / factor if sign == "/" else value * factor
            divided = sign == "/"
        return value

    def factor(self) -> float:
        token = self.take()
        if token in {"√", "∛", "∜"} or (token == "ⁿ" and self.next == "√"):
            return self.root(token)
        if token in FUNCTIONS:
            self.take("(")
            value = FUNCTIONS[token](self.sum())
            self.take(")")
        elif token == "(":
            value = self.sum()
            self.take(")")
        else:
            value = NAMES[token] if token in NAMES else float(token)
        return self.scripted(value)

    def scripted(self, value: float) -> float:
        if self.next and all(char in RAISED for char in self.next) and self.tokens[self.place + 1 : self.place + 2] != ["√"]:
            return raised(value, Evaluator("".join(RAISED[char] for char in self.take())).all())
        if self.next == "^":
            self.take()
            return raised(value, self.bracket() if self.next == "(" else Evaluator(self.take()).all())
        return value

    def bracket(self) -> float:
        self.take("(")
        value = self.sum()
        self.take(")")
        return value

    def root(self, sign: str) -> float:
        degree = {"√": 2, "∛": 3, "∜": 4}.get(sign) or NAMES["n"]
        if sign == "ⁿ":
            self.take("√")
        bare = self.next != "("
        value = self.factor() if self.next in {"√", "∛", "∜"} else self.bracket() if not bare else Evaluator(self.take()).all()
        if self.next == "^" or (self.next and self.next[0] in RAISED):
            raise Ambiguous("√x²")
        if bare and self.next and self.next not in {"+", "−", "·", "×", ")"}:
            raise Ambiguous("√xy")
        return rooted(value, degree)


@given(expressions)
def test_what_is_drawn_has_the_value_of_what_is_written(expression: Expression) -> None:
    assume(abs(expression.value) < 1e9)
    drawn = unicode_math(expression.latex)
    assert math.isclose(Evaluator(drawn).all(), expression.value, rel_tol=1e-6, abs_tol=1e-6), f"{expression.latex} as {drawn}"
