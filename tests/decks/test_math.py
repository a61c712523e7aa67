"""What single formulas are drawn as, and which are errors. Each is an example of a kind."""

import sys
from collections.abc import Callable

import pytest

from quizapp.decks.math import MathError, unicode_math
from quizapp.decks.math.reader import DEEPEST
from quizapp.decks.math.tables import DEEPEST_ROWS, MOST_ROWS
from quizapp.decks.math.tokens import LONGEST

SEQUENCES = [
    (r"w \cdot x + b", "w · x + b"),
    (r"X^\top X", "Xᵀ X"),
    (r"x \in \mathbb{R}^{n}", "x ∈ ℝⁿ"),
    (r"y\log p", "y log p"),
    (r"a\le b", "a ≤ b"),
    ("a-b", "a − b"),
    ("-a", "−a"),
    ("(-1, +1)", "(−1, +1)"),
    (r"w \leftarrow w - \eta\,\nabla J(w)", "w ← w − η ∇J(w)"),
    (r"\text{if } x", "if x"),
    (r"2\mathrm{TP}x", "2 TP x"),
    (r"x\text{in}y + H_2\text{O}", "x in y + H₂O"),
    ("1{1}^{2}", "1 1²"),
    ("1 2", "12"),
    ("1,000 + 3.14", "1,000 + 3.14"),
    ("1{,}000", "1,000"),
    ("f(x,y)", "f(x, y)"),
    ("a := b", "a := b"),
    ("x~y", "x y"),
    (r"a \quad b", "a  b"),
    (r"\neg (p \land q) \iff \neg p \lor \neg q", "¬(p ∧ q) ⇔ ¬p ∨ ¬q"),
    (r"\Gamma \models A, B \vdash C", "Γ ⊨ A, B ⊢ C"),
    (r"f \colon A \hookrightarrow B", "f: A ↪ B"),
    (r"A \xrightarrow{f} B \xrightarrow[n \to \infty]{d} C", "A ─f→ B ─d→_(n→∞) C"),
    (r"a \not= b \not\in C \nsubseteq D", "a ≠ b ∉ C ⊈ D"),
    (r"\lVert x \rVert^2 + |y|", "‖x‖² + |y|"),
    (r"\text{정확도} = \frac{\text{TP}}{\text{TP} + \text{FN}}", "정확도 = TP/(TP + FN)"),
    (r"a \bmod n \pmod{n}", "a mod n (mod n)"),
    (r"a = b \tag{1} \label{x}", "a = b    (1)"),
    (r"\displaystyle\sum\limits_i x_i", "∑ᵢ xᵢ"),
    ("", ""),
]
PRECEDENCE = [
    (r"\frac{1}{2}x", "(1/2)x"),
    (r"a\frac{1}{2}", "a(1/2)"),
    (r"\frac{1}{2} + x", "1/2 + x"),
    (r"\frac{1}{nm}", "1/(nm)"),
    (r"\frac{a + b}{c}", "(a + b)/c"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"a/\frac{b}{c}", "a/(b/c)"),
    (r"\frac{a}{b/c}", "a/(b/c)"),
    (r"\frac{a+b}{c}^2", "((a + b)/c)²"),
    (r"a \div \frac{b}{c}", "a ÷ (b/c)"),
    (r"\frac{a}{b}!", "(a/b)!"),
    (r"|x|\frac{1}{2}|y|", "|x|(1/2)|y|"),
    (r"\left|\frac{a}{b}\right| + |\frac{a}{b}|", "|a/b| + |a/b|"),
    (r"\left.\frac{df}{dx}\right|_{x=0}", "(df/dx)|ₓ₌₀"),
    (r"\frac{\partial J}{\partial w_{ij}}", "∂J/∂wᵢⱼ"),
    (r"\frac{\nabla f}{g}", "(∇f)/g"),
    (r"\frac{\log x}{n}", "(log x)/n"),
    (r"\log\frac{a}{b}", "log(a/b)"),
    (r"\prod_i \frac{a}{b}", "∏ᵢ (a/b)"),
    (r"\frac{1}{N} \sum_i x_i", "(1/N) ∑ᵢ xᵢ"),
    (r"\left(\frac{R}{\gamma}\right)^2", "(R/γ)²"),
    (r"\frac12", "1/2"),
    (r"\frac123", "(1/2)3"),
    (r"\sqrt{x}", "√x"),
    (r"\sqrt{x + 1}", "√(x + 1)"),
    (r"\sqrt{2}x", "(√2)x"),
    (r"\sqrt{2}\sqrt{3}/4", "(√2)(√3)/4"),
    (r"\sqrt{2}^2", "(√2)²"),
    (r"\sqrt{2^2}", "√(2²)"),
    (r"\sqrt{\sqrt{x}}", "√√x"),
    (r"\sqrt[3]{x} + \sqrt[n]{y}", "∛x + ⁿ√y"),
    (r"x\sqrt[n]{y}", "x(ⁿ√y)"),
    (r"x^n\sqrt{y} + x^2 \sqrt{y + 1}", "xⁿ(√y) + x² (√(y + 1))"),
    (r"\sqrt12", "(√1)2"),
    (r"\sqrt{\mathrm{ab}}", "√(ab)"),
    (r"\frac{1}{2\sqrt{x}}", "1/(2√x)"),
    (r"\frac{\sin(x)}{f(x)}", "sin(x)/(f(x))"),
    ("-x^2", "−x²"),
    ("(-x)^2", "(−x)²"),
    ("{-x}^2", "(−x)²"),
    ("{a+b}^2", "(a + b)²"),
    ("{ab}^2", "(ab)²"),
    ("{(a+b)}^2", "(a + b)²"),
    ("{10}^{-3}", "10⁻³"),
    ("{a+b}=c", "a + b = c"),
    (r"\binom{n}{k}^2", "(binom(n, k))²"),
]
SCRIPTS = [
    (r"w_{ij}^{(t+1)}", "wᵢⱼ⁽ᵗ⁺¹⁾"),
    ("e^{-x}", "e⁻ˣ"),
    ("x^{}y", "xy"),
    ("x_by", "x_b y"),
    ("x^{q}2", "x^q 2"),
    ("x^{q}(y)", "x^q (y)"),
    ("x^{q}!", "(x^q)!"),
    ("2^{10}3", "2¹⁰ 3"),
    ("x_12", "x₁ 2"),
    ("12^3", "12³"),
    ("x_b^2", "x²_b"),
    ("x_b^q", "(x_b)^q"),
    ("x_i^q", "xᵢ^q"),
    (r"\sum_b^q x", "∑_(b)^q x"),
    ("e^{x^2}", "e^(x²)"),
    (r"e^{\log n} + x_{\max}", "e^(log n) + xₘₐₓ"),
    ("x^{y^T}", "x^(yᵀ)"),
    ("x^{f'}", "x^(f′)"),
    ("x_{i_j}", "x_(iⱼ)"),
    ("{x_i}^2", "xᵢ²"),
    ("{x^2}_i", "(x²)ᵢ"),
    ("{x^2}^3", "(x²)³"),
    ("W^{(q)} + W^{q} + W^{(q+1)} + W^{q+1}", "W^(q) + W^q + W^((q+1)) + W^(q+1)"),
    ("f'(x) + f''_i + f'^2 + x'_b", "f′(x) + fᵢ″ + f′² + x′_b"),
    ("w^*x", "w^∗ x"),
    (r"90^\circ + A^\dagger", "90° + A†"),
    (r"^{14}\text{C}", "¹⁴C"),
    ("x{}_nC_k", "x ₙCₖ"),
    (r"x_{\text{a_b}} + x_{\text{batch}}", "x_(a_b) + x_batch"),
    (r"\operatorname*{argmax}_x f", "argmaxₓ f"),
    (r"\underset{x}{\arg\min} f \overset{d}{=} g", "arg minₓ f =ᵈ g"),
    (r"\lim_{x\to 0} \frac{\sin x}{x}", "lim_(x→0) ((sin x)/x)"),
    (r"\sum_{\substack{i<n \\[2pt] j<m}} x", "∑_(i<n, j<m) x"),
    (r"\int_{-\infty}^{\infty} f", "∫_(−∞)^∞ f"),
]
LETTERS = [
    (r"\hat{y} = \sigma(z)", "ŷ = σ(z)"),
    (r"\hat{xy}", "hat(xy)"),
    (r"\hat{12} + \overline{\mathrm{AB}}", "hat(12) + overline(AB)"),
    (r"\overline{AB}", "overline(AB)"),
    (r"\overline{A}\,\overline{B}", "Ā B̄"),
    (r"\bar{x^2} - \bar{x}^2", "bar(x²) − x̄²"),
    (r"\bar{x_i} + \overline{x_i}", "x̄ᵢ + overline(xᵢ)"),
    (r"\overline{a}b", "āb"),
    (r"\mathbf{x} + \textbf{x} + x", "𝐱 + 𝐱 + x"),
    (r"\mathcal{L} + L + \mathsf{P} + \mathbb{1}", "ℒ + L + 𝖯 + 𝟙"),
    (r"\boldsymbol{\Sigma} + \Sigma + \sum_i x", "𝚺 + Σ + ∑ᵢ x"),
    (r"{\bf x} y", "𝐱 y"),
    (r"\mathrm{learning\_rate}", "learning_rate"),
]
ROWS = [
    (r"\begin{cases} 1 & z > 0 \\ 0 & \text{else} \end{cases}", "{ 1  z > 0\n{ 0  else"),
    (r"\begin{bmatrix} 1 & 10 \\ 100 & 2 \end{bmatrix}", "[1    10]\n[100  2 ]"),
    (r"A = \begin{pmatrix} a \\ b \end{pmatrix}^T x", "A = (a)ᵀ x\n    (b)"),
    (r"\begin{aligned}[t] a &= b \\[4pt] c + d &= e \\ &+ f \end{aligned}", "    a = b\nc + d = e\n      + f"),
    (r"\begin{pmatrix} \text{정확} & x \\ 1 & y \end{pmatrix}", "(정확  x)\n(1     y)"),
    (r"\begin{align} a &= b \tag{2} \\ ab &= d \end{align}", " a = b    (2)\nab = d"),
    (r"\underbrace{a + b}_{n}", "a + b\n└─┬─┘\n  n"),
    (r"\begin{equation} x = \begin{bmatrix} 1 \\ 2 \end{bmatrix} \end{equation}", "x = [1]\n    [2]"),
]


