"""Markdown as decks are read: CommonMark with tables, without underlined headings, so that a fence, a list or a quotation is what any
other viewer takes it for. Unlike markdown-it's own, links, pictures and HTML inside a paragraph know where they stand.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token

_Rule: TypeAlias = Callable[[StateInline, bool], bool]
_PLACED = {"link": link, "image": image, "autolink": autolink, "html_inline": html_inline}
_TYPES = frozenset({"link_open", "image", "html_inline"})


def blocks(text: str) -> list[Token]:
    """The tokens of a whole file. `place_of` tells where one inside a paragraph begins."""
    return _markdown().parse(text)


def inline(text: str) -> list[Token]:
    """The tokens of one paragraph."""
    return _markdown().parseInline(text)


def lines_of(token: Token) -> tuple[int, int]:
    """The 0-based first line of a block, and the line after its last."""
    assert token.map is not None, token.type
    return token.map[0], token.map[1]


def place_of(child: Token) -> int | None:
    """Where a link, a picture or HTML begins, in characters of its paragraph's content; None for anything else."""
    place: int | None = child.meta.get("place")
    return place


class AsWritten(MarkdownIt):
    """Keeps links of every scheme, for the parser of cards looks at each; and their addresses as they are written.

    Markdown-it's own decodes the address that stands for a link's text, control characters and all.
    """

    def validateLink(self, url: str) -> bool:  # noqa: N802  (as markdown-it calls it)
        """Whether `url` may be a link's address."""
        return bool(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """The address that a link written with `url` has."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """What is shown of an address that stands for the text of its link."""
        return link


@cache
def _markdown() -> MarkdownIt:
    markdown = AsWritten("commonmark").enable("table").disable("lheading")
    for name, rule in _PLACED.items():
        markdown.inline.ruler.at(name, _placing(rule))
    return markdown


def _placing(rule: _Rule) -> _Rule:
    """`rule`, noting in the token that it makes where that begins."""

    def placing(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent:
            _first(state.tokens[before:]).meta["place"] = start
        return done

    return placing


def _first(made: Sequence[Token]) -> Token:
    return next(token for token in made if token.type in _TYPES)  # text that was pending comes before it
