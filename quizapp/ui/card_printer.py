"""A card printed in the terminal: its Markdown laid out, without the app around it."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import Markdown
from rich.text import Text
from rich.theme import Theme

from quizapp.domain.links import picture_of, scheme_of
from quizapp.services.markdown import tokens
from quizapp.ui.drawn import drawn

_STYLES = Theme(
    {
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.link": "default",
        "markdown.link_url": "dim",
        "markdown.code": "cyan",
        "markdown.code_block": "default",
        "markdown.item.bullet": "dim",
        "markdown.hr": "dim",
        "markdown.block_quote": "dim",
    }
)
"""Attributes and the terminal's own colours alone, which are legible on light and on dark."""


def print_card(question: str, about: Sequence[str], answer: str) -> None:
    """Prints a card at the terminal's width: its `question` (plain text), a muted line `about` it, and its `answer` (Markdown)."""
    console = Console(theme=_STYLES, highlight=False)
    for part in (Text(question, style="bold"), Text(" · ".join(about), style="dim"), Text(), _laid_out(answer)):
        console.print(_Drawn(part))


class _Drawn:
    """What another renderable draws, past the last gate."""

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from drawn(console.render(self._inner, options))


def _laid_out(markdown: str) -> Markdown:
    """`markdown` without the escape sequences of links, whose addresses stand behind their texts; a bare address stands once.

    Behind a picture stands its place, as seen from the card's file.
    """
    page = Markdown("", code_theme="ansi_dark", hyperlinks=False)
    page.parsed = tokens(markdown)
    for block in page.parsed:
        block.children = [child for child in block.children or [] if child.markup != "autolink"]
        for child in block.children:
            if scheme_of(href := str(child.attrs.get("href", ""))) == "picture":
                child.attrs["href"] = picture_of(href)
    return page
