"""Which lines of a card are kept, and how: comments go, and addresses that stand elsewhere in the file come to their links."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from quizapp.decks.grammar import lines_of
from quizapp.decks.grammar.reading import Address, Reading
from quizapp.decks.places import Spots
from quizapp.decks.written import Cut, broken, cut, has_separator, trimmed
from quizapp.domain.links import picture_of

_BEGINS_A_PARAGRAPH = re.compile(r"(?:\*\*)?[^\W\d_]")
_ABOUT_ITEMS = " >*+-.)0123456789"
"""The characters with which a list's item or a quotation begins."""
_LABEL = re.compile(r"\]\[(?:\\.|[^\[\]\\])*\]$", re.DOTALL)


def kept_lines(reading: Reading, spots: Spots, lines: Sequence[str]) -> tuple[dict[int, str], set[int]]:
    """The lines that are kept, by their 0-based number; and those in which something stands otherwise than it is written, so that the text
    about it may be read otherwise as well.
    """
    kept = {number: line.rstrip() for number, line in enumerate(lines)}
    if separated := has_separator("".join(lines)):
        fences = {lines_of(token)[0] for token in reading.tokens if token.type == "fence"}  # what stands behind one is no code
        kept = {number: (cut(line, ()) if number in fences else broken(line)).rstrip() for number, line in enumerate(lines)}
    kept |= {line: "" for start, end in reading.comments for line in range(start, end)}
    cuts: dict[int, list[Cut]] = {}
    for line, each in _cuts(reading, spots, lines):
        cuts.setdefault(line, []).append(each)
    changed_lines = {*cuts} - {lines_of(block)[0] for block, start, end in reading.asides if _says_the_same(block, start, end, lines)}
    for start, end in {lines_of(token) for token in reading.tokens if token.type == "inline"}:
        for line in range(start, end):
            changed = lines[line]
            if separated or line in cuts:
                changed = cut(changed, cuts.get(line, ()))
            if changed != kept.get(line):
                kept[line] = trimmed(changed, last=line == end - 1)
            if not changed.strip(" >"):
                del kept[line]  # an empty one would end the paragraph
    return kept, changed_lines


def _says_the_same(block: Token, start: int, end: int, lines: Sequence[str]) -> bool:
    """Whether it can be seen that nothing is read otherwise without the comment, as is so in nearly all key points.

    It ends a paragraph of one line that begins with a letter: neither does a list, a rule, a table or a definition begin there instead,
    nor is there anything behind it that could belong to what stands before it.
    """
    text, line = block.content, lines[lines_of(block)[0]].rstrip(" ")
    if end < len(text) or "\n" in text or not line.endswith(text):
        return False
    return _BEGINS_A_PARAGRAPH.match(text, 0, start) is not None and text[start - 1] == " " and not line[: -len(text)].strip(_ABOUT_ITEMS)


def _cuts(reading: Reading, spots: Spots, lines: Sequence[str]) -> Iterator[tuple[int, Cut]]:
    for block, start, end in reading.asides:
        yield from _cut(block, start, end, "", spots, lines)
    for block, start, end, breaks in reading.breaks:
        yield from _cut(block, start, end, " <br> " if breaks else " ", spots, lines)
    for address in reading.addresses:
        if "label" in address.token.meta:
            yield from _cut(address.block, *_reference(address), spots, lines)


def _reference(address: Address) -> tuple[int, int, str]:
    """Where the label stands in its paragraph, and the address that comes in its place."""
    start, end = address.place, int(address.token.meta["end"])
    match = _LABEL.search(address.block.content[start:end])
    href = str(address.token.attrs["href"])
    href = picture_of(href) if href.startswith("picture:") else href
    bare = href and not re.search(r"[\s()<>\\]", href)
    return start + match.start() + 1 if match else end, end, f"({href})" if bare else f"(<{href}>)"


def _cut(block: Token, start: int, end: int, instead: str, spots: Spots, lines: Sequence[str]) -> Iterator[tuple[int, Cut]]:
    """A cut in the paragraph `block` as one in each of its lines."""
    first, begin = spots.of(block, start)
    last, stop = spots.of(block, end)
    for line in range(first, last + 1):
        left = begin if line == first else spots.begin(block, line)
        right = stop if line == last else len(lines[line])
        if not instead and left == spots.begin(block, line):
            right = len(lines[line]) - len(lines[line][right:].lstrip(" "))  # what follows is not to stand further in
        yield line, (left, right, instead if line == first else "")
