"""The one reading of Markdown: what it makes of a text, and that no text takes it long."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token

from quizapp.decks import grammar
from quizapp.decks.grammar import plain, read, tokens
from quizapp.decks.grammar.finish import words
from quizapp.decks.grammar.inline import ParagraphParser, Rule
from quizapp.decks.grammar.reading import of
from quizapp.domain.drawable import clean
from quizapp.domain.markdown_text import as_markdown

MARKS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>", "s_open": "<s>", "s_close": "</s>"}


def drawn(text: str) -> str:
    """The blocks of `text` as a line, what is bold and so on in tags."""
    return "".join(_drawn(tokens(text)))


def _drawn(found: list[Token]) -> Iterator[str]:
    for token in found:
        if token.type == "inline":
            yield from (_inline(child) for child in token.children or ())
        elif token.type in ("fence", "code_block"):
            yield f"[{token.content.rstrip()}]"
        elif token.type not in ("paragraph_open", "paragraph_close", "thead_open", "thead_close", "tbody_open", "tbody_close"):
            yield {1: f"({token.tag} ", -1: ")", 0: f"({token.tag})"}[token.nesting]
        elif token.type == "paragraph_close":
            yield "."


def _inline(child: Token) -> str:
    match child.type:
        case "code_inline":
            return f"`{child.content}`"
        case "link_open":
            return f"<a {child.attrs['href']}>"
        case "link_close":
            return "</a>"
        case "softbreak" | "hardbreak":
            return " " if child.type == "softbreak" else "\\"
    return MARKS.get(child.type, child.content)


def faults(text: str) -> list[str]:
    return [fault.message for fault in read(text).faults]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**적재율(load factor)**은", "<b>적재율(load factor)</b>은."),
        ("**70%**를 낮추면", "<b>70%</b>를 낮추면."),
        ("값은**(가)**다", "값은<b>(가)</b>다."),
        ("*'기울기'*는 _벡터_다", "<i>'기울기'</i>는 _벡터_다."),
        ("_적재율(load)_은", "<i>적재율(load)</i>은."),
        ("「**重要。**」です", "「<b>重要。</b>」です."),
        ("a**b**c 가**나**다 a**나**b", "a<b>b</b>c 가<b>나</b>다 a<b>나</b>b."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4."),
        ("~~gone~~ here", "<s>gone</s> here."),
    ],
)
def test_emphasis(text: str, shown: str) -> None:
    assert drawn(text) == shown
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Set PATH=$HOME/bin:$PATH in your profile. The fee was 5$, then 6$.",
        "A plan costs US$20/month, another €5/US$6, from $5 to 10$.",
        "What does $HOME/$USER say?",
        "$5 and $10, or $ 5 $",
        "between $5 and 6$.",
        "the $n$th and a$b$",
        "`$x$` and \\$x$",
    ],
)
def test_prices_and_shell_variables_are_text(text: str) -> None:
    assert plain(text).replace("`", "") == text.replace("`", "").replace("\\", "")
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$w$는 값$x$은 ($y$), $z$-axis", "w는 값x은 (y), z-axis."),
        ("> The loss is\n> $$\n> L = a + b\n> $$\n> and $a +\n> b$ goes on.", "(blockquote The loss is.[L = a + b]and a + b goes on..)"),
        ("- one\n  $$x$$\n- two $$\\frac{1}{2}$$ three", "(ul (li one.[x])(li two .[1/2] three.))"),
        ("$$\na\n+ b\n$$", "[a + b]"),
        ("So $$\na + b\n$$\nfollows.", "So .[a + b]follows.."),
        ("### The $x$ of $$y$$", "(h3 The x of y)"),
        ("**so $a_b$ is** and *$$c$$*", "<b>so a_b is</b> and <i>c</i>."),
        ("$a_b$ and $c|d$ `$`", "a_b and c|d `$`."),
    ],
)
def test_formulas_are_read_wherever_text_may_stand(text: str, shown: str) -> None:
    assert drawn(text).replace("a_b", "a_b").replace("aᵦ", "a_b") == shown
    assert faults(text) == []


def test_formulas_and_dollars_in_a_table_keep_to_their_cells() -> None:
    table = tokens("| a | b |\n|---|---|\n| $x$ | $$y$$ |\n| $A|$B |\n")
    assert [words(token.children or []) for token in table if token.type == "inline"] == ["a", "b", "x", "y", "$A", "$B"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a $$b", "'$$' opens a formula that is never closed in its paragraph"),
        ("$$\na\n\nb", "'$$' opens a formula that is never closed in its paragraph"),
        ("$$a\nb$$ c", "there is text after the '$$' that closes a formula; put it on a line of its own"),
        ("$\\nosuch$", "formula $\\nosuch$: "),
        ("<T>", "HTML is not drawn: '<T>'; write it in Markdown, or between backticks"),
        ("<script>alert(1)</script>", "HTML is not drawn: '<script>'"),
        ("<iframe src='x'>", "HTML is not drawn: "),
        ("<img src='x.png'>", "HTML is not drawn: \"<img src='x.png'>\"; write ![what it shows](file.png)"),
        ("<p onclick='x'>a</p>", "HTML with 'onclick' is not supported: "),
        ("<b style='x'>a</b>", "HTML with 'style' is not supported: "),
        ("<b>a", "an HTML tag without its partner: '<b>'"),
        ("a</i>", "an HTML tag without its partner: '</i>'"),
        ("**a <b>b** c</b>", "an HTML tag without its partner: '<b>'"),
        ("<code>a", "an HTML tag without its partner: '<code>'"),
        ("<li>a", "'<li>' is not in a list; write '- '"),
        ("<ul>a</ul>", "'<ul>' has something in it that is not an item"),
        ("<ul><li>a", "an HTML tag without its partner: '<ul>'"),
        ("**a <p>b**", "HTML cannot begin a block here: '<p>'"),
        ("<!DOCTYPE html>", "HTML is not drawn: '<!DOCTYPE html>'"),
        ("a <!-- b", "a comment is never closed in its paragraph; end it with '-->'"),
    ],
)
def test_what_cannot_be_drawn_is_a_fault_that_names_it_and_stands_as_written(text: str, message: str) -> None:
    assert faults(text)[0].startswith(message)
    assert "".join(plain(text).split()) in "".join(text.replace("**", "").split()) or "$$" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<br>b<br/>c", "a\\b\\c."),
        ("a <br>  b <br>\nc", "a\\b\\c."),
        ("<b>a *b*</b> <strong>c</strong> <em>d</em> <i>e</i> <u>f</u> <s>g</s> <del>h</del>",
         "<b>a <i>b</i></b> <b>c</b> <i>d</i> <i>e</i> <i>f</i> <s>g</s> <s>h</s>."),
        ("H<sub>2</sub>O, x<sup>n+1</sup>, y<sub>Q</sub>, z<sup>a b</sup>", "H₂O, xⁿ⁺¹, y_Q, z^(a b)."),
        ("x<sup>**b**</sup>", "x^(<b>b</b>)."),
        ("<kbd>Ctrl</kbd>+<code>a*b* &lt;</code>", "`Ctrl`+`a*b* <`."),
        ("<details><summary>Why?</summary>\n\nSo *it*.\n\n</details>", "<b>Why?</b>.So <i>it</i>.."),
        ("<p align='center'>a</p><p>b</p>", "a.b."),
        ("<ul>\n<li>a</li>\n<li>b <b>c</b>\n<ol><li>d</ol></ul>", "(ul (li a.)(li b <b>c</b>.(ol (li d.))))"),
        ("<blockquote>a</blockquote>b<hr>c", "(blockquote a.)b.(hr)c."),
        ("| a |\n|---|\n| b<br>c |", "(table (tr (th a))(tr (td b\\c)))"),
        ("a <!-- b -->c\n<!-- d\n\ne -->\nf", "a c.f."),
    ],
)  # fmt: skip
def test_harmless_html_is_read_as_markdown(text: str, shown: str) -> None:
    assert drawn(text) == shown
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("users.id, manage.py, README.md, https://a.b, a@b.cd", "users.id, manage.py, README.md, https://a.b, a@b.cd."),
        ("<https://a.b/%23?q=a%26b> [x](C%23_lang?q=a&b)",
         "<a https://a.b/%23?q=a%26b>https://a.b/%23?q=a%26b</a> <a C%23_lang?q=a&b>x</a>."),
        ("![a *b*](dir/c%20d.png)", "<a picture:dir/c%20d.png>[picture: a b]</a>."),
        ("![](c.png) ![w](https://a/b.png)", "<a picture:c.png>[picture]</a> <a https://a/b.png>[picture: w]</a>."),
        ("[![a](b.png)](https://c)", "<a https://c>[picture: a]</a>."),
        ("text\n---\nmore\n===", "text.(hr)more ===."),
    ],
)  # fmt: skip
def test_links_pictures_and_rules_are_what_is_written(text: str, shown: str) -> None:
    assert drawn(text) == shown
    assert faults(text) == []


@given(st.text(st.sampled_from("abC1 *_`[]()<>|~$&\\#+-.!{}=^:/가é\n"), max_size=40))
def test_plain_text_is_read_as_it_was_written(text: str) -> None:
    wanted = " ".join(text.split())
    for before in ("", "# ", "- ", "**x** "):
        found = plain(before + as_markdown(text))
        assert found == (before.replace("*", "") * (before == "**x** ") + wanted).strip()
        assert faults(before + as_markdown(text)) == []


# -- linear time -------------------------------------------------------------------------------------------------------

HOSTILE = (
    "[", "]", "[]", "![[[", "[a](", "[a](<", '[a](b "', "[a][b] ", "[a\n", "[a]: b\n", '[a]: b "x\n', "$\\zzqx$ ", "$", "$$",
    "$$x\n", "$$\n", "x $$\n", "x $$ y\n", "\\$$", "*a **b", "_a __b ", "**a*", "~~a", "```a ", "`a``b```c", "```\n", "~~~ a\n",
    "<", "<a ", '<a b="', "<http:", "<b>", "<b><i>", "<ul><li>", "<ul>\n\n", "<p>", "<sub>a", "<code>", "<code>a</code", "<!-- ",
    "<!-- \n", "<!-- -->", "<div>\n", "&", "&#x", "&copy;", "> ", "> > > > > > > > > > > > a\n\n", "- ", "- a\n", "1. ", "> - ",
    "\t- ", "|a|b\n|-|-\n", "|a", "# a\n", "---\n", "\u2028a", "가**", "\\", "<br>", "![a](b)",
)  # fmt: skip


def steps(text: str) -> int:
    """How often a rule of the grammar is tried on `text`, and how many faults, tokens and pieces of text come of it."""
    counted = 0

    def counting(rule: Callable[..., Any]) -> Callable[..., Any]:
        def counted_rule(*args: Any) -> Any:
            nonlocal counted
            counted += 1
            return rule(*args)

        return counted_rule

    parser = grammar.Grammar()
    for ruler in (parser.block.ruler, parser.inline.ruler, parser.inline.ruler2):
        for rule in ruler.__rules__:
            rule.fn = counting(rule.fn)
    parser.inline.skipToken = counting(parser.inline.skipToken)  # type: ignore[method-assign]
    env: dict[str, object] = {}
    found = parser.parse(text, env)
    return counted + len(found) + sum(len(token.children or ()) for token in found) + len(of(env).faults)


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_steps_in_proportion_to_the_text_whatever_it_is(unit: str) -> None:
    """Lines of it, as a paragraph may be long and as a file may."""
    for text in (unit * (8_000 // len(unit)), f"{unit * (1_500 // len(unit))}\n\n" * 5):
        assert steps(text) <= 25 * len(text)


def test_lists_indented_ever_deeper_and_tables_of_bare_rows_take_no_more_steps_than_they_have_letters() -> None:
    deep = "".join(f"{'  ' * depth}- a\n" for depth in range(200))
    assert steps(deep) <= 2 * len(deep)
    table = "|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "a\n" * 4_000
    assert steps(table) <= 2 * len(table)
    assert steps("[" * 100_000) < 1_000
    assert steps("[" * 4_000 + "]" * 4_000) < 25 * 8_000
    assert steps("![" * 190 + "](b)" * 190) < 25 * 8_000
    assert steps("> " * 20 + "deep\n\n" + ("> " * 20 + "deep\n\n") * 100) < 60_000


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "a", " ", "\n", "\n\n", "-->", "$x$", "</b>", "</ul>", "</li>", "</p>", ")", "**", "\u202e"]),
        max_size=40,
    )
)
def test_any_text_gives_tokens_that_are_well_nested_and_known_to_all_who_draw(pieces: list[str]) -> None:
    from markdown_it.tree import SyntaxTreeNode

    from quizapp.cli.prose import prose
    from quizapp.ui.widgets.inline import inline

    text = clean("".join(pieces))
    found = tokens(text)
    SyntaxTreeNode(found)
    known = {*_types(MarkdownIt("commonmark").enable(["table", "strikethrough"]))}
    for token in found:
        for child in token.children or ():
            assert child.type in known
            assert clean(child.content) == child.content
    assert prose(text, 80) is not None
    assert inline(text) is not None


def _types(markdown: MarkdownIt) -> Iterator[str]:
    for token in markdown.parse("**a** *b* ~~c~~ `d` [e](f)\ng  \nh"):
        yield from (child.type for child in token.children or ())


# -- rules that are tried only where they can read something -----------------------------------------------------------


class EveryRule(ParagraphParser):
    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = re.compile(f"{ParserInline().terminator_re.pattern[:-1]}\u2028\u2029]")

    @cached_property
    def _rules(self) -> dict[str, tuple[Rule, ...]]:
        ends = [char for char in map(chr, (*range(0x80), 0x2028, 0x2029)) if self.terminator_re.match(char)]
        return dict.fromkeys(ends, tuple(self.ruler.getRules("")))


@pytest.fixture(scope="module")
def trying_all() -> grammar.Grammar:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar.block, "BEGINNINGS", {})
        patch.setattr(grammar, "ParagraphParser", EveryRule)
        grammar_of_all = grammar.Grammar()
        grammar_of_all.parse("a")  # chains its rules
    return grammar_of_all


def read_by_all(every: grammar.Grammar, text: str) -> list[Token]:
    """The tokens of `text` without what is known of rules before they are tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.decks.grammar.bounds.BELOW_A_HEAD", re.compile(""))
        patch.setattr("quizapp.decks.grammar.inline.ADDRESS", re.compile(""))
        patch.setattr("quizapp.decks.grammar.bold.BOLD", re.compile("(?!)"))
        return every.parse(text)


