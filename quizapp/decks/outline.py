"""The titles of a Markdown file: headings, and lines that are bold as a whole, with what stands below each.

The lines of the outline are those of the file, so that every place can be given; only what wraps titles is taken away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from quizapp.decks.asking import asks
from quizapp.decks.grammar import blocks, lines_of
from quizapp.decks.places import readable

BOLD = 7
"""The level of a bold line: inside every heading."""
ITEM = 8
"""That of an item of a numbered list."""
_IN_A_LIST = re.compile(r"(?P<mark> {0,3}(?:\d{1,4}[.)]|[-*+]) +)(?P<heading>#{1,6} .*)")
_BOLD = re.compile(r"(?:\*\*(?P<stars>(?:(?!\*\*).)+)\*\*|__(?P<lines>(?:(?!__).)+)__)\s*(?P<rest>[^\w]*)")
_BOLD_BEHIND_A_NUMBER = re.compile(r"(?P<number>(?:Q\s*)?\d{1,4}[.)]\s+)(?=\*\*)")
_HTML_HEADING = re.compile(r"\s*<h([1-6])(?:\s[^>]*)?>(.*?)</h\1>\s*", re.IGNORECASE)
_MOSTLY = (3, 0.8)
"""How many items of a list have to be there, and which share of them to ask, so that it is one of questions."""
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ ]*")
_FENCE = re.compile(r"[ >]*(?P<mark>`{3,}|~{3,})")


@dataclass(frozen=True)
class Title:
    """A title: its 0-based first line, the line after its last, its level, and its text as Markdown."""

    line: int
    end: int
    level: int
    text: str


@dataclass(frozen=True)
class Outline:
    """A file's lines and the titles among them."""

    path: str
    lines: Sequence[str]
    titles: Sequence[Title]
    references: Mapping[str, Any]
    """Addresses that the file defines, by their labels."""
    items: Sequence[Title]
    """Items of lists that may be questions without answers; their level is `ITEM`."""

    title: str = ""
    """What its front matter calls it."""

    @cached_property
    def has_a_title(self) -> bool:
        """Whether one heading stands above all others: it is the file's title."""
        return sum(title.level == 1 for title in self.titles) == 1

    @cached_property
    def ends(self) -> Sequence[int]:
        """For each title, the line before which what is below it ends: that of the next title of its level or above it."""
        ends, open_ = [len(self.lines)] * len(self.titles), list[int]()
        for place, title in enumerate(self.titles):
            while open_ and self.titles[open_[-1]].level >= title.level:
                ends[open_.pop()] = title.line
            open_.append(place)
        return ends


def outline(path: str, text: str) -> Outline:
    """The outline of the file `path`, whose text has plain newlines."""
    lines = _unwrapped(_without_comments(readable(text).split("\n")))
    tokens, references = blocks("\n".join(lines))
    titles = [title for before, token in pairwise(tokens) for title in _title(before, token)]
    return Outline(path, lines, titles, references, [*_items(tokens)])


def _title(before: Token, token: Token) -> list[Title]:
    if token.type != "inline" or before.level:
        return []
    start, end = lines_of(before)
    if before.type == "heading_open":
        return [Title(start, end, int(before.tag[1]), token.content.strip())]
    if before.type == "paragraph_open" and end == start + 1:
        number = _BOLD_BEHIND_A_NUMBER.match(token.content)
        match = _BOLD.fullmatch(token.content, number.end() if number else 0)
        if match:
            return [Title(start, end, BOLD, (match["stars"] or match["lines"]).strip())]
    return []


def _items(tokens: Sequence[Token]) -> list[Title]:
    """Items of outermost lists that ask without answering: those of numbered lists of one paragraph, and those of lists that mostly ask."""
    found = list[Title]()
    for list_, end in _outermost_lists(tokens):
        items = [*_of_list(tokens, list_, end)]
        if tokens[list_].type == "ordered_list_open":
            found += (title for title, alone in items if alone)
        elif len(items) >= _MOSTLY[0] and sum(asks(title.text) for title, _ in items) >= _MOSTLY[1] * len(items):
            found += (title for title, _ in items)
    return found


