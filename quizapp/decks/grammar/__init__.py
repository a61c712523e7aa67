"""The one reading of Markdown: whatever a deck says is read here, and all who draw it draw these tokens.

CommonMark with tables and `~~`, without underlined headings. Beside these it knows formulas, pictures, HTML that says no more than
Markdown can, and emphasis beside Korean particles. What comes out are markdown-it's own tokens, so that any renderer can draw them.
Nothing is refused: what is wrong is noted, and drawn as it is written. Reading takes linear time, whatever the text.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore, normalize
from markdown_it.rules_inline import entity, image, link
from markdown_it.token import Token

from quizapp.decks.grammar import bounds, formulas, html
from quizapp.decks.grammar.block import BlockParser
from quizapp.decks.grammar.bold import strong
from quizapp.decks.grammar.finish import finish, words
from quizapp.decks.grammar.inline import ParagraphParser, address, parse_link_label, placed, separator
from quizapp.decks.grammar.limits import BRACKETS, PARAGRAPH, WORD, beyond
from quizapp.decks.grammar.reading import Fault, Reading, of
from quizapp.decks.grammar.structure import structure

_SHORT = min(PARAGRAPH, WORD, BRACKETS)
"""Characters up to which a paragraph is within all limits, whatever it holds."""
References = Mapping[str, Any]
"""Addresses that are defined elsewhere in a file, by their labels."""


class Grammar(MarkdownIt):
    """Reads Markdown. Links of every scheme stay, for the reader of cards looks at each; and their addresses are as they are written.

    Markdown-it's own decodes the address that stands for a link's text, control characters and all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.block, self.inline = BlockParser(), ParagraphParser()
        self.configure("commonmark").enable(["table", "strikethrough"]).disable("lheading")
        self.helpers: Any = SimpleNamespace(
            parseLinkLabel=parse_link_label, parseLinkDestination=parseLinkDestination, parseLinkTitle=parseLinkTitle
        )
        self.options["store_labels"] = True  # by which a link is known whose address stands elsewhere
        self._set_blocks()
        self._set_inline()
        self.core.ruler.at("normalize", _normalize)
        self.core.ruler.at("inline", _read_paragraphs)
        self.core.ruler.at("text_join", finish)
        self.core.ruler.push("structure", structure)

    def _set_blocks(self) -> None:
        ruler = self.block.ruler
        ends_all = RuleOptionsType(alt=["paragraph", "reference", "blockquote", "list"])
        ends_most = RuleOptionsType(alt=["paragraph", "reference", "blockquote"])
        ruler.at("table", bounds.bounded_table, RuleOptionsType(alt=["paragraph", "reference"]))
        ruler.at("blockquote", bounds.bounded_quotation, ends_all)
        ruler.at("list", bounds.bounded_list, ends_most)
        ruler.at("reference", bounds.bounded_reference)
        ruler.at("html_block", html.comment, ends_all)
        ruler.before("fence", "display_formula", formulas.display_formula, ends_all)

    def _set_inline(self) -> None:
        ruler = self.inline.ruler
        for name, rule, kind in (("link", link, "link_open"), ("autolink", address, "link_open"), ("image", image, "image")):
            ruler.at(name, placed(rule, frozenset({kind})))
        ruler.at("entity", placed(entity, frozenset({"text_special"})))
        ruler.at("html_inline", html.tag)
        ruler.before("escape", "formula", formulas.formula)
        ruler.before("newline", "separator", separator)
        ruler.before("emphasis", "strong", strong)

    def validateLink(self, url: str) -> bool:  # noqa: N802  (as markdown-it calls it)
        """Whether `url` may be a link's address."""
        return bool(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """The address that a link written with `url` has."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """What is shown of an address that stands for the text of its link."""
        return link


def tokens(text: str, *, latex: bool = False) -> list[Token]:
    """The tokens of `text`, from which it is drawn.

    With `latex`, a formula inside a line is a token `math_inline` that holds it as it is written. One on lines of its own is a fence,
    and has that in its `meta`.
    """
    return _grammar().parse(text, {"reading": Reading(latex=latex)})


def read(text: str, references: References | None = None) -> Reading:
    """`text` with everything that is found in it, where the file it is of defines `references`."""
    env: dict[str, Any] = {"references": dict(references or {})}
    found = _grammar().parse(text, env)
    reading = of(env)
    reading.tokens = found
    return reading


def blocks(text: str) -> tuple[list[Token], References]:
    """The blocks of a whole file, of whose paragraphs nothing is read yet; and the addresses that it defines."""
    state = StateCore(text, _grammar(), {})
    for rule in ("normalize", "block"):
        _grammar().core.ruler.__rules__[_grammar().core.ruler.__find__(rule)].fn(state)
    references: References = state.env.get("references", {})
    return state.tokens, references


def lines_of(token: Token) -> tuple[int, int]:
    """The 0-based first line of a block, and the line after its last."""
    assert token.map is not None, token.type
    return token.map[0], token.map[1]


def paragraphs(found: Sequence[Token]) -> list[list[Token]]:
    """The inline tokens of each paragraph, heading, cell and block of code, in order: for places that show text without its blocks."""
    return [list(token.children or ()) if token.type == "inline" else [token] for token in found if _holds_text(token)]


@lru_cache(maxsize=256)  # who looks at a title does so several times
def plain(text: str) -> str:
    """The words of `text`, on one line."""
    return " ".join(filter(None, map(words, paragraphs(tokens(text)))))


def _holds_text(token: Token) -> bool:
    return token.type in ("inline", "fence", "code_block")


def _normalize(state: StateCore) -> None:
    """Line ends of Windows and of old, and NUL; the text of a card has none of them."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _read_paragraphs(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        if len(token.content) > _SHORT and (message := _too_much(token.content)):
            of(state.env).faults.append(Fault(token, None, f"{message}: split it"))
        if len(token.content) > PARAGRAPH:
            text = Token("text", "", 0)
            text.content = token.content
            token.children = [text]
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children if token.children is not None else [])


def _too_much(content: str) -> str | None:
    """What is beyond a limit in a paragraph."""
    longest = max(map(len, content.split()), default=0) if len(content) > WORD else 0
    return (
        beyond(len(content), PARAGRAPH, "characters", "a paragraph of")
        or beyond(longest, WORD, "characters", "a word of")
        or beyond(content.count("["), BRACKETS, "square brackets", "a paragraph of")
    )


@cache
def _grammar() -> Grammar:
    return Grammar()
