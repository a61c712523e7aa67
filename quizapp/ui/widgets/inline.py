"""A line of Markdown as styled text, for places in which a whole Markdown widget would be too much. Links are words here."""

from functools import cache

from markdown_it import MarkdownIt
from textual.content import Content

from quizapp.services.markdown import reader

_STYLES = {"strong": "bold", "em": "italic"}


def inline(markdown: str) -> Content:
    """What `markdown`, one paragraph, says."""
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    for token in _reader().parseInline(markdown)[0].children or []:
        name, _, end = token.type.rpartition("_")
        if end == "open":
            styles.append(_STYLES.get(name, ""))
        elif end == "close":
            styles.pop()
        else:
            text = " " if "break" in token.type else token.content
            parts.append((text, " ".join(style for style in (*styles, "$accent" * (token.type == "code_inline")) if style)))
    return Content.assemble(*parts)


@cache
def _reader() -> MarkdownIt:
    return reader()
