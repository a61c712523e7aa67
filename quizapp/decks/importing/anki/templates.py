"""What a template shows of a note: its `{{fields}}`, with conditions, as HTML. Nothing in it is executed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ANSWER = re.compile(r"""<hr\b[^>]*\bid\s*=\s*["']?answer\b[^>]*>""", re.IGNORECASE)
_NOT_ASKED = ("type", "tts", "hint")
"""Filters by which a field of a question is typed in, spoken, or hidden behind a link."""
_NOT_ANSWERED = ("tts",)
"""Those by which one of an answer is not shown: there, what was typed stands beside what is right."""
_MOST = 400
"""Pieces of a template."""

Show = Callable[[str, tuple[str, ...]], str]
"""What stands for a field, by its name and its filters."""


@dataclass(frozen=True)
class TemplatePiece:
    """A part of a template: text, a field, or where a condition begins (# or ^) or ends (/)."""

    text: str
    mark: str = ""
    """Empty for text, "=" for a field."""
    filters: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def pieces(template: str) -> tuple[TemplatePiece, ...]:
    """The parts of `template`, without what is never seen."""
    return tuple(_pieces(_UNSEEN.sub("", template)))[:_MOST]


def _pieces(template: str) -> Iterator[TemplatePiece]:
    place = 0
    for match in _TAG.finditer(template):
        if match.start() > place:
            yield TemplatePiece(template[place : match.start()])
        place = match.end()
        written = match[1].strip()
        if written[:1] in ("#", "^", "/"):
            yield TemplatePiece(written[1:].strip(), written[0])
        elif not written.startswith("!"):
            *filters, name = (part.strip() for part in written.split(":"))
            yield TemplatePiece(name, "=", tuple(filters))
    if place < len(template):
        yield TemplatePiece(template[place:])


def rendered(template: str, filled: Mapping[str, bool], show: Show) -> str:
    """The HTML of `template` for a note. `filled` says of each field whether anything is in it; `show` gives the fields themselves."""
    out, hidden = list[str](), list[bool]()
    for piece in pieces(template):
        if piece.mark in ("#", "^"):
            hidden.append(filled.get(piece.text, False) != (piece.mark == "#"))
        elif piece.mark == "/":
            hidden[-1:] = []
        elif not any(hidden):
            out.append(show(piece.text, piece.filters) if piece.mark else piece.text)
    return "".join(out)


def shown(template: str, fields: tuple[str, ...], *, asks: bool) -> list[str]:
    """The fields of a note type that a side shows, under whatever conditions, in order; `asks` where it is the question."""
    names = (piece.text for piece in pieces(template) if piece.mark == "=" and not is_hidden(piece.filters, asks=asks))
    return [name for name in dict.fromkeys(names) if name in fields]


def is_hidden(filters: tuple[str, ...], *, asks: bool) -> bool:
    """Whether a field with these filters is not shown on a side."""
    return any(each.split(" ")[0] in (_NOT_ASKED if asks else _NOT_ANSWERED) for each in filters)


@lru_cache(maxsize=512)
def answer_side(back: str, fields: tuple[str, ...]) -> str:
    """The part of a template's back that is the answer: what follows the line that Anki scrolls to, if a field does."""
    after = _ANSWER.split(back, maxsplit=1)[-1]
    return after if shown(after, fields, asks=False) else _ANSWER.sub("<br>", back)
