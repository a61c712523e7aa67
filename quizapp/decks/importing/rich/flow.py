"""Elements in the order in which they are read, as lines of runs and blocks: the part of a browser that lays text out."""

import re
from collections.abc import Mapping, Sequence

from quizapp.decks.importing.rich.code_lines import fenced, with_code_joined
from quizapp.decks.importing.rich.inline import BOLD, CODE, ITALIC, LINK, STRIKE, SUB, SUP, TextRun, composed
from quizapp.decks.importing.rich.page import Line, page
from quizapp.decks.importing.rich.tables import cells_of, outside_cells, table
from quizapp.decks.importing.rich.tree import Element
from quizapp.domain.i18n import gettext

ATOM = re.compile("\ue000(\\d+)\ue001")
"""What stands in the text for a piece of Markdown that is ready."""
_MARKS = {
    **dict.fromkeys(("b", "strong", "summary", "dt", "legend", "caption"), BOLD),
    **dict.fromkeys(("i", "em", "u", "cite", "dfn", "var", "ins"), ITALIC),
    **dict.fromkeys(("s", "strike", "del"), STRIKE),
    **dict.fromkeys(("code", "kbd", "tt", "samp"), CODE),
    "sub": SUB,
    "sup": SUP,
}
_STYLES = (
    (BOLD, re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    (ITALIC, re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)),
    (STRIKE, re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)),
    (SUB, re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE)),
    (SUP, re.compile(r"vertical-align\s*:\s*super\b", re.IGNORECASE)),
    (CODE, re.compile(r"font-family\s*:[^;]*(?:mono|courier|consolas|menlo|lucida console)", re.IGNORECASE)),
)
_SAYS_NOTHING = re.compile(r"(?:^|/)(?:paste-\d+|(?:[\w-]*-)?[0-9a-f]{16,}[\w-]*)\.\w+$", re.IGNORECASE)
"""The name of a picture that was pasted."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MONO = re.compile(r"mono|courier|consolas|menlo", re.IGNORECASE)
_LINES = frozenset(
    "div section article center header footer main nav aside figure figcaption address form fieldset dt dd details summary "
    "legend caption tr td th body html dialog menu option".split()
)
"""They stand on lines of their own."""
_APART = frozenset("p dl".split())
"""And these between empty lines."""
LOST = frozenset(
    "script style iframe video audio object embed svg canvas applet frame math noscript template map meter select textarea tts".split()
)
"""What is in them is no text."""
_DEEPEST_LIST = 5


class Flow:
    """Takes elements in, one after another, and gives lines out."""

    def __init__(self, atoms: Sequence[str], *, keeps_lines: bool = False, depth: int = 0) -> None:
        self._atoms = atoms
        self._keeps_lines = keeps_lines
        self._depth = depth
        self._lines: list[Line] = []
        self._runs: list[TextRun] = []
        self._apart = self._soft = False
        self.tags: set[str] = set()
        """The names of the elements that were met."""
        self.lost: set[str] = set()
        """Of those whose content is left out."""

    def lines(self) -> Sequence[Line]:
        """Everything so far; lines that are only code, one below another, are one block of it."""
        self._end()
        return with_code_joined(self._lines)

    def walk(self, children: Sequence[Element | str], marks: frozenset[str] = frozenset()) -> None:
        """Takes in `children`, which stand under `marks`."""
        for child in children:
            if isinstance(child, str):
                self._text(child, marks)
            elif not _HIDDEN.search(child.attributes.get("style", "")):
                self.tags.add(child.name)
                self._element(child, marks)

    def _element(self, element: Element, marks: frozenset[str]) -> None:
        name = element.name
        if name in LOST:
            self.lost.add(name)
        elif name == "br":
            self._end(empty_counts=True)
        elif name == "img":
            self._picture(element.attributes, marks)
        elif name in ("ul", "ol") and self._depth < _DEEPEST_LIST:
            self._list(element, marks)
        elif name == "table":
            self._table(element, marks)
        elif name == "pre":
            self._pre(element)
        elif name == "blockquote" and self._depth < _DEEPEST_LIST:
            self._block("\n".join(f"> {line}".rstrip() for line in self._inside(element, marks).split("\n")))
        elif name == "hr":
            self._block("---")
        elif re.fullmatch("h[1-6]", name):
            self._heading(element, marks)
        else:
            self._other(element, marks)

    def _other(self, element: Element, marks: frozenset[str]) -> None:
        name = element.name
        inner = marks | _marks_of(element)
        own_line = name in _LINES or name in _APART or name == "li"
        if own_line:
            self._end()
        self._apart |= name in _APART
        if name == "rt" and element.words().strip():
            self._runs += [TextRun("(", marks), TextRun(element.words().strip(), marks), TextRun(")", marks)]
        elif name not in ("rt", "rp", "title", "head"):
            self.walk(element.children, inner)
        if name == "q":
            self._runs.append(TextRun('"', marks))
        if own_line:
            self._end()
        self._apart |= name in _APART

    def _text(self, text: str, marks: frozenset[str]) -> None:
        for place, piece in enumerate(ATOM.split(text)):
            if place % 2:
                self._atom(self._atoms[int(piece)] if int(piece) < len(self._atoms) else "", marks)
                continue
            if not self._keeps_lines:
                self._runs.append(TextRun(_without_odd_blanks(piece, first=not self._runs), marks))
                continue
            for number, line in enumerate(piece.split("\n")):
                if number:
                    self._end(empty_counts=True)
                    self._soft = not self._apart
                self._runs.append(TextRun(_without_odd_blanks(line, first=not self._runs), marks))

    def _atom(self, markdown: str, marks: frozenset[str]) -> None:
        if "\n" in markdown:
            self._block(markdown)
        elif markdown:
            self._runs.append(TextRun(markdown, marks - {CODE}, raw=True))

    def _picture(self, attributes: Mapping[str, str], marks: frozenset[str]) -> None:
        source = attributes.get("src", "").strip()
        if source:
            words = " ".join(re.sub(r"[\[\]\\<>`]", " ", attributes.get("alt", "")).split())
            words = words or (gettext("no description") if _SAYS_NOTHING.search(source) else "")
            address = re.sub(r"[<>\n]", "", source)
            self._runs.append(TextRun(f"![{words}](<{address}>)", frozenset(mark for mark in marks if mark.startswith(LINK)), raw=True))

    def _list(self, element: Element, marks: frozenset[str]) -> None:
        items = list[str]()
        number = int(start) if (start := element.attributes.get("start", "")).isdecimal() and len(start) < 5 else 1
        for child in element.children:
            if isinstance(child, str):
                inside = child.strip()
                text = composed([TextRun(inside)]) if inside else ""
            elif child.name in ("ul", "ol"):
                text = self._inside(Element("li", {}, [child]), marks)
                if items:
                    items[-1] += "\n" + _indented(text, items[-1])
                    continue
            else:
                self.tags.add(child.name)
                text = self._inside(child, marks)
            if text:
                mark = f"{number}. " if element.name == "ol" else "- "
                number += 1
                items.append(f"{mark}{_indented(text, mark, first=False)}")
        if items:
            self._block("\n".join(items))

    def _table(self, element: Element, marks: frozenset[str]) -> None:
        self._end()
        self.walk(outside_cells(element), marks)
        self._end()
        rows = [[cell for cell in row if "linenos" not in cell.attributes.get("class", "")] for row in cells_of(element)]
        if any(cell.has("pre", "table", "ul", "ol") for row in rows for cell in row) or not table([["", ""]] * len(rows)):
            for row in rows:
                for cell in row:
                    self._end()
                    self.walk(cell.children, marks)
                    self._end()
            return
        written = [[" ".join(self._inside(cell, marks).replace("\n", " ").split()) for cell in row] for row in rows]
        if text := table(written):
            self._block(text)
        else:
            for written_row in written:
                self._end()
                self._lines += [Line(" | ".join(filter(None, written_row)))] if any(written_row) else []

    def _pre(self, element: Element) -> None:
        text = ATOM.sub(lambda match: self._atoms[int(match[1])], element.words()).replace("\N{NO-BREAK SPACE}", " ")
        text = text.replace("\r\n", "\n").strip("\n").rstrip()
        if text:
            self._block(fenced(text.split("\n")))

    def _heading(self, element: Element, marks: frozenset[str]) -> None:
        text = " ".join(self._inside(element, marks - {BOLD}).replace("<br>", " ").split())
        if text:
            self._block(f"{'#' * max(3, int(element.name[1]))} {text}")

    def _inside(self, element: Element, marks: frozenset[str]) -> str:
        """The Markdown of what is in `element`, by itself."""
        flow = Flow(self._atoms, keeps_lines=self._keeps_lines, depth=self._depth + 1)
        flow.walk(element.children, marks)
        self.tags |= flow.tags
        self.lost |= flow.lost
        return page(flow.lines())

    def _block(self, text: str) -> None:
        self._end()
        self._lines.append(Line(text, block=True, apart=self._apart))
        self._apart = False

    def _end(self, *, empty_counts: bool = False) -> None:
        """Ends the line; an empty one sets the next apart where it `counts`."""
        text, words = composed(_spaced(self._runs)), "".join(run.text for run in self._runs)
        self._runs = []
        if text:
            self._lines.append(Line(text, apart=self._apart, soft=self._soft, words=words))
            self._apart = False
        elif empty_counts:
            self._apart = True
        self._soft = False


def _marks_of(element: Element) -> frozenset[str]:
    style = element.attributes.get("style", "")
    marks = {mark for mark, pattern in _STYLES if style and pattern.search(style)}
    if own := _MARKS.get(element.name):
        marks.add(own)
    if _MONO.search(element.attributes.get("face", "")):
        marks.add(CODE)
    address = element.attributes.get("href", "").strip()
    if element.name == "a" and address and not address.startswith("#") and not re.search(r"[<>\n]", address):
        marks.add(LINK + address)
    return frozenset(marks)


def _without_odd_blanks(text: str, *, first: bool) -> str:
    """Blanks as HTML shows them: one for many. Hard ones at the beginning of a line are its indentation and stay."""
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    if first and (indent := re.match("(?: *\N{NO-BREAK SPACE}){2,} *", text)):
        return "\N{NO-BREAK SPACE}" * len(indent[0]) + text[indent.end() :].replace("\N{NO-BREAK SPACE}", " ")
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _spaced(runs: Sequence[TextRun]) -> Sequence[TextRun]:
    """A blank between a formula and a letter or digit that touches it: there, its dollar would be money."""
    out = list[TextRun]()
    for run in runs:
        if run.text and out and (_is_formula(out[-1]) or _is_formula(run)):
            before, after = out[-1].text[-1], run.text[0]
            if (before == "$" and (after.isalnum() or after == "$")) or (after == "$" and (before.isalnum() or before == "$")):
                out.append(TextRun(" "))
        if run.text:
            out.append(run)
    return out


def _is_formula(run: TextRun) -> bool:
    return run.raw and run.text.startswith("$")


def _indented(text: str, mark: str, *, first: bool = True) -> str:
    width = 3 if re.match(r"\d", mark) else 2
    width = len(mark) if not first else width
    lines = text.split("\n")
    return "\n".join(" " * width + line if line and (first or number) else line for number, line in enumerate(lines))
