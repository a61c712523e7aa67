"""Paragraphs that hold more than a paragraph: formulas on lines of their own, and HTML such as `<ul>`. They become blocks."""

from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from quizapp.decks.grammar.html import LISTS, unclosed
from quizapp.decks.grammar.limits import NESTING
from quizapp.decks.grammar.reading import Fault, of
from quizapp.domain.drawable import brief

_PARTING = ("block_tag", "display")
_CONTAINERS = ("blockquote", "bullet_list", "ordered_list", "list_item")
_DEEP = ("blockquote", *LISTS)
_BLANK = ("softbreak", "hardbreak")


def structure(state: StateCore) -> None:
    """Parts the paragraphs. HTML that is not well formed stands there as it is written, and is a fault."""
    if not of(state.env).parted:
        return
    blocks = _Blocks()
    built = blocks.build(state.tokens)
    if blocks.faults:
        of(state.env).faults.extend(blocks.faults)
        built = _Blocks(literal=True).build(state.tokens)
    state.tokens = built


class _Blocks:
    """Builds the tokens anew."""

    def __init__(self, *, literal: bool = False) -> None:
        """`literal`: tags are text."""
        self.faults: list[Fault] = []
        self._literal = literal
        self._out: list[Token] = []
        self._open: list[tuple[str, Token, Token]] = []
        """What is open: its name, "" for what Markdown opened; its tag; and the paragraph in which that stands."""
        self._level = 0
        """How much deeper than in Markdown alone we are."""

    def build(self, tokens: Sequence[Token]) -> list[Token]:
        """What comes of `tokens`."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "paragraph_open" and any(child.type in _PARTING for child in tokens[place + 1].children or ()):
                self._paragraph(token, tokens[place + 1])
                place += 3
                continue
            if token.type.removesuffix("_close") in _CONTAINERS and token.nesting < 0:
                self._end_html()
                self._open.pop()
            elif self._in_list() and token.type != "inline" and token.nesting >= 0:
                self._stray(self._open[-1])
            if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
                self._end_html()
            self._put(token)
            if token.type.removesuffix("_open") in _CONTAINERS and token.nesting > 0:
                self._open.append(("", token, token))
            place += 1
        self._end_html()
        return self._out

    def _paragraph(self, opens: Token, inline: Token) -> None:
        piece: list[Token] = []
        for child in inline.children or []:
            if child.type not in _PARTING:
                piece.append(child)
            elif child.type == "block_tag" and self._literal:
                piece.append(_text(child.markup))
            else:
                self._piece(piece, opens, inline)
                piece = []
                if child.type == "display":
                    self._display(child, inline)
                else:
                    self._tag(child, inline)
        self._piece(piece, opens, inline)

    def _piece(self, children: list[Token], opens: Token, inline: Token) -> None:
        """A paragraph of some of the children of another."""
        children = _trimmed(children)
        if not children:
            return
        if self._in_list():
            self._stray(self._open[-1])
        if self._innermost() == "summary":
            children = [Token("strong_open", "strong", 1, markup="**"), *children, Token("strong_close", "strong", -1, markup="**")]
        html = self._innermost() == "li"
        begin = Token("paragraph_open", "p", 1, map=opens.map, level=opens.level, block=True, hidden=opens.hidden or html)
        text = Token("inline", "", 0, map=inline.map, level=inline.level, block=True, children=children, content=inline.content)
        end = Token("paragraph_close", "p", -1, level=opens.level, block=True, hidden=begin.hidden)
        for token in (begin, text, end):
            self._put(token)

    def _display(self, child: Token, inline: Token) -> None:
        if self._in_list():
            self._stray(self._open[-1])
        content = child.content.strip("\n") + "\n"
        fence = Token("fence", "code", 0, map=inline.map, level=inline.level - 1, block=True, info="text", markup="$$", content=content)
        fence.meta["source"] = child.meta["source"]
        self._put(fence)

    def _tag(self, tag: Token, inline: Token) -> None:
        name, closes = tag.tag, tag.info == "close"
        if name == "hr":
            self._put(Token("hr", "hr", 0, map=inline.map, level=inline.level - 1, block=True, markup="---"))
        elif name in ("p", "details"):
            pass  # they part paragraphs, and say no more
        elif closes:
            self._end(name, tag, inline)
        else:
            self._begin(name, tag, inline)

    def _begin(self, name: str, tag: Token, inline: Token) -> None:
        if name == "li" and self._innermost() == "li":
            self._close()
        if (name == "li") != self._in_list():
            self._fault(tag, inline, unclosed(tag.markup) if name != "li" else f"{brief(tag.markup)} is not in a list; write '- '")
        if name in _DEEP and self._depth() >= NESTING:
            self._fault(tag, inline, f"lists and quotations are nested too deeply; the limit is {NESTING}: flatten them")
            return
        self._open.append((name, tag, inline))
        if kind := _kind(name):
            ordered = name == "li" and self._open[-2][0] == "ol" if len(self._open) > 1 else False
            token = Token(f"{kind}_open", name, 1, map=inline.map, level=inline.level - 1, block=True, markup="." if ordered else "-")
            if ordered:
                listed = self._open[-2][1].meta
                listed["items"] = listed.get("items", 0) + 1
                token.info = str(listed["items"])
            if name in LISTS:
                token.meta["html"] = tag.markup
            self._put(token)
            self._level += 1

    def _depth(self) -> int:
        return sum(
            name in _DEEP or token.type in ("blockquote_open", "bullet_list_open", "ordered_list_open") for name, token, _ in self._open
        )

    def _end(self, name: str, tag: Token, inline: Token) -> None:
        if name in LISTS and self._innermost() == "li":
            self._close()
        if self._innermost() == name:
            self._close()
        else:
            self._fault(tag, inline, unclosed(tag.markup))

    def _close(self) -> None:
        name, _, inline = self._open.pop()
        if kind := _kind(name):
            self._level -= 1
            self._put(Token(f"{kind}_close", name, -1, level=inline.level - 1, block=True))

    def _end_html(self) -> None:
        """Ends what HTML has opened in the container that ends."""
        while self._innermost():
            name, tag, inline = self._open[-1]
            if name != "li":
                self._fault(tag, inline, unclosed(tag.markup))
            self._close()

    def _in_list(self) -> bool:
        return self._innermost() in LISTS

    def _innermost(self) -> str:
        """What was opened last and is still open: its name, "" for what Markdown opened and where nothing is."""
        return self._open[-1][0] if self._open else ""

    def _stray(self, opened: tuple[str, Token, Token]) -> None:
        _, tag, inline = opened
        self._fault(tag, inline, f"{brief(tag.markup)} has something in it that is not an item; write a list with '- '")

    def _fault(self, tag: Token, inline: Token, message: str) -> None:
        self.faults.append(Fault(inline, tag.meta["place"], message))

    def _put(self, token: Token) -> None:
        token = token.copy(level=token.level + self._level) if self._level else token
        self._out.append(token)


def _kind(name: str) -> str:
    """What a tag is in Markdown; "" for nothing that can be told there."""
    return {**LISTS, "li": "list_item", "blockquote": "blockquote"}.get(name, "")


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _trimmed(children: list[Token]) -> list[Token]:
    """The children without breaks and blanks at either end."""
    begin, end = 0, len(children)
    while begin < end and _is_blank(children[begin]):
        begin += 1
    while begin < end and _is_blank(children[end - 1]):
        end -= 1
    return children[begin:end]


def _is_blank(token: Token) -> bool:
    return token.type in _BLANK or (token.type == "text" and not token.content.strip())
