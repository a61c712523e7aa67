"""The cards that a learner takes along to Anki, with or without what they know of them."""

from quizapp.domain.card import Card, CardText
from quizapp.domain.errors import UnknownLanguageError
from quizapp.domain.history import by_card
from quizapp.domain.i18n import gettext
from quizapp.domain.languages import ALTERNATE
from quizapp.domain.memory import Memory
from quizapp.export.anki.collection import StudyOptions
from quizapp.export.anki.notes import NoteMaker, first_ids
from quizapp.export.anki.package import Package, PackedCard
from quizapp.export.anki.reviews import LogWriter
from quizapp.export.anki.text import anki_text
from quizapp.services.markdown import latex_tokens
from quizapp.services.preferences import Preferences
from quizapp.services.study import Study
from quizapp.storage.history import History


class AnkiCards:
    """All cards that are in a deck, in deck order."""

    def __init__(self, study: Study, history: History, preferences: Preferences) -> None:
        self._catalog = study.catalog
        self._study = study
        self._settings = preferences.settings
        self._memory = Memory(preferences.rules)
        self._events = list(history.events())
        self._cards = [study.catalog.card(row.id) for row in study.catalog.listing()]

    def text(self, name: str) -> str:
        """Notes for Anki's text import, in the language that `name` means, or in every one. Raises UnknownLanguageError."""
        chosen, maker = self._language(name), self._maker()
        return anki_text(maker.note(card, text) for card in self._cards for text in _texts(card, chosen))

    def package(self, name: str) -> bytes:
        """A package with reviews and schedules, in the language that `name` means, or else in that of the questions.

        Raises UnknownLanguageError.
        """
        chosen, maker, now = self._language(name) or self._settings.asked_in, self._maker(), self._study.now()
        its_events, log = by_card(self._events), LogWriter(self._memory, now)
        cards = [
            PackedCard(maker.note(card, card.text(chosen)), log.reviewed(card.id, its_events.get(card.id, ()))) for card in self._cards
        ]
        return Package(self._study.calendar, self._options(), now).write(cards)

    def _language(self, name: str) -> str:
        language = self._catalog.language(name) if name else ""
        if language == ALTERNATE:
            raise UnknownLanguageError(gettext("no deck is written in {name!r}", name=name))
        return language

    def _maker(self) -> NoteMaker:
        languages = self._catalog.languages()
        topics, decks = ({each: titles(each) for each in languages} for titles in (self._catalog.topic_titles, self._catalog.deck_titles))
        return NoteMaker(latex_tokens, topics, decks, first_ids(self._events, [card.id for card in self._cards]))

    def _options(self) -> StudyOptions:
        settings = self._settings
        return StudyOptions(
            retention=settings.desired_retention,
            parameters=self._memory.parameters,
            new_per_day=settings.new_per_day,
            reviews_per_day=settings.reviews_per_day,
            leech_lapses=settings.leech_lapses,
        )


def _texts(card: Card, language: str) -> list[CardText]:
    return [card.text(language)] if language else list(card.texts.values())
