"""What there is to study: cards, topics, decks and languages, by their ids and by the names that people write."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.drawable import brief
from quizapp.domain.errors import UnknownCardError, UnknownLanguageError, UnknownTopicError, suggestion
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.language_names import meant, mixed_up
from quizapp.domain.languages import ALTERNATE
from quizapp.domain.names import folded
from quizapp.domain.schedule import ListedCard
from quizapp.services.lazy import Lazy
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.services.other_words import OtherWords
    from quizapp.storage.catalog_store import CatalogStore


class Catalog:
    """The cards and decks as they were last read."""

    def __init__(self, reader: QuickReader, store: Lazy["CatalogStore"], folders: Callable[[], Iterable[Path]]) -> None:
        """`folders` gives those of the decks, which may raise DeckError."""
        self._reader = reader
        self._store = store
        self._folders = folders

    def card(self, id: str) -> "Card":
        """The card whose full id is `id`, archived or not. Raises UnknownCardError."""
        return self._reader.card(id)

    def named(self, name: str) -> "Card":
        """The card in a deck whose full id is `name`, or whose own id is, in any case, where only one deck has it.

        Raises UnknownCardError.
        """
        listed = [row.id for row in self.listing()]
        wanted = folded(name)
        matches = [full for full in listed if wanted in (folded(full), folded(full.partition("/")[2]))]
        if len(matches) == 1:
            return self.card(matches[0])
        if matches:
            raise UnknownCardError(
                ngettext("{count} card is called {name!r}", "{count} cards are called {name!r}", len(matches), name=name),
                gettext("Choose one: {cards}.", cards=", ".join(matches)),
            )
        raise UnknownCardError(
            gettext("there is no card {name!r}", name=name), suggestion(name, [*listed, *(full.partition("/")[2] for full in listed)])
        )

    def topic(self, name: str) -> str:
        """The id of the topic that `name` (an id, its last part or a title, in any case) means. Raises UnknownTopicError."""
        return topic_named(name, self.topics())

    def language(self, name: str) -> str:
        """The language that `name`, such as "ko", "ko_KR" or "한국어", means, or `ALTERNATE`.

        Raises UnknownLanguageError where no card is written in it.
        """
        known = [*self.languages(), ALTERNATE]
        if language := meant(name, known):
            return language
        likely = meant(mixed_up(name), known)
        hint = gettext("Did you mean {name}?", name=brief(likely)) if likely else suggestion(name, known)
        raise UnknownLanguageError(gettext("no deck is written in {name!r}", name=name), hint)

    def languages(self) -> list[str]:
        """The languages of the cards that are in a deck, a deck's own before translations."""
        return self._reader.languages()

    def topics(self) -> dict[str, dict[str, str]]:
        """The titles of every topic by its full id and by language, in deck order."""
        return self._reader.topic_titles()

    def topic_titles(self, language: str) -> dict[str, str]:
        """Every topic's title by its full id, archived ones included, in `language` or in the deck's own."""
        topics = self._reader.topic_titles(archived=True)
        return {id: _in_language(titles, language, id.partition("/")[2]) for id, titles in topics.items()}

    def deck_titles(self, language: str) -> dict[str, str]:
        """Every deck's title by its id, in `language` or in its own."""
        return {id: _in_language(titles, language, id) for id, titles in self._reader.deck_titles().items()}

    def listing(self) -> list[ListedCard]:
        """Every card that is in a deck, in deck order."""
        return self._reader.listing()

    def questions(self) -> dict[str, dict[str, str]]:
        """The question of every card by card id and language, the deck's own language first; of archived cards too."""
        return self._store().questions()

    def answers(self) -> dict[str, str]:
        """What every card's answers say, key points and their synonyms included, by card id."""
        return self._store().answers()

    def other_words(self) -> "OtherWords":
        """What else the decks' glossaries call what the cards say. Raises DeckError."""
        from quizapp.services.other_words import other_words

        return other_words(self._folders())

    def demos(self) -> dict[str, str]:
        """The demo of every card that has one, by card id."""
        return self._store().demos()


def topic_named(name: str, topics: Mapping[str, Mapping[str, str]]) -> str:
    """The id of that one of `topics` (their titles by id and language) which `name` means. Raises UnknownTopicError."""
    wanted = folded(name)
    for id, titles in topics.items():
        if wanted in map(folded, (id, id.partition("/")[2], *titles.values())):
            return id
    known = [title for titles in topics.values() for title in titles.values()] + list(topics)
    main = [next(iter(titles.values()), id) for id, titles in topics.items()]
    raise UnknownTopicError(gettext("there is no topic {name!r}", name=name), suggestion(name, known, main=main))


def _in_language(titles: Mapping[str, str], language: str, otherwise: str) -> str:
    return titles.get(meant(language, titles)) or next(iter(titles.values()), otherwise)
