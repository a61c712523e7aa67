"""Reads one card: its heading, its sections, its links, and everything that is wrong in it."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from quizapp.decks.grammar import References, lines_of, paragraphs, read, tokens
from quizapp.decks.grammar.finish import words
from quizapp.decks.grammar.layout import layout_steps
from quizapp.decks.grammar.limits import BLOCKS, CARD, CODE, POINTS, STEPS, beyond
from quizapp.decks.grammar.reading import Address, Fault, Reading
from quizapp.decks.ids import LEGAL, is_id, legal, of_file
from quizapp.decks.kept import kept_lines
from quizapp.decks.parsed import Link, Parsed
from quizapp.decks.places import Spots, column
from quizapp.decks.source import Source
from quizapp.decks.written import item, joined
from quizapp.domain.card import CardText, DemoLink, FollowUp, KeyPoint, Problem
from quizapp.domain.card_json import encode
from quizapp.domain.drawable import brief
from quizapp.domain.errors import suggestion
from quizapp.domain.i18n import untranslated
from quizapp.domain.links import WEB_SCHEMES, card_of, demo_of, is_address, picture_of, scheme_of
from quizapp.domain.names import composed
from quizapp.domain.sections import SectionField, Sections, headings, section

_EXPLICIT_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_ALSO = re.compile(r"<!--\s*also:(.*?)-->", re.DOTALL)
_LISTS = ("bullet_list_open", "ordered_list_open")


class CardParser:
    """Reads the card that stands between two lines of its file."""

    def __init__(
        self, source: Source, language: str, lines: Sequence[str], written: Sequence[str], first: int, last: int, references: References
    ) -> None:
        """`lines` are those of the file as they are read, `written` as they are written; the card's are from `first` to before `last`."""
        self._source = source
        self._language = language
        self._first = first
        self._lines, self._written = lines[first:last], written[first:last]
        self._references = references
        self._errors: list[Problem] = []
        self.removed: list[Problem] = []
        """What was wrong and has been taken out: no reason to leave the card out."""
        self._links: list[Link] = []

    def read(self, *, alone: bool) -> Parsed:
        """The card; where it is not `alone` in its file, it must say its id."""
        text = "\n".join(self._lines)
        if too_long := beyond(len(text), CARD, "characters", "the card has"):
            self._error(0, f"{too_long}: split it")
            text = self._lines[0]
        reading = read(text, self._references)
        self._spots = Spots(reading.tokens, self._lines)
        heading = reading.tokens[1]
        id, question, id_column = self._identify(heading, alone=alone)
        self._look_at_blocks(reading.tokens)
        for fault in reading.faults:
            self._look_at_fault(fault)
        for address in reading.addresses:
            self._look_at_address(address)
        fields = {} if too_long else self._read_sections(reading)
        if not fields.get("answer") and not too_long:
            self._error(0, "the card has no answer; write it below the question, before the first '## '")
        card = CardText(
            language=self._language,
            question=composed(question),
            demos=tuple(link.demo for link in self._links if link.demo),
            path=self._source.path,
            line=self._first + 1,
            **fields,
        )
        return Parsed(
            id,
            card.language,
            card.path,
            card.line,
            self._links,
            sorted(self._errors),
            id_column,
            lambda: card,
            lambda: (card.question, encode(card)),
        )

    def _error(self, line: int, message: str, place: int = -1) -> None:
        """`line` and `place` are 0-based, in what is read of the card; a negative place means the line as a whole."""
        self._errors.append(self._problem(line, message, place))

    def _problem(self, line: int, message: str, place: int) -> Problem:
        return Problem(self._source.path, self._first + line + 1, message, column=self._column(line, place))

    def _column(self, line: int, place: int) -> int:
        return column(self._written[line], place) if place >= 0 else 0

    # -- the heading -------------------------------------------------------------------------------------------------

    def _identify(self, heading: Token, *, alone: bool) -> tuple[str, str, int]:
        """The card's id, its question, and the 1-based column of the id, 0 where the file's name is the id."""
        begin = self._lines[0].rfind(heading.content)
        match = _EXPLICIT_ID.search(heading.content)
        id = composed(match[1]) if match else of_file(self._source.stem) or self._source.stem
        id_place = begin + match.start(1) if match else -1
        if match is None and not alone:
            self._error(0, "one of several cards in its file, so it needs an id: '# Question {#some-id}'")
        elif not is_id(id):
            origin = "" if match else ", taken from the file's name,"
            self._error(0, f"the id {brief(id)}{origin} may hold only {LEGAL}{_better(id)}", id_place)
        question = words(heading.children or [])
        question = _EXPLICIT_ID.sub("", question) if match else question
        if not question:
            self._error(0, "the question is empty")
        return id, question, self._column(0, id_place)

    # -- what cannot be drawn, and every link ------------------------------------------------------------------------

    def _look_at_blocks(self, found: Sequence[Token]) -> None:
        number = sum(token.type in ("inline", "fence", "code_block", "hr") for token in found)
        if message := beyond(number, BLOCKS, "paragraphs, items and blocks", "the card has"):
            self._error(0, f"{message}: split it")
        elif message := beyond(layout_steps(found), STEPS, "steps of laying out", "the card takes"):
            self._error(0, f"{message}: split it, or put less into lists and quotations")
        for token in found:
            if token.type in ("fence", "code_block") and (message := beyond(len(token.content), CODE, "characters", "a block of code of")):
                self._error(lines_of(token)[0], f"{message}: shorten it")
            if token.type == "fence" and token.markup != "$$" and not self._closed(token):
                line = lines_of(token)[0]
                message = f"the code fence is never closed; end it with a line {token.markup!r}"
                self._error(line, message, self._lines[line].find(token.markup))

    def _closed(self, fence: Token) -> bool:
        start, end = lines_of(fence)
        last = self._lines[end - 1].strip(" >") if end - 1 > start else ""
        return len(last) >= len(fence.markup) and not last.strip(fence.markup[0])

    def _look_at_fault(self, fault: Fault) -> None:
        if fault.place is None:
            self._error(lines_of(fault.block)[0], fault.message)
            return
        line, place = self._spots.of(fault.block, fault.place)
        if fault.mended:
            self.removed.append(self._problem(line, fault.message, place))
        else:
            self._error(line, fault.message, place)

    def _look_at_address(self, address: Address) -> None:
        href = str(address.token.attrs["href"])
        scheme = scheme_of(href)
        line, place = self._spots.of(address.block, address.place)
        if scheme == "demo":
            demo = demo_of(href, address.text)
            self._link(line, place, scheme, demo.demo, demo)
        elif scheme == "card":
            self._link(line, place, scheme, card_of(href))
        elif address.picture and scheme == "picture":
            self._link(line, place, scheme, picture_of(href))
        elif scheme not in WEB_SCHEMES:
            self._error(line, f"a link to {brief(href)}; links start with demo:, card:, http:, https: or mailto:", place)
        elif not is_address(href):
            self._error(line, f"a link to {brief(href)}, which is not a valid address; write one such as https://example.org/page", place)

    def _link(self, line: int, place: int, scheme: str, target: str, demo: DemoLink | None = None) -> None:
        self._links.append(Link(self._first + line + 1, self._column(line, place), scheme, target, demo))

    # -- sections ----------------------------------------------------------------------------------------------------

    def _read_sections(self, reading: Reading) -> Sections:
        self._kept, changed = kept_lines(reading, self._spots, self._lines)
        self._changed = sorted(changed)
        self._commented = {line for start, end in reading.comments for line in range(start, end)}
        fields: Sections = {}
        for name, line, found, (start, end) in self._sections(reading.tokens):
            self._read_section(fields, name, line, found, start, end)
        return fields

    def _sections(self, found: Sequence[Token]) -> Iterator[tuple[str, int, Sequence[Token], tuple[int, int]]]:
        """Each section's name ("" for the answer), its line, its tokens and its lines."""
        heads = [i for i, t in enumerate(found) if t.type == "heading_open" and t.tag == "h2" and t.level == 0]
        bounds = [*heads, len(found)]
        lines = [lines_of(found[i]) for i in heads]
        ends = [*(start for start, _ in lines), len(self._lines)]
        yield "", 0, found[3 : bounds[0]], (1, ends[0])
        for n, i in enumerate(heads):
            yield found[i + 1].content.strip(), lines[n][0], found[i + 3 : bounds[n + 1]], (lines[n][1], ends[n + 1])

    def _read_section(self, fields: Sections, name: str, line: int, found: Sequence[Token], start: int, end: int) -> None:
        place = self._lines[line].rfind(name) if name else -1
        key: SectionField | None = self._field(name, line, place) if line else "answer"
        if key is None:
            return
        if key in fields:
            self._error(line, f"a second section {brief(name)}; merge the two", place)
        elif key == "key_points":
            fields[key] = points = tuple(self._key_points(line, found, end))
            if message := beyond(len(points), POINTS, "key points", "the card has"):
                self._error(line, f"{message}: split it", place)
        elif key == "follow_ups":
            fields[key] = tuple(self._follow_ups(line, found, end))
        elif found:
            text = joined(self._kept, start, end)
            self._compare(found, start, end, text)
            fields[key] = composed(text)
        else:
            fields[key] = ""

    def _field(self, name: str, line: int, place: int) -> SectionField | None:
        if found := section(name):
            return found
        hint = suggestion(composed(name), headings(self._language), untranslated).replace("'", '"')
        self._error(line, f'unknown section "{composed(name)}"; {hint[:1].lower()}{hint[1:]}', place)
        return None

    def _key_points(self, line: int, found: Sequence[Token], last: int) -> Iterator[KeyPoint]:
        for its, (start, end) in self._items(line, found, last):
            source = "\n".join(self._lines[start:end])
            also = [" ".join(term.split()) for match in _ALSO.findall(source) for term in match.split(",")]
            bold = [term for token in its for term in _bold(token.children or [])]
            text = joined(item(self._kept, start, end), start, end).strip()
            self._compare(its, start, end, text)
            said = " ".join(filter(None, map(words, paragraphs(its))))
            terms = dict.fromkeys(composed(term) for term in [*bold, *also] if term)
            yield KeyPoint(composed(text), tuple(terms), composed(said))

    def _follow_ups(self, line: int, found: Sequence[Token], last: int) -> Iterator[FollowUp]:
        for its, (start, end) in self._items(line, found, last):
            if len(its) < 2 or its[1].type != "paragraph_open":
                self._error(start, "a follow-up must begin with its question", _indent(self._lines[start]))
                continue
            lines, middle = item(self._kept, start, end), lines_of(its[1])[1]
            answer = joined(lines, middle, end)
            asked = " ".join(joined(lines, start, middle).split())
            self._compare(its, start, end, f"{asked}\n\n{answer}")
            yield FollowUp(composed(asked), composed(answer))

    def _items(self, line: int, found: Sequence[Token], last: int) -> Iterator[tuple[Sequence[Token], tuple[int, int]]]:
        """The items of the list that a section consists of."""
        outer = [token for token in found if token.level == 0 and token.nesting >= 0]
        stray = next((token for token in outer if token.type not in _LISTS or "html" in token.meta), None)
        if stray is not None:
            first = lines_of(stray)[0]
            self._error(first, "this section is a list; start each point with '- '", _indent(self._lines[first]))
        elif not found and not self._commented & {*range(line, last)}:  # a comment alone holds the place of what is still to be written
            self._error(line, "the section is empty; write a list, each point starting with '- '")
        opened = None
        for i, token in enumerate(found):
            if token.level == 1 and token.type == "list_item_open" and stray is None:
                opened = i
            elif token.level == 1 and token.type == "list_item_close" and opened is not None:
                yield found[opened:i], lines_of(found[opened])

    def _compare(self, found: Sequence[Token], start: int, end: int, text: str) -> None:
        """Makes sure that `text` still says what the lines said before anything was taken out of them or put into them."""
        line = next((line for line in self._changed if start <= line < end), None)
        if line is not None and _sayings(found) != _sayings(tokens(text)):
            message = "a comment or a reference link changes how the text around it is read; write it differently"
            self._error(line, message)


def _sayings(found: Sequence[Token]) -> list[tuple[str, str]]:
    """The words and the addresses of blocks."""
    said = []
    for children in paragraphs(found):
        said.append(("code" if any("code" in child.type or child.type == "fence" for child in children) else "", words(children)))
        said += [("link", str(child.attrs["href"])) for child in children if child.type == "link_open"]
    return [each for each in said if each[1]]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _better(id: str) -> str:
    better = legal(id)
    return f"; write {{#{better}}}" if better else ""


def _bold(children: Sequence[Token]) -> Iterator[str]:
    depth, said = 0, list[Token]()
    for child in children:
        if child.type == "strong_open":
            depth += 1
        elif child.type == "strong_close":
            depth -= 1
            if depth == 0:
                yield words(said)
                said = []
        elif depth > 0:
            said.append(child)
