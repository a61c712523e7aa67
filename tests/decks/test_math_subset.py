"""The table of the subset: what is read, what is documented and what is drawn are the same. And nothing else comes through."""

import re
import runpy
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.decks.math import MathError, unicode_math
from quizapp.decks.math.accents import ACCENTS
from quizapp.decks.math.constructs import CONSTRUCTS as READERS
from quizapp.decks.math.subset import CONSTRUCTS, ENVIRONMENT_EXAMPLES, ENVIRONMENTS, NOTATION, Construct, macros
from quizapp.decks.math.symbols import FUNCTIONS, SYMBOLS

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_the_page_is_what_the_table_gives() -> None:
    page = runpy.run_path(str(DOCS / "formulas.py"))["page"]()
    assert (DOCS / "formulas.md").read_text("utf-8") == page, "docs/formulas.md is out of date: run `make formulas`"
    for macro in macros() - {" "}:
        assert f"\\{macro}" in page


@pytest.mark.parametrize("construct", [*CONSTRUCTS, *NOTATION], ids=lambda construct: construct.name)
def test_every_construct_has_an_example_of_itself_that_is_drawn(construct: Construct) -> None:
    assert construct.examples
    for example in construct.examples:
        assert unicode_math(example)
        used = set(re.findall(r"\\([A-Za-z]+|.)", example))
        assert not construct.macros or used & set(construct.macros)


def test_every_construct_is_read_and_every_environment_has_an_example() -> None:
    assert {construct.name for construct in CONSTRUCTS} == set(READERS)
    assert set(ENVIRONMENT_EXAMPLES) == set(ENVIRONMENTS)
    for name, example in ENVIRONMENT_EXAMPLES.items():
        assert f"\\begin{{{name}}}" in example
        assert unicode_math(example)


ARGUMENTS = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom"), "{a}{b}"),
    **dict.fromkeys(("overset", "stackrel", "underset"), "{a}{=}"),
    **dict.fromkeys(("bf", "rm", "it"), " x"),
    "left": r"( x \right)",
    "middle": None,
    "right": None,
    "not": "=",
    "begin": r"{matrix} a \end{matrix}",
}
"""What stands behind a macro; {x} by default. Two stand within \\left only."""


def test_every_macro_is_read_and_none_is_left_in_what_is_drawn() -> None:
    for construct in CONSTRUCTS:
        for macro in construct.macros:
            behind = ARGUMENTS.get(macro, "(" if construct.name == "size" else "{x}")
            if behind is not None:
                assert "\\" not in unicode_math(f"\\{macro}{behind}")
    assert "\\" not in unicode_math(r"\left( a \middle| b \right)")
    for name, (sign, _) in SYMBOLS.items():
        assert unicode_math(f"\\{name} ") == sign


SYNONYMS = [
    "varnothing emptyset",
    "neg lnot",
    "square Box",
    "ldots dots dotsc",
    "cdots dotsb",
    "land wedge",
    "lor vee",
    "setminus smallsetminus",
    "le leq",
    "ge geq",
    "ne neq",
    "models vDash",
    "to rightarrow",
    "gets leftarrow",
    "Rightarrow implies",
    "Leftarrow impliedby",
    "Leftrightarrow iff",
    "leadsto rightsquigarrow",
    "lbrace {",
    "rbrace }",
    "mid vert lvert rvert",
    "Vert | lVert rVert",
]


def test_only_macros_that_mean_the_same_share_a_sign() -> None:
    names = defaultdict(set)
    for name, (sign, _) in SYMBOLS.items():
        names[sign].add(name)
    assert sorted(map(sorted, (each for each in names.values() if len(each) > 1))) == sorted(sorted(each.split()) for each in SYNONYMS)


# -- anything that can be written ---------------------------------------------------------------------------------------

pieces = st.sampled_from(
    [
        *(f"\\{name} " for name in sorted(macros() - {"{", "}", "&", "lbrace", "rbrace", "begin"}) if name.isalpha()),
        *(f"\\{name} " for name in ["frac", "sqrt", "left(", "right)", "left.", "right|", "sqrt[3]", *FUNCTIONS, *ACCENTS]),
        *(f"\\begin{{{name}}}" for name in ("matrix", "pmatrix", "aligned", "gather")),
        *(f"\\end{{{name}}}" for name in ("matrix", "pmatrix", "aligned", "gather")),
        *"{}{}{}^_^_&~ab1+-=()[]|'/,! 정",
        r"\\",
        r"\\[4pt]",
        "^{",
        r"\text{",
        r"\unknown",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(pieces, max_size=30).map("".join), st.lists(pieces, max_size=6).map("{x}".join)))
def test_any_input_gives_text_without_a_trace_of_latex_or_an_error(latex: str) -> None:
    assume(not re.search(r"\\[{}&]", latex))  # drawn as what they are
    try:
        drawn = unicode_math(latex)
    except MathError:
        return
    assert "\\" not in drawn
    assert "~" not in drawn
    assert "&" not in drawn
    assert not {"{", "}"} & set(drawn)
    assert "\n\n" not in drawn
