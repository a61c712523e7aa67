"""What screens ask the app for: which screen is to come next. A screen does not know the others."""

from textual.message import Message


class GoHome(Message):
    """The home screen."""


class QuitApp(Message):
    """The end of the app."""


class StartQuiz(Message):
    """The quiz, on one topic or (None) on everything due."""

    def __init__(self, topic: str | None) -> None:
        super().__init__()
        self.topic = topic


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
    """The list of cards."""


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


class ShowSettings(Message):
    """The settings."""


class SettingsChanged(Message):
    """Some setting has another value, which is to be in force from now on."""


class EditSettings(Message):
    """The settings file in the learner's editor."""


class ShowHelp(Message):
    """What every key does."""


class OpenLink(Message):
    """A link in a card was followed: `demo:`, `card:`, or an address on the web."""

    def __init__(self, href: str) -> None:
        super().__init__()
        self.href = href
