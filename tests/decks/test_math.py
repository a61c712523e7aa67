import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.math import ACCENTS, ALPHABETS, FUNCTIONS, SYMBOLS, MathError, unicode_math


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"w \cdot x + b", "w · x + b"),
        (r"\hat{y} = \sigma(z)", "ŷ = σ(z)"),
        (r"w_{ij}^{(t+1)}", "wᵢⱼ⁽ᵗ⁺¹⁾"),
        (r"X^\top X", "Xᵀ X"),
        (r"\frac{\partial J}{\partial w_{ij}}", "∂J/∂wᵢⱼ"),
        (r"\frac{1}{2}x", "(1/2)x"),
        (r"a\frac{1}{2}", "a(1/2)"),
        (r"\frac{1}{nm}", "1/(nm)"),
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\left(\frac{R}{\gamma}\right)^2", "(R/γ)²"),
        (r"\sqrt{x}", "√x"),
        (r"\sqrt{x + 1}", "√(x + 1)"),
        (r"x_by", "x_b y"),
        (r"e^{-x}", "e⁻ˣ"),
        (r"x^{}y", "xy"),
        (r"x \in \mathbb{R}^{n}", "x ∈ ℝⁿ"),
        (r"y\log p", "y log p"),
        (r"a\le b", "a ≤ b"),
        (r"w \leftarrow w - \eta\,\nabla J(w)", "w ← w − η ∇J(w)"),
        (r"\text{if } x", "if x"),
        (r"\begin{cases} 1 & z > 0 \\ 0 & \text{else} \end{cases}", "{ 1  z > 0\n{ 0  else"),
        (r"\begin{bmatrix} 1 & 10 \\ 100 & 2 \end{bmatrix}", "[1    10]\n[100  2 ]"),
    ],
)
def test_a_formula_of_the_subset_is_shown_as_unicode_that_means_the_same(latex: str, shown: str) -> None:
    assert unicode_math(latex) == shown


@pytest.mark.parametrize(
    "latex",
    [
        r"\fracc{1}{2}",
        r"\unknown",
        "{",
        "}",
        r"\frac{1}",
        "x_",
        "^2^",
        r"\begin{tikz}\end{tikz}",
        r"\begin{cases} 1",
        "a & b",
        r"\left",
        "$",
        "{" * 500,
    ],
)
def test_anything_outside_the_subset_is_an_error(latex: str) -> None:
    with pytest.raises(MathError):
        unicode_math(latex)


def test_a_mistyped_macro_gets_a_suggestion() -> None:
    with pytest.raises(MathError, match="sigma"):
        unicode_math(r"\sigmma")


_pieces = st.sampled_from(
    [
        *(f"\\{name} " for name in (*SYMBOLS, *FUNCTIONS, *ACCENTS, *ALPHABETS, "frac", "sqrt", "left", "right")),
        *"{}^_&\\ab1+-= ",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(_pieces, max_size=30).map("".join)))
def test_any_input_gives_text_or_a_math_error(latex: str) -> None:
    try:
        shown = unicode_math(latex)
    except MathError:
        return
    assert not shown.startswith(" ")
