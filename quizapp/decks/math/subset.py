"""The subset of LaTeX that is read, in one table: the reader goes by it, docs/formulas.md shows it, and the tests run its examples."""

from dataclasses import dataclass

from quizapp.decks.math.fonts import FONTS
from quizapp.decks.math.symbols import FUNCTIONS, SYMBOLS


@dataclass(frozen=True, slots=True)
class Construct:
    """Macros that are read alike."""

    name: str
    macros: tuple[str, ...]
    """Without their backslash."""
    examples: tuple[str, ...]
    note: str = ""


CONSTRUCTS = (
    Construct("fraction", ("frac", "dfrac", "tfrac", "cfrac"), (r"\frac{a + b}{2c}", r"\frac{1}{2}x"), "brackets where they are needed"),
    Construct("root", ("sqrt",), (r"\sqrt{x + 1}", r"\sqrt[3]{x}", r"\sqrt[n]{x}"), "an index that has no superscript is an error"),
    Construct("binomial", ("binom", "dbinom", "tbinom"), (r"\binom{n}{k}",)),
    Construct("function", tuple(FUNCTIONS), (r"\log x", r"\max_i x_i")),
    Construct("operator", ("operatorname",), (r"\operatorname{softmax}(z)", r"\operatorname*{argmax}_x f(x)")),
    Construct(
        "font",
        tuple(name for name in FONTS if not name.startswith("text")),
        (r"\mathbf{w}^T \mathbf{x}", r"x \in \mathbb{R}^n", r"\mathsf{P}"),
    ),
    Construct("name", ("mathrm", "mathit", "rm", "it", "mathnormal"), (r"\mathrm{Var}(x)",)),
    Construct(
        "words",
        ("text", "textrm", "textit", "textnormal", "emph", "mbox", "textbf", "textsf", "texttt"),
        (r"x \text{ if } x > 0", r"\textbf{w} + b"),
        r"drawn as they are; `\%`, `\_`, `\{` ... with a backslash",
    ),
    Construct(
        "accent",
        (
            "hat",
            "bar",
            "tilde",
            "dot",
            "ddot",
            "vec",
            "check",
            "breve",
            "acute",
            "grave",
            "mathring",
            "overline",
            "underline",
            "widehat",
            "widetilde",
            "overrightarrow",
            "overleftarrow",
        ),
        (r"\hat{y}", r"\overline{AB}"),
        "above one letter; for anything longer, a word",
    ),
    Construct("fence", ("left", "middle", "right"), (r"\left(\frac{R}{\gamma}\right)^2", r"\left.x^2\right|_0^1"), "`.` is not drawn"),
    Construct(
        "size",
        tuple(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")),
        (r"\big( x \big)",),
        "sizes are not drawn",
    ),
    Construct("negation", ("not",), (r"a \not\in B", r"a \not= b"), "before a relation"),
    Construct("stack", ("overset", "stackrel"), (r"x \overset{d}{=} y",), "above or below a relation, an operator or a function"),
    Construct("understack", ("underset",), (r"\underset{x}{\arg\min} f(x)",)),
    Construct("long arrow", ("xrightarrow", "xleftarrow"), (r"A \xrightarrow{f} B", r"X_n \xrightarrow[n \to \infty]{d} X")),
    Construct("lines", ("substack",), (r"\sum_{\substack{i < n \\ j < m}} x_{ij}",), "below an operator"),
    Construct("brace", ("underbrace", "overbrace"), (r"\underbrace{a + b}_{\text{sum}} + c",), "in a display formula"),
    Construct("phantom", ("phantom", "hphantom"), (r"a\phantom{bc}d",), "as much space"),
    Construct("modulus", ("pmod", "bmod", "mod"), (r"a \equiv b \pmod{n}", r"a \bmod n")),
    Construct(
        "space",
        (",", ";", ":", ">", " ", "!", "quad", "qquad", "enspace", "thinspace", "medspace", "thickspace", "negthinspace"),
        (r"a\,b \quad c",),
        "`~` as well",
    ),
    Construct(
        "style",
        ("displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "notag", "mathstrut", "strut", "allowbreak"),
        (r"\sum\limits_i x_i",),
        "not drawn",
    ),
    Construct("label", ("label",), (r"a = b \label{eq:one}",), "not drawn"),
    Construct("tag", ("tag",), (r"a = b \tag{1}",)),
    Construct("environment", ("begin",), (r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",), "in a display formula"),
)
NOTATION = (
    Construct(
        "scripts", (), ("x_i^2", "e^{-x}", "e^{x^2}", "x_b y", "w^*", "{x_i}^2"), "`^(...)` and `_(...)` where Unicode has no such letter"
    ),
    Construct("primes", (), ("f''(x)",)),
    Construct("signs", (), ("a-b*c", "-x^2", "a/b", "f(x,y)", "|x|")),
)
"""What needs no macro."""
ENVIRONMENTS = {
    **dict.fromkeys(("matrix", "smallmatrix", "array"), ("", "")),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{ ", ""),
    "dcases": ("{ ", ""),
    "rcases": ("", " }"),
    **dict.fromkeys(("align", "align*", "aligned", "split", "gather", "gather*", "gathered", "equation", "equation*"), ("", "")),
}
"""By name: what stands before and after each of the rows."""
ALIGNED = frozenset({"align", "align*", "aligned", "split"})
"""Environments in which cells come in pairs."""
ENVIRONMENT_EXAMPLES = {
    "matrix": r"\begin{matrix} a & b \\ c & d \end{matrix}",
    "smallmatrix": r"\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}",
    "array": r"\left[\begin{array}{cr|l} a & 10 & x \\ b & 2 & y \end{array}\right]",
    "pmatrix": r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^T",
    "bmatrix": r"A = \begin{bmatrix} 1 & 10 \\ 100 & 2 \end{bmatrix}",
    "Bmatrix": r"\begin{Bmatrix} a \\ b \end{Bmatrix}",
    "vmatrix": r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
    "Vmatrix": r"\begin{Vmatrix} a & b \\ c & d \end{Vmatrix}",
    "cases": r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}",
    "dcases": r"\begin{dcases} 1 & x > 0 \\ 0 & \text{else} \end{dcases}",
    "rcases": r"\begin{rcases} a \\ b \end{rcases} \Rightarrow c",
    "align": r"\begin{align} a &= b + c \\ ab &= d \end{align}",
    "align*": r"\begin{align*} a &= b & c &= d \\ e &= f & g &= h \end{align*}",
    "aligned": r"\begin{aligned}[t] a &= b \\[4pt] &= c \end{aligned}",
    "split": r"\begin{split} a &= b \\ &+ c \end{split}",
    "gather": r"\begin{gather} a = b \\ c = d \end{gather}",
    "gather*": r"\begin{gather*} a = b \\ c = d \end{gather*}",
    "gathered": r"\begin{gathered} a = b \\ c = d \end{gathered}",
    "equation": r"\begin{equation} a = b \end{equation}",
    "equation*": r"\begin{equation*} a = b \end{equation*}",
}

READ_AS = {macro: construct.name for construct in CONSTRUCTS for macro in construct.macros}
"""By the name of the macro: its construct."""


def macros() -> set[str]:
    """The names of all macros that are read."""
    return {*READ_AS, *SYMBOLS}
