"""Markdown of a deck as a widget. Its links do not open by themselves, and their addresses are what is written."""

from markdown_it.rules_core import StateCore

from quizapp.services.markdown import Grammar
from quizapp.ui.widgets.card_markdown import CardMarkdown


def page(markdown: str = "", *, id: str | None = None) -> CardMarkdown:
    """A widget that shows `markdown`."""
    return CardMarkdown(markdown, id=id, open_links=False, parser_factory=_reader)


def _reader() -> Grammar:
    """Make a reader whose addresses, which Textual decodes when they are clicked, are then what was written."""
    grammar = Grammar()
    grammar.core.ruler.push("address", _encode)
    return grammar


def _encode(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "link_open":
                token.attrs["href"] = str(token.attrs["href"]).replace("%", "%25")
