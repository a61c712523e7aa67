"""What a card's Markdown becomes in an Anki field. `test_in_anki` shows how Anki reads it."""

from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.drawable import clean
from quizapp.export.anki.card_html import card_html, text_html
from quizapp.services.markdown import latex_tokens

TABLE = (
    '<table><thead><tr><th>a</th><th style="text-align:right">b</th></tr>\n</thead>\n'
    '<tbody><tr><td>1</td><td style="text-align:right">\\(x\\)</td></tr>\n</tbody>\n</table>'
)


def html(markdown: str) -> str:
    """The blocks alone."""
    found = card_html(latex_tokens(markdown))
    begin = '<div class="quizapp" style="text-align: left">\n'
    assert found.startswith(begin)
    assert found.endswith("</div>")
    return found.removeprefix(begin).removesuffix("</div>").rstrip("\n")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("one *two* **three** ~~four~~", "<p>one <em>two</em> <strong>three</strong> <s>four</s></p>"),
        ("**적재율(load factor)**은", "<p><strong>적재율(load factor)</strong>은</p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("## Why?\n\n> because", "<h2>Why?</h2>\n<blockquote><p>because</p>\n</blockquote>"),
        ("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li>\n<li>b</li>\n</ol>'),
        ("```python\nif a < b:\n    f('&')\n```", "<pre><code>if a &lt; b:\n    f('&amp;')\n</code></pre>"),
        ("`a<b` and `\\(x\\)`", "<p><code>a&lt;b</code> and <code>\\(x\\)</code></p>"),
        ("so $a < b$, **$\\frac{1}{2}$**", "<p>so \\(a &lt; b\\), <strong>\\(\\frac{1}{2}\\)</strong></p>"),
        ("$$\n\\frac{a}{b}\n$$", "<p>\\[\\frac{a}{b}\\]</p>"),
        ("text\n$$\\frac{a}{b}$$\nmore", "<p>text</p>\n<p>\\[\\frac{a}{b}\\]</p>\n<p>more</p>"),
        ("$5 and $6", "<p>$5 and $6</p>"),
        ("| a | b |\n|---|--:|\n| 1 | $x$ |", TABLE),
        ('[a "b"](https://example.com/?a=1&b=%22)', '<p><a href="https://example.com/?a=1&amp;b=%22">a "b"</a></p>'),
        ("see [another](card:two) or ![a loop](loop.png)", "<p>see another or [picture: a loop]</p>"),
        ("[a](ftp://example.com/x), [b](javascript:alert(1)), [c](http:///x)", "<p>a, b, c</p>"),
        ("before\n\n[Watch](demo:xor-failure)\n\nafter", "<p>before</p>\n<p>after</p>"),
        ("run [it](demo:xor-failure) now", "<p>run it now</p>"),
        ("H<sub>2</sub>O<br>and <b>bold</b> <!-- a note -->", "<p>H₂O<br>\nand <strong>bold</strong> </p>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ],
)
def test_each_construct_of_markdown_has_its_html(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    "text", ["[sound:a.mp3]", "[anki:tts lang=en]x[/anki:tts]", "[latex]x[/latex]", "[$]x[/$]", "[$$]x[/$$]", "[LaTeX]x"]
)
@pytest.mark.parametrize("place", ["{}", "`{}`", "```\n{}\n```", "- {}", "**{}**"])
def test_what_anki_would_obey_is_text(text: str, place: str) -> None:
    """A bracket alone is told by its entity: Anki looks for these in the HTML as it stands."""
    found = html(place.format(text if "`" in place else text.replace("[", "\\[", 1).replace("$", "\\$")))
    assert "&#91;" in found
    assert not any(order in found.lower() for order in ("[sound:", "[anki:", "[latex]", "[$]", "[$$]"))
    assert text in words(found)


def test_a_backslash_before_a_bracket_begins_no_formula_in_prose() -> None:
    assert html("the regex \\\\(a\\\\) and \\\\[b]") == "<p>the regex \\<span>(</span>a\\) and \\<span>[</span>b]</p>"
    assert text_html("What does \\(a\\) match?") == "What does \\<span>(</span>a\\) match?"


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.depth = 0
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))
        self.depth += tag not in ("br", "hr")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def words(source: str) -> str:
    return Reader(source).text


TAGS = {*"p blockquote ul ol li table thead tbody tr th td em strong s a br hr pre code span h1 h2 h3 h4 h5 h6".split()}  # noqa: SIM905
HOSTILE = """<script>alert(1)</script> · <img src=x onerror=alert(1)> · [a](javascript:alert(1)) · [a](https://x.y/"onclick="z) · <b> · </b>
· ` · $ · $$ · \\ · [sound:x] · {{Answer}} · &lt;script&gt; · " · ' · > · <u> · <sub> · ![x](y.png) · <https://a.b/<c>> · <!-- · -->"""
PIECES = st.sampled_from([*HOSTILE.split(" · "), "\n\n", "\n", "\n- ", "\n> ", "\n# ", "\n| a | b |\n|---|:-:|\n", "\n```\n", "\t"])


@settings(max_examples=80)
@given(st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join))
def test_whatever_a_deck_says_only_harmless_elements_come_out(markdown: str) -> None:
    page = Reader(card_html(latex_tokens(clean(markdown))))  # as reading a deck does
    assert page.depth == 0
    for tag, attributes in page.seen[1:]:
        assert tag in TAGS
        for name, value in attributes:
            assert value is not None
            match name:
                case "href":
                    assert value.startswith(("http:", "https:", "mailto:", "HTTP"))
                case "start":
                    assert value.isdigit()
                case _:
                    assert (name, value) in [("style", f"text-align:{side}") for side in ("left", "center", "right")]


@settings(max_examples=80)
@given(st.text(max_size=40))
def test_a_question_says_the_same_as_before(text: str) -> None:
    assert unescape(text_html(text).replace("<span>", "").replace("</span>", "")) == unescape(escape(text, quote=False))
