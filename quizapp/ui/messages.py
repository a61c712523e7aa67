"""What screens ask the app for: which screen is to come next. A screen does not know the others."""

from collections.abc import Sequence
from uuid import UUID

from textual.message import Message

from quizapp.domain.history import MockSetup


class GoHome(Message):
    """The home screen."""


class QuitApp(Message):
    """The end of the app."""


class StartQuiz(Message):
    """The quiz, on one topic or (None) on everything due."""

    def __init__(self, topic: str | None) -> None:
        super().__init__()
        self.topic = topic


class StartChosen(Message):
    """The quiz, on exactly these cards in this order."""

    def __init__(self, cards: Sequence[str]) -> None:
        super().__init__()
        self.cards = cards


class FinishQuiz(Message):
    """The summary: nothing is left to ask."""


class UndoLast(Message):
    """The last grade taken back, and its card asked again."""


class ShowDemos(Message):
    """The list of demos."""


class ShowDemo(Message):
    """A demo on the whole screen, with settings as a card's link writes them."""

    def __init__(self, demo: str, settings: dict[str, str] | None = None, seed: int = 0) -> None:
        super().__init__()
        self.demo = demo
        self.settings = settings or {}
        self.seed = seed


class ShowCards(Message):
    """Every card, to browse."""


class ShowCard(Message):
    """A card, to read."""

    def __init__(self, card: str) -> None:
        super().__init__()
        self.card = card


class EditCard(Message):
    """A card's file in the learner's editor, at the card's line, in the language being shown."""

    def __init__(self, card: str, language: str) -> None:
        super().__init__()
        self.card = card
        self.language = language


class ShowProblems(Message):
    """What is wrong in decks and settings."""


class ShowHelp(Message):
    """What every key does."""


class OpenLink(Message):
    """A link in a card was followed: `demo:`, `card:`, or an address on the web."""

    def __init__(self, href: str) -> None:
        super().__init__()
        self.href = href


class ShowMock(Message):
    """A mock interview: the one that was interrupted, or a new one to be set up."""


class BeginMock(Message):
    """A mock interview at its first question."""

    def __init__(self, setup: MockSetup) -> None:
        super().__init__()
        self.setup = setup


class FinishMock(Message):
    """The report of a mock interview in which nothing is left to ask."""

    def __init__(self, sitting: UUID) -> None:
        super().__init__()
        self.sitting = sitting
