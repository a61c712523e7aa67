"""The one reading of Markdown, for those who draw what a card says. What is wrong in it was told when its deck was read."""

from functools import partial

from quizapp.decks.grammar import Grammar, paragraphs, plain, tokens
from quizapp.decks.grammar.finish import words

__all__ = ["Grammar", "latex_tokens", "links", "paragraphs", "plain", "tokens"]

latex_tokens = partial(tokens, latex=True)
"""The same tokens, for those who have formulas drawn by others."""


def links(markdown: str) -> list[tuple[str, str]]:
    """Text and address of each link and picture, in order, each address once.

    A text that only repeats the address, as in a list of sources, gives way to the words before it.
    """
    found: dict[str, str] = {}
    for children in paragraphs(tokens(markdown)):
        begin = 0
        for place, token in enumerate(children):
            if token.type == "link_open":
                begin, before = place, words(children[begin:place])
            elif token.type == "link_close":
                href, text = str(children[begin].attrs["href"]), words(children[begin:place])
                found.setdefault(href, before if text in href and any(map(str.isalnum, before)) else text)
                begin = place
    return [(text, href) for href, text in found.items()]
