"""Cards as Anki's notes: one for each language, and all of a card of one family of guids, by which Anki knows a note again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from quizapp.domain.card import Card, CardText
from quizapp.domain.history import Event, Renamed
from quizapp.domain.sections import answer_markdown
from quizapp.export.anki.card_html import card_html, text_html

TAG = "quizapp"
"""By which all notes are found again in Anki."""
Tokens = Callable[[str], Sequence[Token]]
"""Reads Markdown, with formulas as LaTeX."""
Titles = Mapping[str, Mapping[str, str]]
"""What each topic or deck is called, by language and by its id."""


@dataclass(frozen=True)
class NoteForAnki:
    """A card in one language."""

    card: str
    """The id that it has now."""
    guid: str
    deck: str
    """Its deck and topic, as Anki writes the name of a deck within another."""
    question: str
    """HTML, as the next."""
    answer: str
    tags: tuple[str, ...] = (TAG,)


class NoteMaker:
    """Makes notes of cards."""

    def __init__(self, tokens: Tokens, topics: Titles, decks: Titles, firsts: Mapping[str, str]) -> None:
        """`firsts` are the first ids of all cards, as `first_ids` finds them."""
        self._tokens = tokens
        self._topics = topics
        self._decks = decks
        self._firsts = firsts

    def note(self, card: Card, text: CardText) -> NoteForAnki:
        """`card` as `text` has it."""
        return NoteForAnki(
            card=card.id,
            guid=f"quizapp:{self._firsts[card.id]}:{text.language}",
            deck=self._deck(card.topic, text.language),
            question=text_html(text.question),
            answer=card_html(self._tokens(answer_markdown(text))),
        )

    def _deck(self, topic: str, language: str) -> str:
        deck = topic.partition("/")[0]
        return "::".join(map(_title, (self._decks[language][deck], self._topics[language][topic])))


def first_ids(events: Iterable[Event], cards: Iterable[str]) -> dict[str, str]:
    """The first id that each of `cards` had, where it was renamed, so that Anki knows it again; its own where another has that one now."""
    firsts: dict[str, str] = {}
    for rename in sorted((event for event in events if isinstance(event, Renamed)), key=lambda event: event.id):
        firsts.setdefault(rename.card, firsts.get(rename.source, rename.source))
    present = list(dict.fromkeys(cards))
    found = {card: firsts.get(card, card) for card in present}
    taken = set(present)
    for card in present:
        if (first := found[card]) != card and first in taken:
            found[card] = card
        taken.add(found[card])
    return found


def _title(title: str) -> str:
    """A title that Anki takes for one part of a deck's name, whatever is in it."""
    return " ".join(title.replace("::", ":").split()) or "-"
