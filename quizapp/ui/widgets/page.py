"""Markdown of a deck as a widget. Its links do not open by themselves, and their addresses are what is written."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from quizapp.services.markdown import reader
from quizapp.ui.widgets.card_markdown import CardMarkdown


def page(markdown: str = "", *, id: str | None = None) -> CardMarkdown:
    """A widget that shows `markdown`."""
    return CardMarkdown(markdown, id=id, open_links=False, parser_factory=_reader)


def read_as_page(markdown: str) -> list[Token]:
    """The blocks that a page shows, to find the same links as the mouse finds."""
    return reader("gfm-like").parse(markdown)


def _reader() -> MarkdownIt:
    """Of addresses that Textual will decode when they are clicked: so decoded they are what was written."""
    markdown = reader("gfm-like")
    markdown.core.ruler.push("address", _encode)
    return markdown


def _encode(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "link_open":
                token.attrs["href"] = str(token.attrs["href"]).replace("%", "%25")
