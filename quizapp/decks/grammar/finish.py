"""The last step inside a paragraph: what our rules have made becomes tokens that every renderer of Markdown knows.

Formulas become text or blocks, pictures links, tags emphasis. What is wrong is noted, and stands there as it is written.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from html import unescape
from itertools import pairwise

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from quizapp.decks.grammar.formulas import within_a_line
from quizapp.decks.grammar.html import BLOCKS, EMPHASIS, SCRIPTS, unclosed
from quizapp.decks.grammar.reading import Address, Fault, Reading, of
from quizapp.domain.drawable import brief, clean
from quizapp.domain.links import WEB_SCHEMES, picture_address, scheme_of

_SEPARATOR = re.compile("[ ]*[\u2028\u2029][\u2028\u2029 ]*")
_BREAKS = ("softbreak", "hardbreak")
_FINISHED = frozenset({"text", "em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close", *_BREAKS})
"""What markdown-it makes of a paragraph and every renderer knows, so that nothing is left to do."""


def finish(state: StateCore) -> None:
    """Goes through all paragraphs, headings and cells. In code a separator of lines ends a line as well."""
    reading = of(state.env)
    for before, token in pairwise([Token("", "", 0), *state.tokens]):
        if token.type == "inline":
            children = token.children or []
            if _FINISHED.issuperset([child.type for child in children]):  # as in most paragraphs
                token.children = [child for child in children if child.content or child.type != "text"]
                continue
            token.children = _Line(reading, token, paragraph=before.type == "paragraph_open").finished()
        elif token.type in ("fence", "code_block"):
            token.content = _SEPARATOR.sub("\n", token.content)


def words(children: Sequence[Token]) -> str:
    """What finished inline tokens say, on one line."""
    return " ".join("".join(" " if child.type in _BREAKS else child.content for child in children).split())


class _Line:
    """One paragraph, heading or cell. Only a `paragraph` may be parted by blocks and have line breaks of its own."""

    def __init__(self, reading: Reading, block: Token, *, paragraph: bool) -> None:
        self._reading = reading
        self._block = block
        self._paragraph = paragraph
        self._out: list[Token] = []
        self._open: list[tuple[int, str]] = []
        """What is open: its place in what comes out, and its name, "" where Markdown opened it."""

    def finished(self) -> list[Token]:
        """The tokens of the paragraph."""
        for token in self._block.children or []:
            self._take(token)
        while self._open:
            self._drop()
        children = _joined(self._out)
        for place, token in enumerate(children):
            if token.type == "link_open":
                end = next(i for i in range(place, len(children)) if children[i].type == "link_close")
                picture = token.info == "picture"
                text = str(token.meta["alt"]) if picture else words(children[place:end])
                self._reading.addresses.append(Address(self._block, token, text, picture))
        return children

    def _take(self, token: Token) -> None:
        if token.nesting or token.type in _FINISHED:
            self._others(token)
            return
        match token.type:
            case "comment":
                self._reading.asides.append((self._block, token.meta["place"], token.meta["end"]))
            case "fault":
                self._fault(token)
                self._text(token.content)
            case "formula":
                self._formula(token)
            case "text_special":
                self._text(_SEPARATOR.sub(" ", self._special(token)))
            case "separator":
                self._reading.breaks.append((self._block, token.meta["place"], token.meta["end"], self._paragraph))
                self._out.append(Token("hardbreak" if self._paragraph else "softbreak", "br", 0))
            case "code_inline":
                token.content = _SEPARATOR.sub(" ", token.content)
                self._out.append(token)
            case "image":
                self._picture(token)
            case "tag":
                self._tag(token)
            case _:
                self._others(token)

    def _others(self, token: Token) -> None:
        if token.nesting > 0:
            self._open.append((len(self._out), ""))
        elif token.nesting < 0:
            while self._open[-1][1]:
                self._drop()
            self._open.pop()
        self._out.append(token)

    def _fault(self, token: Token, *, mended: bool = False) -> None:
        self._reading.faults.append(Fault(self._block, token.meta["place"], token.meta["fault"], mended))

    def _text(self, content: str) -> None:
        self._out.append(Token("text", "", 0, content=content))

    def _special(self, token: Token) -> str:
        """An escape or an entity. The entity of a character that may not be drawn is as bad as that character."""
        if _SEPARATOR.fullmatch(token.content):
            return " "
        refused = token.content == "\N{REPLACEMENT CHARACTER}" and unescape(token.markup) != token.content
        if clean(token.content) == token.content and not refused:
            return token.content
        token.meta["fault"] = f"the entity {token.markup!r} is a control character; remove it"
        self._fault(token, mended=True)
        return "\N{REPLACEMENT CHARACTER}"

    def _formula(self, token: Token) -> None:
        if token.meta["fault"]:
            self._fault(token)
            self._text(token.content)
        elif token.info == "display" and self._paragraph and not self._open:
            token.type = "display"
            self._part(token)
        else:
            content, wrong = within_a_line(token.meta["source"], token.markup) if token.info == "display" else (token.content, "")
            if wrong:
                token.meta["fault"] = wrong
                self._fault(token)
            if self._reading.latex and not wrong:
                self._out.append(Token("math_inline", "", 0, content=token.meta["source"], markup="$"))
            else:
                self._text(content)

    def _picture(self, token: Token) -> None:
        alt = words(_Line(Reading(), token, paragraph=False).finished())
        href = str(token.attrs["src"])
        address = href if scheme_of(href) in WEB_SCHEMES else picture_address(href)
        opens, closes = Token("link_open", "a", 1), Token("link_close", "a", -1)
        opens.attrs, opens.info, opens.meta = {"href": address}, "picture", {**token.meta, "alt": alt}
        text = f"[picture: {alt}]" if alt else "[picture]"
        if any(not name and self._out[place].type == "link_open" for place, name in self._open):
            self._reading.addresses.append(Address(self._block, opens, alt, picture=True))
            self._text(text)  # a link that shows a picture leads where the link leads
        else:
            self._out.append(opens)
            self._text(text)
            self._out.append(closes)

    def _tag(self, token: Token) -> None:
        name, closes = token.tag, token.info == "close"
        if name in BLOCKS:
            if self._paragraph and not self._open:
                token.type = "block_tag"
                self._part(token)
            else:
                self._refuse(token, f"HTML cannot begin a block here: {brief(token.markup)}; write it in Markdown")
        elif not closes:
            self._open.append((len(self._out), name))
            self._out.append(token)
        elif self._open and self._open[-1][1] == name:
            self._close(self._open.pop()[0], name)
        else:
            self._refuse(token, unclosed(token.markup))

    def _part(self, token: Token) -> None:
        """By a block, for `structure` to bring out of the paragraph."""
        self._out.append(token)
        self._reading.parted = True

    def _refuse(self, token: Token, message: str) -> None:
        token.meta["fault"] = message
        self._fault(token)
        self._text(token.markup)

    def _drop(self) -> None:
        """A tag that is not closed where it would have to be."""
        place, _ = self._open.pop()
        token = self._out[place]
        token.meta["fault"] = unclosed(token.markup)
        self._fault(token)
        self._out[place] = Token("text", "", 0, content=token.markup)

    def _close(self, place: int, name: str) -> None:
        inside = self._out[place + 1 :]
        if name in EMPHASIS:
            kind, mark = EMPHASIS[name], {"strong": "**", "em": "*", "s": "~~"}[EMPHASIS[name]]
            opens, closes = Token(f"{kind}_open", kind, 1, markup=mark), Token(f"{kind}_close", kind, -1, markup=mark)
            self._out[place:] = [opens, *inside, closes]
        elif all(token.type == "text" for token in inside):
            self._out[place:] = []
            self._text(_script("".join(token.content for token in inside), SCRIPTS[name]))
        else:
            self._out[place:] = []
            self._text(f"{SCRIPTS[name]}(")
            self._out += inside
            self._text(")")


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, texts that follow each other as one, and none that is empty."""
    joined, run = list[Token](), list[Token]()
    for token in tokens:
        if token.type != "text":
            joined += (*_as_one(run), token)
            run = []
        elif token.content:
            run.append(token)
    return [*joined, *_as_one(run)]


def _as_one(run: list[Token]) -> list[Token]:
    if run:
        run[0].content, run[0].level = "".join([token.content for token in run]), 0
    return run[:1]


def _script(text: str, mark: str) -> str:
    """`text` in small letters above or below the line; where Unicode lacks one of them, behind the `mark` of formulas."""
    letters = _letters(mark)
    if all(char in letters for char in text):
        return "".join(letters[char] for char in text)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


@cache
def _letters(mark: str) -> dict[str, str]:
    kind = {"^": "<super>", "_": "<sub>"}[mark]
    found = {}
    for code in range(0xA0, 0x2C80):
        name, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if name == kind and " " not in base:
            found[chr(int(base, 16))] = chr(code)
    return found