@pytest.mark.parametrize(("latex", "drawn"), [*SEQUENCES, *PRECEDENCE, *SCRIPTS, *LETTERS, *ROWS])
def test_a_formula_of_the_subset_is_drawn_as_unicode_that_means_the_same(latex: str, drawn: str) -> None:
    assert unicode_math(latex) == drawn


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\unknown", "not in the subset"),
        (r"\begin{tikz}\end{tikz}", "there are: matrix"),
        (r"\def\a{b}", "cannot define macros"),
        (r"\newcommand{\x}{y}", "cannot define macros"),
        ("{", "never closed"),
        ("}", "nothing to close"),
        (r"\frac{1}", "missing after"),
        (r"\frac{}{2}", "above and below"),
        ("x_", "missing after"),
        ("x^a^b", "two"),
        ("x^2'", "prime"),
        ("_b", "stand on"),
        (r"\begin{cases} 1", "never closed"),
        (r"\begin{matrix} 1 \end{pmatrix}", "another"),
        (r"\begin{array}{c?} 1 \end{array}", "columns"),
        (r"\begin{cases} 1 & 2 & 3 \end{cases}", "more than 2 cells"),
        (r"\begin{aligned} a \\[b] c \end{aligned}", "length"),
        (r"\begin{cases} 1 \end{cases}^2", "brackets"),
        (r"\frac{\begin{matrix} a \\ b \end{matrix}}{2}", "rows cannot be drawn in a fraction"),
        ("a & b", "outside of an environment"),
        (r"a \\ b", "outside of an environment"),
        (r"\left", "bracket"),
        (r"\left( x", "never closed"),
        (r"\right)", "nothing to close"),
        ("$", "write"),
        (r"\text{a $x$}", "write"),
        ("50% of it", "comment"),
        ('"a"', "words"),
        ("x² + 1", "LaTeX"),
        ("√2", "sqrt"),
        (r"n\_samples", "text"),
        (r"\not p", "relation"),
        (r"\overset{a}{x}", "above"),
        (r"\sqrt[q]{x}", "as a power"),
        (r"\mathcal{1}", "no script form"),
        ("2{a+b}", "braces are not drawn"),
        ("a{-b}", "braces are not drawn"),
        ("{a=b}+c", "braces are not drawn"),
        (r"\log{x+1}", "braces are not drawn"),
        ("a\x1bb", "control"),
    ],
)
def test_anything_outside_the_subset_is_an_error_that_says_why(latex: str, reason: str) -> None:
    with pytest.raises(MathError, match=reason):
        unicode_math(latex)


