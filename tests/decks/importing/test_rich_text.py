"""HTML of a note's field as Markdown: what a browser shows, and nothing taken for Markdown that was none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.grammar import plain, read
from quizapp.decks.importing.note import Altered
from quizapp.decks.importing.rich.convert import markdown

SHOWN = {
    "lines and paragraphs": ("<div>a</div><div>b<br>c</div><p>d</p>e<br><br>f", "a<br>\nb<br>\nc\n\nd\n\ne\n\nf"),
    "signs of Markdown are text": ("2*3*4 _x_ #y `z [a](b) $5 &lt;b&gt;", "2\\*3\\*4 \\_x\\_ #y \\`z \\[a\\](b) \\$5 &lt;b>"),
    "a line that looks like a heading, a quotation or a rule": ("# a<br>&gt; b<br>---", "\\# a<br>\n\\> b<br>\n\\---"),
    "a single number is text": ("3. Reich", "3\\. Reich"),
    "several are a list": ("1. a<br>2) b<br>end", "1. a\n2) b\n\nend"),
    "bullets are a list": ("• a<br>&nbsp;&nbsp;◦ b<br>• c", "- a\n  - b\n- c"),
    "emphasis": ("<b>a </b><i>b</i><u>c</u> <s>d</s> <span style='font-weight:700'>e</span>", "**a** *bc* ~~d~~ **e**"),
    "punctuation leaves an emphasis that Markdown would not see": ("<b>a:</b>b x<i>(y)</i>z", "**a**:b x(*y*)z"),
    "emphasis over lines": ("<b><div>a</div><div>b</div></b>", "**a**<br>\n**b**"),
    "two kinds side by side": ("<i>a</i><b>b</b>", "a**b**"),
    "below and above": ("H<sub>2</sub>O x<sup>2</sup>", "H<sub>2</sub>O x<sup>2</sup>"),
    "lists in lists": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>d", "- a\n  - b\n- c\n\nd"),
    "lists whose parts are not closed": ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    "tables": ("<table><tr><th>a|b<th>c<tr><td>1<td>2</table>", "| a\\|b | c |\n| --- | --- |\n| 1 | 2 |"),
    "a table of one column": ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a<br>\nb"),
    "a table with programs, and numbers of lines": (
        '<table><tr><td class="linenos">1</td><td><pre>a\n  b</pre></td></tr></table>',
        "```\na\n  b\n```",
    ),
    "programs": ("<pre><span>if a &lt; b:</span><br>&nbsp; <b>x</b></pre>", "```\nif a < b:\n  x\n```"),
    "code": ("<code>a*b</code> <font face='Courier New'>c`d</font>", "`a*b` ``c`d``"),
    "lines in the letters of a program": ("<div><code>a:</code></div><div>&nbsp;&nbsp;<code>b</code></div>", "```\na:\n  b\n```"),
    "lines that are indented like a program": (
        "<p>def f(x):</p><p>&nbsp; &nbsp; y = x</p><p>&nbsp; &nbsp; return y</p><p>It is short.</p>",
        "```\ndef f(x):\n    y = x\n    return y\n```\n\nIt is short.",
    ),
    "code that is Markdown already": ("use `a_b*c` or `d`", "use `a_b*c` or `d`"),
    "formulas that are Markdown already": ("$\\alpha_1$ costs $5 and $6", "$\\alpha_1$ costs \\$5 and \\$6"),
    "links": ('<a href="https://a.org/b_c">d</a> https://e.org/_f_', "[d](https://a.org/b_c) https://e.org/_f_"),
    "pictures": ('<img src="my cat.png" alt="[x]">', "![x](<my cat.png>)"),
    "quotations and headings": ("<blockquote>a</blockquote><h2>b</h2>c", "> a\n\n### b\n\nc"),
    "what is no tag is text": ("List<String> x <3 a<b", "List&lt;String> x &lt;3 a&lt;b"),
    "entities": ("&eacute;&nbsp;&amp;amp; &#x41;", "é &amp;amp; A"),
    "readings": ("<ruby>漢字<rp>(</rp><rt>かんじ</rt></ruby>", "漢字(かんじ)"),
    "what is hidden": ('a<span style="display: none">b</span>', "a"),
    "lines of a text without tags": ("a\nb\n\n- c\n- d", "a\nb\n\n- c\n- d"),
    "line breaks mean nothing in HTML": ("a\nb<br>c", "a b<br>\nc"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_html_becomes_markdown_that_shows_the_same(name: str) -> None:
    html, text = SHOWN[name]
    assert markdown(html).text == text


def test_the_style_can_keep_line_breaks() -> None:
    assert markdown("<b>a</b>\nb", keeps_lines=True).text == "**a**\nb"


def test_what_runs_or_plays_goes_and_is_named() -> None:
    done = markdown('a<script>alert("<b>x</b>")</script><iframe src="https://x"></iframe><svg><text>t</text></svg><b onclick="x()">c</b>')
    assert done.text == "a**c**"
    assert [(change.kind, change.detail) for change in done.changes] == [(Altered.HTML, "<iframe>, <script>, <svg>")]


def test_mere_lines_and_pictures_are_no_change() -> None:
    assert not markdown('<div>a</div>b<br><p>c</p><img src="x.png">').changes
    assert markdown("<b>a</b>").changes


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co"]), max_size=60))
def test_any_text_is_shown_letter_for_letter(text: str) -> None:
    from html import escape

    html = escape(text, quote=False)
    words = [word for word in " ".join(html.split()).split(" ") if word]
    if any(sign in text for sign in "`$") or "://" in text or "~~" in text:
        return  # read as Markdown on purpose where it is code, a formula or an address
    shown = plain(markdown(f"x {' '.join(words)}<i></i>").text)
    assert "".join(shown.split()) == "x" + "".join(text.split())


@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<ul>",
                "</ul>",
                "<li>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<pre>",
                "</pre>",
                "<div>",
                "</div>",
                "x",
                "<br>",
                "<p>",
                "<!--",
                "-->",
            ]
        ),
        max_size=30,
    )
)
def test_no_html_however_broken_is_an_error_or_loses_its_words(parts: list[str]) -> None:
    if "<!--" in parts:
        return
    done = markdown("".join(parts))
    assert not read(done.text).faults
    assert done.text.count("x") == parts.count("x")


@pytest.mark.parametrize(
    "html", ["<div>" * 5_000 + "x", "<ul><li>" * 3_000 + "x", '<a href="' * 4_000, "<!--" * 20_000, "<table><tr><td>" * 2_000 + "x"]
)
def test_elements_without_end_are_bounded(html: str) -> None:
    assert len(markdown(html).text) <= len(html) * 4
