"""The reader of Markdown for those who draw it: what a card says has been parsed and looked at when its deck was read."""

from markdown_it import MarkdownIt

from quizapp.decks.markdown import AsWritten


def reader(preset: str = "commonmark") -> MarkdownIt:
    """A reader that leaves addresses as they are written."""
    return AsWritten(preset)