@example(["___\n"])
@example(["***\n"])
@example(["_a_ `b` ~~c~~ ![d](e) <f:g> &amp; \\* $h$\n\u2028i"])
@example(["a|b\n", ":-:|-:\n"])
@example(["~~~\n", "```\n"])
@example(["a\n", "-|-\n", "-:\n", "- \n"])
@example(["**a b** **c****d**", " *e **f** g* __h **i** j__ **(k l**m** n"])
@example(["**a **b** c** (**d**) **e.** **한**글 _**f**", "~~g **h** i~~ [**j**](k) **l\n"])
@example(["<a:b> <c@d.e> <f:> <g: h> <i:j\n> <k:\x00>"])
@example(["+ a\n", "1) b\n"])
@example(["# a\n", "> b\n", "$$\nc\n$$\n", "[d]: e\n", "<!-- f -->\n"])
@given(
    st.lists(
        st.sampled_from(
            [*HOSTILE, "a", " ", "\n", "\n\n", "-->", "$x$", "</b>", ")", "*", "**", " **a b** ", "___\n", "|-|\n", ":-:\n", "<a:b>"]
        ),
        max_size=40,
    )
)
def test_a_text_is_read_as_if_every_rule_was_tried_on_every_character(trying_all: grammar.Grammar, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [token.as_dict() for token in tokens(text)] == [token.as_dict() for token in read_by_all(trying_all, text)]


def test_tags_of_blocks_in_any_order_are_read() -> None:
    """Every way to write three of them, a paragraph apart or in one."""
    tags = [
        "<li>",
        "</li>",
        "<ul>",
        "</ol>",
        "<ol>",
        "<blockquote>",
        "</blockquote>",
        "<details>",
        "<summary>",
        "<hr>",
        "a",
        "- b\n",
        "> c\n",
    ]
    for pieces in product(tags, repeat=3):
        read("".join(pieces))
    for pieces in product(tags, repeat=3):
        read("\n\n".join(pieces))
