"""The whole way from HTML to Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.decks.importing.note import Alteration, Altered
from quizapp.decks.importing.rich.flow import Flow
from quizapp.decks.importing.rich.page import page
from quizapp.decks.importing.rich.tree import tree
from quizapp.domain.drawable import clean

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLAIN = frozenset("br div p".split())
"""Elements that are nothing but lines."""
_DATA = re.compile(r"data:[\w/+.;-]*,[^\s\"'<>()]{200,}")


@dataclass(frozen=True)
class Converted:
    """Markdown, and what differs from the HTML."""

    text: str
    changes: tuple[Alteration, ...] = ()


def without_private(html: str) -> str:
    """`html` without the characters that stand for ready pieces, and without the data of pictures that are written out in it."""
    return _DATA.sub("data:", _PRIVATE.sub("", html))


def markdown(html: str, atoms: Sequence[str] = (), *, keeps_lines: bool = False) -> Converted:
    """`html`, in which `atoms` stand by their numbers, as Markdown. Without a tag, its line breaks stay breaks of its source."""
    drawn = clean(html)
    changes = [Alteration(Altered.CHARACTERS)] if drawn != html else []
    html = drawn
    flow = Flow(atoms, keeps_lines=keeps_lines or "<" not in html)
    flow.walk(tree(html).children)
    lines = flow.lines()
    if flow.tags - _PLAIN - {"img"}:
        changes.append(Alteration(Altered.HTML, ", ".join(f"<{name}>" for name in sorted(flow.lost))))
    return Converted(page(lines), tuple(changes))