def _outermost_lists(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends in `tokens`."""
    begun = 0
    for place, token in enumerate(tokens):
        if token.level == 0 and token.type in ("bullet_list_open", "ordered_list_open"):
            begun = place
        elif token.level == 0 and token.type in ("bullet_list_close", "ordered_list_close"):
            yield begun, place


def _of_list(tokens: Sequence[Token], begun: int, end: int) -> Iterator[tuple[Title, bool]]:
    """Each item with all that is in it as one line, and whether it is a single paragraph."""
    item, texts = begun, list[str]()
    for place in range(begun + 1, end):
        token = tokens[place]
        if token.level == 1 and token.type == "list_item_open":
            item, texts = place, []
        elif token.type == "inline":
            texts.append(" ".join(token.content.split()))
        elif token.type in ("fence", "code_block"):
            texts.append(f"`{' ↵ '.join(filter(None, map(str.strip, token.content.split(chr(10)))))}`")
        elif token.level == 1 and token.type == "list_item_close" and texts:
            alone = [each.type for each in tokens[item + 1 : place]] == ["paragraph_open", "inline", "paragraph_close"]
            yield Title(*lines_of(tokens[item]), ITEM, " ".join(texts)), alone


def _without_comments(lines: Sequence[str]) -> list[str]:
    """The lines with those of HTML comments empty where a comment goes over several: titles in it are none."""
    out, fence, begun = [*lines], "", -1
    for number, line in enumerate(lines):
        if begun >= 0:
            if "-->" in line:
                out[begun : number + 1] = [out[begun].partition("<!--")[0], *[""] * (number - begun)]
                out[number] = line.partition("-->")[2]
                begun = -1
        elif match := _FENCE.match(line):
            fence = _fence_after(fence, match["mark"], line[match.end() :])
        elif not fence and "<!--" in line and "-->" not in line.rpartition("<!--")[2]:
            begun = number
    return out


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines with headings as `#`: also those that are an item of a list with all that is below them, underlined, or HTML."""
    out, margin, fence = list[str](), 0, ""
    for number, line in enumerate(lines):
        if fence and (wrapped := _IN_A_LIST.fullmatch(line)) and wrapped["mark"][0].isdigit():  # the item ends, and its code with it
            if out and not out[-1].strip():
                out[-1] = fence
            fence = ""
        if match := _FENCE.match(line):
            fence = _fence_after(fence, match["mark"], line[match.end() :])
        elif not fence:
            if wrapped := _IN_A_LIST.fullmatch(line):
                margin, line = max(4, len(wrapped["mark"])), wrapped["heading"]
            elif re.match(r"#{1,6} ", line):
                margin = 0
            elif heading := _HTML_HEADING.fullmatch(line):
                line = f"{'#' * int(heading[1])} {heading[2].strip()}"
            elif _is_underlined(out, line, lines[number + 1] if number + 1 < len(lines) else ""):
                out[-1] = f"{'#' if '=' in line else '##'} {out[-1].strip()}"
                line = ""
        out.append(line[min(margin, len(line) - len(line.lstrip(" "))) :])
    return out


def _fence_after(fence: str, mark: str, rest: str) -> str:
    """The mark of the code that is open behind a line with `mark` and `rest`, where `fence` was before; empty where none is."""
    if not fence:
        return "" if "`" in rest and mark[0] == "`" else mark
    return "" if mark.startswith(fence) and not rest.strip() else fence


def _is_underlined(before: Sequence[str], line: str, after: str) -> bool:
    """Whether `line` makes a heading of the one before it, which stands alone."""
    if not _UNDERLINE.fullmatch(line) or not before or after.strip():
        return False
    alone = before[-1].strip() and (len(before) == 1 or not before[-2].strip())
    return bool(alone) and re.match(r" {0,3}[\w*`\"'\[(<¿¡]", before[-1]) is not None
