"""Markdown as styled text, for places in which a whole Markdown widget would be too much. Links are words here."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from textual.content import Content

from quizapp.services.markdown import paragraphs, tokens

_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def inline(markdown: str) -> Content:
    """What `markdown` says, a line for each of its paragraphs."""
    lines = [Content.assemble(*_parts(children)) for children in paragraphs(tokens(markdown))]
    return Content("\n").join(lines)


def _parts(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    styles: list[str] = []
    for token in children:
        name, _, end = token.type.rpartition("_")
        if end == "open":
            styles.append(_STYLES.get(name, ""))
        elif end == "close":
            styles.pop()
        else:
            text = " " if "break" in token.type else token.content.rstrip("\n")
            yield text, " ".join(style for style in (*styles, "$accent" * (token.type == "code_inline")) if style)