def test_rows_are_an_error_within_a_sentence() -> None:
    assert unicode_math("x", inline=True) == "x"
    with pytest.raises(MathError, match="between"):
        unicode_math(r"\begin{matrix} a \\ b \end{matrix}", inline=True)


@pytest.mark.parametrize(
    ("macro", "instead"),
    [("sigmma", r"\sigma?"), ("lamda", r"\lambda?"), ("fracc", r"\frac?"), ("R", r"\mathbb{R}"), ("and", r"\land")],
)
def test_a_slip_and_a_macro_with_a_synonym_get_advice(macro: str, instead: str) -> None:
    with pytest.raises(MathError) as raised:
        unicode_math(f"\\{macro}")
    assert instead in str(raised.value)


@pytest.mark.parametrize("macro", ["zzqx", "subseteqq", "gtrless", "curlywedge", "Vvdash", "eqcirc", "lhd", "hookuparrow", "cfracs"])
def test_a_macro_that_only_looks_like_another_gets_no_advice(macro: str) -> None:
    with pytest.raises(MathError) as raised:
        unicode_math(f"\\{macro}")
    assert str(raised.value) == f"\\{macro} is not in the subset that docs/formulas.md shows"


@pytest.mark.parametrize("opening", ["{", "x^{", r"\sqrt{", r"\frac{1}{", r"\left(", r"\sqrt x_{", "x_{_{", r"\hat{"])
def test_deep_nesting_is_an_error_that_names_the_limit(opening: str) -> None:
    for times in (DEEPEST + 1, LONGEST // len(opening)):
        with pytest.raises(MathError, match=f"{DEEPEST} levels"):
            unicode_math(opening * times)


def test_rows_have_limits_that_name_themselves() -> None:
    matrix = r"\begin{bmatrix} a & %s \\ b \end{bmatrix}"
    assert len(unicode_math(matrix % matrix % matrix % "x").split("\n")) == 4
    with pytest.raises(MathError, match=f"{DEEPEST_ROWS} levels"):
        unicode_math(r"\begin{matrix}" * (DEEPEST_ROWS + 1))
    assert len(unicode_math(r"\begin{gather} a %s \end{gather}" % (r"\\ a" * (MOST_ROWS - 1))).split("\n")) == MOST_ROWS
    with pytest.raises(MathError, match=f"{MOST_ROWS} rows"):
        unicode_math(r"\begin{gather} a %s \end{gather}" % (r"\\ a" * MOST_ROWS))


def test_a_long_formula_is_an_error_that_names_the_limit() -> None:
    assert len(unicode_math("x" * LONGEST)) == LONGEST
    with pytest.raises(MathError, match=f"limit is {LONGEST:,}"):
        unicode_math("x" * (LONGEST + 1))


def steps(work: Callable[[], object]) -> int:
    """Calls of functions that `work` takes; it may raise a MathError."""
    count = 0

    def call(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(call)
    try:
        work()
    except MathError:
        pass
    finally:
        sys.setprofile(before)
    return count


NESTED = [
    (r"\frac{1}{d ", "}"),
    (r"\frac{\partial ", r"}{\partial x}"),
    (r"{}_{_{", "1}}"),
    (r"\sqrt[\sqrt[", "]{x}]{y}"),
    (r"x_{y^{", "z}}"),
    (r"\left.", r"\right|_0"),
    (r"\hat{\overline{", "x}}"),
]


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_nesting_takes_time_in_proportion(opening: str, closing: str) -> None:
    """Something drawn twice on each level would take 2^12 times as long."""
    small, large = (steps(lambda n=n: unicode_math(opening * n + "x" + closing * n)) for n in (3, 15))  # type: ignore[misc]
    assert large < 12 * small


@pytest.mark.parametrize(
    "piece",
    ["x", "1", "1,000", "x^", "x_b", "{a}", "|", "(", ")", r"\frac12", r"\sqrt2", "'", "-", "~", r"\log ", r"\text{a}", r"\left(x\right)"],
)
def test_length_takes_time_in_proportion(piece: str) -> None:
    small, large = (steps(lambda n=n: unicode_math(piece * n)) for n in (20, 100))  # type: ignore[misc]
    assert large < 8 * small


def test_a_thousand_unknown_macros_take_no_longer_than_one_each() -> None:
    steps(lambda: unicode_math(r"\zzqx"))
    one = steps(lambda: unicode_math(r"\zzqx"))
    assert one < 100
    names = [f"zz{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(500)]
    assert max(steps(lambda name=name: unicode_math(f"\\{name}")) for name in names) < 100  # type: ignore[misc]
