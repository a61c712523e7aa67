"""An answer as a collection has it becomes the sections of a card: what is said, the key points, what goes deeper, the sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from quizapp.decks.advice import SECONDS_ALOUD, seconds_aloud
from quizapp.decks.asking import stripped
from quizapp.decks.grammar import blocks, lines_of
from quizapp.decks.grammar.limits import POINTS
from quizapp.decks.importing.headings import meaning, says_the_answer
from quizapp.decks.importing.note import Alteration, Altered
from quizapp.decks.written import item

_LISTS = ("bullet_list_open", "ordered_list_open")
_BOLD = 6
_NUMBER = re.compile(r"\d+(?:[.-]\d+)*[.)]?\s+")
_TOP = 3
"""The level of the first heading inside an answer: those above it are the card's own."""
_BOLD_LABEL = re.compile(r"\*\*(?P<name>[^*\n]{2,40}?)\s*:?\*\*\s*:?")


@dataclass
class Body:
    """The parts of an answer, in Markdown."""

    answer: str = ""
    key_points: list[str] = field(default_factory=list)
    deeper: str = ""
    mistakes: str = ""
    sources: str = ""
    changes: list[Alteration] = field(default_factory=list)


@dataclass
class _Part:
    """Blocks below a heading that means something ("" for none), as line ranges."""

    meaning: str
    blocks: list[str] = field(default_factory=list)


def parted(text: str) -> Body:
    """The sections of `text`, in which no HTML and no foreign link is left."""
    body, rest = Body(), list[str]()
    for part in _parts(text, body):
        joined = "\n\n".join(part.blocks).strip("\n")
        if part.meaning == "key_points" and (points := _points(joined)):
            body.key_points += points
        elif part.meaning in ("sources", "mistakes") and joined:
            before = getattr(body, part.meaning)
            setattr(body, part.meaning, f"{before}\n\n{joined}" if before else joined)
        elif part.meaning == "deeper" and joined:
            body.deeper = f"{body.deeper}\n\n{joined}" if body.deeper else joined
        elif part.meaning == "nothing" or (part.meaning == "contents" and _only_links(part.blocks[1:])):
            body.changes.append(Alteration(Altered.MARKS, part.blocks[0].lstrip("# ")))
            continue
        else:
            rest += part.blocks
            if part.meaning not in ("", "contents"):  # its heading names no section here
                body.changes.append(Alteration(Altered.HEADINGS))
            continue
        body.changes.append(Alteration(Altered.SECTIONS))
    if len(body.key_points) > POINTS:
        rest += ["\n".join(f"- {_indented(point)}" for point in body.key_points)]
        body.key_points = []
    _divide(rest, body)
    return body


def _parts(text: str, body: Body) -> Iterator[_Part]:
    """The text by the headings that mean a section; any other one is demoted and stays where it is."""
    part, depth, open_ = _Part(""), 0, ""
    for kind, level, block in _blocks(text):
        named = meaning(stripped(block.lstrip("# "))[0]) if kind == "title" else ""
        label = _BOLD_LABEL.fullmatch(block.strip()) if kind == "paragraph" else None
        if label and (found := meaning(label["name"])) in ("key_points", "sources", "mistakes"):
            named, level = found, _BOLD + 1
        if named:
            yield part
            part, open_, depth = _Part("" if named == "answer" else named), named, level
            if named in ("nothing", "contents"):
                part.blocks.append(block)
            if named != "answer":
                continue
            if says_the_answer(words := block.lstrip("# ")):
                part.blocks.append(f"**{words}**")
            body.changes.append(Alteration(Altered.HEADINGS))
        elif kind == "title":
            if open_ and level <= depth:
                yield part
                part, open_ = _Part(""), ""
            body.changes.append(Alteration(Altered.HEADINGS))
            part.blocks.append(block)
        else:
            part.blocks.append(block)
            if depth > _BOLD and open_ and kind == "other":  # a bold label names the list below it, and no more
                yield part
                part, open_ = _Part(""), ""
    yield part


def _only_links(found: Sequence[str]) -> bool:
    lines = [line for block in found for line in block.split("\n") if line.strip()]
    return 2 * sum("](" in line for line in lines) >= len(lines)


def _blocks(text: str) -> Iterator[tuple[str, int, str]]:
    """The outermost blocks, each with its kind, the level of a title, and its text; titles are demoted so that the highest is `###`."""
    found = [token for token in blocks(text)[0] if token.level == 0 and token.nesting >= 0 and token.map]
    lines = text.split("\n")
    levels = sorted({int(token.tag[1]) for token in found if token.type == "heading_open"})
    demoted = {level: min(6, _TOP + place) for place, level in enumerate(levels)}
    for token, following in zip(found, [*found[1:], None], strict=False):
        start, end = lines_of(token)
        end = max(end, min(lines_of(following)[0] if following else len(lines), len(lines)))
        block = "\n".join(lines[start:end]).strip("\n").rstrip()
        if token.type == "heading_open":
            level = int(token.tag[1])
            words = block.lstrip("# ").strip()
            number = _NUMBER.match(words)  # a heading inside an answer keeps its number, for the text may speak of it
            bare = stripped(words)[0]
            kept = number[0] if number and not bare.startswith(number[0].rstrip()) else ""
            yield "title", level, f"{'#' * demoted[level]} {kept}{bare}"
        elif token.type != "hr" and block:
            yield "paragraph" if token.type == "paragraph_open" else "other", 0, block


def _points(text: str) -> list[str]:
    """The items of the list that `text` is; empty where it is anything else."""
    found = blocks(text)[0]
    outer = [token for token in found if token.level == 0 and token.nesting >= 0]
    if not outer or any(token.type not in _LISTS for token in outer):
        return []
    lines = dict(enumerate(text.split("\n")))
    return [_item(lines, token) for token in found if token.type == "list_item_open" and token.level == 1]


def _item(lines: dict[int, str], token: Token) -> str:
    start, end = lines_of(token)
    return "\n".join(item(lines, start, end).values()).strip()


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _divide(found: Sequence[str], body: Body) -> None:
    """What fits the time that an answer may take is the answer; a sentence that introduces a list or a formula stays with it."""
    units = list[list[str]]()
    for block in found:
        if (units and units[-1][-1].rstrip("*_ ").endswith((":", "："))) or (units and units[-1][-1].startswith("#")):
            units[-1].append(block)
        else:
            units.append([block])
    seconds, number = 0.0, 0
    for number, unit in enumerate(units):
        seconds += seconds_aloud("\n\n".join(unit))
        if number and seconds > SECONDS_ALOUD:
            break
    else:
        number = len(units)
    answer = [block for unit in units[:number] for block in unit]
    further = [block for unit in units[number:] for block in unit]
    body.answer = "\n\n".join(answer)
    if further:
        body.deeper = "\n\n".join(filter(None, ["\n\n".join(further), body.deeper]))
        body.changes.append(Alteration(Altered.LONG))
