"""One Markdown file becomes cards. Every error is reported, with its line and what to write instead; none of them stops the reading.

Blocks are markdown-it's (CommonMark with tables, without underlined headings), so that a fence, a list or a quotation is what any other
viewer takes it for.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qsl, unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizapp.decks.inline import shown
from quizapp.decks.safe import clean, offences
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, DemoLink, FollowUp, KeyPoint, Problem
from quizapp.domain.errors import suggestion
from quizapp.domain.sections import SECTION_NAMES, names_for

ID = re.compile(r"[a-z0-9-]+")
WEB_SCHEMES = ("http", "https", "mailto")
_EXPLICIT_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_ALSO = re.compile(r"<!--\s*also:(.*?)-->", re.DOTALL)
_COMMENTS_ONLY = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_MARKER = re.compile(r"\s*(?:[-*+]|\d+[.)])(?:\s+|$)")
_FIELDS = ("key_points", "deeper", "follow_ups", "mistakes", "sources")


@dataclass(frozen=True)
class Link:
    """A link to a card or a demo, and the line it stands on."""

    line: int
    scheme: str
    target: str
    demo: DemoLink | None = None


@dataclass(frozen=True)
class Parsed:
    """A card as one file tells it. `errors` keep it out of the quiz."""

    id: str
    text: CardText
    links: Sequence[Link]
    errors: Sequence[Problem]


@dataclass
class File:
    """What one file holds. `problems` concern the file or all of it, not a single card."""

    cards: list[Parsed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse(source: Source, language: str) -> File:
    """The cards of `source`, whose own language is `language` where its name says none."""
    file = File()
    for line, name in dict(offences(source.text)).items():
        file.problems.append(Problem(source.path, line, f"holds the control character {name}; remove it"))
    text = clean(source.text).expandtabs(4)
    lines = text.split("\n")
    tokens = _markdown().parse(text)
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1" and token.level == 0]
    first = _map(tokens[starts[0]])[0] if starts else len(lines)
    if not starts:
        file.problems.append(Problem(source.path, 0, "holds no question; start a card with a line '# Your question'"))
    elif not _COMMENTS_ONLY.fullmatch("\n".join(lines[:first])):
        file.problems.append(Problem(source.path, 1, "text before the first question; move it below a line '# Your question'"))
    for start, end in pairwise([*starts, len(tokens)]):
        last = _map(tokens[end])[0] if end < len(tokens) else len(lines)
        reader = _CardReader(source, source.language or language, lines, tokens[start:end], last, alone=len(starts) == 1)
        file.cards.append(reader.read())
    return file


class _CardReader:
    """Reads one card: its heading, then its sections."""

    def __init__(self, source: Source, language: str, lines: Sequence[str], tokens: Sequence[Token], last: int, *, alone: bool) -> None:
        self._source = source
        self._language = language
        self._lines = lines
        self._tokens = tokens
        self._last = last
        self._alone = alone
        self._line = _map(tokens[0])[0]
        self._errors: list[Problem] = []
        self._links: list[Link] = []
        self._shown: dict[int, str] = {}

    def read(self) -> Parsed:
        heading = self._tokens[1]
        id, question = self._identify(heading.content)
        self._look_at_blocks()
        self._show_paragraphs()
        fields: dict[str, object] = {}
        for name, line, tokens, (start, end) in self._sections():
            self._read_section(fields, name, line, tokens, start, end)
        if not fields.get("answer"):
            self._error(self._line, "the card has no answer; write it below the question, before the first '## '")
        text = CardText(
            language=self._language,
            question=question,
            demos=tuple(link.demo for link in self._links if link.demo),
            path=self._source.path,
            line=self._line + 1,
            **fields,  # type: ignore[arg-type]
        )
        return Parsed(id, text, self._links, sorted(self._errors))

    def _error(self, line: int, message: str) -> None:
        self._errors.append(Problem(self._source.path, line + 1, message))

    # -- the heading -------------------------------------------------------------------------------------------------

    def _identify(self, heading: str) -> tuple[str, str]:
        match = _EXPLICIT_ID.search(heading)
        id = match[1] if match else self._source.stem
        if match is None and not self._alone:
            self._error(self._line, "one of several cards in its file, so it needs an id: '# Question {#some-id}'")
        elif not ID.fullmatch(id):
            origin = "" if match else ", taken from the file's name"
            self._error(self._line, f"the id {id!r}{origin} may hold only a-z, 0-9 and '-'{_better(id)}")
        question = shown(heading[: match.start()] if match else heading)
        for _, message in question.problems:
            self._error(self._line, message)
        plain = _plain(_markdown().parseInline(question.text))
        if not plain:
            self._error(self._line, "the question is empty")
        return id, plain

    # -- sections ----------------------------------------------------------------------------------------------------

    def _sections(self) -> Iterator[tuple[str, int, Sequence[Token], tuple[int, int]]]:
        """Each section's heading ("" for the answer), its line, its tokens and its lines."""
        heads = [i for i, t in enumerate(self._tokens) if t.type == "heading_open" and t.tag == "h2" and t.level == 0]
        bounds = [*heads, len(self._tokens)]
        lines = [_map(self._tokens[i]) for i in heads]
        ends = [*(start for start, _ in lines), self._last]
        yield "", self._line, self._tokens[3 : bounds[0]], (_map(self._tokens[0])[1], ends[0])
        for n, i in enumerate(heads):
            yield (
                self._tokens[i + 1].content.strip(),
                lines[n][0],
                self._tokens[i + 3 : bounds[n + 1]],
                (lines[n][1], ends[n + 1]),
            )

    def _read_section(self, fields: dict[str, object], name: str, line: int, tokens: Sequence[Token], start: int, end: int) -> None:
        key = self._field(name, line) if line != self._line else "answer"
        if key is None:
            return
        if key in fields:
            self._error(line, f"a second section {name!r}; join the two")
        elif key == "key_points":
            fields[key] = tuple(self._key_points(line, tokens))
        elif key == "follow_ups":
            fields[key] = tuple(self._follow_ups(line, tokens))
        else:
            fields[key] = self._text(start, end)

    def _field(self, name: str, line: int) -> str | None:
        names = names_for(self._language)
        mine = {getattr(names, key): key for key in _FIELDS}
        if name in mine:
            return mine[name]
        for others in SECTION_NAMES.values():
            for key in _FIELDS:
                if getattr(others, key) == name:
                    self._error(line, f"section {name!r} is called {getattr(names, key)!r} in this language")
                    return None
        hint = suggestion(name, mine).replace("'", '"')
        self._error(line, f'unknown section "{name}"; {hint[:1].lower()}{hint[1:]}')
        return None

    def _key_points(self, line: int, tokens: Sequence[Token]) -> Iterator[KeyPoint]:
        for item, (start, end) in self._items(line, tokens):
            source = "\n".join(self._lines[start:end])
            also = [term.strip() for match in _ALSO.findall(source) for term in match.split(",")]
            bold = [term for token in item if token.type == "inline" for term in _bold(token.children or [])]
            yield KeyPoint(self._item_text(start, end), tuple(dict.fromkeys(term for term in [*bold, *also] if term)))

    def _follow_ups(self, line: int, tokens: Sequence[Token]) -> Iterator[FollowUp]:
        for item, (start, end) in self._items(line, tokens):
            question_end = next((_map(token)[1] for token in item if token.type == "inline"), end)
            answer = _dedented(self._text(question_end, end))
            yield FollowUp(" ".join(self._item_text(start, question_end).split()), answer)

    def _items(self, line: int, tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], tuple[int, int]]]:
        """The items of the list that a section consists of."""
        outer = [token for token in tokens if token.level == 0 and token.nesting >= 0]
        stray = next(
            (token for token in outer if token.type not in ("bullet_list_open", "ordered_list_open") and not _comment(token)),
            None,
        )
        if stray is not None:
            self._error(_map(stray)[0], "this section is a list; start each point with '- '")
        elif not any(token.type == "list_item_open" for token in tokens):
            self._error(line, "the section is empty; write a list, each point starting with '- '")
        opened = None
        for i, token in enumerate(tokens):
            if token.level == 1 and token.type == "list_item_open":
                opened = i
            elif token.level == 1 and token.type == "list_item_close" and opened is not None:
                yield tokens[opened:i], _map(tokens[opened])

    # -- text --------------------------------------------------------------------------------------------------------

    def _look_at_blocks(self) -> None:
        """Finds what cannot be drawn, and every link."""
        for token in self._tokens:
            if token.type == "fence" and not self._closed(token):
                self._error(_map(token)[0], f"the code fence is never closed; end it with a line {token.markup!r}")
            elif token.type == "html_block" and not _COMMENTS_ONLY.fullmatch(token.content):
                self._error(
                    _map(token)[0],
                    f"HTML is not drawn: {_first_line(token.content)!r}; write it in Markdown or as code",
                )
            elif token.type == "inline":
                self._look_at_inline(token)

    def _look_at_inline(self, token: Token) -> None:
        line = _map(token)[0]
        for child, text in _with_text(token.children or []):
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "html_inline" and not child.content.startswith(("<!--", "</")):
                self._error(line, f"HTML is not drawn: {child.content!r}; write it in Markdown, or between backticks")
            elif child.type == "image":
                self._error(line, f"a picture cannot be drawn in a terminal: {child.content!r}; describe it in words")
            elif child.type == "link_open":
                self._look_at_link(line, str(child.attrs.get("href", "")), text)

    def _look_at_link(self, line: int, href: str, text: str) -> None:
        scheme, colon, rest = href.partition(":")
        if scheme == "demo" and colon:
            id, _, query = rest.partition("?")
            settings = tuple(parse_qsl(query, keep_blank_values=True))
            self._links.append(Link(line + 1, "demo", unquote(id), DemoLink(unquote(id), settings, text)))
        elif scheme == "card" and colon:
            self._links.append(Link(line + 1, "card", unquote(rest)))
        elif scheme not in WEB_SCHEMES:
            self._error(line, f"a link to {href!r}; links start with demo:, card:, http:, https: or mailto:")

    def _closed(self, fence: Token) -> bool:
        start, end = _map(fence)
        last = self._lines[end - 1].strip(" >") if end - 1 > start else ""
        return len(last) >= len(fence.markup) and not last.strip(fence.markup[0])

    def _show_paragraphs(self) -> None:
        """Fills `_shown`: for each line outside code that is drawn otherwise than written, what is drawn."""
        comments = [_map(token) for token in self._tokens if _comment(token)]
        for start, end in comments:
            self._shown |= dict.fromkeys(range(start, end), "")
        for start, end in sorted({_map(token) for token in self._tokens if token.type == "inline"}):
            result = shown("\n".join(self._lines[start:end]))
            for line, message in result.problems if start != self._line else ():
                self._error(start + line, message)
            self._shown |= dict.fromkeys(range(start, end), "\0")
            self._shown[start] = result.text

    def _text(self, start: int, end: int) -> str:
        lines = (self._shown.get(i, self._lines[i]) for i in range(start, end))
        return "\n".join(line.rstrip() for line in lines if line != "\0").strip("\n")

    def _item_text(self, start: int, end: int) -> str:
        first, _, rest = self._text(start, end).partition("\n")
        return f"{_MARKER.sub('', first, count=1)}\n{_dedented(rest)}".strip()


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable("table").disable("lheading")
    markdown.validateLink = bool  # type: ignore[method-assign, assignment]  # every link is looked at, and complained of, here
    return markdown


def _map(token: Token) -> tuple[int, int]:
    assert token.map is not None, token.type
    return token.map[0], token.map[1]


def _comment(token: Token) -> bool:
    return token.type == "html_block" and bool(_COMMENTS_ONLY.fullmatch(token.content))


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:60]


def _better(id: str) -> str:
    better = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")
    return f"; write {{#{better}}}" if better else ""


def _plain(tokens: Sequence[Token]) -> str:
    """The text of inline tokens, on one line."""
    children = [child for token in tokens for child in token.children or []]
    return " ".join("".join(" " if "break" in t.type else t.content for t in children if t.type != "html_inline").split())


def _bold(children: Sequence[Token]) -> Iterator[str]:
    depth, words = 0, ""
    for child in children:
        depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        if child.type == "strong_close" and depth == 0:
            yield " ".join(words.split())
            words = ""
        elif depth > 0:
            words += " " if "break" in child.type else child.content


def _with_text(children: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Each inline token, a link's opening one with the link's text."""
    for i, child in enumerate(children):
        if child.type == "link_open":
            end = next((j for j in range(i, len(children)) if children[j].type == "link_close"), len(children))
            yield child, "".join(inner.content for inner in children[i:end])
        else:
            yield child, ""


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip("\n")
