"""What screens ask the app for: which screen is to come next. A screen does not know the others."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from textual.message import Message
from textual.screen import Screen

from quizapp.domain.modes import Mode

if TYPE_CHECKING:
    from quizapp.domain.card import Card

from quizapp.domain.history import MockSetup


class HomeRequested(Message):
    """The home screen."""


class QuitRequested(Message):
    """The end of the app."""


class TerminalLost(Message):
    """There is no terminal any more: its window was closed, or the connection broke."""


class QuizRequested(Message):
    """A quiz in one of `modes.STARTED`, on one topic or (None) on all."""

    def __init__(self, topic: str | None, mode: Mode = Mode.QUIZ) -> None:
        super().__init__()
        self.topic = topic
        self.mode = mode


class ChosenQuizRequested(Message):
    """The quiz, on exactly these cards in this order."""

    def __init__(self, cards: Sequence[str]) -> None:
        super().__init__()
        self.cards = cards


class QuizLeft(Message):
    """Back from the quiz to where it was started."""


class QuizFinished(Message):
    """The summary: nothing is left to ask. `graded` is the card graded last, if any, `language` the one it was shown in."""

    def __init__(self, graded: "Card | None", language: str) -> None:
        super().__init__()
        self.graded = graded
        self.language = language


class WrongDatesRequested(Message):
    """What a wrong clock has dated in the future set right, after asking."""


class InterviewOver(Message):
    """How the interview on `day` went, asked once."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


class DatabaseLost(Message):
    """What is still in memory written back, after asking: the database was deleted while it was open."""


class DatabaseBusy(Message):
    """A wait for the program that has the database; `then` is called with whether it is free."""

    def __init__(self, then: Callable[[bool], object]) -> None:
        super().__init__()
        self.then = then


class UndoRequested(Message):
    """The last grade taken back, and its card asked again."""


class ProgressRequested(Message):
    """The progress in figures."""


class ModesRequested(Message):
    """More ways to study one topic or (None) all."""

    def __init__(self, topic: str | None = None) -> None:
        super().__init__()
        self.topic = topic


class DemosRequested(Message):
    """The list of demos."""


class DemoRequested(Message):
    """A demo on the whole screen, with settings as a card's link writes them; the reviews of `card`, if it is a card's, decide the seed."""

    def __init__(self, demo: str, settings: dict[str, str] | None = None, seed: int = 0, card: str | None = None) -> None:
        super().__init__()
        self.demo = demo
        self.settings = settings or {}
        self.seed = seed
        self.card = card


class CardsRequested(Message):
    """Every card, to browse; or (`suspended`) those that are suspended."""

    def __init__(self, *, suspended: bool = False) -> None:
        super().__init__()
        self.suspended = suspended


class CardRequested(Message):
    """A card, to read; in `language`, or as the app is set."""

    def __init__(self, card: str, language: str = "") -> None:
        super().__init__()
        self.card = card
        self.language = language


class FollowUpsRequested(Message):
    """The follow-up questions of a card, one by one, beginning in `language`, in which it has some."""

    def __init__(self, card: "Card", language: str) -> None:
        super().__init__()
        self.card = card
        self.language = language


class CardEditRequested(Message):
    """A card's file in the learner's editor, at the card's line, in the language being shown."""

    def __init__(self, card: str, language: str) -> None:
        super().__init__()
        self.card = card
        self.language = language


class DialogRequested(Message):
    """A dialog, and what is done with its answer (None where it gives none)."""

    def __init__(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.then = then


class ProblemsRequested(Message):
    """What is wrong in decks and settings."""


class ImportRequested(Message):
    """Other people's questions are to come in."""


class SettingsRequested(Message):
    """The settings."""


class SettingsChanged(Message):
    """Some setting has another value, which is to be in force from now on."""


class SettingsEditRequested(Message):
    """The settings file in the learner's editor."""


class HelpRequested(Message):
    """What every key does."""


class LinksRequested(Message):
    """A list of links, each its text and its address, to open one."""

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.links = links


class LinkFollowed(Message):
    """A link in a card was followed: `demo:`, `card:`, or an address on the web."""

    def __init__(self, href: str) -> None:
        super().__init__()
        self.href = href


class MockRequested(Message):
    """A mock interview: the one that was interrupted, or a new one to be set up."""


class MockBeginRequested(Message):
    """A mock interview at its first question."""

    def __init__(self, setup: MockSetup) -> None:
        super().__init__()
        self.setup = setup


class MockFinished(Message):
    """The report of a mock interview in which nothing is left to ask."""

    def __init__(self, interview: UUID) -> None:
        super().__init__()
        self.interview = interview
