"""A card's Markdown as the HTML of an Anki field, drawn from the tokens that the app draws.

Only the tags below come out, none with an attribute of a deck's but the addresses of links; every text is escaped. What Anki would take for
an order in a text (a sound to play, a formula to render) stands there as it is written.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from quizapp.domain.links import WEB_SCHEMES, is_address, scheme_of

_TAGS = {
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "list_item": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "em": "em",
    "strong": "strong",
    "s": "s",
}
_BLOCKS = ("blockquote", "ul", "li", "table", "thead", "tbody", "tr")
_ALIGNED = ("text-align:left", "text-align:center", "text-align:right")
_ORDER = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$\$?\])", re.IGNORECASE)
"""The bracket of what Anki reads in any text: sounds, its own tags, and the older marks of formulas."""
_FORMULA = re.compile(r"\\([(\[])")
"""Where MathJax would see a formula begin. It does not look across elements."""


def card_html(tokens: Sequence[Token]) -> str:
    """The blocks that `tokens` hold, to the left as prose is, whatever the note type does."""
    return f'<div class="quizapp" style="text-align: left">\n{_inside(SyntaxTreeNode(tokens))}</div>'


def text_html(text: str) -> str:
    """Plain text."""
    return _FORMULA.sub(r"\\<span>\1</span>", _code_html(text))


def _code_html(text: str) -> str:
    """Plain text where MathJax does not look."""
    return _ORDER.sub("&#91;", escape(text, quote=False))


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(map(_html, node.children))


def _html(node: SyntaxTreeNode) -> str:
    if node.hidden:
        return _inside(node)  # a paragraph in a list without blank lines
    if tag := _TAGS.get(node.type):
        end = "\n" if tag in _BLOCKS else ""
        return f"<{tag}>{_inside(node)}</{tag}>{end}"
    return _DRAWN.get(node.type, _inside)(node)


def _heading(node: SyntaxTreeNode) -> str:
    return f"<{node.tag}>{_inside(node)}</{node.tag}>\n"


def _ordered(node: SyntaxTreeNode) -> str:
    start = int(node.attrs.get("start", 1))
    opening = "<ol>" if start == 1 else f'<ol start="{start}">'
    return f"{opening}{_inside(node)}</ol>\n"


def _code_block(node: SyntaxTreeNode) -> str:
    source = node.meta.get("source")
    if source is not None:
        return f"<p>\\[{_code_html(source)}\\]</p>\n"
    return f"<pre><code>{_code_html(node.content)}</code></pre>\n"


def _cell(node: SyntaxTreeNode) -> str:
    style = node.attrs.get("style")
    aligned = f' style="{style}"' if style in _ALIGNED else ""
    return f"<{node.tag}{aligned}>{_inside(node)}</{node.tag}>"


def _link(node: SyntaxTreeNode) -> str:
    """A web link; of what leads to a demo, a card or a picture here, the words."""
    href = str(node.attrs["href"])
    if scheme_of(href).lower() not in WEB_SCHEMES or not is_address(href):
        return _inside(node)
    return f'<a href="{escape(href)}">{_inside(node)}</a>'


def _paragraph(node: SyntaxTreeNode) -> str:
    """Left out where it only offers a demo, which runs in QuizApp alone."""
    if all(_is_demo(child) for inline in node.children for child in inline.children):
        return ""
    return f"<p>{_inside(node)}</p>\n"


def _is_demo(node: SyntaxTreeNode) -> bool:
    return "break" in node.type or (node.type == "link" and scheme_of(str(node.attrs["href"])) == "demo")


_DRAWN: Mapping[str, Callable[[SyntaxTreeNode], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "ordered_list": _ordered,
    "fence": _code_block,
    "code_block": _code_block,
    "th": _cell,
    "td": _cell,
    "link": _link,
    "hr": lambda _: "<hr>\n",
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "<br>\n",
    "text": lambda node: text_html(node.content),
    "code_inline": lambda node: f"<code>{_code_html(node.content)}</code>",
    "math_inline": lambda node: f"\\({_code_html(node.content)}\\)",
}
