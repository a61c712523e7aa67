"""One Markdown file becomes cards. Every error is reported, with its place and what to write instead; none of them stops the reading."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from quizapp.decks.ids import ID, legal
from quizapp.decks.inline import broken, shown, trimmed, unbroken
from quizapp.decks.markdown import blocks, inline, lines_of, place_of
from quizapp.decks.places import Paragraph, column, readable
from quizapp.decks.safe import complaints
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, DemoLink, FollowUp, KeyPoint, Problem
from quizapp.domain.drawable import brief
from quizapp.domain.errors import suggestion
from quizapp.domain.links import WEB_SCHEMES, card_of, demo_of, is_address, scheme_of
from quizapp.domain.names import composed
from quizapp.domain.sections import SECTION_NAMES, SectionField, Sections, names_for

_EXPLICIT_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_ALSO = re.compile(r"<!--\s*also:(.*?)-->", re.DOTALL)
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_MARKER = re.compile(r"\s*(?:[-*+]|\d+[.)])(?:\s+|$)")
MAXIMUM_BLOCKS = 400
"""Paragraphs, list items, table cells and code blocks of a card; each is laid out as a widget of its own."""
_SINGLE_LINES = ("heading_open", "td_open", "th_open")
"""What opens a block of Markdown that cannot hold a line break."""
_FIELDS: tuple[SectionField, ...] = ("key_points", "deeper", "follow_ups", "mistakes", "sources")


@dataclass(frozen=True)
class Link:
    """A link to a card or a demo, and where it begins: line and column, 1-based."""

    line: int
    column: int
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
    id_column: int
    """1-based column of the id in the question's line; 0 where the file's name is the id."""


@dataclass
class File:
    """What one file holds. `problems` concern the file or all of it, not a single card."""

    cards: list[Parsed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse(source: Source, language: str) -> File:
    """The cards of `source`, whose own language is `language` where its name says none."""
    file = File()
    file.problems += complaints(source.path, source.text)
    text = readable(source.text)
    lines, written = text.split("\n"), source.text.split("\n")
    tokens = blocks(text)
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1" and token.level == 0]
    first = lines_of(tokens[starts[0]])[0] if starts else len(lines)
    if not starts:
        file.problems.append(Problem(source.path, 0, "holds no question; start a card with a line '# Your question'"))
    elif (end := _comments(early := "\n".join(lines[:first]))) < len(early):
        line, place = Paragraph(early, 0, lines).spot(end)
        message = "text before the first question; move it below a line '# Your question'"
        file.problems.append(Problem(source.path, line + 1, message, column=column(written[line], place)))
    for start, end in pairwise([*starts, len(tokens)]):
        last = lines_of(tokens[end])[0] if end < len(tokens) else len(lines)
        reader = _CardReader(source, source.language or language, (lines, written), tokens[start:end], last, alone=len(starts) == 1)
        file.cards.append(reader.read())
        file.problems += reader.removed
    return file


class _CardReader:
    """Reads one card: its heading, then its sections."""

    def __init__(
        self,
        source: Source,
        language: str,
        lines: tuple[Sequence[str], Sequence[str]],
        tokens: Sequence[Token],
        last: int,
        *,
        alone: bool,
    ) -> None:
        """`lines` are those of the file as they are read, and as they are written; `last` is the line after the card."""
        self._source = source
        self._language = language
        self._lines, self._written = lines
        self._tokens = tokens
        self._last = last
        self._alone = alone
        self._line = lines_of(tokens[0])[0]
        self._errors: list[Problem] = []
        self.removed: list[Problem] = []
        """What was wrong and has been taken out: no reason to leave the card out."""
        self._links: list[Link] = []
        self._shown: dict[int, str] = {}
        self._cells: dict[int, int] = {}
        """For each line of a table, how far its cells have been looked at."""

    def read(self) -> Parsed:
        heading = self._tokens[1]
        id, question, id_column = self._identify(heading)
        self._look_at_blocks()
        self._show_paragraphs()
        fields: Sections = {}
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
            **fields,
        )
        return Parsed(id, text, self._links, sorted(self._errors), id_column)

    def _error(self, line: int, message: str, place: int = -1) -> None:
        """`line` and `place` are 0-based, in what is read; a negative place means the line as a whole."""
        self._errors.append(self._problem(line, message, place))

    def _problem(self, line: int, message: str, place: int) -> Problem:
        return Problem(self._source.path, line + 1, message, column=self._column(line, place))

    def _column(self, line: int, place: int) -> int:
        return column(self._written[line], place) if place >= 0 else 0

    # -- the heading -------------------------------------------------------------------------------------------------

    def _identify(self, heading: Token) -> tuple[str, str, int]:
        """The card's id, its question, and the 1-based column of the id, 0 where the file's name is the id."""
        begin = self._lines[self._line].rfind(heading.content)
        match = _EXPLICIT_ID.search(heading.content)
        id = match[1] if match else self._source.stem
        id_place = begin + match.start(1) if match else -1
        if match is None and not self._alone:
            self._error(self._line, "one of several cards in its file, so it needs an id: '# Question {#some-id}'")
        elif not ID.fullmatch(id):
            origin = "" if match else ", taken from the file's name"
            self._error(self._line, f"the id {brief(id)}{origin} may hold only a-z, 0-9 and '-'{_better(id)}", id_place)
        question = shown(heading.content[: match.start()] if match else heading.content)
        for place, message in question.problems:
            self._error(self._line, message, begin + place)
        self.removed += [self._problem(self._line, message, begin + place) for place, message in question.removed]
        plain = _plain(inline(question.text))
        if not plain:
            self._error(self._line, "the question is empty")
        return id, plain, self._column(self._line, id_place)

    # -- sections ----------------------------------------------------------------------------------------------------

    def _sections(self) -> Iterator[tuple[str, int, Sequence[Token], tuple[int, int]]]:
        """Each section's name ("" for the answer), its line, its tokens and its lines."""
        heads = [i for i, t in enumerate(self._tokens) if t.type == "heading_open" and t.tag == "h2" and t.level == 0]
        bounds = [*heads, len(self._tokens)]
        lines = [lines_of(self._tokens[i]) for i in heads]
        ends = [*(start for start, _ in lines), self._last]
        yield "", self._line, self._tokens[3 : bounds[0]], (lines_of(self._tokens[0])[1], ends[0])
        for n, i in enumerate(heads):
            yield (
                self._tokens[i + 1].content.strip(),
                lines[n][0],
                self._tokens[i + 3 : bounds[n + 1]],
                (lines[n][1], ends[n + 1]),
            )

    def _read_section(self, fields: Sections, name: str, line: int, tokens: Sequence[Token], start: int, end: int) -> None:
        place = self._lines[line].rfind(name) if name else -1
        key: SectionField | None = self._field(name, line, place) if line != self._line else "answer"
        if key is None:
            return
        if key in fields:
            self._error(line, f"a second section {brief(name)}; join the two", place)
        elif key == "key_points":
            fields[key] = tuple(self._key_points(line, tokens))
        elif key == "follow_ups":
            fields[key] = tuple(self._follow_ups(line, tokens))
        else:
            fields[key] = self._text(start, end)

    def _field(self, name: str, line: int, place: int) -> SectionField | None:
        name = composed(name)
        names = names_for(self._language)
        mine = {getattr(names, key): key for key in _FIELDS}
        if name in mine:
            return mine[name]
        for others in SECTION_NAMES.values():
            for key in _FIELDS:
                if getattr(others, key) == name:
                    self._error(line, f"section {brief(name)} is called {getattr(names, key)!r} in this language", place)
                    return None
        hint = suggestion(name, mine).replace("'", '"')
        self._error(line, f'unknown section "{name}"; {hint[:1].lower()}{hint[1:]}', place)
        return None

    def _key_points(self, line: int, tokens: Sequence[Token]) -> Iterator[KeyPoint]:
        for item, (start, end) in self._items(line, tokens):
            source = "\n".join(self._lines[start:end])
            also = [" ".join(term.split()) for match in _ALSO.findall(source) for term in match.split(",")]
            bold = [term for token in item if token.type == "inline" for term in _bold(token.children or [])]
            yield KeyPoint(self._item_text(start, end), tuple(dict.fromkeys(term for term in [*bold, *also] if term)))

    def _follow_ups(self, line: int, tokens: Sequence[Token]) -> Iterator[FollowUp]:
        for item, (start, end) in self._items(line, tokens):
            question_end = next((lines_of(token)[1] for token in item if token.type == "inline"), end)
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
            first = lines_of(stray)[0]
            self._error(first, "this section is a list; start each point with '- '", _indent(self._lines[first]))
        elif not tokens:  # a comment alone holds the place of what is still to be written
            self._error(line, "the section is empty; write a list, each point starting with '- '")
        opened = None
        for i, token in enumerate(tokens):
            if token.level == 1 and token.type == "list_item_open":
                opened = i
            elif token.level == 1 and token.type == "list_item_close" and opened is not None:
                yield tokens[opened:i], lines_of(tokens[opened])

    # -- text --------------------------------------------------------------------------------------------------------

    def _look_at_blocks(self) -> None:
        """Finds what cannot be drawn, and every link."""
        number = sum(token.type in ("inline", "fence", "code_block", "hr") for token in self._tokens)
        if number > MAXIMUM_BLOCKS:
            self._error(self._line, f"the card has {number:,} paragraphs, items and blocks; the limit is {MAXIMUM_BLOCKS}: split it")
        for before, token in pairwise(self._tokens):
            if token.type == "inline":
                self._look_at_inline(token, self._cell(token) if before.type in ("td_open", "th_open") else None)
            elif token.type == "fence" and not self._closed(token):
                self._error_at(token, token.markup, f"the code fence is never closed; end it with a line {token.markup!r}")
            elif token.type == "html_block" and not _comment(token):
                text = _first_line(token.content)
                self._error_at(token, text, f"HTML is not drawn: {brief(text)}; write it in Markdown or as code")

    def _error_at(self, block: Token, text: str, message: str) -> None:
        line = lines_of(block)[0]
        self._error(line, message, self._lines[line].find(text))

    def _cell(self, token: Token) -> int:
        """Where the cell of a table begins in its line; its content lacks the backslashes before '|'."""
        line, written = lines_of(token)[0], token.content.replace("|", "\\|")
        begin = self._lines[line].find(written, self._cells.get(line, 0))
        self._cells[line] = begin + len(written)
        return begin

    def _look_at_inline(self, token: Token, cell: int | None) -> None:
        paragraph = Paragraph(token.content, lines_of(token)[0], self._lines)
        for child, text in _with_text(token.children or []):
            if (place := place_of(child)) is None:
                continue
            line, place = paragraph.spot(place) if cell is None else _in_cell(token, place, cell)
            if child.type == "link_open":
                self._look_at_link(line, place, str(child.attrs.get("href", "")), text)
            elif child.type == "image":
                self._error(line, f"a picture cannot be drawn in a terminal: {brief(child.content)}; describe it in words", place)
            elif not child.content.startswith(("<!--", "</")):
                self._error(line, f"HTML is not drawn: {brief(child.content)}; write it in Markdown, or between backticks", place)

    def _look_at_link(self, line: int, place: int, href: str, text: str) -> None:
        scheme = scheme_of(href)
        if scheme == "demo":
            demo = demo_of(href, text)
            self._links.append(Link(line + 1, self._column(line, place), scheme, demo.demo, demo))
        elif scheme == "card":
            self._links.append(Link(line + 1, self._column(line, place), scheme, card_of(href)))
        elif scheme not in WEB_SCHEMES:
            self._error(line, f"a link to {brief(href)}; links start with demo:, card:, http:, https: or mailto:", place)
        elif not is_address(href):
            self._error(line, f"a link to {brief(href)}, which is no address; write one such as https://example.org/page", place)

    def _closed(self, fence: Token) -> bool:
        start, end = lines_of(fence)
        last = self._lines[end - 1].strip(" >") if end - 1 > start else ""
        return len(last) >= len(fence.markup) and not last.strip(fence.markup[0])

    def _show_paragraphs(self) -> None:
        """Fills `_shown`: for each line outside code that is drawn otherwise than written, what is drawn."""
        comments = [lines_of(token) for token in self._tokens if _comment(token)]
        for start, end in comments:
            self._shown |= dict.fromkeys(range(start, end), "")
        single = {lines_of(token) for before, token in pairwise(self._tokens) if before.type in _SINGLE_LINES}
        for start, end in sorted({lines_of(token) for token in self._tokens if token.type == "inline"}):
            text = "\n".join(trimmed(self._lines[i], last=i == end - 1) for i in range(start, end))
            text = unbroken(text) if (start, end) in single else text
            result, paragraph = shown(text), Paragraph(text, start, self._lines)
            for place, message in result.problems if start != self._line else ():
                line, place = paragraph.spot(place)
                self._error(line, message, place)
            for place, message in result.removed if start != self._line else ():
                line, place = paragraph.spot(place)
                self.removed.append(self._problem(line, message, place))
            self._shown |= dict.fromkeys(range(start, end), "\0")
            self._shown[start] = result.text

    def _text(self, start: int, end: int) -> str:
        lines = (self._shown[i] if i in self._shown else broken(self._lines[i]) for i in range(start, end))
        return "\n".join(line.rstrip() for line in lines if line != "\0").strip("\n")

    def _item_text(self, start: int, end: int) -> str:
        first, _, rest = self._text(start, end).partition("\n")
        return f"{_MARKER.sub('', first, count=1)}\n{_dedented(rest)}".strip()


def _comments(text: str) -> int:
    """Where, behind nothing but blanks and comments, something else begins in `text`; its length where nothing does."""
    match = _COMMENTS.match(text)
    return match.end() if match else 0


def _comment(token: Token) -> bool:
    return token.type == "html_block" and _comments(token.content) == len(token.content)


def _in_cell(token: Token, place: int, begin: int) -> tuple[int, int]:
    line = lines_of(token)[0]
    return line, begin + place + token.content.count("|", 0, place) if begin >= 0 else -1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:60]


def _better(id: str) -> str:
    better = legal(id)
    return f"; write {{#{better}}}" if better else ""


def _plain(tokens: Sequence[Token]) -> str:
    """The text of inline tokens, on one line."""
    return _words(child for token in tokens for child in token.children or [])


def _words(children: Iterable[Token]) -> str:
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
            yield child, _words(children[i:end])
        else:
            yield child, ""


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip("\n")
